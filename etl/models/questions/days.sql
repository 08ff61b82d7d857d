-- One row per case and file: what is asked of days that can hardly be meant.
with

by_day as (
    select
        lists.list_no,
        lists.list_on,
        sum(days.approved) as approved,
        sum(days.lapsed) as lapsed,
    from lists
    inner join list_days as days on lists.list_on = days.list_on
    group by lists.list_no, lists.list_on
),

-- A first list most of which is over; a later one of which much more is than of the list before.
over_already as (
    select
        now.list_on,
        now.approved,
        now.lapsed,
    from by_day as now
    left join by_day as before on now.list_no = before.list_no + 1
    cross join question_settings as settings
    where case
        when before.approved > 0 and now.approved > 0
            then 100.0 * now.lapsed / now.approved - 100.0 * before.lapsed / before.approved
                >= settings.drop_pct
            and (now.approved >= settings.question_members or now.lapsed = now.approved)
        when now.approved >= settings.question_members then now.lapsed * 2 >= now.approved
        else now.approved > 0 and now.lapsed = now.approved
    end
),

told_days as (
    select file, held_on as day from staged_elections
    union all
    select file, term_from from staged_representatives
    union all
    select file, held_on from staged_events
    union all
    select file, formed_on from staged_committees
),

too_early as (
    select
        file,
        early,
        first_on,
        founded_on,
    from list_days
    where early > 0
    union all
    select
        told_days.file,
        count(*),
        min(told_days.day),
        founding.founded_on,
    from told_days
    cross join founding
    where told_days.day < founding.founded_on
    group by told_days.file, founding.founded_on
),

-- Terms of a register: those that end before they start, and those that were over on its day.
terms_told as (
    select
        file,
        count(*) filter (where term_to < term_from) as reversed,
        count(*) filter (where term_to < listed_on) as passed,
        count(*) as rows,
    from staged_representatives
    where nobody is null
    group by file
),

cases as (
    select
        'most_have_lapsed' as name,
        list_on || '|' || lapsed || '|' || approved as detail,
        list_on,
        cast(null as varchar) as file,
    from over_already
    union all
    select
        'days_before_the_party',
        file || '|' || early || '|' || first_on || '|' || founded_on,
        null,
        file,
    from too_early
    union all
    select
        'expiry_before_joining',
        file || '|' || reversed || '|' || rows,
        null,
        file,
    from list_days
    where reversed * 100 >= rows and reversed > 0
    union all
    select
        'term_ends_before_it_starts',
        file || '|' || reversed || '|' || rows,
        null,
        file,
    from terms_told
    where reversed * 100 >= rows and reversed > 0
    union all
    select
        'all_terms_over',
        file || '|' || rows,
        null,
        file,
    from terms_told
    where passed = rows and rows > 2 and reversed = 0
)

select * from cases
