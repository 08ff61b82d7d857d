"""Pass over rows that are nobody: totals, signatures, notes, headings again, rows of dashes.

They are known by their first cell: the number or the name that a row of somebody has. Few rows
have none, so only those are looked at one by one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.formats.parts import LINES, part_of
from etl.ingest.formats.titles import other_day, says
from etl.ingest.headings.words import is_known
from etl.ingest.sources import Column, Source
from etl.ingest.tables import Table
from etl.ingest.word_lists import blank_words, plain, plain_words, unit_words, words
from i18n.thai import arabic_digits, compose

_NOT_LETTERS = r"[^A-Za-z0-9ก-๛]*"
_HEAD = 5
"""Rows below the headings among which their columns may be numbered."""

_LONG_ENOUGH = 4
_MOST = 50_000
_SHARE = 0.2
"""Of more rows than this nobody is nobody: it is how the file writes its numbers."""


def pass_over_nobody(
    con: duckdb.DuckDBPyConnection, source: Source, table: Table, list_on: date | None
) -> tuple[Table, int, list[Finding]]:
    """Take the rows that are nobody out of `raw`; return the table without them and how many.

    A note among them that says of which day the list is, and of another, is found as in a title.
    """
    lead = _lead(source, table)
    if lead is None:
        return table, 0, []
    names = table.plan.cells
    rows = con.execute(
        f"""
        select {table.line}, {", ".join(names)} from raw
        where {_odd(table, lead)} or {table.line} % {LINES} <= {table.heading_line + _HEAD}
        limit {_MOST}
        """  # noqa: S608 - our names; words are quoted
    ).fetchall()
    positions, at = table.plan.positions, table.plan.selected[lead.name]
    lines = [
        line
        for line, *cells in rows
        if _is_nobody(source, lead, dict(zip(positions, map(_text, cells), strict=True)), at)
    ]
    if not lines or len(lines) > max(_HEAD, _SHARE * table.rows):
        lines = [line for line, *cells in rows if not any(map(_said, map(_text, cells)))]
    if not lines:
        return table, 0, []
    gone = set(lines)
    texts = (_text(cell) for line, *cells in rows if line in gone for cell in cells)
    notes = other_day([text for text in texts if says(text, "as_of")], list_on)
    line = "" if table.line == "raw.line" else f"{table.line} as line, "
    con.execute(
        f"create table somebody as select {line}raw.* from raw"  # noqa: S608
        f" where {table.line} not in (select unnest($lines))",
        {"lines": lines},
    )
    con.execute("drop table raw")
    con.execute("alter table somebody rename to raw")
    rest = replace(table, line="raw.line", rows=table.rows - len(lines))
    found = [note for note in notes if note not in table.findings]
    said = {line: dict(zip(positions, map(_text, cells), strict=True)) for line, *cells in rows}
    below = [line for line in sorted(gone) if _is_of_another(source, table, line, said[line])]
    last = con.execute("select max(raw.line) from raw").fetchone() or (None,)
    if below and last[0] is not None and below[0] < last[0]:
        found.append(Finding("second_table", (str(part_of(below[0])[1]),)))
    return rest, len(lines), found


def _is_of_another(source: Source, table: Table, line: int, cells: Mapping[int, str]) -> bool:
    """Whether a row below the list's beginning heads other rows: with headings that are not those
    above, or with a title that says who left."""
    if part_of(line)[1] <= table.heading_line + _HEAD:
        return False
    said = {position: plain(cell) for position, cell in cells.items() if _said(cell)}
    if len(said) == 1:
        (only,) = said.values()
        is_sum = _begins(only, "words", "counts")
        return not is_sum and any(word in only for word in _words_of_leaving(source))
    ours = {table.plan.selected[name]: plain(told) for name, told in table.plan.headings.items()}
    return sum(cell in source.headings for cell in said.values()) > 1 and any(
        said.get(position) != heading for position, heading in ours.items()
    )


def _words_of_leaving(source: Source) -> list[str]:
    values = (column.values or {} for column in source.columns if column.type == "remark")
    return [
        word for each in values for word, code in each.items() if code and len(word) >= _LONG_ENOUGH
    ]


def _lead(source: Source, table: Table) -> Column | None:
    """Return the column that every row of somebody or something has filled."""
    there = [column for column in source.columns if column.name in table.plan.selected]
    numbers = [column for column in there if column.type == "id" and column.is_required]
    named = [column for column in there if column.type == "name"]
    required = [column for column in there if column.is_required]
    if source.has_names:
        return next(iter([*named, *numbers, *required]), None)
    return next(iter([*numbers, *required]), None)


def _odd(table: Table, lead: Column) -> str:
    """Return SQL for the rows whose first cell may be nobody's."""
    cell = f"raw.c{table.plan.selected[lead.name]}"
    begins = "|".join(
        re.escape(word.casefold()) for word in (*_first_words(), *lead.headings)
    ).replace("'", "''")
    is_odd = f"regexp_matches(lower({cell}), '^{_NOT_LETTERS}(?:{begins}|$)')"
    if lead.type == "id":
        # Most numbers begin with a figure: told by one comparison, they need no pattern.
        is_odd += f" or not regexp_matches({cell}, '[0-9๐-๙]')"
        is_odd = f"not ({cell} >= '0' and {cell} < ':') and ({is_odd})"
    else:
        is_odd += f" or regexp_matches({cell}, '^[0-9๐-๙,. ]+$')"
    cells = [f"raw.c{position}" for position in set(table.plan.positions)]
    alone = " and ".join(f"{other} is null" for other in cells if other != cell)
    return f"({cell} is null or {is_odd} or ({alone or 'false'}))"


def _first_words() -> Iterable[str]:
    return (*words("nobody"), *words("nobody", "counts"), *words("nobody", "groups"), "n/a", "null")


def _is_nobody(source: Source, lead: Column, cells: Mapping[int, str], at: int) -> bool:
    said = {position: cell for position, cell in cells.items() if _said(cell)}
    others = [cell for position, cell in said.items() if position != at]
    first = said.get(at, "")
    if not said or _is_numbering(said) or _is_headings(source, list(said.values()), first):
        return True
    if not first:
        (only,) = others if len(others) == 1 else ("",)
        return bool(only) and (not _without_numbers(only) or _begins(only, "words", "groups"))
    if lead.type == "name":
        bare = _without_numbers(first)
        is_word = bare in plain_words("nobody") or bare in plain_words("nobody", "counts")
        return is_word or (not others and (not bare or _begins(first, "words", "groups")))
    # Who is listed is somewhere, of some type, since some day: a number alone counts the rows.
    if lead.type == "id" and not others and len(cells) > 3:
        return True
    has_number = any(letter.isdecimal() for letter in arabic_digits(first))
    if _begins(first, "words", "counts") and (not has_number or len(others) * 2 < len(cells)):
        return True
    # A title of a group, a line of a table of sums: a word that is no number, and nearly alone.
    return lead.type == "id" and not has_number and len(others) <= 1 and len(cells) > 3


def _is_numbering(said: Mapping[int, str]) -> bool:
    """Whether the cells number their columns: 1, 2, 3 or (1), (2), (3)."""
    numbers = {position: plain(arabic_digits(cell)) for position, cell in said.items()}
    if len(numbers) < 3 or not all(number.isdecimal() for number in numbers.values()):
        return False
    return len({int(number) - position for position, number in numbers.items()}) == 1


def _is_headings(source: Source, cells: Sequence[str], first: str) -> bool:
    known = sum(is_known(source, cell) for cell in cells)
    return len(cells) > 1 and known * 2 >= len(cells) and (not first or is_known(source, first))


def _begins(text: str, *lists: str) -> bool:
    starts = tuple(word for name in lists for word in plain_words("nobody", name))
    return plain(text).startswith(starts)


def _without_numbers(text: str) -> str:
    bare = re.sub(r"[\d,.]+", " ", arabic_digits(text))
    units = {plain(unit) for unit in unit_words()}
    return "".join(word for word in map(plain, bare.split()) if word not in units)


def _text(cell: str | None) -> str:
    return compose(cell or "")


def _said(cell: str) -> bool:
    return bool(plain(cell)) and cell.casefold() not in blank_words()
