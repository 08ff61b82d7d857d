-- One row per candidate of an election who stood in it, as the newest export tells it.
with

standing as (
    select
        election_id,
        candidate_no,
        member_key,
        name,
        votes_online,
        votes_onsite,
        votes,
        is_elected = 'yes' as is_elected,
        file,
        line,
    from result_lines
    where nobody is null
        -- Who withdrew before the vote did not stand in it.
        and not (
            coalesce(is_elected in ('withdrawn', 'disqualified'), false)
            and coalesce(votes, 0) = 0
        )
)

select * from standing
order by election_id, candidate_no, line
