"""The roll as files: a sheet to sign on the way in, and a workbook."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import pandas as pd
import typst

from i18n.dates import day_text
from i18n.numbers import number as written
from reports.agm_roll.roll import SCHEMA, Roll, read
from reports.spreadsheets.xlsx_files import xlsx_bytes

_SHEET = Path(__file__).parent / "sign_in_sheet.typ"
SCHEME = "ect"
"""The regions a sheet is ordered by."""


@dataclass(frozen=True)
class Words:
    """The reader's language ("th" or "en") and its labels.

    `labels` has every key of LABELS, and `why.<code>`, `doubt.<code>` and `rule.<name>` for the
    codes it knows; a code without a label stays itself.
    """

    language: str
    labels: Mapping[str, str]

    def day(self, day: date) -> str:
        """Return a day such as 6 เม.ย. 2567."""
        return day_text(day, self.language)

    def people(self, number: int) -> str:
        """Return a number of people, with its word."""
        return self.labels["people"].format(n=written(number))

    def code(self, prefix: str, code: str) -> str:
        """Return what a code is called, or the code itself."""
        return self.labels.get(f"{prefix}.{code}", code)


LABELS = (
    *(
        "title",
        "cutoff",
        "agm_on",
        "edition",
        "hash",
        "short_hash",
        "standing",
        "on_roll",
        "no_rows",
    ),
    *("number", "amphoe", "name", "signature", "time", "no_name", "no_region", "in_doubt", "page"),
    *("sheet_roll", "sheet_amphoe", "sheet_facts", "region", "province", "term_from", "term_to"),
    *("why", "doubt", "members", "amphoe_code", "province_code", "fact", "value", "schema"),
    *("source", "verified", "unverified", "fingerprint", "newest_on", "people"),
)
"""The labels a sheet and a workbook need. `page` has the places {page} and {pages}, `people` has
{n}; `standing` says whether the roll is frozen."""


def sheet_pdf(content: bytes, words: Words) -> bytes:
    """Return the sign-in sheet of a record as PDF (A4): who is on the roll, by region and province.

    The same record and words give the same bytes: nothing in it is taken from the clock, from the
    machine's own fonts or from a network.
    """
    return bytes(_compiled(content, words, {"format": "pdf", "pdf_tags": True}))


def sheet_pictures(content: bytes, words: Words, ppi: float = 72.0) -> list[bytes]:
    """Return the pages of the sign-in sheet as PNG."""
    pages = _compiled(content, words, {"format": "png", "ppi": ppi})
    return pages if isinstance(pages, list) else [bytes(pages)]


def workbook(content: bytes, words: Words) -> bytes:
    """Return a record as XLSX of three sheets: the roll, every amphoe with its why, the facts."""
    roll, labels = read(content), words.labels
    return xlsx_bytes(
        {
            labels["sheet_roll"]: _roll_table(roll, words),
            labels["sheet_amphoe"]: _amphoe_table(roll, words),
            labels["sheet_facts"]: _facts_table(roll, words),
        }
    )


def _compiled(content: bytes, words: Words, options: Mapping[str, Any]) -> Any:  # noqa: ANN401
    return typst.compile(
        str(_SHEET),
        root=str(_SHEET.parent),
        font_paths=[str(Path(fontpkg_sarabun.__file__).parent / "files")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_sheet(read(content), words), ensure_ascii=False)},
        **options,
    )


def _sheet(roll: Roll, words: Words) -> dict[str, Any]:
    """Return what the template draws, in the order it draws it."""
    on_roll = _ordered(roll, words)
    regions: list[dict[str, Any]] = []
    for number, row in enumerate(on_roll.to_dict("records"), start=1):
        if not regions or regions[-1]["name"] != row["region"]:
            regions.append({"name": row["region"], "provinces": []})
        provinces = regions[-1]["provinces"]
        if not provinces or provinces[-1]["name"] != row["province"]:
            provinces.append({"name": row["province"], "rows": []})
        provinces[-1]["rows"].append(
            {
                "number": number,
                "amphoe": row["amphoe"],
                "name": row["shown_name"],
                "is_in_doubt": row["why"] == "on_roll_in_doubt",
            }
        )
    for region in regions:
        sizes = [len(province["rows"]) for province in region["provinces"]]
        region["people"] = words.people(sum(sizes))
        for province, size in zip(region["provinces"], sizes, strict=True):
            province["people"] = words.people(size)
    return {
        "language": words.language,
        "labels": {key: words.labels[key] for key in LABELS},
        "facts": _headings(roll, words),
        "short_hash": roll.sha256[:12],
        "regions": regions,
        "people": words.people(len(on_roll)),
        "has_doubts": bool((on_roll["why"] == "on_roll_in_doubt").any()),
    }


def _headings(roll: Roll, words: Words) -> list[tuple[str, str]]:
    labels, agm_on = words.labels, roll.values.get("agm_on")
    return [
        *([(labels["agm_on"], words.day(agm_on))] if isinstance(agm_on, date) else []),
        (labels["cutoff"], words.day(roll.cutoff)),
        (labels["on_roll"], words.people(int(roll.rows["is_on_roll"].sum()))),
        (labels["edition"], str(roll.edition["edition"])),
        (labels["standing"], ""),
        (labels["hash"], roll.sha256),
    ]


def _ordered(roll: Roll, words: Words) -> pd.DataFrame:
    """Return the rows on the roll by region, province and amphoe, named as the reader reads."""
    rows = _named(roll, words)
    # Regions stand in the order of their codes; provinces of none come last.
    return rows[rows["is_on_roll"]].sort_values(
        [f"region_{SCHEME}", "province_code", "amphoe_code", "term_from", "term_id"],
        na_position="last",
        kind="stable",
    )


def _named(roll: Roll, words: Words) -> pd.DataFrame:
    own = roll.regions[roll.regions["scheme"] == SCHEME]
    names = dict(zip(own["region_code"], own[f"region_{words.language}"], strict=True))
    return roll.rows.assign(
        region=roll.rows[f"region_{SCHEME}"].map(names).fillna(words.labels["no_region"]),
        province=roll.rows[f"province_{words.language}"],
        amphoe=roll.rows[f"amphoe_{words.language}"],
        shown_name=roll.rows["name"].fillna(words.labels["no_name"]),
        doubt=[
            ", ".join(words.code("doubt", reason) for reason in reasons)
            for reasons in roll.rows["reasons"]
        ],
    )


def _roll_table(roll: Roll, words: Words) -> pd.DataFrame:
    rows = _ordered(roll, words)
    rows.insert(0, "number", range(1, len(rows) + 1))
    labels = words.labels
    return rows[
        [
            *("number", "region", "province", "amphoe", "shown_name", "term_from", "term_to"),
            *("doubt", "members", "amphoe_code", "province_code"),
        ]
    ].rename(columns={**labels, "shown_name": labels["name"]})


def _amphoe_table(roll: Roll, words: Words) -> pd.DataFrame:
    rows = _named(roll, words)
    rows["why"] = [words.code("why", code) for code in rows["why"]]
    rows["shown_name"] = roll.rows["name"].where(roll.rows["term_id"].isna(), rows["shown_name"])
    labels = words.labels
    return rows[
        [
            *("amphoe_code", "region", "province", "amphoe", "is_on_roll", "why", "doubt"),
            *("shown_name", "term_from", "term_to", "members"),
        ]
    ].rename(columns={**labels, "shown_name": labels["name"], "is_on_roll": labels["on_roll"]})


def _facts_table(roll: Roll, words: Words) -> pd.DataFrame:
    labels = words.labels
    facts: list[tuple[str, object, str]] = [
        (labels["cutoff"], roll.cutoff, ""),
        (labels["on_roll"], int(roll.rows["is_on_roll"].sum()), ""),
        (labels["standing"], None, ""),
        (labels["hash"], roll.sha256, ""),
        (labels["edition"], roll.edition["edition"], ""),
        (labels["fingerprint"], roll.edition["fingerprint"], ""),
        (labels["newest_on"], date.fromisoformat(roll.edition["newest_on"]), ""),
        (labels["schema"], SCHEMA, ""),
    ]
    for rule in roll.rules.to_dict("records"):
        is_verified = labels["verified" if rule["is_verified"] else "unverified"]
        source = f"{is_verified}: {rule['source']}"
        facts.append((words.code("rule", rule["name"]), rule["value"], source))
    columns = [labels["fact"], labels["value"], labels["source"]]
    return pd.DataFrame(facts, columns=columns, dtype=object)
