-- One row per representative and term: those of the register, and elected ones it does not have.
with

register_days as (
    select
        listed_on,
        row_number() over (order by listed_on desc nulls first) as newest_first,
    from staged_representatives
    group by listed_on
),

-- The newest register counts whole: who is no longer in it was taken out of it by somebody.
register as (
    select
        staged.*,
        places.amphoe_code,
        places.province_code,
        -- Without a member's number a person is known by their name only.
        coalesce(staged.member_key, cast(md5(staged.name) as uuid)) as person_key,
        coalesce(staged.end_reason, nullif(split_part(staged.remark, '|', 1), 'unsure')) as reason,
        try_cast(nullif(split_part(staged.remark, '|', 2), '') as date) as remark_on,
        row_number() over (
            partition by coalesce(staged.member_key, cast(md5(staged.name) as uuid)),
                coalesce(places.amphoe_code, staged.amphoe), staged.term_from
            order by length(staged.file) desc, staged.file desc, staged.line desc
        ) as copy_no,
    from staged_representatives as staged
    inner join register_days
        on staged.listed_on is not distinct from register_days.listed_on
        and register_days.newest_first = 1
    left join representative_places as places
        on coalesce(staged.term_from, staged.listed_on) is not distinct from places.told_on
        and staged.province is not distinct from places.province_text
        and staged.amphoe is not distinct from places.amphoe_text
        and staged.evidence is not distinct from places.evidence
    -- An amphoe without anybody has a row in many registers, and so have deputies.
    where staged.nobody is null and coalesce(staged.role = 'representative', true)
),

-- The first register that says why somebody left: without a day of leaving it was by then.
first_told as (
    select
        coalesce(member_key, cast(md5(name) as uuid)) as person_key,
        amphoe,
        term_from,
        min(listed_on) as listed_on,
    from staged_representatives
    where end_reason is not null or (remark is not null and remark <> 'unsure')
    group by all
),

registered as (
    select
        register.person_key,
        register.member_key is not null as is_checkable,
        register.name,
        register.amphoe_code,
        register.province_code,
        register.term_from,
        -- Somebody who left office on a day did not serve that day.
        least(
            register.term_to,
            cast(
                coalesce(
                    register.ended_on,
                    case when register.remark_on >= register.term_from then register.remark_on end,
                    case when register.reason is not null
                        then coalesce(first_told.listed_on, newest.newest_on) end
                ) - 1 as date
            )
        ) as term_to,
        register.term_to as planned_to,
        register.reason as end_reason,
        'register' as source,
        register.election_id,
        register.file,
        register.line,
    from register
    cross join newest
    left join first_told
        on register.person_key = first_told.person_key
        and register.amphoe is not distinct from first_told.amphoe
        and register.term_from = first_told.term_from
    where register.copy_no = 1
),

results as (
    select
        election_id,
        amphoe_code,
        province_code,
        coalesce(term_from, held_on) as term_from,
        term_to,
        least(held_on, coalesce(term_from, held_on)) as first_on,
        lead(held_on) over (partition by amphoe_code order by held_on, election_id) as next_on,
        file,
        line,
    from elections
    where status = 'result_announced'
        and amphoe_code is not null
        and coalesce(elected, 1) > 0
        -- Nobody counts as elected until somebody tells who it is.
        and election_id not in (select election_id from undecided_elections)
        and coalesce(term_from, held_on) is not null
),

unregistered as (
    select results.*
    from results
    where not exists (
        select 1 from registered
        where registered.election_id = results.election_id
            or (
                registered.amphoe_code = results.amphoe_code
                and registered.term_from >= results.first_on
                and registered.term_from < coalesce(results.next_on, date '9000-01-01')
            )
    )
),

winners as (
    select
        election_id,
        coalesce(member_key, cast(md5(name) as uuid)) as person_key,
        member_key is not null as is_checkable,
        name,
    from candidates
    where is_elected
),

elected as (
    select
        winners.person_key,
        coalesce(winners.is_checkable, false) as is_checkable,
        winners.name,
        unregistered.amphoe_code,
        unregistered.province_code,
        unregistered.term_from,
        unregistered.term_to,
        unregistered.term_to as planned_to,
        cast(null as varchar) as end_reason,
        'election' as source,
        unregistered.election_id,
        unregistered.file,
        unregistered.line,
    from unregistered
    left join winners on unregistered.election_id = winners.election_id
),

every_term as (
    select * from registered
    union all
    select * from elected
),

-- A term that nobody gave an end ends where the same person's next one starts, or, when only a
-- result tells of it, where anybody's next one in the amphoe does: the seat was filled anew.
followed as (
    select
        every_term.*,
        (
            select min(later.term_from) from every_term as later
            where later.amphoe_code = every_term.amphoe_code
                and later.term_from > every_term.term_from
                and (
                    later.person_key = every_term.person_key
                    or (every_term.source = 'election' and every_term.term_to is null)
                )
        ) as next_from,
    from every_term
),

numbered as (
    select
        coalesce(amphoe_code, '0000') || '-' || term_from || '-' || row_number() over (
            partition by amphoe_code, term_from
            order by source desc, person_key, file, line
        ) as term_id,
        * exclude (next_from) replace (
            least(term_to, cast(next_from - 1 as date)) as term_to
        ),
    from followed
)

select * from numbered
order by term_id
