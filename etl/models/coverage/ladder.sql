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
    from member_steps as masses
    inner join everywhere on masses.amphoe_code = everywhere.amphoe_code
    union
    select
        basis,
        amphoe_code,
        unnest([from_on, cast(to_on + 1 as date), ending_from]),
    from spans_ending as spans
    -- Where the register has somebody whom the members' lists do not bear out, the seat is vacant.
    union
    select
        'verified',
        amphoe_code,
        unnest([from_on, cast(to_on + 1 as date)]),
    from spans_ending as spans
    where basis = 'registered'
    union
    select
        basis,
        amphoe_code,
        unnest([announced_from, cast(announced_to + 1 as date), held_from,
            cast(held_to + 1 as date)]),
    from election_waits as waits
),

stood as (
    select
        points.basis,
        points.amphoe_code,
        points.from_on,
        bool_or(spans.basis is not null) as is_covered,
        bool_or(coalesce(points.from_on >= spans.ending_from, false)) as is_ending,
    from points
    left join spans_ending as spans
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
    left join election_waits as waits
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
    left join spans_ending as spans
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
    left join member_steps as masses
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
