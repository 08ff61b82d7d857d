-- One row per list and place: the members whom a full list has there, by amphoe or openly none.
with

counted as (
    select
        list_no,
        list_on,
        province_code,
        amphoe_code,
        count(*) as members,
    from list_members
    where is_active
    group by list_no, list_on, province_code, amphoe_code
)

select * from counted
