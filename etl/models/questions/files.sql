-- One row per case and file: what is asked of a file by itself.
with

used as (
    select
        file,
        sha256,
        rows_in,
        rejected,
        (
            select count(*) from rejects
            where rejects.file = loads.file and rejects.reason = 'state_is_empty'
        ) as without_state,
    from loads
    where status in ('loaded', 'unchanged')
),

cases as (
    select
        'many_rows_rejected' as name,
        file || '|' || rejected || '|' || rows_in as detail,
        sha256,
    from used
    cross join build_settings as rules
    where (rejected - without_state) * 100 >= rows_in * rules.drop_pct
        and rejected - without_state > 1
    union all
    select
        'state_is_empty',
        file || '|' || without_state || '|' || rows_in,
        sha256,
    from used
    where without_state * 100 > rows_in
)

select * from cases
