-- One row per amphoe and unbroken time with no members, with some, or with enough for an election.
with

running as (
    select
        amphoe_code,
        date,
        sum(joined + returned + moved_in - left_members - moved_out) over (
            partition by amphoe_code
            order by date
            rows between unbounded preceding and current row
        ) as members,
    from membership_told
    where amphoe_code is not null
),

thresholds as (
    select
        from_on,
        to_on,
        number,
    from rules
    where name = 'election_threshold'
),

-- A new threshold moves amphoe whose members did not change that day.
counted as (
    select * from running
    union all
    select
        running.amphoe_code,
        thresholds.from_on,
        max_by(running.members, running.date),
    from running
    inner join thresholds on running.date < thresholds.from_on
    group by running.amphoe_code, thresholds.from_on
),

weighed as (
    select
        counted.amphoe_code,
        counted.date as from_on,
        case
            when counted.members <= 0 then 'no_members'
            when counted.members >= coalesce(thresholds.number, 0) then 'threshold'
            else 'members'
        end as step,
    from counted
    left join thresholds on counted.date between thresholds.from_on and thresholds.to_on
),

turned as (
    select
        *,
        lag(step) over (partition by amphoe_code order by from_on) as step_before,
    from weighed
),

masses as (
    select
        amphoe_code,
        step,
        from_on,
        coalesce(
            lead(from_on) over (partition by amphoe_code order by from_on) - 1,
            date '9000-01-01'
        ) as to_on,
    from turned
    where step is distinct from step_before
)

select * from masses
