-- One row per line of an election's result, as the newest export that has the election tells it:
-- candidates, and what stands among them (votes for nobody, spoiled ballots, totals).
with

files as (
    select distinct
        election_id,
        listed_on,
        file,
    from staged_candidates
),

-- Of one election the newest file counts whole: a candidate who is no longer in it has withdrawn.
newest as (
    select
        *,
        row_number() over (
            partition by election_id
            order by listed_on desc nulls first, length(file) desc, file desc
        ) as newest_first,
    from files
),

lines as (
    select
        staged.* replace (
            coalesce(
                staged.votes,
                case
                    when staged.votes_online is not null or staged.votes_onsite is not null
                        then coalesce(staged.votes_online, 0) + coalesce(staged.votes_onsite, 0)
                end
            ) as votes
        ),
    from staged_candidates as staged
    inner join newest
        on staged.election_id = newest.election_id
        and staged.file = newest.file
    where newest.newest_first = 1
)

select * from lines
