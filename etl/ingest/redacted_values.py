"""Redact a cell that could not be read, so that nothing personal is shown.

Whoever mends it finds it by file, line and column; its value is a help where it can be no person's.
"""

import re
from collections.abc import Iterable, Sequence

import duckdb

from disclosure_limit import SMALL
from etl.ingest.redaction import is_near, is_plain_name, looks_personal
from etl.ingest.sources import Source
from etl.ingest.sql import quoted_text as _text
from etl.ingest.values.column_values import ColumnValues
from etl.ingest.word_lists import date_words, plain, unit_words

_NUMBER_OF_A_PERSON = r"@|[0-9๐-๙](?:[^0-9๐-๙]{0,3}[0-9๐-๙]){8}"
"""Nine digits or an at sign: a telephone, a citizen number, an e-mail address."""
_SIGNS = r"[0-9๐-๙\s/.,:;()'’+\-–—]"
_DATE = r"^[^0-9๐-๙]*[0-9๐-๙]{1,4}[-/. ][0-9๐-๙]{1,2}[-/. ][0-9๐-๙]{1,4}(?:[ tT][0-9๐-๙:.]+[zZ]?)?$"


def redact_sql(con: duckdb.DuckDBPyConnection, source: Source, cells: ColumnValues) -> str:
    """Return SQL for what may be told of a cell that could not be read, null for nothing.

    No identity and no name; of a date or a number only what has no other words in it; of a word
    what is near to one that is known, or what several rows say. Where names are read no unknown
    word is told at all: "resigned in favour of …" is such a word.
    """
    match cells.column.type:
        case "date" | "count":
            words = _text(_either([*date_words().months, *date_words().noise, *unit_words()]))
            bare = f"regexp_replace(lower({cells.raw}), {_text(_SIGNS)}, '', 'g')"
            condition = (
                f"regexp_matches({cells.raw}, '[0-9๐-๙]')"
                f" and regexp_replace({bare}, {words}, '', 'g') = ''"
            )
        case "word" if not source.has_names:
            condition = f"list_contains({_list(_redact_words(con, cells))}, {cells.raw})"
        case _:
            return "null"
    return f"case when {condition} then {cells.raw} end"


def unless_personal(value: str) -> str:
    """Return SQL for `value` unless it is a telephone, a citizen number or an e-mail address."""
    is_personal = f"regexp_matches({value}, {_text(_NUMBER_OF_A_PERSON)})"
    is_date = f"regexp_matches({value}, {_text(_DATE)})"
    return f"case when {is_date} or not {is_personal} then {value} end"


def _redact_words(con: duckdb.DuckDBPyConnection, cells: ColumnValues) -> list[str]:
    counts = con.execute(
        f"select {cells.raw}, count(*) from raw {cells.join}"  # noqa: S608 - our names
        f" where ({cells.reason}) is not null and {cells.raw} is not null group by all"
    ).fetchall()
    known_words = list(cells.column.values or {})
    return [
        text
        for text, rows in counts
        if not looks_personal(text)
        and (rows >= SMALL or is_near(plain(text), known_words) or is_plain_name(text))
    ]


def _either(words: Iterable[str]) -> str:
    bare = {re.sub(_SIGNS, "", word.casefold()) for word in words}
    return "|".join(re.escape(word) for word in sorted(bare, key=len, reverse=True) if word)


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]::text[]"
