-- One row per poll, as its newest export tells it.
with

told as (
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
        told.poll_id,
        told.question,
        lower(regexp_replace(told.question, '[^\pL\pM\pN]+', '', 'g')) as question_key,
        coalesce(told.mode = 'several', false) as is_several,
        told.opened_on,
        told.closed_on,
        case
            when coalesce(told.scope, 'country') = 'country' then 'country'
            when places.province_code is not null then 'province'
            when regions_named.region is not null then 'region'
        end as scope_kind,
        case
            when coalesce(told.scope, 'country') <> 'country'
                then coalesce(places.province_code, regions_named.region)
        end as scope_code,
        told.listed_on,
        told.file,
        told.line,
    from told
    left join poll_places as places
        on told.opened_on is not distinct from places.told_on
        and told.scope is not distinct from places.province_text
    left join regions_named
        on lower(regexp_replace(told.scope, '[^\pL\pM\pN]+', '', 'g')) = regions_named.name_key
    where told.newest_first = 1
)

select * from scoped
order by opened_on, poll_id
