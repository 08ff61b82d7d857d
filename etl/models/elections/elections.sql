-- One row per election, as its newest export tells it; an unplaced one has no amphoe.
with

by_export as (
    select
        staged.*,
        row_number() over (
            partition by staged.election_id
            -- A file without a date is the one that is always overwritten, so the newest; of two
            -- with one date the longer name is the copy that a browser loaded later.
            order by
                staged.listed_on desc nulls first,
                length(staged.file) desc,
                staged.file desc,
                staged.line desc
        ) as newest_first,
    from staged_elections as staged
),

stood as (
    select
        election_id,
        count(*) as candidates,
    from candidates
    group by election_id
),

placed as (
    select
        by_export.election_id,
        places.amphoe_code,
        places.province_code,
        by_export.registration_on,
        by_export.held_on,
        by_export.status,
        by_export.channel,
        by_export.announced_on,
        by_export.result_on,
        by_export.term_from,
        by_export.term_to,
        by_export.eligible,
        by_export.ballots,
        by_export.ballots_online,
        by_export.ballots_onsite,
        by_export.valid,
        by_export.spoiled,
        by_export.no_vote,
        coalesce(by_export.candidates, stood.candidates) as candidates,
        by_export.elected,
        by_export.listed_on,
        by_export.file,
        by_export.line,
    from by_export
    left join stood on by_export.election_id = stood.election_id
    left join election_places as places
        on coalesce(by_export.held_on, by_export.listed_on) is not distinct from places.told_on
        and by_export.province is not distinct from places.province_text
        and by_export.amphoe is not distinct from places.amphoe_text
        and by_export.evidence is not distinct from places.evidence
    where by_export.newest_first = 1
),

-- Without a day of announcement an election is known once it was voted on, or else once an export
-- tells of it. One whose vote nobody reported yet is waited for on the day of the vote itself.
known as (
    select
        placed.*,
        coalesce(
            placed.announced_on,
            case when placed.status in ('closed', 'result_announced', 'void')
                then placed.held_on end,
            least(placed.registration_on, placed.listed_on),
            newest.newest_on
        ) as known_from,
        case
            when placed.status in ('announced', 'open')
                then coalesce(placed.held_on, date '9000-01-01')
            when placed.status in ('closed', 'result_announced')
                then cast(placed.held_on - 1 as date)
        end as last_day,
    from placed
    cross join newest
),

-- It counts as coming from the first of these days to the last; on none where they are missing.
awaited as (
    select
        * exclude (last_day),
        case when known_from <= last_day then known_from end as coming_from,
        case when known_from <= last_day then last_day end as coming_to,
    from known
)

select * from awaited
order by election_id
