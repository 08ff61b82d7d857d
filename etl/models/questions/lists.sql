-- One row per case and file: what is asked of a members' list beside the one before it.
with

totals as (
    select
        lists.list_no,
        lists.list_on,
        coalesce(lists.archived_members, sum(places.members), 0) as listed,
    from lists
    left join list_places as places on lists.list_no = places.list_no
    group by lists.list_no, lists.list_on, lists.archived_members
),

-- Whom the list itself has with the day of leaving is not missing from it.
changes as (
    select
        changed_on,
        count(*) filter (where change = 'joined') as come,
        count(*) filter (where change = 'joined' and not is_told) as come_untold,
        count(*) filter (
            where change = 'left' and reason in ('unknown', 'lapsed') and not is_told
        ) as gone,
        count(*) filter (where change = 'left' and reason = 'unknown' and not is_told) as vanished,
        count(*) filter (where change = 'left' and is_told) as told_gone,
    from member_changes
    where changed_on > (select min(list_on) from lists)
    group by changed_on
),

pairs as (
    select
        now.list_on,
        now.listed,
        before.listed as listed_before,
        before.list_on as before_on,
        coalesce(sum(changes.come), 0) as come,
        coalesce(sum(changes.come_untold), 0) as come_untold,
        coalesce(sum(changes.gone), 0) as gone,
        coalesce(sum(changes.vanished), 0) as vanished,
        coalesce(sum(changes.told_gone), 0) as told_gone,
    from totals as now
    inner join totals as before on now.list_no = before.list_no + 1
    left join changes
        on changes.changed_on > before.list_on and changes.changed_on <= now.list_on
    group by now.list_on, now.listed, before.listed, before.list_on
),

drops as (
    select
        *,
        round(100.0 * (listed_before - listed - told_gone) / nullif(listed_before, 0)) as fall_pct,
    from pairs
),

-- Of one day, numbers that files give to people of other places or days.
given_twice as (
    select
        staged.list_on,
        staged.member_key,
    from staged_members as staged
    inner join lists on staged.list_on = lists.list_on and lists.files > 1
    group by staged.list_on, staged.member_key
    having count(*) > 1
        and (
            count(distinct coalesce(staged.current_amphoe, staged.registered_amphoe)) > 1
            or count(distinct coalesce(staged.applied_on, staged.approved_on)) > 1
        )
),

several as (
    select
        given_twice.list_on,
        count(*) as numbers,
        totals.listed,
    from given_twice
    inner join totals on given_twice.list_on = totals.list_on
    group by given_twice.list_on, totals.listed
),

-- Of one day, a file that has mostly the people of another and lacks some of them: the corrected
-- copy has the longer name, or the later one.
shared as (
    select
        staged.list_on,
        staged.member_key,
        staged.file,
    from staged_members as staged
    inner join lists on staged.list_on = lists.list_on and lists.files > 1
    qualify count(*) over (partition by staged.list_on, staged.member_key) > 1
),

of_file as (
    select
        staged.file,
        count(*) as members,
    from staged_members as staged
    inner join lists on staged.list_on = lists.list_on and lists.files > 1
    group by staged.file
),

copies as (
    select
        copy.list_on,
        copy.file,
        original.file as other,
        sizes.members - count(*) as missing,
    from shared as copy
    inner join shared as original
        on copy.list_on = original.list_on
        and copy.member_key = original.member_key
        and (length(copy.file), copy.file) > (length(original.file), original.file)
    inner join of_file as own on copy.file = own.file
    inner join of_file as sizes on original.file = sizes.file
    group by copy.list_on, copy.file, original.file, own.members, sizes.members
    having count(*) * 2 > own.members and sizes.members > count(*)
),

cases as (
    select
        'copy_lacks_members' as name,
        file || '|' || other || '|' || missing as detail,
        list_on,
        list_on as before_on,
    from copies
    union all
    select
        'sudden_drop' as name,
        list_on || '|' || listed || '|' || listed_before || '|' || before_on || '|'
            || cast(fall_pct as integer) as detail,
        list_on,
        before_on,
    from drops
    cross join build_settings as rules
    where drops.fall_pct >= rules.drop_pct
    union all
    select
        'sudden_turnover',
        list_on || '|' || before_on || '|' || listed_before || '|' || come || '|' || gone,
        list_on,
        before_on,
    from drops
    cross join build_settings as rules
    where greatest(least(come_untold, gone), vanished) * 100 >= listed_before * rules.drop_pct
        and listed_before > 0
        and coalesce(drops.fall_pct, 0) < rules.drop_pct
    union all
    select
        'numbers_in_several_files',
        list_on || '|' || numbers || '|' || listed,
        list_on,
        list_on,
    from several
    cross join build_settings as rules
    where numbers * 100 >= listed * rules.drop_pct
)

select * from cases
