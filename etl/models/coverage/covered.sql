-- One row per amphoe and unbroken time with a representative, as registered and as verified.
with

-- The last open end is a day that no calendar reaches, so that ends can be compared.
terms_known as (
    select
        term_id,
        amphoe_code,
        term_from,
        coalesce(term_to, date '9000-01-01') as term_to,
    from terms
    where amphoe_code is not null and term_from <= coalesce(term_to, term_from)
),

in_doubt as (
    select
        term_id,
        since_on,
        coalesce(until_on, date '9000-01-01') as until_on,
    from term_findings
    where status <> 'still_serving'
),

-- What is not in doubt of a term begins with it, or the day after a doubt is over.
starts as (
    select
        term_id,
        term_from as part_from,
    from terms_known
    union
    select
        terms_known.term_id,
        cast(in_doubt.until_on + 1 as date),
    from terms_known
    inner join in_doubt
        on terms_known.term_id = in_doubt.term_id
        and in_doubt.until_on < terms_known.term_to
        and in_doubt.until_on >= terms_known.term_from
),

parts as (
    select
        terms_known.amphoe_code,
        starts.part_from,
        least(
            terms_known.term_to,
            cast(min(in_doubt.since_on) filter (where in_doubt.since_on >= starts.part_from) - 1
                as date)
        ) as part_to,
    from starts
    inner join terms_known on starts.term_id = terms_known.term_id
    left join in_doubt on starts.term_id = in_doubt.term_id
    group by
        starts.term_id, terms_known.amphoe_code, starts.part_from, terms_known.term_to
    having not bool_or(
        coalesce(starts.part_from between in_doubt.since_on and in_doubt.until_on, false)
    )
),

both_bases as (
    select
        'registered' as basis,
        amphoe_code,
        term_from as covered_from,
        term_to as covered_to,
    from terms_known
    union all
    select
        'verified',
        amphoe_code,
        part_from,
        part_to,
    from parts
    where part_from <= part_to
),

compared as (
    select
        *,
        max(covered_to) over (
            partition by basis, amphoe_code
            order by covered_from, covered_to
            rows between unbounded preceding and 1 preceding
        ) as covered_before,
    from both_bases
),

numbered as (
    select
        *,
        sum(case when covered_from <= covered_before + 1 then 0 else 1 end) over (
            partition by basis, amphoe_code
            order by covered_from, covered_to
            rows between unbounded preceding and current row
        ) as span_no,
    from compared
),

spans as (
    select
        basis,
        amphoe_code,
        min(covered_from) as covered_from,
        nullif(max(covered_to), date '9000-01-01') as covered_to,
    from numbered
    group by basis, amphoe_code, span_no
)

select * from spans
order by basis, amphoe_code, covered_from
