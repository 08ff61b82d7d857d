-- One row per election with a result that does not say who won, where its votes do not either.
with

seats as (
    select coalesce(max_by(number, from_on), 1) as seats
    from rules
    where name = 'seats'
),

ranked as (
    select
        candidates.election_id,
        candidates.votes,
        seats.seats,
        row_number() over (
            partition by candidates.election_id
            order by candidates.votes desc nulls last
        ) as place,
    from candidates
    cross join seats
),

-- The last seat goes to whoever has as many votes as somebody beyond it.
tied as (
    select distinct last_in.election_id
    from ranked as last_in
    inner join ranked as next_out
        on last_in.election_id = next_out.election_id
        and last_in.votes = next_out.votes
    where last_in.place = last_in.seats and next_out.place > next_out.seats
),

undecided as (
    select
        elections.election_id,
        case when tied.election_id is not null then 'tie' else 'no_vote_won' end as why,
    from elections
    inner join outcomes on elections.election_id = outcomes.election_id
    left join tied on elections.election_id = tied.election_id
    where elections.status = 'result_announced'
        and outcomes.elected = 0
        and not outcomes.is_nobody_elected
        and (
            tied.election_id is not null
            or coalesce(outcomes.no_vote, elections.no_vote) > outcomes.most_votes
        )
)

select * from undecided
