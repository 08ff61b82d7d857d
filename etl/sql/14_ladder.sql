-- One row per basis, amphoe and unbroken time on one step of the way to a representative.
with

bases as (
    select unnest(['registered', 'verified']) as basis
),

everywhere as (
    select
        bases.basis,
        amphoe.amphoe_code,
    from amphoe
    cross join bases
),

running as (
    select
        amphoe_code,
        date,
        sum(joined + returned + moved_in - left_members - moved_out) over (
            partition by amphoe_code
            order by date
            rows between unbounded preceding and current row
        ) as members,
    from membership_daily
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
),

-- Only an end that was planned can be seen coming; a resignation is not.
spans as (
    select
        covered.basis,
        covered.amphoe_code,
        covered.covered_from as from_on,
        coalesce(covered.covered_to, date '9000-01-01') as to_on,
        max(
            case when terms.term_id is not null
                then greatest(
                    covered.covered_from,
                    cast(covered.covered_to - cast(rules.number as integer) as date)
                ) end
        ) as ending_from,
    from covered
    left join terms
        on covered.amphoe_code = terms.amphoe_code
        and covered.covered_to = terms.term_to
        and terms.planned_to = terms.term_to
    left join rules
        on rules.name = 'ending_days'
        and covered.covered_to between rules.from_on and rules.to_on
    group by covered.basis, covered.amphoe_code, covered.covered_from, covered.covered_to
),

votes as (
    select
        amphoe_code,
        held_on,
        status in ('closed', 'result_announced') as is_held,
        coalesce(
            announced_on,
            case when status in ('announced', 'open')
                then coalesce(registration_on, listed_on, newest.newest_on) end
        ) as announced_from,
        case when status in ('closed', 'result_announced') then cast(held_on - 1 as date)
            else coalesce(held_on, date '9000-01-01') end as announced_to,
        case when status = 'closed' or (status = 'result_announced' and coalesce(elected, 1) > 0)
            then held_on end as held_from,
    from elections
    cross join newest
    where amphoe_code is not null
        and status in ('announced', 'open', 'closed', 'result_announced')
),

-- A vote is waited on until somebody it may have elected has come and gone.
waits as (
    select
        everywhere.basis,
        votes.amphoe_code,
        votes.announced_from,
        votes.announced_to,
        votes.held_from,
        coalesce(min(spans.to_on), date '9000-01-01') as held_to,
    from votes
    inner join everywhere on votes.amphoe_code = everywhere.amphoe_code
    left join spans
        on everywhere.basis = spans.basis
        and votes.amphoe_code = spans.amphoe_code
        and spans.to_on >= votes.held_from
    group by all
),

points as (
    select
        basis,
        amphoe_code,
        date '1900-01-01' as from_on,
    from everywhere
    union
    select
        everywhere.basis,
        masses.amphoe_code,
        masses.from_on,
    from masses
    inner join everywhere on masses.amphoe_code = everywhere.amphoe_code
    union
    select
        basis,
        amphoe_code,
        unnest([from_on, cast(to_on + 1 as date), ending_from]),
    from spans
    -- Where the register has somebody whom the members' lists do not bear out, the seat is vacant.
    union
    select
        'verified',
        amphoe_code,
        unnest([from_on, cast(to_on + 1 as date)]),
    from spans
    where basis = 'registered'
    union
    select
        basis,
        amphoe_code,
        unnest([announced_from, cast(announced_to + 1 as date), held_from,
            cast(held_to + 1 as date)]),
    from waits
),

stood as (
    select
        points.basis,
        points.amphoe_code,
        points.from_on,
        bool_or(spans.basis is not null) as is_covered,
        bool_or(coalesce(points.from_on >= spans.ending_from, false)) as is_ending,
    from points
    left join spans
        on points.basis = spans.basis
        and points.amphoe_code = spans.amphoe_code
        and points.from_on between spans.from_on and spans.to_on
    where points.from_on is not null and points.from_on < date '9000-01-01'
    group by points.basis, points.amphoe_code, points.from_on
),

awaited as (
    select
        stood.basis,
        stood.amphoe_code,
        stood.from_on,
        bool_or(
            coalesce(stood.from_on between waits.announced_from and waits.announced_to, false)
        ) as is_announced,
        bool_or(
            coalesce(stood.from_on between waits.held_from and waits.held_to, false)
        ) as is_held,
    from stood
    left join waits
        on stood.basis = waits.basis
        and stood.amphoe_code = waits.amphoe_code
    group by stood.basis, stood.amphoe_code, stood.from_on
),

lost as (
    select
        stood.basis,
        stood.amphoe_code,
        stood.from_on,
        bool_or(coalesce(spans.to_on < stood.from_on, false)) as is_vacant,
        bool_or(
            coalesce(spans.basis = 'registered' and spans.to_on >= stood.from_on, false)
        ) as is_doubted,
    from stood
    left join spans
        on stood.amphoe_code = spans.amphoe_code
        and (stood.basis = spans.basis or spans.basis = 'registered')
        and spans.from_on <= stood.from_on
    group by stood.basis, stood.amphoe_code, stood.from_on
),

judged as (
    select
        stood.basis,
        stood.amphoe_code,
        stood.from_on,
        case
            when stood.is_covered and stood.is_ending then 'ending'
            when stood.is_covered then 'serving'
            when awaited.is_announced then 'announced'
            when lost.is_doubted then 'vacant'
            when awaited.is_held then 'held'
            when lost.is_vacant then 'vacant'
            else coalesce(masses.step, 'no_members')
        end as step,
    from stood
    inner join awaited using (basis, amphoe_code, from_on)
    inner join lost using (basis, amphoe_code, from_on)
    left join masses
        on stood.amphoe_code = masses.amphoe_code
        and stood.from_on between masses.from_on and masses.to_on
),

compared as (
    select
        *,
        lag(step) over (partition by basis, amphoe_code order by from_on) as step_before,
    from judged
),

steps as (
    select
        basis,
        amphoe_code,
        step,
        from_on,
        cast(lead(from_on) over (partition by basis, amphoe_code order by from_on) - 1 as date)
            as to_on,
    from compared
    where step is distinct from step_before
)

select * from steps
order by basis, amphoe_code, from_on
