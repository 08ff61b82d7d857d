"""What lies around an amphoe: neighbours with a representative, and when was the party there?"""

from datetime import date

import pandas as pd

from metrics.coverage.ladder import COVERED, HERE
from metrics.query import WITHIN, Connection, Provinces, table


def around(
    con: Connection,
    *,
    amphoe_code: str,
    on: date,
    basis: str = "registered",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row: `neighbours`, `neighbours_covered`, and `visited_on`, the last event's day.

    Neighbours count across the border of a province, among the provinces that may be spoken of.
    `visited_on` is missing where no event was held by the day; `has_events` says whether any export
    tells of events at all.
    """
    return table(
        con,
        f"""
        with near as (
            select step from amphoe_neighbours as pairs
            join amphoe on pairs.neighbour_code = amphoe.amphoe_code
            join ladder on ladder.amphoe_code = pairs.neighbour_code
            where pairs.amphoe_code = $amphoe_code and basis = $basis and {HERE} and {WITHIN}
        ),
        visits as (
            select max(held_on) filter (where held_on <= $on and amphoe_code = $amphoe_code
                    and {WITHIN}) as visited_on,
                count(*) > 0 as has_events,
            from events
        )
        select (select count(*) from near) as neighbours,
            (select count(*) from near where list_contains($covered, step)) as neighbours_covered,
            visited_on, has_events,
        from visits
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        on=on,
        basis=basis,
        covered=COVERED,
        provinces=provinces,
    )
