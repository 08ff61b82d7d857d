-- One row per election, as its newest export tells it; an unplaced one has no amphoe.
with

told as (
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
        told.election_id,
        places.amphoe_code,
        places.province_code,
        told.registration_on,
        told.held_on,
        told.status,
        told.channel,
        told.announced_on,
        told.result_on,
        told.term_from,
        told.term_to,
        told.eligible,
        told.ballots,
        told.ballots_online,
        told.ballots_onsite,
        told.valid,
        told.spoiled,
        told.no_vote,
        coalesce(told.candidates, stood.candidates) as candidates,
        told.elected,
        told.listed_on,
        told.file,
        told.line,
    from told
    left join stood on told.election_id = stood.election_id
    left join election_places as places
        on coalesce(told.held_on, told.listed_on) is not distinct from places.told_on
        and told.province is not distinct from places.province_text
        and told.amphoe is not distinct from places.amphoe_text
    where told.newest_first = 1
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
