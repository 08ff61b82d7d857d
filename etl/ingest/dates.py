"""Read dates as people type them: in SQL, each distinct text once.

Every shape is rewritten to one, `year-month-day`, and that one is read: d/m/y with / - . or space,
y-m-d, ISO with a time, yyyymmdd, "22 ต.ค. 2566", "22 ตุลาคม พ.ศ. 2566", "Oct 22, 2023"; Thai
digits in all; and Excel's serials. Years from 2400 are B.E. A time with a zone (…Z, +00:00) is
told in Thailand's own, UTC+7, so 17:30Z belongs to the next day.

Excel's serials count from 1899-12-30, which is right from 1 March 1900 on; a serial that falls
in a B.E. year was typed as B.E. into a date cell and is read so.
"""

import re
from collections.abc import Sequence
from datetime import date

import duckdb

from etl.ingest.named_days import FIRST_BUDDHIST_YEAR
from etl.ingest.word_lists import blank_words, date_words
from i18n.dates import BUDDHIST_YEARS

FIRST_DAY = date(1900, 1, 1)

_TIME = r"(?:[ t,]+\d{1,2}[:.]\d{2}.*)?$"
_REWRITES = (
    # 22/10/2566, 22-10-2566, 22.10.2566, 22 10 2566
    (r"^(\d{1,2}) ?[/.\- ] ?(\d{1,2}) ?[/.\- ] ?(\d{4})" + _TIME, r"\3-\2-\1"),
    # 2566-10-22, 2566/10/22, 2023-10-22T09:00:00Z
    (r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})" + _TIME, r"\1-\2-\3"),
    # 25661022
    (r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3"),
    # 22 ต.ค. 2566, 22-Oct-2023, 22ตุลาคม2566
    (r"^(\d{1,2})[ \-/,]*([^\d,/\-]+)[ \-/,]*(\d{4})" + _TIME, r"\3-\2-\1"),
    # Oct 22, 2023
    (r"^([^\d,/\-]+)(\d{1,2})[ ,]+(\d{4})" + _TIME, r"\3-\1-\2"),
)
_ONE_SHAPE = r"^(\d{4})-([^-]+)-(\d{1,2})$"
_SERIAL = r"^\d{5,6}(?:\.\d+)?$"
_TWO_DIGITS = r"^\d{1,2}(?: ?[/.\- ] ?\d{1,2} ?[/.\- ] ?|[ \-/,]*[^\d\s/.,\-][^\d]*)'?\d{2}" + _TIME
_ZONED = r"(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)? ?(?:z|([+-]\d{2}):?(\d{2})?)$"
_INVISIBLE = r"[\x{200B}-\x{200F}\x{2060}\x{FEFF}\x{00AD}]"

_SQL = r"""
create table {table} as
with

cleaned as (
    select
        raw,
        trim(regexp_replace(
            regexp_replace(
                regexp_replace(
                    translate(lower(raw), '๐๑๒๓๔๕๖๗๘๙', '0123456789'),
                    getvariable('date_invisible'), '', 'g'
                ),
                getvariable('date_noise'), ' ', 'g'
            ),
            '[\s\x{A0}]+', ' ', 'g'
        )) as text,
        list_contains(getvariable('date_blanks'), lower(trim(raw))) as is_blank,
    from {texts}
),

rewritten as (
    select
        *,
        regexp_extract({rewritten}, getvariable('date_one_shape'), ['y', 'm', 'd']) as part,
        case when regexp_matches(text, getvariable('date_serial'))
            then date '1899-12-30' + try_cast(split_part(text, '.', 1) as integer)
        end as serial_day,
        case when contains(text, ':')
            then regexp_extract(text, getvariable('date_zoned'), ['h', 'mi', 'zh', 'zm'])
        end as zone,
    from cleaned
),

numbered as (
    select
        *,
        coalesce(year(serial_day), try_cast(part.y as integer)) as typed_year,
        coalesce(
            month(serial_day),
            try_cast(part.m as integer),
            getvariable('date_months')[replace(replace(part.m, '.', ''), ' ', '')]
        ) as month_of_year,
        coalesce(day(serial_day), try_cast(part.d as integer)) as day_of_month,
    from rewritten
),

dated as (
    select
        *,
        try_cast(printf(
            '%04d-%02d-%02d',
            case when typed_year >= getvariable('date_buddhist')
                then typed_year - {buddhist_years} else typed_year end,
            month_of_year,
            day_of_month
        ) as date) as calendar_day,
        -- Minutes from midnight UTC, seen from Thailand: a day later from 17:00 on.
        case when zone.h <> '' then floor((
            try_cast(zone.h as integer) * 60 + try_cast(zone.mi as integer)
            - coalesce(try_cast(zone.zh as integer), 0) * 60
            - coalesce(try_cast(zone.zm as integer), 0)
                * case when starts_with(zone.zh, '-') then -1 else 1 end
            + 7 * 60
        ) / 1440.0)::integer else 0 end as days_later,
    from numbered
),

judged as (
    select
        raw,
        is_blank,
        calendar_day + days_later as day,
        case
            when is_blank then null
            when calendar_day is not null then
                case when calendar_day + days_later
                    between getvariable('date_first') and getvariable('date_last')
                then null else 'date_out_of_range' end
            when starts_with(trim(raw), '#') then 'error_cell'
            when part.y = '' and regexp_matches(text, getvariable('date_two_digits'))
            then 'two_digit_year'
            else 'not_a_date'
        end as reason,
    from dated
)

select
    raw,
    case when reason is null and not is_blank then day end as value,
    reason,
from judged
"""


def read_dates(con: duckdb.DuckDBPyConnection, texts: str, table: str, last: date) -> None:
    """Create `table` (raw text, value date, reason text) from the distinct texts of `texts` (raw).

    `last` is the latest day believed. Reasons: not_a_date, two_digit_year, date_out_of_range
    (before 1900 or after `last`). A blank text has neither value nor reason.
    """
    words = date_words()
    variables: Sequence[tuple[str, object]] = (
        ("date_invisible", _INVISIBLE),
        ("date_noise", "|".join(re.escape(word) for word in words.noise)),
        ("date_blanks", sorted(blank_words())),
        ("date_one_shape", _ONE_SHAPE),
        ("date_serial", _SERIAL),
        ("date_two_digits", _TWO_DIGITS),
        ("date_zoned", _ZONED),
        ("date_buddhist", FIRST_BUDDHIST_YEAR),
        ("date_first", FIRST_DAY),
        ("date_last", last),
        *((f"date_rewrite_{number}", pattern) for number, (pattern, _) in enumerate(_REWRITES)),
    )
    for name, value in variables:
        con.execute(f"set variable {name} = $value", {"value": value})
    con.execute(
        "set variable date_months = map_from_entries(list_zip($words, $months))",
        {"words": list(words.months), "months": list(words.months.values())},
    )
    rewritten = "text"
    for number, (_, shape) in enumerate(_REWRITES):
        rewritten = f"regexp_replace({rewritten}, getvariable('date_rewrite_{number}'), '{shape}')"
    con.execute(
        _SQL.replace("{table}", table)
        .replace("{texts}", texts)
        .replace("{rewritten}", rewritten)
        .replace("{buddhist_years}", str(BUDDHIST_YEARS))
    )
