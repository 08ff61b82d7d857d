-- One row per covered time of an amphoe, with the day from which its end is seen to come.
with

-- Only an end that was planned can be seen coming; a resignation is not.
spans as (
    select
        covered.basis,
        covered.amphoe_code,
        covered.covered_from as from_on,
        coalesce(covered.covered_to, date '9000-01-01') as to_on,
        max(
            case when terms.term_id is not null
                then greatest(
                    covered.covered_from,
                    cast(covered.covered_to - cast(rules.number as integer) as date)
                ) end
        ) as ending_from,
    from covered
    left join terms
        on covered.amphoe_code = terms.amphoe_code
        and covered.covered_to = terms.term_to
        and terms.planned_to = terms.term_to
    left join rules
        on rules.name = 'ending_days'
        and covered.covered_to between rules.from_on and rules.to_on
    group by covered.basis, covered.amphoe_code, covered.covered_from, covered.covered_to
)

select * from spans
