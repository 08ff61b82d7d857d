-- One row: the newest and the first day that the data describes.
with

lists_end as (
    select
        max(list_on) as newest_on,
        min(list_on) as first_list_on,
    from lists
),

-- An election with a result describes its day, but never a day after its own export.
elections_end as (
    select
        greatest(
            max(listed_on),
            max(least(held_on, coalesce(listed_on, rules.built_on)))
                filter (where status in ('closed', 'result_announced'))
        ) as newest_on,
    from staged_elections
    cross join build_settings as rules
),

register_end as (
    select max(listed_on) as newest_on
    from staged_representatives
),

taking_part_end as (
    select max(listed_on) as newest_on
    from (
        select listed_on from staged_events
        union all
        select listed_on from staged_committees
        union all
        select listed_on from staged_polls
        union all
        select listed_on from staged_poll_answers
        union all
        select listed_on from staged_proposals
    ) as listed
),

every_end as (
    select
        greatest(
            lists_end.newest_on,
            elections_end.newest_on,
            register_end.newest_on,
            taking_part_end.newest_on
        ) as newest_on,
        lists_end.first_list_on,
    from lists_end
    cross join elections_end
    cross join register_end
    cross join taking_part_end
)

select * from every_end
