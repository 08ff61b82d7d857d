-- One row per proposal, as its newest export tells it; where its place is not known it has none.
with

told as (
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
        told.proposal_id,
        told.raised_on,
        places.province_code,
        places.amphoe_code,
        -- A topic is a few words. What is longer, or holds a telephone or an address, is somebody's
        -- own text, and everybody may read this.
        case
            when length(told.topic) <= 60
                and not regexp_matches(told.topic, '@|•|[0-9๐-๙](?:[ .-]?[0-9๐-๙]){8}')
                then told.topic
        end as topic,
        told.supporters,
        told.status,
        told.supported_on,
        told.debated_on,
        told.adopted_on,
        told.declined_on,
        told.done_on,
        least(told.debated_on, told.adopted_on, told.declined_on, told.done_on) as answered_on,
        -- A file without a day of its own tells what is so on the newest day of all.
        coalesce(told.listed_on, newest.newest_on) as listed_on,
        told.file,
        told.line,
    from told
    cross join newest
    left join proposal_places as places
        on told.raised_on is not distinct from places.told_on
        and told.province is not distinct from places.province_text
        and told.amphoe is not distinct from places.amphoe_text
    where told.newest_first = 1
)

select * from placed
order by raised_on, proposal_id
