-- One row per check of who may see what is kept: how many cases break it, and the first.
with

every_check as (
    select
        'exports_are_closed_to_others' as name,
        false as is_fatal,
        exposed_files as found,
        case when exposed_files > 0 then 'chmod -R go-rwx exports' end as detail,
    from build_settings
)

select * from every_check
