-- One row per case and file: what is asked of a file by itself.
with

cases as (
    select
        'many_rows_rejected' as name,
        file || '|' || rejected || '|' || rows_in as detail,
        sha256,
    from loads
    cross join build_settings as rules
    where status in ('loaded', 'unchanged')
        and rejected * 100 >= rows_in * rules.drop_pct
        and rejected > 1
)

select * from cases
