-- One row per amphoe and unbroken time with a representative who is not in doubt.
with

verified as (
    select
        amphoe_code,
        covered_from,
        covered_to,
    from covered
    where basis = 'verified'
)

select * from verified
order by amphoe_code, covered_from
