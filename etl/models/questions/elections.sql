-- One row per case and file: what is asked of results that do not say who was elected, and of a
-- register much shorter than the one before.
with

register_days as (
    select
        listed_on,
        row_number() over (order by listed_on desc) as newest_first,
    from staged_representatives
    where listed_on is not null
    group by listed_on
),

seats as (
    select distinct
        register_days.newest_first,
        register_days.listed_on,
        coalesce(staged.member_key, cast(md5(staged.name) as uuid)) as person_key,
    from staged_representatives as staged
    inner join register_days on staged.listed_on = register_days.listed_on
    where register_days.newest_first <= 2
        and staged.nobody is null
        and coalesce(staged.role = 'representative', true)
),

shorter as (
    select
        before.listed_on as before_on,
        count(*) as people,
        count(*) filter (where now.person_key is null) as vanished,
    from seats as before
    left join seats as now on before.person_key = now.person_key and now.newest_first = 1
    where before.newest_first = 2
    group by before.listed_on
),

-- Said to have won with fewer votes than somebody who is not said to have turned it down.
outvoted as (
    select lines.election_id
    from result_lines as lines
    inner join elections on lines.election_id = elections.election_id
    where lines.nobody is null and elections.status = 'result_announced'
    group by lines.election_id
    having min(lines.votes) filter (where lines.is_elected = 'yes')
        < max(lines.votes) filter (where coalesce(lines.is_elected = 'no', true))
),

-- The newest export of each election, with a remark that its state does not bear out.
called_off as (
    select
        staged.file,
        count(*) as elections,
        min(staged.election_id) as election_id,
    from staged_elections as staged
    inner join elections
        on elections.file = staged.file and elections.line = staged.line
    where staged.remark = 'unsure'
        or (staged.remark is not null and staged.status in ('closed', 'result_announced'))
    group by staged.file
),

told_of as (
    select
        'elected_with_fewer_votes' as name,
        election_id,
    from outvoted
    union all
    select
        why,
        election_id,
    from undecided_elections
),

cases as (
    select
        'remark_on_an_election' as name,
        file || '|' || elections || '|' || election_id as detail,
        file,
        cast(null as varchar) as sha256,
    from called_off
    union all
    select
        told_of.name,
        elections.election_id || '|' || coalesce(elections.amphoe_code, ''),
        unnest([elections.file, candidates.file]),
        null,
    from told_of
    inner join elections on told_of.election_id = elections.election_id
    inner join candidates on told_of.election_id = candidates.election_id
    union all
    select
        'sudden_drop_in_the_register',
        newest.listed_on || '|' || shorter.before_on || '|' || vanished || '|' || people,
        null,
        loads.sha256,
    from shorter
    cross join question_settings as settings
    inner join register_days as newest on newest.newest_first = 1
    inner join loads
        on loads.kind = 'representatives'
        and loads.status in ('loaded', 'unchanged')
        and loads.list_on in (newest.listed_on, shorter.before_on)
    where vanished * 100 >= people * settings.drop_pct and vanished > 2
)

select * from cases
