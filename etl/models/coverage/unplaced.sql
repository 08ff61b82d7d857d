-- One row per text that names no amphoe, kind of export and date: how many rows say so, and the first.
with

rules as (
    select * from build_settings
),

members_told as (
    select
        list_on as told_on,
        case when rules.address = 'registered' then registered_province
            else current_province end as province_text,
        case when rules.address = 'registered' then registered_amphoe
            else current_amphoe end as amphoe_text,
        case when rules.address = 'registered' then registered_evidence
            else current_evidence end as evidence,
        member_key,
        file,
        line,
    from staged_members
    cross join rules
),

-- Of a million members few are of no amphoe: only they are counted one by one.
member_texts as (
    select
        'members' as kind,
        told.told_on,
        told.province_text,
        told.amphoe_text,
        told.evidence,
        count(*) as rows,
        count(distinct told.member_key) as people,
        min(told.file) as file,
        min_by(told.line, (told.file, told.line)) as line,
    from members_told as told
    inner join member_places as places
        on told.told_on is not distinct from places.told_on
        and told.province_text is not distinct from places.province_text
        and told.amphoe_text is not distinct from places.amphoe_text
        and told.evidence is not distinct from places.evidence
    where places.amphoe_code is null
    group by told.told_on, told.province_text, told.amphoe_text, told.evidence
),

-- All that is no member and no answer: some thousand rows.
other_rows as (
    select
        'elections' as kind,
        coalesce(held_on, listed_on) as told_on,
        province as province_text,
        amphoe as amphoe_text,
        evidence,
        election_id as who,
        file,
        line,
    from staged_elections
    union all
    select
        'representatives',
        coalesce(term_from, listed_on),
        province,
        amphoe,
        evidence,
        coalesce(cast(member_key as varchar), name),
        file,
        line,
    from staged_representatives
    union all
    select 'events', held_on, province, amphoe, evidence, event_id, file, line from staged_events
    union all
    select 'committees', formed_on, province, null, null, file || ' ' || line, file, line
    from staged_committees
    union all
    select 'proposals', raised_on, province, amphoe, evidence, proposal_id, file, line from staged_proposals
),

every_text as (
    select * from member_texts
    union all
    select
        kind,
        told_on,
        province_text,
        amphoe_text,
        evidence,
        count(*),
        count(distinct who),
        min(file),
        min_by(line, (file, line)),
    from other_rows
    group by all
    union all
    select
        'poll_answers',
        answered_on,
        province,
        amphoe,
        evidence,
        sum(stands_for),
        sum(stands_for),
        min(file),
        null,
    from staged_poll_answers
    group by all
),

unmatched as (
    select
        -- Who answered on which day from a misspelt amphoe would be few people.
        texts.* replace (
            case when texts.kind <> 'poll_answers' then texts.told_on end as told_on
        ),
        places.province_code,
        places.reason,
        places.province_told,
        places.amphoe_told,
        places.is_province_told
            or sum(texts.people) over (
                partition by texts.kind, texts.told_on, texts.province_text
            ) >= rules.few as is_province_told,
        places.is_amphoe_told
            or sum(texts.people) over (
                partition by texts.kind, texts.told_on, texts.amphoe_text
            ) >= rules.few as is_amphoe_told,
    from every_text as texts
    inner join all_places as places
        on texts.kind = places.kind
        and texts.told_on is not distinct from places.told_on
        and texts.province_text is not distinct from places.province_text
        and texts.amphoe_text is not distinct from places.amphoe_text
        and texts.evidence is not distinct from places.evidence
    cross join rules
    where places.amphoe_code is null
        -- A committee is of a province; an answer or a proposal may be, and an answer of nowhere.
        and not (texts.kind = 'committees' and places.province_code is not null)
        and not (texts.kind in ('poll_answers', 'proposals') and places.reason = 'no_amphoe')
        and not (texts.kind = 'poll_answers' and places.reason = 'blank')
),

-- A shifted column can bring anything here. A text like no place that fewer than a few people have
-- could be somebody's name: it is not shown, and is found by its file and line.
masked as (
    select
        kind,
        told_on,
        case when is_province_told then province_told else '•••' end as province_text,
        case when is_amphoe_told then amphoe_told else '•••' end as amphoe_text,
        province_code,
        reason,
        file,
        line,
        cast(sum(rows) as bigint) as rows,
    from unmatched
    group by all
),

-- A line says its sheet, where a file has several.
lined as (
    select
        masked.* replace (masked.line % rules.part_lines as line),
        string_split(nullif(cards.sheets, ''), ', ')[1 + masked.line // rules.part_lines] as sheet,
    from masked
    cross join build_settings as rules
    left join reading_cards as cards on masked.file = cards.file
)

select * from lined
order by kind, told_on, rows desc, file, line
