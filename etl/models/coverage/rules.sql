-- One row per rule of the party and time it is in force; the first is taken to hold before its day.
with

by_day as (
    select
        *,
        row_number() over (partition by name order by applies_from) as rule_no,
        lead(applies_from) over (partition by name order by applies_from) as next_from,
    from told_rules
),

in_force as (
    select
        name,
        applies_from,
        number,
        word,
        day,
        is_verified,
        source,
        case when rule_no = 1 then date '1900-01-01' else applies_from end as from_on,
        coalesce(cast(next_from - 1 as date), date '2100-12-31') as to_on,
    from by_day
)

select * from in_force
order by name, from_on
