-- One row per election and rule of arithmetic or order that its figures break; it is kept as told.
with

stood as (
    select
        election_id,
        sum(votes) as votes,
        count(*) as candidates,
        count(votes) as with_votes,
        count(*) filter (where is_elected) as elected,
    from candidates
    group by election_id
),

figures as (
    select
        elections.*,
        stood.votes,
        stood.candidates is not null and stood.candidates = stood.with_votes as has_all_votes,
        greatest(elections.elected, stood.elected) as winners,
        coalesce(rules.number, 1) as seats,
        count(*) filter (
            where elections.status
                not in ('draft', 'postponed', 'no_candidates', 'cancelled', 'void')
        ) over (
            partition by elections.amphoe_code, elections.held_on
        ) as same_day,
    from elections
    left join stood on elections.election_id = stood.election_id
    left join rules
        on rules.name = 'seats'
        and coalesce(elections.held_on, elections.listed_on) between rules.from_on and rules.to_on
),

flags as (
    select
        election_id,
        'ballots_over_eligible' as flag,
    from figures
    where ballots > eligible
    union all
    -- Votes for candidates, or else the valid ballots, with the spoiled ones and those for nobody.
    -- Where nobody told how many were spoiled or for nobody, there can be fewer, never more.
    select
        election_id,
        'votes_do_not_add_up',
    -- Where several are elected a ballot may have a vote for each.
    from (select *, has_all_votes and greatest(winners, seats, 1) = 1 as is_comparable from figures)
    where greatest(case when is_comparable then votes end, valid)
            + coalesce(spoiled, 0) + coalesce(no_vote, 0) > ballots
        or least(case when is_comparable then votes end, valid) + spoiled + no_vote < ballots
        or (is_comparable and votes <> valid)
        or votes > coalesce(valid, ballots) * greatest(winners, seats, 1)
    union all
    select
        election_id,
        'channels_do_not_add_up',
    from figures
    where ballots_online + ballots_onsite <> ballots
    union all
    select
        election_id,
        'elected_over_seats',
    from figures
    where winners > seats
    union all
    select
        election_id,
        'result_before_vote',
    from figures
    where result_on < held_on
    union all
    select
        figures.election_id,
        'no_vote_won',
    from figures
    inner join outcomes on figures.election_id = outcomes.election_id
    where outcomes.is_nobody_elected
        or greatest(figures.no_vote, outcomes.no_vote) > outcomes.most_votes
    union all
    select
        election_id,
        'term_ends_before_start',
    from figures
    where term_to < coalesce(term_from, held_on)
    union all
    select
        election_id,
        'same_day_twice',
    from figures
    where same_day > 1
        and amphoe_code is not null
        and held_on is not null
        and status not in ('draft', 'postponed', 'no_candidates', 'cancelled', 'void')
    union all
    select
        stood.election_id,
        'not_a_known_election',
    from stood
    left join elections on stood.election_id = elections.election_id
    where elections.election_id is null
)

select * from flags
order by election_id, flag
