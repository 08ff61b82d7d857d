"""Who could answer a poll, who did, and what was chosen: by place, as counted?

What is asked of a viewer's provinces is counted in them alone. Counts here are exact: whoever
hands them on hides what must be (`metrics.disclosure.polls.cells`).
"""

from datetime import date

import pandas as pd

from metrics.arrays import Floats
from metrics.query import NET, WITHIN, Connection, Provinces, table

_INSIDE = """
    one_poll as (from polls where poll_id = $poll_id),
    inside as (
        select provinces.* from provinces, one_poll
        where scope_kind is null or scope_kind = 'country' or scope_code in (province_code,
            'ect:' || region_ect, 'royal:' || region_royal, 'nesdb:' || region_nesdb)
    )
"""
"""The provinces a poll was put to."""


def units_exact(
    con: Connection, *, poll_id: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row an amphoe the poll was put to: its members, and how many answered by `on`.

    Members are those told on the poll's last day, or on `on` before it. Members and answers of no
    known amphoe have a row a province; those of no known province one row. `respondents` is missing
    where it cannot be known; `kind` is khet, capital (of its province) or other.
    """
    return table(
        con,
        f"""
        with {_INSIDE},
        counted as (
            select province_code, amphoe_code, 0 as members, 0 as respondents from amphoe
            union all
            select province_code, amphoe_code, {NET}, 0 from membership_told, one_poll
            where date <= least($on, coalesce(closed_on, $on))
            union all
            select province_code, amphoe_code, 0, respondents from poll_respondents
            where poll_id = $poll_id and answered_on <= $on
        )
        select province_code, amphoe_code, any_value(region_ect) as region_ect,
            any_value(region_royal) as region_royal, any_value(region_nesdb) as region_nesdb,
            case when province_code = '10' then 'khet' when amphoe_code like '%01' then 'capital'
                else 'other' end as kind,
            greatest(sum(members), 0)::bigint as members,
            case when count(*) = count(respondents) then sum(respondents) end::bigint
                as respondents,
        from counted left join inside using (province_code)
        where (inside.province_code is not null or province_code is null) and {WITHIN}
        group by province_code, amphoe_code order by province_code, amphoe_code
        """,  # noqa: S608
        poll_id=poll_id,
        on=on,
        provinces=provinces,
    )


def answers_exact(
    con: Connection, *, poll_id: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a choice and place where somebody chose it by `on`, and each choice once."""
    return table(
        con,
        f"""
        with {_INSIDE},
        chosen as (
            select choice_no, province_code, amphoe_code, answers
            from poll_answers left join inside using (province_code)
            where poll_id = $poll_id and answered_on <= $on
                and (inside.province_code is not null or province_code is null) and {WITHIN}
        )
        select choice_no, choice, province_code, amphoe_code,
            coalesce(sum(answers), 0)::bigint as answers,
        from poll_choices left join chosen using (choice_no) where poll_id = $poll_id
        group by all order by choice_no, province_code, amphoe_code
        """,  # noqa: S608
        poll_id=poll_id,
        on=on,
        provinces=provinces,
    )


def answers_of(
    units: pd.DataFrame, con: Connection, *, poll_id: str, on: date
) -> tuple[pd.DataFrame, Floats, bool]:
    """Return the choices, what each unit answered (units, choices), and whether several count.

    `units` are those of the whole poll, with '' where a code is not known.
    """
    rows = answers_exact(con, poll_id=poll_id, on=on)
    choices = rows[["choice_no", "choice"]].drop_duplicates(ignore_index=True)
    wide = rows.assign(
        place=rows["province_code"].fillna("") + "/" + rows["amphoe_code"].fillna("")
    ).pivot_table(index="place", columns="choice_no", values="answers", aggfunc="sum", fill_value=0)
    places = units["province_code"] + "/" + units["amphoe_code"]
    answers = wide.reindex(index=places, columns=choices["choice_no"]).fillna(0).to_numpy(float)
    kind = table(
        con,
        "with one as (from polls where poll_id = $poll_id)"
        " select coalesce(bool_or(is_several), false) as is_several from one",
        poll_id=poll_id,
    )
    return choices, answers, bool(kind["is_several"].iloc[0])
