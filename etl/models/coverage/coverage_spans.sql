-- One row per amphoe and unbroken time with a representative; covered_to is the last such day.
with

registered as (
    select
        amphoe_code,
        covered_from,
        covered_to,
    from covered
    where basis = 'registered'
)

select * from registered
order by amphoe_code, covered_from
