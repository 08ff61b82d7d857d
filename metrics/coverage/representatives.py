"""Who represents an amphoe, until when, and who is in doubt? For organisers and officers only.

Names are here: these questions are put to the private tables of an edition, never to the public
ones alone.
"""

from datetime import date

import pandas as pd

from metrics.query import WITHIN, Connection, Provinces, table

_IN_DOUBT = """
    select term_id, list(distinct reason order by reason) as reasons,
        case when bool_or(status = 'confirmed') then 'confirmed'
            when bool_or(status = 'provisional') then 'provisional'
            else 'still_serving' end as status,
    from term_findings where since_on <= $on and coalesce(until_on, $on) >= $on
    group by term_id
"""
"""One row a term in doubt on the day $on: why, and the gravest of what was decided."""


def of_amphoe(
    con: Connection, *, amphoe_code: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a term of an amphoe that had begun by the day or will, the newest first.

    `is_serving` is as registered. `reasons` lists why a term is in doubt on the day (empty when it
    is not) and `status` what was decided: provisional, confirmed or still_serving. `is_checkable`
    says whether a member's number lets the members' lists bear it out.
    """
    return table(
        con,
        f"""
        with doubts as ({_IN_DOUBT})
        select terms.term_id, name, term_from, term_to, end_reason, source,
            $on between term_from and coalesce(term_to, $on) as is_serving, is_checkable,
            coalesce(reasons, []) as reasons, status,
        from terms left join doubts using (term_id)
        where amphoe_code = $amphoe_code and {WITHIN}
        order by term_from desc, term_id
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        on=on,
        provinces=provinces,
    )


def to_review(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a reason to doubt a term on the day, undecided ones first, then the oldest.

    `status` is provisional until somebody has decided: then confirmed (vacant) or still_serving,
    with who decided, when, and their note.
    """
    return table(
        con,
        f"""
        select term_id, terms.amphoe_code, amphoe_th, amphoe_en, terms.province_code,
            province_th, province_en, name, term_from, term_to, reason, status, found_on,
            since_on, until_on, decided_by, decided_on, note,
        from term_findings join terms using (term_id)
        join amphoe on terms.amphoe_code = amphoe.amphoe_code
        join provinces on amphoe.province_code = provinces.province_code
        where found_on <= $on and since_on <= $on and coalesce(until_on, $on) >= $on
            and $on between term_from and coalesce(term_to, $on)
            and {WITHIN.replace("province_code", "terms.province_code")}
        order by status <> 'provisional', since_on, term_id, reason
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def unchecked(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: terms running on the day, and those that no members' list can bear out."""
    return table(
        con,
        f"""
        select count(*) as terms, count(*) filter (where not is_checkable) as unchecked,
        from terms where $on between term_from and coalesce(term_to, $on)
            and amphoe_code is not null and {WITHIN}
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
