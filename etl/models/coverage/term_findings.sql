-- One row per term and reason to doubt it, with the lists that found it and what was decided.
with

terms_known as (
    select
        *,
        coalesce(term_to, date '9000-01-01') as last_on,
    from terms
    where amphoe_code is not null and term_from <= coalesce(term_to, term_from)
),

-- The older of two terms is the one in doubt: the newer is what was decided last.
overlapping as (
    select
        older.term_id,
        older.amphoe_code,
        newer.amphoe_code as newer_amphoe,
        older.person_key is not distinct from newer.person_key as is_one_person,
        newer.term_from as since_on,
        least(older.last_on, newer.last_on) as until_on,
        coalesce(rules.number, 1) as seats,
    from terms_known as older
    inner join terms_known as newer
        on older.term_id <> newer.term_id
        and (older.term_from, older.term_id) < (newer.term_from, newer.term_id)
        and newer.term_from <= older.last_on
        and (
            older.amphoe_code = newer.amphoe_code
            or older.person_key = newer.person_key
        )
    left join rules
        on rules.name = 'seats' and newer.term_from between rules.from_on and rules.to_on
),

twice as (
    select
        term_id,
        'twice' as reason,
        since_on as found_on,
        since_on,
        nullif(until_on, date '9000-01-01') as until_on,
    from overlapping
    where is_one_person and amphoe_code <> newer_amphoe
),

sharing as (
    select
        *,
        row_number() over (partition by term_id order by since_on, until_on) as newer_no,
    from overlapping
    where amphoe_code = newer_amphoe and not is_one_person
),

shared_seat as (
    select
        term_id,
        'shared_seat' as reason,
        since_on as found_on,
        since_on,
        nullif(until_on, date '9000-01-01') as until_on,
    from sharing
    where newer_no = seats
),

lengths as (
    select
        terms_known.term_id,
        cast(terms_known.term_from + to_months(cast(rules.number as integer)) as date) as over_on,
    from terms_known
    inner join rules
        on rules.name = 'term_months'
        and terms_known.term_from between rules.from_on and rules.to_on
    where terms_known.term_to is null
),

past_term as (
    select
        lengths.term_id,
        'past_term' as reason,
        lengths.over_on as found_on,
        lengths.over_on as since_on,
        cast(null as date) as until_on,
    from lengths
    cross join newest
    where lengths.over_on <= newest.newest_on
),

found as (
    select * from list_findings
    union all
    select * from twice
    union all
    select * from shared_seat
    union all
    select * from past_term
),

decided as (
    select
        found.term_id,
        found.reason,
        found.found_on,
        max_by(reviews.decision, reviews.decided_on) as decision,
        max_by(reviews.decided_by, reviews.decided_on) as decided_by,
        max(reviews.decided_on) as decided_on,
        max_by(reviews.note, reviews.decided_on) as note,
    from found
    inner join reviews
        on found.term_id = reviews.term_id
        -- What a later list finds anew has not been looked at.
        and found.found_on <= reviews.decided_on
    group by found.term_id, found.reason, found.found_on
),

findings as (
    select
        found.term_id,
        terms_known.amphoe_code,
        terms_known.province_code,
        found.reason,
        coalesce(decided.decision, 'provisional') as status,
        found.found_on,
        found.since_on,
        least(found.until_on, terms_known.term_to) as until_on,
        decided.decided_by,
        decided.decided_on,
        decided.note,
    from found
    inner join terms_known on found.term_id = terms_known.term_id
    left join decided
        on found.term_id = decided.term_id
        and found.reason = decided.reason
        and found.found_on = decided.found_on
)

select * from findings
order by term_id, found_on, reason
