-- One row per election whose result names candidates: how many stood, and what tells that nobody won.
with

lines as (
    select
        election_id,
        count(*) filter (where nobody is null) as candidates,
        count(*) filter (where nobody is null and is_elected = 'yes') as elected,
        count(*) filter (where nobody is null and is_elected is null) as untold,
        max(votes) filter (where nobody is null) as most_votes,
        count(*) filter (where nobody is null and votes is null) as without_votes,
        max(votes) filter (where nobody = 'no_vote') as no_vote,
        max(votes) filter (where nobody = 'spoiled') as spoiled,
        coalesce(bool_or(nobody = 'no_vote' and is_elected = 'yes'), false) as is_no_vote_elected,
    from result_lines
    group by election_id
),

judged as (
    select
        election_id,
        elected,
        case when without_votes = 0 then most_votes end as most_votes,
        no_vote,
        spoiled,
        elected = 0 and (is_no_vote_elected or (candidates > 0 and untold = 0)) as is_nobody_elected,
    from lines
)

select * from judged
