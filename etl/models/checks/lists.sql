-- One row per check of lists and members: how many cases break it, and the first of them in words.
with

daily_total as (
    select
        lists.list_on,
        lists.list_no,
        (
            select coalesce(sum(net_yearly + net_lifetime + net_untyped), 0)
            from membership_daily
            where membership_daily.date <= lists.list_on
        ) as derived,
        coalesce(lists.archived_members, (
            select coalesce(sum(list_places.members), 0) from list_places
            where list_places.list_no = lists.list_no
        )) as listed,
    from lists
),

-- Only where some day takes away more than it brings can the number ever fall below nothing.
falling as (
    select
        coalesce(amphoe_code, '') as amphoe_code,
        coalesce(province_code, '') as province_code,
    from membership_daily
    group by coalesce(amphoe_code, ''), coalesce(province_code, '')
    having min(joined + returned + moved_in - left_members - moved_out) < 0
),

running as (
    select
        amphoe_code,
        province_code,
        date,
        sum(joined + returned + moved_in - left_members - moved_out) over (
            partition by amphoe_code, province_code
            order by date
            rows between unbounded preceding and current row
        ) as members,
    from membership_daily as daily
    where exists (
        select 1 from falling
        where falling.amphoe_code = coalesce(daily.amphoe_code, '')
            and falling.province_code = coalesce(daily.province_code, '')
    )
),

mistyped as (
    select
        amphoe_code,
        province_code,
        date,
    from membership_daily
    where joined + returned + moved_in - left_members - moved_out
        <> net_yearly + net_lifetime + net_untyped
),

spans as (
    select
        *,
        lag(covered_to) over (partition by amphoe_code order by covered_from) as before_to,
        row_number() over (partition by amphoe_code order by covered_from) as span_no,
    from coverage_spans
),

placeless as (
    select
        kind,
        sum(rows) as rows,
    from unplaced
    group by kind
),

staged as (
    select
        kind,
        sum(staged) as rows,
    from loads
    where status in ('loaded', 'unchanged')
    group by kind
),

-- Only where a date is told by several files can they name one member twice.
told_twice as (
    select
        staged.list_on,
        staged.member_key,
    from staged_members as staged
    inner join lists on staged.list_on = lists.list_on
    where lists.files > 1
    group by staged.list_on, staged.member_key
    having count(*) > 1
),

every_check as (
    select
        'list_total_equals_history' as name,
        true as is_fatal,
        count(*) filter (where derived <> listed) as found,
        min(case when derived <> listed then list_on || ': ' || listed || ' ≠ ' || derived end)
            as detail,
    from daily_total
    union all
    select
        'every_row_accounted_for',
        true,
        count(*) filter (where rows_in <> staged + duplicates + rejected + forgotten + coalesce(nobody, 0)),
        min(case when rows_in <> staged + duplicates + rejected + forgotten + coalesce(nobody, 0) then file end),
    from loads
    where status in ('loaded', 'unchanged')
    union all
    select
        'every_file_gave_a_row',
        true,
        count(*) filter (where rows_in > 0 and staged + forgotten = 0),
        min(case when rows_in > 0 and staged + forgotten = 0 then file end),
    from loads
    where status in ('loaded', 'unchanged')
    union all
    select
        'no_negative_members',
        true,
        count(*) filter (where members < 0),
        min(case when members < 0 then coalesce(amphoe_code, province_code, '?') || ' ' || date end),
    from running
    union all
    select
        'types_add_up',
        true,
        count(*),
        min(coalesce(amphoe_code, province_code, '?') || ' ' || date),
    from mistyped
    union all
    select
        'all_928_amphoe_in_77_provinces',
        true,
        abs(928 - count(*)) + abs(77 - count(distinct province_code)),
        count(*) || ' / ' || count(distinct province_code),
    from amphoe
    union all
    select
        'every_change_in_a_known_amphoe',
        true,
        count(*),
        min(daily.amphoe_code),
    from membership_daily as daily
    left join amphoe on daily.amphoe_code = amphoe.amphoe_code
    where daily.amphoe_code is not null and amphoe.amphoe_code is null
    union all
    select
        'coverage_spans_do_not_touch',
        true,
        count(*) filter (where
            covered_to < covered_from
            or (span_no > 1 and covered_from <= coalesce(before_to, covered_from) + 1)
        ),
        min(case when covered_to < covered_from then amphoe_code end),
    from spans
    union all
    select
        'places_known_for_99_pct_of_' || staged.kind,
        false,
        case when coalesce(placeless.rows, 0) * 100 > staged.rows then placeless.rows else 0 end,
        -- What is right of how many: 400 of 400 is all of them.
        staged.rows - coalesce(placeless.rows, 0) || ' / ' || staged.rows,
    from staged
    left join placeless on staged.kind = placeless.kind
    where staged.kind not in ('candidates', 'polls')
    union all
    select
        'rejected_under_1_pct_of_' || kind,
        false,
        case when sum(rejected) * 100 > sum(rows_in) then sum(rejected) else 0 end,
        sum(rows_in) - sum(rejected) || ' / ' || sum(rows_in),
    from loads
    where status in ('loaded', 'unchanged')
    group by kind
    union all
    select
        'no_member_in_two_files_of_one_date',
        false,
        count(*),
        cast(min(list_on) as varchar),
    from told_twice
)

select * from every_check
