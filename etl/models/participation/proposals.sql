-- One row per proposal, as its newest export tells it; where its place is not known it has none.
with

by_export as (
    select
        staged.*,
        row_number() over (
            partition by staged.proposal_id
            order by
                staged.listed_on desc nulls first,
                length(staged.file) desc,
                staged.file desc,
                staged.line desc
        ) as newest_first,
    from staged_proposals as staged
),

placed as (
    select
        by_export.proposal_id,
        by_export.raised_on,
        places.province_code,
        places.amphoe_code,
        -- A topic is a few words. What is longer, or holds a telephone or an address, is somebody's
        -- own text, and everybody may read this.
        case
            when length(by_export.topic) <= 60
                and not regexp_matches(by_export.topic, '@|•|[0-9๐-๙](?:[ .-]?[0-9๐-๙]){8}')
                then by_export.topic
        end as topic,
        by_export.supporters,
        by_export.status,
        by_export.supported_on,
        by_export.debated_on,
        by_export.adopted_on,
        by_export.declined_on,
        by_export.done_on,
        least(
            by_export.debated_on, by_export.adopted_on, by_export.declined_on, by_export.done_on
        ) as answered_on,
        -- A file without a day of its own tells what is so on the newest day of all.
        coalesce(by_export.listed_on, newest.newest_on) as listed_on,
        by_export.file,
        by_export.line,
    from by_export
    cross join newest
    left join proposal_places as places
        on by_export.raised_on is not distinct from places.told_on
        and by_export.province is not distinct from places.province_text
        and by_export.amphoe is not distinct from places.amphoe_text
        and by_export.evidence is not distinct from places.evidence
    where by_export.newest_first = 1
)

select * from placed
order by raised_on, proposal_id
