-- One row per poll, as its newest export tells it.
with

by_export as (
    select
        *,
        row_number() over (
            partition by poll_id
            order by listed_on desc nulls first, length(file) desc, file desc, line desc
        ) as newest_first,
    from staged_polls
),

-- Of a name that several schemes have, the first scheme's region is meant.
regions_named as (
    select
        name_key,
        min_by(region, scheme_no) as region,
    from (
        select
            unnest([
                lower(regexp_replace(region_th, '[^\pL\pM\pN]+', '', 'g')),
                lower(regexp_replace(region_en, '[^\pL\pM\pN]+', '', 'g'))
            ]) as name_key,
            scheme || ':' || region_code as region,
            case scheme when 'ect' then 1 when 'royal' then 2 else 3 end as scheme_no,
        from region_names
    )
    group by name_key
),

scoped as (
    select
        by_export.poll_id,
        by_export.question,
        lower(regexp_replace(by_export.question, '[^\pL\pM\pN]+', '', 'g')) as question_key,
        coalesce(by_export.mode = 'several', false) as is_several,
        by_export.opened_on,
        by_export.closed_on,
        case
            when coalesce(by_export.scope, 'country') = 'country' then 'country'
            when places.province_code is not null then 'province'
            when regions_named.region is not null then 'region'
        end as scope_kind,
        case
            when coalesce(by_export.scope, 'country') <> 'country'
                then coalesce(places.province_code, regions_named.region)
        end as scope_code,
        by_export.listed_on,
        by_export.file,
        by_export.line,
    from by_export
    left join poll_places as places
        on by_export.opened_on is not distinct from places.told_on
        and by_export.scope is not distinct from places.province_text
    left join regions_named
        on lower(regexp_replace(by_export.scope, '[^\pL\pM\pN]+', '', 'g')) = regions_named.name_key
    where by_export.newest_first = 1
)

select * from scoped
order by opened_on, poll_id
