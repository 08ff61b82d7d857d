-- One row per case and file: whether the numbers of a list are still those of the same people.
with

pairs as (
    select
        now.list_no,
        now.list_on,
        before.list_on as before_on,
    from lists as now
    inner join lists as before on now.list_no = before.list_no + 1
    where now.archived_members is null and before.archived_members is null
),

-- Of a long list some ten thousand people tell as much as all of them.
step as (
    select greatest(max(staged) // 10000, 1) as step from loads where kind = 'members'
),

some_members as (
    select
        members.list_no,
        members.member_key,
        members.joined_on,
        members.member_type,
    from list_members as members
    cross join step
    where members.is_active and hash(members.member_key) % step.step = 0
),

-- Who joined anew since the list before, as somebody who pays late may, has another day by right.
on_both as (
    select
        pairs.list_on,
        pairs.before_on,
        count(*) filter (where now.joined_on is not null and before.joined_on is not null)
            as members,
        count(*) filter (where now.joined_on <> before.joined_on) as changed,
        count(*) filter (
            where now.joined_on <> before.joined_on and now.joined_on <= pairs.before_on
        ) as rewritten,
        count(*) as everybody,
        count(*) filter (
            where now.member_type <> before.member_type
                and 'untyped' not in (now.member_type, before.member_type)
        ) as retyped,
    from pairs
    inner join some_members as now on pairs.list_no = now.list_no
    inner join some_members as before
        on pairs.list_no = before.list_no + 1 and now.member_key = before.member_key
    group by pairs.list_on, pairs.before_on
),

-- Files whose numbers are 1, 2, 3 … in the order of their rows.
counted_on as (
    select
        found.file,
        found.list_on,
        days.rows,
        days.rows = days.approved as is_of_active,
    from load_findings as found
    inner join list_days as days on found.file = days.file
    cross join question_settings as settings
    where found.name = 'row_numbers' and days.rows >= settings.question_members
),

-- Two such of one day; or one after the other of active members only, or with fewer than before:
-- somebody left, and no number with them.
only_rows as (
    select
        now.file as later,
        other.file as other,
        now.rows,
        unnest([now.file, other.file]) as file,
    from counted_on as now
    inner join counted_on as other
        on (now.list_on = other.list_on and now.file > other.file)
        or (
            (now.list_on, other.list_on) in (select (list_on, before_on) from pairs)
            and (now.rows < other.rows or (now.is_of_active and other.is_of_active))
        )
),

changed as (
    select
        'joining_days_changed' as name,
        list_on,
        before_on,
        changed * 100.0 / members as pct,
    from on_both
    cross join question_settings as settings
    where members >= settings.question_members
        and (
            rewritten * 100 >= members * least(settings.drop_pct, 10)
            or changed * 2 >= members
        )
    union all
    select
        'types_changed',
        list_on,
        before_on,
        retyped * 100.0 / everybody,
    from on_both
    cross join question_settings as settings
    where everybody >= settings.question_members
        and retyped * 100 >= everybody * settings.drop_pct
),

cases as (
    select
        name,
        list_on || '|' || before_on || '|' || cast(round(pct) as integer) as detail,
        list_on,
        before_on,
        cast(null as varchar) as file,
    from changed
    union all
    select
        'numbers_are_rows',
        later || '|' || other || '|' || rows,
        null,
        null,
        file,
    from only_rows
)

select * from cases
