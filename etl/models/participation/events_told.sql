-- One row per event, as its newest export tells it: also one that was called off, or put off to a
-- day that nobody tells.
with

by_export as (
    select
        staged.*,
        row_number() over (
            partition by staged.event_id
            -- As of elections: a file without a date is the one that is always overwritten.
            order by
                staged.listed_on desc nulls first,
                length(staged.file) desc,
                staged.file desc,
                staged.line desc
        ) as newest_first,
    from staged_events as staged
),

told as (
    select
        * exclude (newest_first),
        coalesce(status, '') in ('cancelled', 'postponed')
            or split_part(coalesce(remark, ''), '|', 1) in ('cancelled', 'postponed')
        as is_called_off,
    from by_export
    where newest_first = 1
)

select * from told
