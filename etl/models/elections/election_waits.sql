-- One row per basis and election that was announced or held: how long it is waited for, and on.
with

bases as (
    select unnest(['registered', 'verified']) as basis
),

votes as (
    select
        amphoe_code,
        coming_from as announced_from,
        coming_to as announced_to,
        case when status = 'closed' or (status = 'result_announced' and coalesce(elected, 1) > 0)
            then held_on end as held_from,
    from elections
    where amphoe_code is not null
        and status in ('announced', 'open', 'closed', 'result_announced')
),

-- A vote is waited on until somebody it may have elected has come and gone.
waits as (
    select
        bases.basis,
        votes.amphoe_code,
        votes.announced_from,
        votes.announced_to,
        votes.held_from,
        coalesce(min(spans.to_on), date '9000-01-01') as held_to,
    from votes
    cross join bases
    left join spans_ending as spans
        on bases.basis = spans.basis
        and votes.amphoe_code = spans.amphoe_code
        and spans.to_on >= votes.held_from
    group by all
)

select * from waits
