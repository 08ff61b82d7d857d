"""Reads of a remark whether it says that somebody left, and on which day; nothing else is kept."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from etl.ingest.dates import read_dates
from etl.ingest.sources import Column
from i18n.thai import arabic_digits, compose

UNSURE = "unsure"
"""A word of leaving is in it, and more that is not understood."""

BEFORE_DAY = "|"
"""What stands between the reason and the day in what a remark means."""

_AROUND = " \t\r\n\f()[]{}:;,*-–—."
_TWO_DIGITS = re.compile(
    r"^(\d{1,2}[ /.\-]+\d{1,2}[ /.\-]+|\d{1,2}[ /.\-]*[^\d\s/.\-][^\d/]*)'?(\d{2})$"
)


def read_remarks(
    con: duckdb.DuckDBPyConnection, column: Column, texts: Sequence[str], last: date
) -> Mapping[str, str]:
    """Return what those of `texts` mean that tell of leaving: a reason, with the day if there is
    one ("resigned|2023-09-01"), or UNSURE. A year of two digits is one of the Buddhist era's."""
    told = {text: found for text in texts if (found := _reason(column, text))}
    days = _days(con, sorted({rest for _, rest in told.values() if rest}), last)
    meanings = {}
    for text, (reason, rest) in told.items():
        day = days.get(rest)
        if reason == UNSURE or (rest and not day):
            meanings[text] = UNSURE
        else:
            meanings[text] = f"{reason}{BEFORE_DAY}{day}" if day else reason
    return meanings


def _reason(column: Column, text: str) -> tuple[str, str] | None:
    """Return the reason that a remark begins with and what follows it, which may be a day."""
    words = {word: code for word, code in (column.values or {}).items() if word}
    written = compose(text).casefold()
    places = [n for n, sign in enumerate(written) if unicodedata.category(sign)[0] not in "PZSC"]
    bare = "".join(written[n] for n in places)
    for word in sorted(words, key=len, reverse=True):
        if bare.startswith(word):
            code = words[word]
            return (code, _after(column, written[places[len(word) - 1] + 1 :])) if code else None
    for word in sorted(words, key=len, reverse=True):
        if word in bare:
            if words[word]:
                return UNSURE, ""
            bare = bare.replace(word, "")
    return None


def _after(column: Column, rest: str) -> str:
    """Return what follows a reason without the words between it and a day; not why it was."""
    before = sorted((word.casefold() for word in column.before), key=len, reverse=True)
    rest = rest.strip(_AROUND)
    if rest.startswith(column.why):
        return ""
    while word := next((word for word in before if rest.startswith(word)), None):
        rest = rest.removeprefix(word).strip(_AROUND)
    return _TWO_DIGITS.sub(r"\g<1>25\g<2>", arabic_digits(rest))


def _days(con: duckdb.DuckDBPyConnection, texts: Sequence[str], last: date) -> Mapping[str, str]:
    if not texts:
        return {}
    con.execute(
        "create temp table remark_texts as select unnest($texts) as raw", {"texts": list(texts)}
    )
    read_dates(con, "remark_texts", "means_remark_days", last)
    rows = con.execute("select raw, value from means_remark_days where value is not null")
    return {raw: day.isoformat() for raw, day in rows.fetchall()}
