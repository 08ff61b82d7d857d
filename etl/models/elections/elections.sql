-- One row per election, as its newest export tells it; an unplaced one has no amphoe.
with

-- A file without a date is the one that is always overwritten, so the newest.
by_export as (
    select
        staged.* replace (
            -- Of one that is still to be held a remark may say that it is not.
            case
                when staged.status in ('draft', 'announced', 'open')
                    and staged.remark is not null and staged.remark <> 'unsure'
                    then split_part(staged.remark, '|', 1)
                else staged.status
            end as status
        ),
        places.amphoe_code,
        places.province_code,
        rank() over (
            partition by staged.election_id order by staged.listed_on desc nulls first
        ) as newest_first,
    from staged_elections as staged
    left join election_places as places
        on coalesce(staged.held_on, staged.listed_on) is not distinct from places.told_on
        and staged.province is not distinct from places.province_text
        and staged.amphoe is not distinct from places.amphoe_text
        and staged.evidence is not distinct from places.evidence
),

-- One number can be that of elections of several amphoe: each is one. Of two files with one date
-- the longer name is the copy that a browser loaded later.
each_place as (
    select
        *,
        count(distinct amphoe_code) over (partition by election_id) as amphoe_told,
        row_number() over (
            partition by election_id, coalesce(amphoe_code, concat_ws(' ', province, amphoe))
            order by
                length(file) desc,
                file desc,
                greatest(result_on, announced_on, held_on) desc nulls last,
                line desc
        ) as copy_no,
    from by_export
    where newest_first = 1
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
        case
            when each_place.amphoe_told > 1
                then each_place.election_id || ' · ' || coalesce(each_place.amphoe, '?')
            else each_place.election_id
        end as election_id,
        each_place.amphoe_code,
        each_place.province_code,
        each_place.registration_on,
        each_place.held_on,
        each_place.status,
        each_place.channel,
        each_place.announced_on,
        each_place.result_on,
        each_place.term_from,
        each_place.term_to,
        each_place.eligible,
        each_place.ballots,
        each_place.ballots_online,
        each_place.ballots_onsite,
        each_place.valid,
        coalesce(each_place.spoiled, outcomes.spoiled) as spoiled,
        coalesce(each_place.no_vote, outcomes.no_vote) as no_vote,
        coalesce(each_place.candidates, stood.candidates) as candidates,
        coalesce(
            each_place.elected,
            case
                when outcomes.is_nobody_elected then 0
                when outcomes.elected = 0
                    and coalesce(each_place.no_vote, outcomes.no_vote) > outcomes.most_votes then 0
            end
        ) as elected,
        each_place.listed_on,
        each_place.file,
        each_place.line,
    from each_place
    left join stood
        on each_place.election_id = stood.election_id and each_place.amphoe_told <= 1
    left join outcomes
        on each_place.election_id = outcomes.election_id and each_place.amphoe_told <= 1
    where each_place.copy_no = 1
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
