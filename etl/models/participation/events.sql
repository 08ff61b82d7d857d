-- One row per event, as its newest export tells it; where its place is not known it has none.
-- One that was only ever told ahead, and that no export since its day tells, was called off.
with

exports as (
    select
        listed_on,
        min(held_on) as first_on,
        max(held_on) as last_on,
    from staged_events
    group by listed_on
),

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

placed as (
    select
        by_export.event_id,
        by_export.kind,
        by_export.held_on,
        places.province_code,
        places.amphoe_code,
        by_export.registered,
        by_export.attended,
        by_export.joined,
        by_export.listed_on,
        by_export.file,
        by_export.line,
    from by_export
    left join event_places as places
        on by_export.held_on is not distinct from places.told_on
        and by_export.province is not distinct from places.province_text
        and by_export.amphoe is not distinct from places.amphoe_text
        and by_export.evidence is not distinct from places.evidence
    where by_export.newest_first = 1
        -- Only where an export since then reaches over the day: one of a later week tells nothing.
        and not exists (
            select 1 from exports
            where by_export.listed_on < by_export.held_on
                and exports.listed_on >= by_export.held_on
                and by_export.held_on between exports.first_on and exports.last_on
        )
)

select * from placed
order by held_on, event_id
