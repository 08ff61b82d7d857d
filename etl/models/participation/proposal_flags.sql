-- One row per proposal and rule of order that its days break; it is kept as told.
with

days as (
    select
        proposals.*,
        -- A file without a day of its own may tell what happened until it was read.
        least(staged.listed_on, rules.built_on) as known_on,
    from proposals
    inner join staged_proposals as staged
        on proposals.proposal_id = staged.proposal_id
        and proposals.file = staged.file
        and proposals.line = staged.line
    cross join build_settings as rules
),

steps as (
    select
        proposal_id,
        raised_on,
        known_on,
        status,
        unnest(['supported', 'debated', 'adopted', 'declined', 'done']) as step,
        unnest([supported_on, debated_on, adopted_on, declined_on, done_on]) as step_on,
    from days
),

flags as (
    select
        proposal_id,
        step || '_before_raised' as flag,
    from steps
    where step_on < raised_on
    union all
    select distinct
        proposal_id,
        'day_in_the_future',
    from steps
    where greatest(step_on, raised_on) > known_on
    union all
    select
        proposal_id,
        'status_without_its_day',
    from steps
    where step = status and step_on is null
    union all
    select
        proposal_id,
        'done_before_adopted',
    from days
    where done_on < adopted_on
    union all
    select
        proposal_id,
        'adopted_before_debated',
    from days
    where adopted_on < debated_on
    union all
    select
        proposal_id,
        'adopted_and_declined',
    from days
    where adopted_on is not null and declined_on is not null
    union all
    select
        proposal_id,
        'topic_not_told',
    from days
    where topic is null
    union all
    select
        proposal_id,
        'implausible_count',
    from days
    where supporters > 1000000
)

select * from flags
order by proposal_id, flag
