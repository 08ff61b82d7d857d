"""How new are the numbers: which edition, which days, which exports?"""

from datetime import date

import pandas as pd

from metrics.query import Connection, Provinces, table

LISTS_APART = 8
"""Days between two members' lists that are of one week and the next."""

_WEEK, _MONTH = 7, 31
RHYTHM_DAYS = {
    **dict.fromkeys(("members", "elections", "candidates", "representatives"), _WEEK),
    **dict.fromkeys(("events", "committees", "polls", "poll_answers", "proposals"), _MONTH),
}
"""Days between two exports of a kind where no rule `rhythm_…` tells them. The dashboard speaks of
weeks: members older than one cannot say what this week brought."""

COUNTED = ("rows_in", "staged", "duplicates", "rejected")
"""What becomes of the rows of a file."""


def edition(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: the edition's name, when and from what it was made, and its last day."""
    return table(con, "select * from edition", provinces=provinces)


def days(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a day that may be asked for, newest first: from the first list on.

    Without any members' list the first day is that of the first term.
    """
    return table(
        con,
        """
        select range::date as day
        from range(
            (select coalesce(first_list_on, (select min(covered_from) from coverage_spans),
                newest_on) from edition)::timestamp,
            (select newest_on from edition) + interval 1 day, interval 1 day)
        order by day desc
        """,
        provinces=provinces,
    )


def whole_to(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: the day up to which the members' lists tell, however new other exports are.

    Without any members' list it is the newest day of all.
    """
    return table(
        con,
        """
        select coalesce((select max(list_on) from lists), newest_on)::date as whole_to
        from edition
        """,
        provinces=provinces,
    )


def members_since(
    con: Connection, *, on: date, since: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row: `since`, or the day of a list before it by which members can be compared.

    A list stands for all the time since the one before it, when many leave of whom no row tells the
    day. Where it lies between `since` and `on`, and that other list more than eight days before it
    and before `since`, changes are those since that list: `is_list`.
    """
    return table(
        con,
        """
        select coalesce(min(previous_on), $since)::date as since, count(*) > 0 as is_list,
        from lists
        where list_on > $since and list_on <= $on
            and previous_on < $since and list_on - previous_on > $apart
        """,
        on=on,
        since=since,
        apart=LISTS_APART,
        provinces=provinces,
    )


def sources(
    con: Connection, *, on: date, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a kind of export: its newest day, its age in days on the day `on`, its files.

    An export without a date in its name has no age: `newest_on` and `age_days` are missing when
    no file of its kind has one. Files that were refused, or copies of another, are not counted.
    Whoever sees no more than the provinces `viewer_provinces` is not told how many rows they have.
    """
    rows = table(
        con,
        """
        select kind, max(list_on) as newest_on, $on - max(list_on) as age_days,
            count(*) as files, sum(rows_in)::bigint as rows_in, sum(staged)::bigint as staged,
            sum(duplicates)::bigint as duplicates, sum(rejected)::bigint as rejected,
        from loads where status in ('loaded', 'unchanged') group by kind order by kind desc
        """,
        on=on,
        provinces=provinces,
    )
    return rows if viewer_provinces is None else rows.assign(**dict.fromkeys(COUNTED))


def rhythms(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a kind of export whose newest day is known: `newest_on`, `age_days` on the day
    `on`, after how many days a newer one is due (`rhythm_days`, 0 for never), and `is_old`, whether
    none has come since."""
    return table(
        con,
        """
        with rhythms as (
            select unnest($kinds) as kind, unnest($days)::bigint as usual_days
        ),
        told as (
            select replace(name, 'rhythm_', '') as kind, number::bigint as days from rules
            where starts_with(name, 'rhythm_') and $on between from_on and to_on
        )
        select kind, max(list_on)::date as newest_on, $on - max(list_on) as age_days,
            coalesce(any_value(told.days), any_value(usual_days)) as rhythm_days,
            rhythm_days > 0 and age_days > rhythm_days as is_old,
        from loads join rhythms using (kind) left join told using (kind)
        where status in ('loaded', 'unchanged') and list_on is not null
        group by kind order by kind
        """,
        on=on,
        kinds=list(RHYTHM_DAYS),
        days=[str(days) for days in RHYTHM_DAYS.values()],
        provinces=provinces,
    )
