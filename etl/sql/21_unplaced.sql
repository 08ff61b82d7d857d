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

taking_part_texts as (
    select
        'events' as kind,
        held_on as told_on,
        province as province_text,
        amphoe as amphoe_text,
        count(*) as rows,
    from staged_events
    group by all
    union all
    select
        'committees',
        formed_on,
        province,
        null,
        count(*),
    from staged_committees
    group by all
    union all
    select
        'poll_answers',
        answered_on,
        province,
        amphoe,
        sum(stands_for),
    from staged_poll_answers
    group by all
    union all
    select
        'proposals',
        raised_on,
        province,
        amphoe,
        count(*),
    from staged_proposals
    group by all
),

every_text as (
    select * from member_texts
    union all
    select * from election_texts
    union all
    select * from representative_texts
    union all
    select * from taking_part_texts
),

unmatched as (
    select
        texts.kind,
        -- Who answered on which day from a misspelt amphoe would be few people.
        case when texts.kind <> 'poll_answers' then texts.told_on end as told_on,
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
        -- A committee is of a province; an answer or a proposal may be, and an answer of nowhere.
        and not (texts.kind = 'committees' and places.province_code is not null)
        and not (texts.kind in ('poll_answers', 'proposals') and places.reason = 'no_amphoe')
        and not (texts.kind = 'poll_answers' and places.reason = 'blank')
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
