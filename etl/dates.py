"""How does DuckDB read a date as people type it? SQL macros, over each distinct text once.

`read_date(text)` gives a struct (day, reason): the day, or why there is none. Shapes: d/m/y with
/ - . or space, y-m-d, ISO with a time, yyyymmdd, "22 ต.ค. 2566", "Oct 22, 2023", an Excel serial.
Years from 2400 are B.E. A time with a zone (…Z, +00:00) is told in Thailand's own, UTC+7.
Excel's serials: days since 1899-12-30, which is right from 1 March 1900 on.
"""

import re

import duckdb

from etl.exports import BUDDHIST_YEARS, FIRST_BUDDHIST_YEAR
from etl.sources import blank_words, date_words
from etl.thai import compose

_TAIL = r"(?:[ t,]+\d{1,2}[:.]\d{2}.*)?$"
"""A time of day after a date: of no use, the zone excepted."""

_SHAPES = {
    "dmy": r"^(\d{1,2}) ?[/.\- ] ?(\d{1,2}) ?[/.\- ] ?(\d{4})" + _TAIL,
    "ymd": r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})" + _TAIL,
    "compact": r"^(\d{4})(\d{2})(\d{2})$",
    "named": r"^(\d{1,2})[ \-/,.]*([^\d\s,/.\-]+)[ \-/,.]*(\d{4})" + _TAIL,
    "named_first": r"^([^\d\s,/.\-]+)[ .]*(\d{1,2})[ ,]+(\d{4})" + _TAIL,
    "serial": r"^(\d{4,6})(?:\.\d+)?$",
    "two_digits": r"^\d{1,2} ?[/.\- ] ?(?:\d{1,2}|[^\d]+?) ?[/.\- ,] ?'?\d{2}(?:[ t,]+\d{1,2}[:.]\d{2}.*)?$",
    "zone": r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(z|[+\-]\d{2}(?::?\d{2})?)$",
}

_MACROS = """
create macro date_text(t) as
    trim(regexp_replace(replace(lower(translate(t, $thai_digits, '0123456789')), ' t', 't'), $noise, ' ', 'g'));
"""
