-- One row per date of a full members' list.
with

member_loads as (
    select * from loads where kind = 'members' and status in ('loaded', 'unchanged')
),

dates as (
    select
        list_on,
        count(*) as files,
    from member_loads
    group by list_on
),

numbered as (
    select
        list_on,
        row_number() over (order by list_on) as list_no,
        lag(list_on) over (order by list_on) as previous_on,
        files,
    from dates
)

select * from numbered
