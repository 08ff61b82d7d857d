-- One row per poll, choice, day and place: how often it was chosen. Counts, and nobody's answer.
with

counted as (
    select
        judged.poll_id,
        meant.choice_no,
        judged.answered_on,
        judged.province_code,
        judged.amphoe_code,
        cast(sum(judged.answers) as bigint) as answers,
    from answers_judged as judged
    inner join answers_meant as meant
        on judged.poll_id = meant.poll_id and judged.choice = meant.text
    where judged.kept_out is null
    group by judged.poll_id, meant.choice_no, judged.answered_on, judged.province_code,
        judged.amphoe_code
)

select * from counted
order by poll_id, answered_on, province_code, amphoe_code, choice_no
