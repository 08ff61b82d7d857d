-- One row per case and file: what is asked of answers to polls that are to none, or to no choice.
with

-- Of a text that several give it is told what it says: it is nobody's own.
texts as (
    select
        judged.file,
        judged.poll_id,
        judged.kept_out,
        judged.choice,
        sum(judged.answers) as answers,
        sum(judged.answers) >= any_value(rules.few)
        and not regexp_matches(judged.choice, '@|[0-9๐-๙]{5}')
        and length(judged.choice) <= 60 as is_told,
    from answers_judged as judged
    cross join build_settings as rules
    where judged.kept_out in ('unknown_poll', 'unknown_choice')
    group by judged.file, judged.poll_id, judged.kept_out, judged.choice
),

of_polls as (
    select
        file,
        poll_id,
        kept_out,
        sum(answers) as answers,
        coalesce(max_by(choice, answers) filter (where is_told), '…') as choice,
    from texts
    group by file, poll_id, kept_out
),

every_answer as (
    select
        file,
        poll_id,
        sum(answers) as answers,
    from answers_judged
    where coalesce(kept_out <> 'superseded', true)
    group by file, poll_id
),

cases as (
    select
        'answers_to_no_poll' as name,
        file || '|' || regexp_replace(poll_id, '.*(@|[0-9๐-๙](?:[ .-]?[0-9๐-๙]){8}).*', '•')
            || '|' || answers as detail,
        file,
    from of_polls
    where kept_out = 'unknown_poll'
    union all
    -- One in a hundred wrote something else; more did not find what they chose.
    select
        'answers_to_no_choice',
        of_polls.file || '|' || of_polls.poll_id || '|' || replace(of_polls.choice, '|', '/')
            || '|' || of_polls.answers || '|' || every_answer.answers,
        of_polls.file,
    from of_polls
    inner join every_answer
        on of_polls.file = every_answer.file and of_polls.poll_id = every_answer.poll_id
    where of_polls.kept_out = 'unknown_choice'
        and of_polls.answers * 100 > every_answer.answers
)

select * from cases
