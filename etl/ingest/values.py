"""Give each text of a column its value: once for every distinct text, never by row.

A meaning is a table (raw text, value, reason): the value, or why there is none. A column whose
texts all mean themselves needs no table.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb

from etl.ingest.cells.nobody import EMPTY, nobody, only_of
from etl.ingest.cells.remarks import read_remarks
from etl.ingest.dates import MONTH_FIRST, is_month_first, order_in, read_dates
from etl.ingest.letters import unreadable
from etl.ingest.sources import Column, blank_words, plain
from etl.ingest.tables import Table, quoted_text
from etl.places.cells import without_house
from i18n.thai import arabic_digits, compose

YEARS_AHEAD = 50
"""How far after a list a date in it is believed: terms and memberships end, but not in 2123."""

NO_LIST_LAST_DAY = date(2100, 12, 31)
"""The latest day believed in an export that has no date of its own."""

_MANY = 60_000
"""Different texts in a column above which numbering them is no gain."""

PERSONAL = r"@|[0-9๐-๙](?:[ .-]?[0-9๐-๙]){8}"
"""Nine digits or an at sign: a telephone, a citizen number, an e-mail address."""

_ODD_NUMBERS = r"[^!-~]|^[^0-9]*$|^[=#'']|\.0$"
_WRAPPED = re.compile(r"^=\"([^\"]*)\"$|^'([^']+)$|^([0-9]+)\.0$")
"""How spreadsheets keep leading zeros, and what they make of a number of a column of numbers."""

_NUMBERED = re.compile(r"^\(?\d{1,2}\s?[.)](?!\d)")

Value = tuple[object, str | None]
"""A value and a reason; at most one of them."""

_SOMEBODYS = re.compile(r"\S*@\S*|[0-9๐-๙](?:[^0-9๐-๙]{0,3}[0-9๐-๙]){8,}")


@dataclass(frozen=True)
class ColumnValues:
    """How to read one column in SQL: its value, why there is none, and the join they need.

    `reason` is None when no text of the column is wrong; `noticed` is what its texts tell together,
    and how many do.
    """

    column: Column
    raw: str
    value: str
    reason: str | None
    join: str
    noticed: tuple[str, int] | None = None


def find_values(
    con: duckdb.DuckDBPyConnection, table: Table, columns: Iterable[Column], list_on: date | None
) -> list[ColumnValues]:
    """Work out the meanings of every text in the columns that the file has."""
    present = [column for column in columns if column.name in table.plan.selected]
    orders = _orders(con, table, present)
    dates = _read_all_dates(con, table, present, list_on, orders)
    found: list[ColumnValues] = []
    places: dict[str, ColumnValues] = {}
    for column in present:
        raw = f"raw.c{table.plan.selected[column.name]}"
        match column.type:
            case "date":
                found.append(_date_values(con, column, raw, dates, list_on, orders.get(raw)))
            case "id":
                found.append(_identities(con, column, raw))
            case "place":
                # One address can serve as both; it is looked at once.
                if raw not in places:
                    places[raw] = _texts(con, column, raw, _place, "text")
                found.append(replace(places[raw], column=column))
            case "name":
                found.append(_texts(con, column, raw, _name, "text"))
            case "text":
                found.append(_texts(con, column, raw, _text, "text"))
            case "answer":
                found.append(_texts(con, column, raw, _answer, "text"))
            case "choices":
                found.append(_texts(con, column, raw, choices, "text"))
            case "scope":
                found.append(_texts(con, column, raw, _scope(column), "text"))
            case "word":
                found.append(_texts(con, column, raw, _word(column), "text"))
            case "count":
                found.append(_texts(con, column, raw, _count(column), "bigint"))
            case "remark":
                found.append(_remarks(con, column, raw, _last_day(list_on)))
    return found + [_nobody(con, column, found) for column in columns if column.type == "nobody"]


def _nobody(
    con: duckdb.DuckDBPyConnection, column: Column, others: Sequence[ColumnValues]
) -> ColumnValues:
    """Whether a row is nobody, and what it is: told by its names, together.

    One with no name at all is nobody only without a member's number, and if none of its cells holds
    what it should not: else it has slipped sideways.
    """
    names = ", ".join(each.raw for each in others if each.column.type == "name")
    raw = f"concat_ws(' ', {names})"
    cells = _texts(con, column, raw, lambda text: (nobody(column, text), None), "text")
    code = f"{cells.value}::text"
    if not column.empty:
        return replace(cells, value=f"nullif({code}, '{EMPTY}')")
    somebodys = [
        *(f"regexp_matches({each.raw}, '[0-9๐-๙]')" for each in others if each.column.keyed),
        *(f"({each.reason}) <> 'missing_value'" for each in others if each.reason),
    ]
    is_somebodys = " or ".join(f"coalesce({each}, false)" for each in somebodys) or "false"
    empty = f"case when not ({is_somebodys}) then '{column.empty}' end"
    return replace(cells, value=f"case when {code} = '{EMPTY}' then {empty} else {code} end")


def _remarks(con: duckdb.DuckDBPyConnection, column: Column, raw: str, last: date) -> ColumnValues:
    texts = con.execute(f"select distinct {raw} from raw where {raw} is not null")  # noqa: S608
    meanings = read_remarks(con, column, [text for (text,) in texts.fetchall()], last)
    return _texts(con, column, raw, lambda text: (meanings.get(text), None), "text")


def _identities(con: duckdb.DuckDBPyConnection, column: Column, raw: str) -> ColumnValues:
    """Numbers of plain ASCII with a digit mean themselves; only the others are looked at one by
    one: "-" or an empty text would be one person's number in every row that has it."""
    odd = f"regexp_matches({raw}, '{_ODD_NUMBERS}')"
    return _texts(con, column, raw, lambda text: (identity(text), None), "text", only=odd)


def _texts(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    raw: str,
    value_of: Callable[[str], Value],
    type_name: str,
    only: str | None = None,
) -> ColumnValues:
    where = f" where {only}" if only else ""
    texts = [
        text
        for (text,) in con.execute(f"select distinct {raw} from raw{where}").fetchall()  # noqa: S608
        if text is not None
    ]
    broken = {text: why for text in texts if (why := unreadable(text))}
    rows = [
        (text, None, broken[text]) if text in broken else (text, *value_of(text)) for text in texts
    ]
    cast = ""
    if type_name == "text" and not only and len(rows) <= _MANY:
        # Numbered texts: writing and comparing a million of them is a matter of small integers.
        type_name = f"texts_{column.name}"
        values = sorted({str(value) for _, value, _ in rows if value is not None})
        con.execute(f"create type {type_name} as enum (select unnest($values))", {"values": values})
        cast = f"::{type_name}"
    if type_name != "bigint" and all(text == value for text, value, _ in rows):
        return ColumnValues(column, raw, raw + cast, _missing(con, column, raw, raw, None), "")
    name = f"means_{column.name}"
    con.execute(f"create table {name} (raw text, value {type_name}, reason text)")
    if rows:  # a column may have no text in any row
        raws, values_read, reasons = zip(*rows, strict=True)
        con.execute(
            f"insert into {name} select unnest($raws), unnest($means), unnest($reasons)",
            {"raws": raws, "means": values_read, "reasons": reasons},
        )
    value = f"{name}.value"
    if only:
        value = f"case when {name}.raw is null then {raw} else {value} end"
    reason = f"{name}.reason" if any(why for _, _, why in rows) else None
    join = f"left join {name} on {raw} = {name}.raw"
    return ColumnValues(column, raw, value, _missing(con, column, raw, value, reason, name), join)


def _missing(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    raw: str,
    value: str,
    reason: str | None,
    means: str | None = None,
) -> str | None:
    """Add the reason of an empty cell in a column that must be filled, if there may be one.

    `means` is the table of meanings: a cell is empty, or its text means nothing.
    """
    if not column.is_filled:
        return reason
    empty = f"select 1 from raw where {raw} is null"  # noqa: S608
    if means:
        empty += f" union all select 1 from {means} where value is null"  # noqa: S608
    if con.execute(f"{empty} limit 1").fetchone() is None:
        return reason
    missing = f"case when {value} is null then '{column.missing}' end"
    return f"coalesce({reason}, {missing})" if reason else missing


def _read_all_dates(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    columns: Iterable[Column],
    list_on: date | None,
    orders: Mapping[str, tuple[str, int]],
) -> str:
    """Read the distinct texts of all date columns together: most days come in several."""
    texts = " union ".join(
        f"select distinct {_day_text(con, raw, orders.get(raw))} as raw from raw"  # noqa: S608
        f" where {raw} is not null"
        for raw in _date_columns(table, columns)
    )
    con.execute(f"create table date_texts as {texts or 'select null::text as raw where false'}")
    read_dates(con, "date_texts", "means_dates", _last_day(list_on))
    return "means_dates"


def _date_columns(table: Table, columns: Iterable[Column]) -> list[str]:
    selected = {table.plan.selected[column.name] for column in columns if column.type == "date"}
    return [f"raw.c{position}" for position in sorted(selected)]


def _orders(
    con: duckdb.DuckDBPyConnection, table: Table, columns: Iterable[Column]
) -> dict[str, tuple[str, int]]:
    """Return what is noticed of columns in which some days can only have the month first.

    One that certainly has is read so, unless another of the file certainly has the day first.
    """
    counts = {raw: order_in(con, "raw", raw) for raw in _date_columns(table, columns)}
    mixed = any(day_first for _, day_first, _ in counts.values())
    return {
        raw: (
            "read_month_first" if is_month_first(count) and not mixed else "month_first",
            count[2],
        )
        for raw, count in counts.items()
        if count[2] and not count[1]
    }


def _date_values(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    raw: str,
    dates: str,
    list_on: date | None,
    noticed: tuple[str, int] | None,
) -> ColumnValues:
    name = f"means_{column.name}"
    reason, wrong = f"{name}.reason", f"{dates}.reason is not null"
    if column.blank and (blanks := _blanks(con, column, dates)):
        reason = f"case when not list_contains({blanks}, {name}.raw) then {reason} end"
    if column.is_past and list_on:
        # A list cannot know of what happens after it; a day is left for clocks and time zones.
        limit = f"date '{list_on + timedelta(days=1)}'"
        reason = f"case when {name}.value > {limit} then 'date_out_of_range' else {reason} end"
        wrong += f" or {dates}.value > {limit}"
    any_wrong = con.execute(f"select 1 from {dates} where {wrong} limit 1").fetchone()  # noqa: S608
    join = f"left join {dates} as {name} on {_day_text(con, raw, noticed)} = {name}.raw"
    value = f"{name}.value"
    missing = _missing(con, column, raw, value, reason if any_wrong else None, dates)
    return ColumnValues(column, raw, value, missing, join, noticed)


def _day_text(con: duckdb.DuckDBPyConnection, raw: str, noticed: tuple[str, int] | None) -> str:
    """Return SQL for as much of the text of a date as says the day, if there is a time as well.

    A moment to the second is a text of its own in every row. What is in another zone stays whole,
    but for the minutes of UTC: Thailand's day begins at one of its full hours.
    """
    if noticed and noticed[0] == "read_month_first":
        found, turned = MONTH_FIRST
        return f"regexp_replace({raw}, '{found}', '{turned}')"
    many = con.execute(f"select 1 from raw where length({raw}) >= 19 limit 1")  # noqa: S608
    if many.fetchone() is None:
        return raw
    is_moment = f"{raw}[14] = ':' and {raw}[17] = ':' and {raw}[11] in (' ', 'T')"
    return (
        f"(case when length({raw}) = 19 and {is_moment} then {raw}[:10]"
        f" when length({raw}) = 20 and {raw}[20] = 'Z' and {is_moment}"
        f" then {raw}[:13] || ':00:00Z' else {raw} end)"
    )


def _blanks(con: duckdb.DuckDBPyConnection, column: Column, dates: str) -> str:
    """Return those texts as an SQL list that are no days, and empty cells in this column."""
    texts = con.execute(f"select raw from {dates} where reason is not null").fetchall()  # noqa: S608
    found = [quoted_text(text) for (text,) in texts if _is_blank(column, text)]
    return f"[{', '.join(found)}]" if found else ""


def _is_blank(column: Column, text: str) -> bool:
    return bool(column.blank and only_of(dict.fromkeys(column.blank, "blank"), text))


def _last_day(list_on: date | None) -> date:
    return _years_later(list_on, YEARS_AHEAD) if list_on else NO_LIST_LAST_DAY


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _place(text: str) -> Value:
    """A place as it is written, but for a telephone, a citizen number, an e-mail address or a house
    in it: those are somebody's and are not even staged."""
    kept, _, _ = without_house(compose(_SOMEBODYS.sub("•", text)))
    return kept or None, None


def _text(text: str) -> Value:
    """A free text, but for what is somebody's."""
    return compose(_SOMEBODYS.sub("•", text)) or None, None


def choices(text: str) -> Value:
    """The choices of a poll, one a line; they are parted by line breaks (which may have become
    form feeds), | or ;, or by commas if by none of these. "1." or "1)" before one is not a part
    of it."""
    parts = [text]
    for sign in ("\n", "\f", "|", ";", ","):
        if sign in text.strip():
            parts = text.split(sign)
            break
    found = [compose(_NUMBERED.sub("", compose(part))) for part in parts]
    return "\n".join(part for part in found if part) or None, None


def _answer(text: str) -> Value:
    """What somebody chose. Where they could write, they can have written how to reach them."""
    return "•" if re.search(PERSONAL, text) else compose(text) or None, None


def _scope(column: Column) -> Callable[[str], Value]:
    values = column.values or {}

    def value_of(text: str) -> Value:
        return values.get(plain(text)) or compose(text) or None, None

    return value_of


def _name(text: str) -> Value:
    name = compose(text)
    return None if name.casefold() in blank_words() else name, None


def identity(text: str) -> str | None:
    """Return somebody's or something's number as it is compared; None where nobody has one."""
    number = arabic_digits(compose(text))
    number = _WRAPPED.sub(r"\1\2\3", number)
    return None if number.casefold() in blank_words() else number


def _word(column: Column) -> Callable[[str], Value]:
    values = column.values or {}
    longest_first = sorted(values, key=len, reverse=True) if column.is_prefix else []

    def value_of(text: str) -> Value:
        word = plain(text)
        if column.is_prefix:
            word = next(
                (begin for begin in longest_first if begin and word.startswith(begin)), word
            )
        return (values[word], None) if word in values else (None, column.problem)

    return value_of


def _count(column: Column) -> Callable[[str], Value]:
    def value_of(text: str) -> Value:
        bare = arabic_digits(compose(text)).casefold()
        if bare in blank_words() or _is_blank(column, text):
            return None, None
        number = bare.replace(",", "").replace(" ", "").removesuffix(".0")
        if number.isascii() and number.isdecimal() and len(number) < 16:
            return int(number), None
        return None, "not_a_number"

    return value_of
