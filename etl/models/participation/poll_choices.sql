-- One row per poll and choice, numbered in the order in which they are told.
with

newest_polls as (
    select staged.*
    from staged_polls as staged
    inner join polls
        on staged.poll_id = polls.poll_id
        and staged.file = polls.file
        and staged.line = polls.line
),

listed as (
    select
        poll_id,
        string_split(choices, chr(10)) as texts,
    from newest_polls
    where choices is not null
),

-- A column each: their numbers are those of the columns.
columned as (
    select
        poll_id,
        [
            choice_1, choice_2, choice_3, choice_4, choice_5,
            choice_6, choice_7, choice_8, choice_9, choice_10
        ] as texts,
    from newest_polls
    where choices is null
),

numbered as (
    select
        poll_id,
        unnest(texts) as choice,
        generate_subscripts(texts, 1) as choice_no,
    from (
        select * from listed
        union all
        select * from columned
    )
),

named as (
    select
        poll_id,
        choice_no,
        choice,
    from numbered
    where choice is not null
)

select * from named
order by poll_id, choice_no
