-- One row per amphoe and unbroken time with a representative; covered_to is the last such day.
with

-- A term starts on the day of the vote unless the export gives its own first day.
results as (
    select
        amphoe_code,
        coalesce(term_from, held_on) as covered_from,
        term_to,
    from elections
    where status = 'result_announced'
        and amphoe_code is not null
        and coalesce(elected, 1) > 0
        and coalesce(term_from, held_on) is not null
),

-- A term with no last day ends where the next one starts; the last open end is a day that no
-- calendar reaches, so that ends can be compared, and leaves as null.
terms as (
    select
        amphoe_code,
        covered_from,
        coalesce(
            term_to,
            lead(covered_from) over (partition by amphoe_code order by covered_from) - 1,
            date '9000-01-01'
        ) as covered_to,
    from results
    where covered_from <= coalesce(term_to, covered_from)
),

compared as (
    select
        *,
        max(covered_to) over (
            partition by amphoe_code
            order by covered_from, covered_to
            rows between unbounded preceding and 1 preceding
        ) as covered_before,
    from terms
),

numbered as (
    select
        *,
        sum(case when covered_from <= covered_before + 1 then 0 else 1 end) over (
            partition by amphoe_code
            order by covered_from, covered_to
            rows between unbounded preceding and current row
        ) as span_no,
    from compared
),

spans as (
    select
        amphoe_code,
        min(covered_from) as covered_from,
        nullif(max(covered_to), date '9000-01-01') as covered_to,
    from numbered
    group by amphoe_code, span_no
)

select * from spans
order by amphoe_code, covered_from
