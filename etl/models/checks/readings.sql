-- One row per thing that reading files notices and nobody need decide: in how many files, the first.
with

noticed as (
    select unnest(['read_month_first', 'row_numbers']) as name
),

every_check as (
    select
        noticed.name,
        false as is_fatal,
        count(load_findings.file) as found,
        min(load_findings.file || '|' || load_findings.detail) as detail,
    from noticed
    left join load_findings on noticed.name = load_findings.name
    group by noticed.name
)

select * from every_check
