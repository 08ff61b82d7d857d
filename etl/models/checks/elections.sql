-- One row per check of elections and representatives: how many cases break it, and the first.
with

covering as (
    select
        covered.basis,
        count(distinct covered.amphoe_code) as amphoe,
    from covered
    cross join newest
    where newest.newest_on between covered.covered_from
        and coalesce(covered.covered_to, newest.newest_on)
    group by covered.basis
),

standing as (
    select
        ladder.basis,
        count(*) as rows,
        count(*) filter (where ladder.step in ('serving', 'ending')) as amphoe,
    from ladder
    cross join newest
    where newest.newest_on between ladder.from_on and coalesce(ladder.to_on, newest.newest_on)
    group by ladder.basis
),

register_days as (
    select
        listed_on,
        row_number() over (order by listed_on desc nulls first) as newest_first,
    from staged_representatives
    group by listed_on
),

last_result as (
    select max(coalesce(result_on, held_on)) as result_on
    from elections
    where status = 'result_announced'
),

vanished as (
    select distinct
        before.name,
        before.member_key,
        before.term_from,
        before.file,
    from staged_representatives as before
    inner join register_days
        on before.listed_on = register_days.listed_on and register_days.newest_first = 2
    where before.nobody is null
        and coalesce(before.role = 'representative', true)
        and not exists (
        select 1 from terms
        where terms.term_from = before.term_from
            and terms.person_key = coalesce(before.member_key, cast(md5(before.name) as uuid))
    )
),

every_check as (
    select
        'no_announced_election_is_past' as name,
        false as is_fatal,
        count(*) as found,
        min(election_id) as detail,
    from elections
    cross join newest
    where status in ('announced', 'open') and held_on < newest.newest_on
    union all
    select
        'ladder_agrees_with_coverage',
        true,
        count(*) filter (
            where standing.rows <> 928 or standing.amphoe <> coalesce(covering.amphoe, 0)
        ),
        min(case when standing.amphoe <> coalesce(covering.amphoe, 0) then standing.basis || ': '
            || standing.amphoe || ' ≠ ' || coalesce(covering.amphoe, 0) end),
    from standing
    left join covering on standing.basis = covering.basis
    union all
    select
        'figures_of_every_election_agree',
        false,
        count(distinct election_id),
        min(election_id),
    from election_flags
    union all
    select
        'every_representative_has_an_amphoe',
        false,
        count(*),
        min(file || ':' || line),
    from terms
    where amphoe_code is null
    union all
    select
        'no_term_ends_before_it_starts',
        false,
        count(*),
        min(term_id),
    from terms
    where term_to < term_from
    union all
    select
        'no_representative_is_in_doubt',
        false,
        count(distinct findings.term_id),
        -- Whom it is about is told on the review page only.
        cast(null as varchar),
    from term_findings as findings
    cross join newest
    where findings.status = 'provisional'
        and newest.newest_on between findings.since_on
        and coalesce(findings.until_on, newest.newest_on)
    union all
    select
        'register_is_not_older_than_the_last_result',
        false,
        count(*),
        min(register_days.listed_on || ' < ' || last_result.result_on),
    from register_days
    cross join last_result
    where register_days.newest_first = 1 and register_days.listed_on < last_result.result_on
    union all
    select
        'every_result_is_in_the_register',
        false,
        count(*),
        min(election_id),
    from terms
    where source = 'election' and (select count(*) from register_days) > 0
    union all
    select
        'nobody_vanished_from_the_register',
        false,
        count(*),
        min(file),
    from vanished
    union all
    select
        'every_row_of_the_register_is_a_representative',
        false,
        count(*) filter (
            where register.nobody is not null or register.role <> 'representative'
        ),
        count(*) filter (
            where register.nobody is not null or register.role <> 'representative'
        ) || ' / ' || count(*),
    from staged_representatives as register
    inner join register_days
        on register.listed_on is not distinct from register_days.listed_on
        and register_days.newest_first = 1
    union all
    select
        'every_election_id_is_of_one_amphoe',
        false,
        count(distinct told.election_id),
        min(told.election_id),
    from staged_elections as told
    left join elections on told.election_id = elections.election_id
    where elections.election_id is null
    union all
    select
        'every_decision_has_its_term',
        false,
        count(*),
        min(reviews.term_id),
    from reviews
    left join terms on reviews.term_id = terms.term_id
    where terms.term_id is null
    union all
    select
        'every_result_has_an_amphoe',
        false,
        count(*),
        min(election_id),
    from elections
    where status = 'result_announced' and amphoe_code is null
    union all
    select
        'every_result_has_a_date',
        false,
        count(*),
        min(election_id),
    from elections
    where status in ('closed', 'result_announced') and held_on is null
)

select * from every_check
