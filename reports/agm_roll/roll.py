"""The record of the annual general meeting's roll, written and read.

The record is canonical JSON: sorted keys, UTF-8, no spaces, one line. The sheet and the workbook
are made from a record alone, so that a frozen roll gives again exactly what was frozen.
"""

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

SCHEMA = 1
"""The shape of a record; one of another shape is not read."""

_KIND = "agm_roll"
_ROW = (
    "amphoe_code",
    "amphoe_th",
    "amphoe_en",
    "province_code",
    "members",
    "term_id",
    "name",
    "term_from",
    "term_to",
    "is_on_roll",
    "why",
    "reasons",
)
_PROVINCE = ("province_th", "province_en", "region_ect", "region_royal", "region_nesdb")
_EDITION = ("edition", "fingerprint", "built_at", "newest_on", "code_version", "is_sample")

Value = str | int | float | date


class NotARoll(ValueError):
    """A record of another kind or shape than this version reads."""


@dataclass(frozen=True)
class Roll:
    """A record, opened. `rows` and `regions` are as `roll.roll` and `roll.regions` return them."""

    cutoff: date
    edition: Mapping[str, Any]
    rules: pd.DataFrame
    regions: pd.DataFrame
    rows: pd.DataFrame
    sha256: str

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The value of every rule, by name: a number, a word or a day."""
        return dict(zip(self.rules["name"], self.rules["value"], strict=True))

    def is_verified(self, name: str) -> bool:
        """Whether somebody has said where the rule stands; False for one not told."""
        return bool(self.rules.loc[self.rules["name"] == name, "is_verified"].any())


def content(
    rows: pd.DataFrame,
    *,
    cutoff: date,
    edition: Mapping[Any, Any],
    rules: pd.DataFrame,
    regions: pd.DataFrame,
) -> bytes:
    """Return the record of a roll; the same roll of the same edition gives the same bytes.

    `rows` and `regions` are those of `roll.roll` and `roll.regions`, `rules` those of
    `rules.in_force` on the cut-off day, `edition` the row of `health.edition`.
    """
    provinces = rows.drop_duplicates("province_code").set_index("province_code")[list(_PROVINCE)]
    record = {
        "kind": _KIND,
        "schema": SCHEMA,
        "cutoff": cutoff.isoformat(),
        "edition": {name: _plain(edition.get(name)) for name in _EDITION},
        "rules": [
            {
                "name": rule["name"],
                "applies_from": _plain(rule["applies_from"]),
                "is_verified": bool(rule["is_verified"]),
                "source": rule["source"],
                **{kind: _plain(rule[kind]) for kind in ("number", "word", "day")},
            }
            for rule in rules.to_dict("records")
        ],
        "regions": [_row(region) for region in regions.to_dict("records")],
        "provinces": {code: _row(names) for code, names in provinces.to_dict("index").items()},
        "rows": [_row(row) for row in rows[list(_ROW)].to_dict("records")],
    }
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def read(content: bytes) -> Roll:
    """Open a record; raises NotARoll for anything that is not one of this shape."""
    try:
        record = json.loads(content)
        if (record["kind"], record["schema"]) != (_KIND, SCHEMA):
            raise NotARoll(f"{record['kind']} {record['schema']}")
    except (ValueError, TypeError, KeyError) as error:
        raise NotARoll(str(error)) from error
    rows = pd.DataFrame(record["rows"], columns=list(_ROW))
    for column in ("term_from", "term_to"):
        rows[column] = pd.to_datetime(rows[column])
    provinces = pd.DataFrame.from_dict(record["provinces"], orient="index", columns=list(_PROVINCE))
    columns = ["name", "applies_from", "number", "word", "day", "is_verified", "source"]
    rules = pd.DataFrame(record["rules"], columns=columns)
    rules["value"] = pd.Series([_value(rule) for rule in record["rules"]], dtype=object)
    rules["applies_from"] = pd.to_datetime(rules["applies_from"])
    return Roll(
        cutoff=date.fromisoformat(record["cutoff"]),
        edition=record["edition"],
        rules=rules.drop(columns=["number", "word", "day"]),
        regions=pd.DataFrame(
            record["regions"], columns=["scheme", "region_code", "region_th", "region_en"]
        ),
        rows=rows.join(provinces, on="province_code"),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _row(cells: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {str(name): _plain(cell) for name, cell in cells.items()}


def _plain(cell: Any) -> Any:  # noqa: ANN401
    """Return a cell as JSON has it: days as 2024-04-06, whole numbers whole, missing as null."""
    if hasattr(cell, "tolist"):
        cell = cell.tolist()  # a number or list of numpy's
    if isinstance(cell, list):
        return [_plain(each) for each in cell]
    if pd.isna(cell):
        return None
    if isinstance(cell, date):  # pandas' days and moments are dates as well
        return cell.isoformat().removesuffix("T00:00:00")
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _value(rule: Mapping[str, Any]) -> Value:
    if rule["day"] is not None:
        return date.fromisoformat(rule["day"])
    value: Value = rule["word"] if rule["word"] is not None else rule["number"]
    return value
