-- One row per term and unbroken run of members' lists that do not bear it out, with the reason.
with

terms_known as (
    select
        *,
        coalesce(term_to, date '9000-01-01') as last_on,
    from terms
    where amphoe_code is not null and term_from <= coalesce(term_to, term_from)
),

people as (
    select distinct person_key
    from terms_known
    where is_checkable
),

listed as (
    select list_members.*
    from list_members
    inner join people on list_members.member_key = people.person_key
),

-- Who is not in a list is there as the last list that had them says.
every_finding as (
    select
        terms_known.term_id,
        lists.list_no,
        lists.list_on,
        lists.previous_on,
        terms_known.term_from,
        coalesce(listed.left_on, last_row.left_on) as left_on,
        case
            when listed.member_key is null and last_row.member_key is null then 'not_a_member'
            when listed.member_key is null and last_row.reason = 'lapsed'
                and last_row.left_on <= lists.list_on then 'lapsed'
            when listed.member_key is null then 'left'
            when not listed.is_active and listed.reason = 'lapsed' then 'lapsed'
            when not listed.is_active and listed.has_been_member then 'left'
            when not listed.is_active then 'not_a_member'
            when listed.amphoe_code <> terms_known.amphoe_code then 'moved'
        end as reason,
    from terms_known
    inner join lists
        on lists.list_on between terms_known.term_from and terms_known.last_on
    left join listed
        on terms_known.person_key = listed.member_key
        and lists.list_no = listed.list_no
    asof left join listed as last_row
        on terms_known.person_key = last_row.member_key
        and lists.list_no > last_row.list_no
    where terms_known.is_checkable
        -- Lists whose rows are no longer kept say nothing of who stood for office only later.
        and (
            lists.archived_members is null
            or lists.list_on = (select max(list_on) from archived_lists)
            or terms_known.person_key in (select member_key from archived_people)
        )
),

runs as (
    select
        *,
        lead(list_on) over (partition by term_id order by list_no) as next_on,
        list_no - row_number() over (partition by term_id, reason order by list_no) as run_no,
    from every_finding
),

by_list as (
    select
        term_id,
        reason,
        min(list_on) as found_on,
        case
            when min_by(left_on, list_no) > greatest(
                coalesce(min(previous_on), date '0001-01-01'), min(term_from)
            ) and min_by(left_on, list_no) <= min(list_on)
                then min_by(left_on, list_no)
            else min(list_on)
        end as since_on,
        cast(max_by(next_on, list_no) - 1 as date) as until_on,
    from runs
    where reason is not null
    group by term_id, reason, run_no
)

select * from by_list
