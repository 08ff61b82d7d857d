-- One row per count of answers as staged, its place, and why it does not count (null: it does).
with

files_of_day as (
    select
        *,
        -- Of a poll and a day the newest export counts whole, so exports may be of the whole poll
        -- or of a week; two files of one export may part the country between them.
        dense_rank() over (
            partition by poll_id, answered_on order by listed_on desc nulls first
        ) as newest_first,
        row_number() over (
            partition by poll_id, answered_on, choice, province, amphoe, next_answer_on,
                next_same_on, is_numbered, listed_on
            order by length(file) desc, file desc, line desc
        ) as copy_no,
    from staged_poll_answers
),

open_days as (
    select
        poll_id,
        is_several,
        opened_on,
        coalesce(closed_on, date '9000-01-01') as closed_on,
    from polls
),

known as (
    select distinct
        poll_id,
        text,
    from answers_meant
),

judged as (
    select
        told.*,
        places.province_code,
        places.amphoe_code,
        open_days.is_several,
        -- The last answer of its people while the poll was open: by these people are counted.
        coalesce(told.next_answer_on > open_days.closed_on, true) as is_last,
        told.answered_on between open_days.opened_on and open_days.closed_on as is_in_time,
        case
            when told.newest_first > 1 or told.copy_no > 1 then 'superseded'
            when open_days.poll_id is null then 'unknown_poll'
            when known.poll_id is null then 'unknown_choice'
            when told.answered_on < open_days.opened_on then 'answer_before_open'
            when told.answered_on > open_days.closed_on then 'answer_after_close'
            when told.answers > 1000000 then 'implausible_count'
            when case when open_days.is_several then told.next_same_on else told.next_answer_on end
                <= open_days.closed_on then 'answered_again'
        end as kept_out,
    from files_of_day as told
    left join open_days on told.poll_id = open_days.poll_id
    left join known on told.poll_id = known.poll_id and told.choice = known.text
    left join poll_answer_places as places
        on told.answered_on is not distinct from places.told_on
        and told.province is not distinct from places.province_text
        and told.amphoe is not distinct from places.amphoe_text
)

select * from judged
