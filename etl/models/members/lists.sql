-- One row per date of a full members' list, those included of which only the total is kept.
with

member_loads as (
    select
        list_on,
        count(*) as files,
    from loads
    where kind = 'members' and status in ('loaded', 'unchanged')
    group by list_on
),

dates as (
    select
        list_on,
        files,
        cast(null as bigint) as archived_members,
    from member_loads
    where list_on not in (select list_on from archived_lists)
    union all
    select
        list_on,
        files,
        members as archived_members,
    from archived_lists
),

numbered as (
    select
        list_on,
        row_number() over (order by list_on) as list_no,
        lag(list_on) over (order by list_on) as previous_on,
        files,
        archived_members,
    from dates
)

select * from numbered
