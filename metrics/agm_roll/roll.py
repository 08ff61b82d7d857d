"""Who may vote at the annual general meeting, on its cut-off day, and why is each amphoe on it?

For officers only: names are here, so the questions go to the private tables of an edition.
"""

from datetime import date

import pandas as pd

from metrics.coverage import rules
from metrics.query import WITHIN, Connection, Provinces, members_on, table

ON_ROLL = ("on_roll", "on_roll_in_doubt")
"""Why somebody is on the roll: with nothing to say against it, or with a doubt not yet settled."""

WHY = (
    *ON_ROLL,
    "seat_taken",
    "in_doubt",
    "vacancy_confirmed",
    "not_yet",
    "term_over",
    "not_elected",
)
"""Why a representative, or an amphoe, is on the roll or not; those on it come first."""

VOTERS = "registered"
"""Who may vote when no rule says: everybody in office until a vacancy is confirmed."""

_DOUBTS = """
    select term_id,
        list(distinct reason order by reason) filter (where status <> 'still_serving') as reasons,
        bool_or(status = 'confirmed') as is_vacant,
        bool_or(status = 'provisional') as is_doubted,
        bool_or(reason = 'shared_seat' and status = 'still_serving') as keeps_seat,
    from term_findings where since_on <= $on and coalesce(until_on, $on) >= $on
    group by term_id
"""
_CLAIMS = f"""
    select terms.*, reasons, coalesce(is_vacant, false) as is_vacant,
        coalesce(is_doubted, false) as is_doubted, coalesce(keeps_seat, false) as keeps_seat,
        case when $on < term_from then 'not_yet'
            when $on > coalesce(term_to, $on) then 'term_over'
            when is_vacant then 'vacancy_confirmed'
            when is_doubted and $voters = 'verified' then 'in_doubt'
            else 'on_roll' end as claim,
    from terms left join ({_DOUBTS}) using (term_id)
    where amphoe_code is not null and term_from <= coalesce(term_to, term_from)
        and {WITHIN}
"""  # noqa: S608
# Of one person's terms that run at once in an amphoe one counts. An amphoe without anybody in
# office is told by its next term, or else by its last.
_TERMS = f"""
    select *, claim not in ('not_yet', 'term_over') as is_serving,
    from ({_CLAIMS})
    qualify row_number() over (
        partition by amphoe_code, is_serving,
            case when is_serving then coalesce(person_key::text, term_id) end
        order by claim = 'term_over', is_vacant, is_doubted,
            case when claim = 'not_yet' then term_from end, term_from desc, term_id desc
    ) = 1
    and (is_serving or not bool_or(is_serving) over (partition by amphoe_code))
"""  # noqa: S608
# Where more serve than there are seats, whom a review has let keep the seat comes first, then
# the newest; each of them is in doubt.
_SEATED = f"""
    select *, claim = 'on_roll' and row_number() over (
            partition by amphoe_code, claim
            order by keeps_seat desc, term_from desc, term_id desc
        ) <= $seats as is_on_roll,
        is_serving and not is_vacant and count(*) filter (where is_serving and not is_vacant)
            over (partition by amphoe_code) > $seats as is_sharing,
    from ({_TERMS})
"""  # noqa: S608


def roll(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return every amphoe with each of its representatives on the cut-off day, in order of code.

    An amphoe has one row for each person in office that day, or else one: with the term that
    begins next or ended last, or with no term at all. `why` is one of WHY and `is_on_roll` what
    follows from it; `reasons` lists why the term is in doubt, and `shared_seat` is among them for
    everybody in an amphoe with more representatives than seats. `members` are the amphoe's on the
    day. Who may vote, and the seats of an amphoe, are rules in force on the day: VOTERS and one
    when there is none. A day beyond the data is answered from the terms known now. No rows at all
    for an edition made before there were terms.
    """
    rules_on = rules.in_force(con, on=on).set_index("name")
    return table(
        con,
        f"""
        with seated as ({_SEATED}), members as ({members_on("amphoe_code")})
        select amphoe.amphoe_code, amphoe_th, amphoe_en, provinces.*, term_id, name,
            term_from, term_to, coalesce(is_on_roll, false) as is_on_roll,
            case when claim is null then 'not_elected'
                when is_on_roll and (is_doubted or is_sharing and $voters <> 'verified')
                    then 'on_roll_in_doubt'
                when claim = 'on_roll' and not is_on_roll then 'seat_taken'
                else claim end as why,
            list_sort(list_distinct(coalesce(case when is_serving then reasons end, [])
                || case when is_sharing then ['shared_seat'] else [] end)) as reasons,
            coalesce(members, 0) as members,
        from (from amphoe where {WITHIN}) as amphoe
        join provinces using (province_code)
        left join seated on seated.amphoe_code = amphoe.amphoe_code
        left join members on members.amphoe_code = amphoe.amphoe_code
        -- Covered amphoe without a term anywhere: who represents them is not known.
        where exists (from terms) or not exists (from coverage_spans)
        order by amphoe.amphoe_code, is_on_roll desc, term_from desc, term_id
        """,  # noqa: S608
        on=on,
        voters=_word(rules_on, "agm_voters") or VOTERS,
        seats=_whole(rules_on, "seats") or 1,
        provinces=provinces,
    )


def regions(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a region of each scheme (ect, royal, nesdb): its code and names."""
    return table(con, "from region_names order by scheme, region_code", provinces=provinces)


def unplaced(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row: `terms` running on the day whose amphoe is not known, so on no roll."""
    return table(
        con,
        f"""
        select count(*) as terms from terms
        where amphoe_code is null and $on between term_from and coalesce(term_to, $on) and {WITHIN}
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )


def _word(rules_on: pd.DataFrame, name: str) -> str | None:
    return str(rules_on.loc[name, "word"]) if name in rules_on.index else None


def _whole(rules_on: pd.DataFrame, name: str) -> int | None:
    return int(rules_on.loc[name, "number"]) if name in rules_on.index else None
