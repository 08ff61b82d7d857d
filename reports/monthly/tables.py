"""The tables of a report, with headings in the reader's language."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reports.monthly import participation, restatement_table, sentences
from reports.monthly.report import Pack
from reports.text import Text

TABLES = (
    "figures",
    "targets",
    "growth",
    "forecast",
    "provinces",
    "empty",
    "changes",
    "amphoe",
    "published",
    "sources",
    "checks",
    "restated",
    *participation.TABLES,
)
"""The tables of a report, in order: the sheets of its workbook and its CSV files. Those of members
taking part are there where they have rows."""

TOTALS = {"provinces": ("members", "net_change", "amphoe", "amphoe_covered", "amphoe_ready")}
"""The columns of a table whose sum means something."""


def tables(report: Pack, text: Text) -> dict[str, pd.DataFrame]:
    """Return every table of TABLES with headings people read; days are dates, counts numbers.

    Counts of people that may not be told are missing (see `metrics.disclosure.suppression`).
    """
    return {name: with_headings(rows, text) for name, rows in plain(report, text).items()}


def with_headings(rows: pd.DataFrame, text: Text) -> pd.DataFrame:
    """Return a table with its columns' names as headings."""
    return rows.rename(columns={name: text(f"monthly.column.{name}") for name in rows.columns})


def plain(report: Pack, text: Text) -> dict[str, pd.DataFrame]:
    """Return every table of TABLES with its columns by their own names."""
    frames = report.frames
    all_tables = {
        "figures": _figures(report, text),
        "targets": _targets(report, text),
        "growth": _growth(frames["monthly"], text),
        "forecast": _forecast(report, text),
        "provinces": provinces(report, text),
        "empty": empty(report, text),
        "changes": changes(report, text),
        "amphoe": _amphoe(report, text),
        "published": published(report, text),
        "sources": sources(report, text),
        "checks": checks(report, text),
        "restated": restatement_table.with_files(report, text),
        **participation.tables(report, text),
    }
    return {name: all_tables[name].reset_index(drop=True) for name in TABLES if name in all_tables}


def provinces(report: Pack, text: Text) -> pd.DataFrame:
    """Return one row a province, and one of members without a province or too few to tell."""
    rows = report.frames["provinces"]
    name = rows[text.named("province")].fillna(text("monthly.no_province"))
    columns = ["members", "net_change", "change_pct", "amphoe", "amphoe_covered", "amphoe_ready"]
    return rows[columns].assign(province=name)[["province", *columns]]


def empty(report: Pack, text: Text) -> pd.DataFrame:
    """Return one row a province where nobody represents any amphoe, the readiest first."""
    rows = report.frames["empty"].drop(columns="members")
    # The members of the province's own row, those of no known amphoe included.
    rows = rows.merge(report.frames["provinces"][["province_code", "members"]], on="province_code")
    return pd.DataFrame(
        {
            "province": rows[text.named("province")],
            "region": rows[text.named("region")],
            "members": rows["members"],
            "amphoe": rows["amphoe"],
            "amphoe_ready": rows["amphoe_ready"],
            "readiest": rows[text.named("first")],
        }
    )


def changes(report: Pack, text: Text) -> pd.DataFrame:
    """Return one row an amphoe gained or lost in the period."""
    rows = report.frames["changes"]
    firsts = rows["is_first_in_province"].fillna(False).astype(bool)
    return pd.DataFrame(
        {
            "change": [text(f"monthly.change.{code}") for code in rows["change"]],
            "amphoe_name": rows[text.named("amphoe")],
            "province": rows[text.named("province")],
            "changed_on": rows["changed_on"],
            "note": [text("monthly.first_in_province") if first else "" for first in firsts],
        }
    )


def published(report: Pack, text: Text) -> pd.DataFrame:
    """Return every published total beside ours; ours is missing where they cannot be compared."""
    rows = report.frames["published"]
    return pd.DataFrame(
        {
            "as_of": rows["as_of"],
            "metric": [text(f"monthly.metric.{code}") for code in rows["metric"]],
            "reported_by": [
                text.either(f"monthly.by.{code}", code) for code in rows["reported_by"]
            ],
            "published_value": rows["value"],
            "ours": rows["ours"],
            "unexplained": rows["unexplained"],
            "source": rows["source"],
        }
    )


def sources(report: Pack, text: Text) -> pd.DataFrame:
    """Return one row a file that was read: its rows, and what came of them."""
    rows = report.frames["files"]
    return pd.DataFrame(
        {
            "file": rows["file"],
            "list_on": rows["list_on"],
            "rows_in": rows["rows_in"] - rows["nobody"].fillna(0).astype("int64"),
            "staged": rows["staged"],
            "duplicates": rows["duplicates"],
            "rejected": rows["rejected"],
            "forgotten": rows["forgotten"],
            "sha256": rows["sha256"],
        }
    )


def checks(report: Pack, text: Text) -> pd.DataFrame:
    """Return one row a check of the edition, those that did not pass first."""
    rows = report.frames["checks"]
    return pd.DataFrame(
        {
            "check": [text.either(f"check.{name}", name) for name in rows["name"]],
            "standing": [
                text("word.passed" if row["passed"] else "word.not_passed")
                for row in rows.to_dict("records")
            ],
            "found": rows["found"],
        }
    )


def _figures(report: Pack, text: Text) -> pd.DataFrame:
    dynamic = ("target_", participation.POLL)
    fixed = [figure for figure in report.figures if not figure.name.startswith(dynamic)]
    return pd.DataFrame(
        {
            "figure": [text(f"monthly.figure.{figure.name}") for figure in fixed],
            # Each keeps its kind: people stay whole beside a percentage.
            "figure_value": pd.Series([figure.value for figure in fixed], dtype=object),
            "from_metric": [f"{figure.metric} → {figure.column}" for figure in fixed],
        }
    )


def _growth(months: pd.DataFrame, text: Text) -> pd.DataFrame:
    """Return one row a month; of an area joined and returned are one.

    A note marks the months before the first list, of which only survivors are known.
    """
    gains = ["joined", "returned"] if months["joined"].notna().any() else ["gained"]
    rows = months[["ends_on", "members", "net_change", *gains, "left_members"]]
    backfilled = text("monthly.legend.backfilled")
    return rows.assign(note=[backfilled if each else "" for each in months["is_backfilled"]])


def _targets(report: Pack, text: Text) -> pd.DataFrame:
    rows = report.frames["decisions"]
    names = [sentences.target_name(row, text) for row in rows.to_dict("records")]
    columns = ["value", "now", "short_of", "deadline", "days_left", "needed_per_week", "actual_4w"]
    names_in_order = ["target", *columns, "chance", "reached_median"]
    return rows[[*columns, "chance", "reached_median"]].assign(target=names)[names_in_order]


def _forecast(report: Pack, text: Text) -> pd.DataFrame:
    both = [
        report.frames[f"fan_{metric}"].assign(metric=text(f"monthly.metric.{metric}"))
        for metric in ("members", "amphoe_covered")
    ]
    columns = ["metric", "week_ends_on", "median", "lo50", "hi50", "lo80", "hi80", "lo95", "hi95"]
    return pd.concat([rows[[*columns, "last_pace"]] for rows in both], ignore_index=True)


def _amphoe(report: Pack, text: Text) -> pd.DataFrame:
    rows = report.frames["amphoe"]
    return pd.DataFrame(
        {
            "amphoe_code": rows["amphoe_code"],
            "amphoe_name": rows[text.named("amphoe")],
            "province": rows[text.named("province")],
            "step": [text(f"ladder.{code}") for code in rows["step"]],
            "members": rows["members"],
            "next_election_on": rows["next_election_on"],
            "covered_to": rows["covered_to"],
        }
    )


def records(rows: pd.DataFrame) -> list[Mapping[Any, Any]]:
    """Return a table's rows as mappings, missing cells as None."""
    plain_rows = rows.astype(object).where(rows.notna(), None)
    return list(plain_rows.to_dict("records"))
