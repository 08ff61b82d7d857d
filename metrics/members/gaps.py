"""Where should the next representative be elected? Amphoe without one, the readiest first."""

from datetime import date

import pandas as pd

from metrics.coverage.ladder import VOTES
from metrics.coverage.rules import THRESHOLD_ON
from metrics.members import coverage
from metrics.query import WITHIN, Connection, Provinces, table


def gaps(
    con: Connection,
    *,
    on: date,
    by: str = "score",
    provinces: Provinces = None,
    viewer_provinces: Provinces = None,
    everywhere: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row an amphoe without a representative, with a score of 0 to the weights' sum.

    The score is the sum of four parts, each shown: members against the threshold, the threshold
    reached, the share of neighbouring amphoe covered, an election announced by that day and not
    held yet. Their weights are the rows of `gap_weights.csv`; a part without a weight counts
    nothing. Neighbours count across the border of a province, but only in the provinces of
    `viewer_provinces`: whether another's amphoe is covered would show in the score.

    `chance_4w` and `chance_13w` are the chances of a representative within 4 and 13 weeks of the
    edition's newest day: missing for an earlier day, and where the edition tells none. `rank` is
    the place in the order of one of RANKS; what has no chance comes last, the readiest first.
    `everywhere` are the rows of `coverage.by_amphoe` to judge, where not those of the edition.
    """
    if everywhere is None:
        everywhere = coverage.by_amphoe(con, on=on, provinces=viewer_provinces)
    return table(
        con.register("everywhere", everywhere),
        f"""
        with weights as (
            select
                coalesce(sum(weight) filter (where part = 'members_to_threshold'), 0) as w_members,
                coalesce(sum(weight) filter (where part = 'threshold_reached'), 0) as w_reached,
                coalesce(sum(weight) filter (where part = 'neighbours_covered'), 0) as w_near,
                coalesce(sum(weight) filter (where part = 'election_announced'), 0) as w_vote,
            from gap_weights
        ),
        near as (
            select pairs.amphoe_code, count(*) as neighbours,
                count(*) filter (where is_covered) as neighbours_covered,
            from amphoe_neighbours as pairs
            join everywhere on pairs.neighbour_code = everywhere.amphoe_code
            group by pairs.amphoe_code
        ),
        votes as ({VOTES}),
        scored as (
            select everywhere.* exclude (held_on, covered_from, is_covered, is_khet),
                threshold, short_of = 0 as is_at_threshold,
                coalesce(neighbours, 0) as neighbours,
                coalesce(neighbours_covered, 0) as neighbours_covered,
                last_election_on, next_election_on,
                round(w_members * case when threshold > 0
                    then least(members / threshold, 1) else 1 end, 1) as score_members,
                w_reached * (short_of = 0)::int as score_threshold,
                round(w_near * coalesce(neighbours_covered / nullif(neighbours, 0), 0), 1)
                    as score_neighbours,
                w_vote * (next_election_on is not null)::int as score_election,
                -- Of the parts as shown, so that they add up to it on paper.
                round(score_members + score_threshold + score_neighbours + score_election, 1)
                    as score,
                case when $on >= newest_on then chance_4w end as chance_4w,
                case when $on >= newest_on then chance_13w end as chance_13w,
            from everywhere
            cross join weights
            cross join ({THRESHOLD_ON}) cross join (select newest_on from edition)
            left join near using (amphoe_code)
            left join votes using (amphoe_code)
            left join amphoe_chances using (amphoe_code)
            where not is_covered and {WITHIN}
        )
        select row_number() over (order by case $by when 'chance_4w' then chance_4w
                when 'chance_13w' then chance_13w end desc nulls last,
            score desc, members desc, amphoe_code) as rank, *
        from scored order by rank
        """,  # noqa: S608
        on=on,
        by=by,
        provinces=provinces,
    )


def provinces_without(
    con: Connection,
    *,
    on: date,
    provinces: Provinces = None,
    viewer_provinces: Provinces = None,
    everywhere: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row a province where no amphoe has a representative, the readiest first.

    `amphoe_ready` counts amphoe at the threshold; `first_th`, `first_en` and `score` are its
    readiest amphoe. `everywhere` is as `gaps` takes it.
    """
    each = gaps(
        con, on=on, provinces=provinces, viewer_provinces=viewer_provinces, everywhere=everywhere
    )
    return table(
        con.register("each_gap", each),
        """
        select each_gap.province_code, any_value(each_gap.province_th) as province_th,
            any_value(each_gap.province_en) as province_en,
            any_value(region_th) as region_th, any_value(region_en) as region_en,
            sum(members)::bigint as members, count(*) as amphoe,
            count(*) filter (where is_at_threshold) as amphoe_ready,
            arg_min(amphoe_th, rank) as first_th, arg_min(amphoe_en, rank) as first_en,
            max(score) as score,
        from each_gap
        join provinces using (province_code)
        left join region_names on scheme = 'ect' and region_code = region_ect
        group by each_gap.province_code
        having count(*) = (
            select count(*) from amphoe where amphoe.province_code = each_gap.province_code)
        order by score desc, members desc, each_gap.province_code
        """,
    )
