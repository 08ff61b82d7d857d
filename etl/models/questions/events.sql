-- One row per case and file: what is asked of events that may have been called off.
with

cases as (
    select
        'called_off_and_attended' as name,
        file || '|' || count(*) || '|' || min(event_id) as detail,
        file,
    from events_told
    where is_called_off and (attended > 0 or joined > 0)
    group by file
    union all
    select
        'remark_tells_of_calling_off',
        file || '|' || count(*) || '|' || min(event_id),
        file,
    from events_told
    where remark = 'unsure' and not is_called_off and coalesce(status <> 'held', true)
    group by file
)

select * from cases
