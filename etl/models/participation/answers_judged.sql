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
            partition by poll_id, answered_on, choice, province, amphoe, evidence,
                next_answer_on, next_same_on, is_numbered, listed_on
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
        staged.*,
        places.province_code,
        places.amphoe_code,
        open_days.is_several,
        -- The last answer of its people while the poll was open: by these people are counted.
        coalesce(staged.next_answer_on > open_days.closed_on, true) as is_last,
        staged.answered_on between open_days.opened_on and open_days.closed_on as is_in_time,
        case
            when staged.newest_first > 1 or staged.copy_no > 1 then 'superseded'
            when open_days.poll_id is null then 'unknown_poll'
            when known.poll_id is null then 'unknown_choice'
            when staged.answered_on < open_days.opened_on then 'answer_before_open'
            when staged.answered_on > open_days.closed_on then 'answer_after_close'
            when staged.answers > 1000000 then 'implausible_count'
            when open_days.closed_on >= case
                when open_days.is_several then staged.next_same_on else staged.next_answer_on
            end then 'answered_again'
        end as kept_out,
    from files_of_day as staged
    left join open_days on staged.poll_id = open_days.poll_id
    left join known on staged.poll_id = known.poll_id and staged.choice = known.text
    left join poll_answer_places as places
        on staged.answered_on is not distinct from places.told_on
        and staged.province is not distinct from places.province_text
        and staged.amphoe is not distinct from places.amphoe_text
        and staged.evidence is not distinct from places.evidence
)

select * from judged
