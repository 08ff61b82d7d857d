"""The numbers that differ from an earlier edition, as a table with the files behind them."""

import pandas as pd

from reports.monthly.report import Pack
from reports.text import Text

_OF_PROVINCE = {"members": "members_restated", "amphoe_covered": "covered_restated"}
"""What a province may be told otherwise of, and the column of its difference."""


def restated(report: Pack, text: Text) -> pd.DataFrame:
    """Return one row a figure told otherwise than before, then one a province and thing that is.

    None without a comparison.
    """
    columns = ["figure", "then", "now_known", "difference"]
    if report.restatement is None:
        return pd.DataFrame(columns=columns)
    changed = report.restatement.figures
    figures = changed.assign(figure=[text(f"monthly.figure.{name}") for name in changed["figure"]])
    parts = [figures[columns], _of_provinces(report.restatement.provinces, text)]
    both = [each for each in parts if len(each)]
    return pd.concat(both, ignore_index=True).convert_dtypes() if both else figures[columns]


def _of_provinces(rows: pd.DataFrame, text: Text) -> pd.DataFrame:
    """Return a row for members and one for covered amphoe, each where it changed."""
    named = rows.assign(name=rows[text.named("province")].fillna(text("monthly.no_province")))
    return pd.DataFrame(
        [
            {
                "figure": text(f"monthly.restated.province_{column}", name=row["name"]),
                "then": row[f"{column}_then"],
                "now_known": row[column],
                "difference": row[difference],
            }
            for row in named.to_dict("records")
            for column, difference in _OF_PROVINCE.items()
            if pd.notna(row[difference]) and row[difference] != 0
        ]
    )


def with_files(report: Pack, text: Text) -> pd.DataFrame:
    """Return what is restated, and a row without numbers for each file behind it."""
    rows = restated(report, text)
    if report.restatement is None or report.restatement.files.empty:
        return rows
    files = [
        text(f"monthly.restated.{row['file_change']}", files=row["file"])
        for row in report.restatement.files.to_dict("records")
    ]
    numbers = {name: pd.Series([pd.NA] * len(files), dtype="Int64") for name in rows.columns[1:]}
    return pd.concat([rows, pd.DataFrame({"figure": files, **numbers})], ignore_index=True)
