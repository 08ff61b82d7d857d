-- One row per day on which members of an area are told: `told_on` is told of all since `from_on`.
-- Lists' days, and Sundays where there was none; never two less than seven days apart, so that no
-- two of them, subtracted, leave who came or went on a single day.
with recursive

list_days_kept as (
    select min(list_on) as day
    from lists
    union all
    select min(lists.list_on) as day
    from list_days_kept as kept
    inner join lists on lists.list_on >= kept.day + 7
    having min(lists.list_on) is not null
),

sundays as (
    select
        calendar.date as day,
        max(kept.day) filter (where kept.day <= calendar.date) as list_before,
        min(kept.day) filter (where kept.day >= calendar.date) as list_after,
    from calendar
    cross join newest
    cross join list_days_kept as kept
    where calendar.date <= newest.newest_on and extract(isodow from calendar.date) = 7
    group by calendar.date
),

every_day as (
    select day
    from list_days_kept
    where day is not null
    union all
    select day
    from sundays
    where coalesce(day - list_before >= 7, true) and coalesce(list_after - day >= 7, true)
),

since as (
    select
        coalesce(
            cast(lag(day) over (order by day) + 1 as date),
            date '0001-01-01'
        ) as from_on,
        day as told_on,
    from every_day
)

select * from since
order by told_on
