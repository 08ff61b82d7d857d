-- One row per case and file: what cells say in words that a person must decide.
with

register_days as (
    select
        listed_on,
        row_number() over (order by listed_on desc nulls first) as newest_first,
    from staged_representatives
    group by listed_on
),

register as (
    select staged.*
    from staged_representatives as staged
    inner join register_days
        on staged.listed_on is not distinct from register_days.listed_on
        and register_days.newest_first = 1
    where staged.nobody is null and coalesce(staged.role = 'representative', true)
),

-- A remark with a day within the term ends it; what is left is not clear.
unclear as (
    select file
    from register
    where ended_on is null
        and end_reason is null
        and remark is not null
        and (
            remark = 'unsure'
            or try_cast(nullif(split_part(remark, '|', 2), '') as date) < term_from
        )
    union all
    select staged.file
    from staged_members as staged
    left join member_states on staged.state = member_states.state
    where staged.remark is not null
        and (staged.state is null or member_states.state is not null)
        and coalesce(staged.left_on, staged.resigned_on, staged.died_on, staged.removed_on) is null
),

-- One person may sit in two amphoe, which is in doubt; a word for a vacancy in many.
repeated as (
    select
        min_by(file, line) as file,
        min(line) as line,
        count(distinct concat_ws(' ', province, amphoe)) as amphoe,
    from register
    where member_key is null and name is not null
    group by name
    having count(distinct concat_ws(' ', province, amphoe)) > 2
),

ids as (
    select
        told.election_id,
        min(told.file) as file,
        count(distinct places.amphoe_code) as amphoe,
    from staged_elections as told
    inner join election_places as places
        on coalesce(told.held_on, told.listed_on) is not distinct from places.told_on
        and told.province is not distinct from places.province_text
        and told.amphoe is not distinct from places.amphoe_text
        and told.evidence is not distinct from places.evidence
    group by told.election_id
    having count(distinct places.amphoe_code) > 1
),

-- An id of several amphoe, where somebody refers to it, or where another export has it elsewhere.
ambiguous as (
    select
        election_id,
        amphoe,
        file,
    from ids
    where election_id in (select election_id from staged_candidates)
        or election_id in (select election_id from elections)
),

-- Whom nobody knows to have stood anywhere may have been elected there.
stray as (
    select
        candidates.file,
        count(*) as candidates,
        min(candidates.election_id) as election_id,
    from staged_candidates as candidates
    anti join staged_elections as elections on candidates.election_id = elections.election_id
    group by candidates.file
),

cases as (
    select
        'remark_tells_of_leaving' as name,
        file || '|' || count(*) as detail,
        file,
    from unclear
    group by file
    union all
    select
        'name_of_many_amphoe',
        file || '|' || line % rules.part_lines || '|' || amphoe,
        file,
    from repeated
    cross join build_settings as rules
    union all
    select
        'candidates_of_no_election',
        file || '|' || candidates || '|' || election_id,
        file,
    from stray
    union all
    select
        'id_of_several_elections',
        election_id || '|' || amphoe,
        file,
    from ambiguous
)

select * from cases
