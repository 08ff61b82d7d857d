-- One row per case and file: what a members' list tells beside the lists before it, below the country.
with

-- Lists of which only totals are kept cannot be compared below the country.
pairs as (
    select
        now.list_no,
        now.list_on,
        before.list_on as before_on,
        rules.drop_pct,
        rules.question_members,
    from lists as now
    inner join lists as before on now.list_no = before.list_no + 1
    cross join question_settings as rules
    where now.archived_members is null and before.archived_members is null
),

whole as (
    select
        list_no,
        sum(members) as members,
        coalesce(sum(members) filter (where amphoe_code is null), 0) as unknown,
    from list_places
    group by list_no
),

compared as (
    select
        pairs.*,
        now.members,
        now.unknown,
        before.members as members_before,
        before.unknown as unknown_before,
    from pairs
    inner join whole as now on pairs.list_no = now.list_no
    inner join whole as before on pairs.list_no = before.list_no + 1
),

places_lost as (
    select * from compared
    where members >= question_members
        and unknown * 100.0 / members - unknown_before * 100.0 / members_before >= drop_pct
),

by_province as (
    select
        list_no,
        province_code,
        sum(members) as members,
    from list_places
    where province_code is not null
    group by list_no, province_code
),

-- Who vanished without a day or a reason, and who is in another place, by the place of before.
changes as (
    select
        pairs.list_no,
        changes.province_code,
        count(*) filter (where changes.change = 'left') as vanished,
        count(*) filter (where changes.change = 'moved_out') as moved,
    from member_changes as changes
    inner join pairs
        on changes.changed_on > pairs.before_on and changes.changed_on <= pairs.list_on
    where changes.change = 'moved_out'
        or (changes.change = 'left' and changes.reason = 'unknown' and not changes.is_told)
    group by pairs.list_no, changes.province_code
),

in_the_country as (
    select
        compared.*,
        coalesce(sum(changes.vanished), 0) as vanished,
        coalesce(sum(changes.moved), 0) as moved,
    from compared
    left join changes on compared.list_no = changes.list_no
    group by all
),

in_provinces as (
    select
        country.list_no,
        country.list_on,
        country.before_on,
        country.drop_pct,
        country.question_members,
        before.province_code,
        before.members as members_before,
        changes.vanished,
        changes.moved,
        country.vanished * 100 >= country.members_before * country.drop_pct as is_country_gone,
        country.moved * 100 >= country.members_before * country.drop_pct as is_country_moved,
    from in_the_country as country
    inner join by_province as before on country.list_no = before.list_no + 1
    inner join changes
        on country.list_no = changes.list_no and before.province_code = changes.province_code
),

-- Somebody listed elsewhere who applied on another day than before is somebody else.
moved as (
    select
        changes.member_key,
        pairs.list_no,
        pairs.list_on,
        pairs.before_on,
    from member_changes as changes
    inner join pairs on changes.changed_on = pairs.list_on
    where changes.change = 'moved_in' and changes.member_key is not null
),

others as (
    select
        moved.list_on,
        moved.before_on,
        count(*) as members,
    from moved
    inner join list_members as now
        on moved.member_key = now.member_key and moved.list_no = now.list_no
    inner join list_members as before
        on moved.member_key = before.member_key and moved.list_no = before.list_no + 1
    where case
        when now.applied_on is not null and before.applied_on is not null
            then now.applied_on <> before.applied_on
        else now.joined_on > moved.before_on and now.joined_on <> before.joined_on
    end
    group by moved.list_on, moved.before_on
),

first_list as (
    select
        lists.list_on,
        whole.members,
        whole.unknown,
    from lists
    inner join whole on lists.list_no = whole.list_no
    cross join question_settings as rules
    where lists.list_no = 1
        and lists.archived_members is null
        and whole.members >= rules.question_members
        and whole.unknown * 2 > whole.members
),

cases as (
    select
        'most_places_unknown' as name,
        list_on || '|' || unknown || '|' || members as detail,
        list_on,
        before_on,
    from places_lost
    union all
    select
        'most_places_unknown',
        list_on || '|' || unknown || '|' || members,
        list_on,
        list_on,
    from first_list
    union all
    select
        'everybody_moved',
        list_on || '|' || before_on || '|' || moved || '|' || members_before,
        list_on,
        before_on,
    from in_the_country
    where moved >= question_members
        and moved * 100 >= members_before * drop_pct
        and list_no not in (select list_no from places_lost)
    union all
    select
        'sudden_drop_in_a_province',
        province_code || '|' || list_on || '|' || before_on || '|' || vanished || '|'
            || members_before,
        list_on,
        before_on,
    from in_provinces
    where vanished * 100 >= members_before * drop_pct
        and (
            vanished >= question_members
            or (vanished = members_before and vanished * 2 >= question_members)
        )
        and not is_country_gone
    union all
    select
        'mass_move_of_a_province',
        province_code || '|' || list_on || '|' || before_on || '|' || moved || '|'
            || members_before,
        list_on,
        before_on,
    from in_provinces
    where moved * 100 >= members_before * drop_pct
        and moved >= question_members
        and not is_country_moved
        and list_no not in (select list_no from places_lost)
    union all
    select
        'numbers_given_to_others',
        list_on || '|' || before_on || '|' || members,
        list_on,
        before_on,
    from others
)

select * from cases
