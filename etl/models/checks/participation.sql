-- One row per check of events, committees, polls and proposals: how many cases break it.
with

-- Only from the first event on: before it nobody kept events.
elections_with_events as (
    select
        elections.election_id,
        elections.held_on,
    from elections
    cross join newest
    where elections.status in ('closed', 'result_announced')
        and elections.amphoe_code is not null
        and elections.held_on between (select min(held_on) from events) and newest.newest_on
        and not exists (
            select 1 from events
            where events.kind = 'election'
                and events.held_on = elections.held_on
                and events.amphoe_code = elections.amphoe_code
        )
),

answers_by_file as (
    select
        loads.file,
        loads.staged,
        coalesce(sum(judged.stands_for), 0) as judged,
    from loads
    left join answers_judged as judged on loads.file = judged.file
    where loads.kind = 'poll_answers' and loads.status in ('loaded', 'unchanged')
    group by loads.file, loads.staged
),

answers_in_places as (
    select
        (select coalesce(sum(answers), 0) from poll_answers) as counted,
        (
            select coalesce(sum(judged.answers * meant.choices), 0)
            from answers_judged as judged
            inner join (
                select
                    poll_id,
                    text,
                    count(*) as choices,
                from answers_meant
                group by poll_id, text
            ) as meant on judged.poll_id = meant.poll_id and judged.choice = meant.text
            where judged.kept_out is null
        ) as judged,
),

answers_twice as (
    select
        poll_id,
        answered_on,
        listed_on,
    from answers_judged
    where newest_first = 1 and copy_no > 1
),

every_check as (
    select
        'every_answer_accounted_for' as name,
        true as is_fatal,
        count(*) filter (where staged <> judged) as found,
        min(case when staged <> judged then file end) as detail,
    from answers_by_file
    union all
    select
        'answers_of_every_place_add_up',
        true,
        count(*) filter (where counted <> judged),
        min(case when counted <> judged then counted || ' ≠ ' || judged end),
    from answers_in_places
    union all
    select
        'figures_of_every_event_agree',
        false,
        count(distinct event_id),
        min(event_id),
    from event_flags
    union all
    select
        'no_event_was_called_off_untold',
        false,
        count(*),
        min(told.event_id),
    from events_told as told
    anti join events on told.event_id = events.event_id
    where not told.is_called_off
    union all
    select
        'every_election_has_its_event',
        false,
        count(*),
        min(election_id),
    from elections_with_events
    union all
    select
        'days_of_every_committee_agree',
        false,
        count(*),
        min(coalesce(province_code, '?') || ' ' || formed_on),
    from committee_flags
    union all
    select
        'every_poll_can_be_answered',
        false,
        count(distinct poll_id),
        min(poll_id),
    from poll_flags
    where rows = 0 and flag <> 'several_exports'
    union all
    -- Somebody who answers again is no fault: the last answer counts.
    select
        'every_answer_is_to_an_open_poll',
        false,
        sum(rows),
        min(poll_id || ': ' || flag),
    from poll_flags
    where rows > 0 and flag <> 'answered_again'
    union all
    select
        'no_answers_told_by_two_files_of_one_day',
        false,
        count(*),
        min(poll_id || ' ' || answered_on),
    from answers_twice
    union all
    select
        'days_of_every_proposal_agree',
        false,
        count(distinct proposal_id),
        min(proposal_id),
    from proposal_flags
)

select * from every_check
