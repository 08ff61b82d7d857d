-- One row per poll and what is wrong with it or its answers, and of how many rows of exports.
with

choices_of as (
    select
        polls.poll_id,
        polls.opened_on,
        polls.closed_on,
        polls.scope_kind,
        count(poll_choices.choice_no) as choices,
        count(distinct lower(regexp_replace(poll_choices.choice, '[\s\pZ]+', '', 'g')))
            as different,
    from polls
    left join poll_choices on polls.poll_id = poll_choices.poll_id
    group by polls.poll_id, polls.opened_on, polls.closed_on, polls.scope_kind
),

flags as (
    -- In a row that slipped sideways a telephone or an address can stand where the poll belongs.
    select
        regexp_replace(poll_id, '.*(@|[0-9๐-๙](?:[ .-]?[0-9๐-๙]){8}).*', '•') as poll_id,
        kept_out as flag,
        cast(sum(stands_for) as bigint) as rows,
    from answers_judged
    where kept_out <> 'superseded'
    group by all
    union all
    select
        poll_id,
        'one_choice',
        0,
    from choices_of
    where choices < 2
    union all
    select
        poll_id,
        'same_choice_twice',
        0,
    from choices_of
    where different < choices
    union all
    select
        poll_id,
        'closes_before_opening',
        0,
    from choices_of
    where closed_on < opened_on
    union all
    select
        poll_id,
        'unknown_scope',
        0,
    from choices_of
    where scope_kind is null
    union all
    -- No key of a person is kept, so that who answers in two exports is two people.
    select
        poll_id,
        'several_exports',
        0,
    from answers_judged
    where kept_out is null and is_counted and is_numbered
    group by poll_id
    having count(distinct coalesce(listed_on, date '9000-01-01')) > 1
)

select * from flags
order by poll_id, flag
