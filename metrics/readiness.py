"""Where should the next representative be elected? Amphoe without one, the readiest first."""

from datetime import date

import duckdb
import pandas as pd

from metrics import coverage
from metrics.table import table

Provinces = tuple[str, ...] | None


def gaps(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row an amphoe without a representative, with a score of 0 to the weights' sum.

    The score is the sum of four parts, each shown: members against the threshold, the threshold
    reached, the share of neighbouring amphoe covered, an election announced. Their weights are
    the rows of `gap_weights.csv`; a part without a weight counts nothing.
    """
    everywhere = coverage.by_amphoe(con, on=on)
    return table(
        con.register("everywhere", everywhere),
        """
        with weights as (
            select
                coalesce(max(weight) filter (where part = 'members_to_threshold'), 0) as w_members,
                coalesce(max(weight) filter (where part = 'threshold_reached'), 0) as w_reached,
                coalesce(max(weight) filter (where part = 'neighbours_covered'), 0) as w_near,
                coalesce(max(weight) filter (where part = 'election_announced'), 0) as w_vote,
            from gap_weights
        ),
        near as (
            select pairs.amphoe_code, count(*) as neighbours,
                count(*) filter (where is_covered) as neighbours_covered,
            from amphoe_neighbours as pairs
            join everywhere on pairs.neighbour_code = everywhere.amphoe_code
            group by pairs.amphoe_code
        ),
        votes as (
            select amphoe_code,
                min(held_on) filter (where held_on > $on
                    and status in ('announced', 'open')) as next_election_on,
                max(held_on) filter (where held_on <= $on
                    and status in ('closed', 'result_announced')) as last_election_on,
            from elections group by amphoe_code
        )
        select everywhere.* exclude (held_on, covered_from, is_covered, is_khet),
            threshold, short_of = 0 as is_at_threshold,
            coalesce(neighbours, 0) as neighbours,
            coalesce(neighbours_covered, 0) as neighbours_covered,
            last_election_on, next_election_on,
            w_members * least(members / greatest(threshold, 1), 1) as score_members,
            w_reached * (short_of = 0)::int as score_threshold,
            w_near * coalesce(neighbours_covered / nullif(neighbours, 0), 0) as score_neighbours,
            w_vote * (next_election_on is not null)::int as score_election,
            score_members + score_threshold + score_neighbours + score_election as score,
        from everywhere
        cross join weights
        cross join (select threshold from edition)
        left join near using (amphoe_code)
        left join votes using (amphoe_code)
        where not is_covered
            and coalesce(list_contains($provinces::varchar[], province_code), $provinces is null)
        order by score desc, members desc, amphoe_code
        """,
        on=on,
        provinces=provinces,
    )
