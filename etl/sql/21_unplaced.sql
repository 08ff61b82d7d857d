-- One row per text that names no amphoe, kind of export and date: how many rows say so.
with

rules as (
    select * from build_settings
),

member_texts as (
    select
        'members' as kind,
        list_on as told_on,
        case when rules.address = 'registered' then registered_province
            else current_province end as province_text,
        case when rules.address = 'registered' then registered_amphoe
            else current_amphoe end as amphoe_text,
        count(*) as rows,
    from staged_members
    cross join rules
    group by all
),

election_texts as (
    select
        'elections' as kind,
        coalesce(held_on, listed_on) as told_on,
        province as province_text,
        amphoe as amphoe_text,
        count(*) as rows,
    from staged_elections
    group by all
),

representative_texts as (
    select
        'representatives' as kind,
        coalesce(term_from, listed_on) as told_on,
        province as province_text,
        amphoe as amphoe_text,
        count(*) as rows,
    from staged_representatives
    group by all
),

every_text as (
    select * from member_texts
    union all
    select * from election_texts
    union all
    select * from representative_texts
),

unmatched as (
    select
        texts.kind,
        texts.told_on,
        texts.province_text,
        texts.amphoe_text,
        places.province_code,
        places.reason,
        texts.rows,
    from every_text as texts
    inner join all_places as places
        on texts.kind = places.kind
        and texts.told_on is not distinct from places.told_on
        and texts.province_text is not distinct from places.province_text
        and texts.amphoe_text is not distinct from places.amphoe_text
    where places.amphoe_code is null
),

-- A shifted column can bring a telephone, a citizen number or an e-mail address here, and no place
-- has a digit in its name: neither is shown.
masked as (
    select
        kind,
        told_on,
        regexp_replace(
            province_text, '[^ ]*@[^ ]*|[0-9๐-๙][0-9๐-๙ .-]*', '•', 'g'
        ) as province_text,
        regexp_replace(
            amphoe_text, '[^ ]*@[^ ]*|[0-9๐-๙][0-9๐-๙ .-]*', '•', 'g'
        ) as amphoe_text,
        province_code,
        reason,
        cast(sum(rows) as bigint) as rows,
    from unmatched
    group by all
)

select * from masked
order by kind, told_on, rows desc, province_text, amphoe_text
