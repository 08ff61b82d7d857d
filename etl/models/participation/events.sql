-- One row per event, as its newest export tells it; where its place is not known it has none.
-- One that an export says was called off was not held, nor was one that was only ever told ahead and
-- that no export since its day tells.
with

exports as (
    select
        listed_on,
        min(held_on) as first_on,
        max(held_on) as last_on,
    from staged_events
    group by listed_on
),

placed as (
    select
        told.event_id,
        told.kind,
        told.held_on,
        places.province_code,
        places.amphoe_code,
        told.registered,
        told.attended,
        told.joined,
        told.listed_on,
        told.file,
        told.line,
    from events_told as told
    left join event_places as places
        on told.held_on is not distinct from places.told_on
        and told.province is not distinct from places.province_text
        and told.amphoe is not distinct from places.amphoe_text
        and told.evidence is not distinct from places.evidence
    where not told.is_called_off
        -- Only where an export since then reaches over the day: one of a later week tells nothing.
        and not exists (
            select 1 from exports
            where told.listed_on < told.held_on
                and exports.listed_on >= told.held_on
                and told.held_on between exports.first_on and exports.last_on
        )
)

select * from placed
order by held_on, event_id
