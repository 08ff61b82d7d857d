-- One row per question: how many cases of it there are, answered or not, and the first.
with

every_check as (
    select
        names.name,
        false as is_fatal,
        count(cases.detail) as found,
        min(cases.detail) as detail,
    from question_names as names
    left join question_cases as cases on names.name = cases.name
    group by names.name
)

select * from every_check
