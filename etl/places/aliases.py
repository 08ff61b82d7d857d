"""Read the names of places that are exceptions to the rules, who reviewed them, and why.

Reads `data/place_aliases.csv`. A row with an amphoe text says which amphoe is meant by it in
that province (or in any, when the province text is blank); a row without one is another name of
a province. `valid_from` and `valid_to` (ISO dates, both days included, blank = open) bound the
days on which the text meant that: the same words have meant other places at other times.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.places.gazetteer import provinces
from etl.places.index import name_index
from etl.places.names import amphoe_keys, is_blank, province_keys
from i18n.messages import UserError, message
from i18n.thai import small_text

COLUMNS = (
    "province_text",
    "amphoe_text",
    "province_code",
    "amphoe_code",
    "valid_from",
    "valid_to",
    "reviewed_by",
    "why",
)


class AliasesError(UserError):
    """A row of the list of place names cannot be used; the sentence names the line."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One reviewed exception; without `amphoe_code` it is another name of a province."""

    province_text: str
    amphoe_text: str
    province_code: str
    amphoe_code: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    reviewed_by: str = ""
    why: str = ""

    def holds(self, on: date | None) -> bool:
        """Whether the alias is valid `on` that day; on no day in particular, only if always."""
        if on is None:
            return self.valid_from is None and self.valid_to is None
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """Read the list, in file order. Raises AliasesError, naming the line, for a row that is
    not reviewed, has an unknown code or date, or contradicts another row valid on the same day.
    """
    try:
        text = small_text(path.read_bytes())
    except UnicodeDecodeError as error:
        raise AliasesError(message("places.not_text", file=path.name)) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise AliasesError(
            message("places.missing_columns", file=path.name, columns=", ".join(missing))
        )
    aliases: list[Alias] = []
    for row in rows:
        cells = {name: (row[name] or "").strip() for name in COLUMNS}
        if any(cells.values()):
            aliases.append(_alias(cells, path.name, rows.line_num))
    _refuse_contradictions(aliases, path.name)
    return tuple(aliases)


def _alias(cells: dict[str, str], file: str, line: int) -> Alias:
    at = {"file": file, "line": str(line)}
    for name in ("reviewed_by", "why"):
        if not cells[name]:
            raise AliasesError(message(f"places.no_{name}", **at))
    amphoe_code = cells["amphoe_code"] or None
    province_of = name_index().province_of
    if amphoe_code is not None and amphoe_code not in province_of:
        raise AliasesError(message("places.unknown_code", code=amphoe_code, **at))
    province_code = province_of[amphoe_code] if amphoe_code else cells["province_code"]
    if province_code not in {p.province_code for p in provinces()}:
        raise AliasesError(message("places.unknown_code", code=province_code, **at))
    if cells["province_code"] not in ("", province_code):
        raise AliasesError(message("places.codes_differ", code=amphoe_code, **at))
    if is_blank(cells["amphoe_text"] if amphoe_code else cells["province_text"]) or (
        cells["amphoe_text"] and not amphoe_code
    ):
        raise AliasesError(message("places.no_text", **at))
    valid_from, valid_to = _day(cells["valid_from"], at), _day(cells["valid_to"], at)
    if valid_from and valid_to and valid_from > valid_to:
        raise AliasesError(message("places.dates_reversed", **at))
    return Alias(
        cells["province_text"],
        cells["amphoe_text"],
        province_code,
        amphoe_code,
        valid_from,
        valid_to,
        cells["reviewed_by"],
        cells["why"],
    )


def _day(text: str, at: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AliasesError(message("places.not_a_date", value=text, **at)) from error


def _keys(alias: Alias) -> Iterator[tuple[str, str]]:
    province = [*province_keys(alias.province_text)][-1]
    for key in set(amphoe_keys(alias.amphoe_text)):
        yield province, key


def _refuse_contradictions(aliases: list[Alias], file: str) -> None:
    earlier: dict[tuple[str, str], list[Alias]] = {}
    for alias in aliases:
        for names in _keys(alias):
            for other in earlier.setdefault(names, []):
                same = (other.province_code, other.amphoe_code) == (
                    alias.province_code,
                    alias.amphoe_code,
                )
                apart = (other.valid_to or date.max) < (alias.valid_from or date.min) or (
                    alias.valid_to or date.max
                ) < (other.valid_from or date.min)
                if not same and not apart:
                    text = f"{alias.amphoe_text} {alias.province_text}".strip()
                    raise AliasesError(message("places.contradiction", file=file, text=text))
            earlier[names].append(alias)
