-- One row per poll, text of an answer and choice that it means; texts that mean none have no row.
with

texts as (
    select distinct
        poll_id,
        choice as text,
    from staged_poll_answers
),

keyed_choices as (
    select
        poll_id,
        choice_no,
        coalesce(
            nullif(lower(regexp_replace(choice, '[^\pL\pM\pN]+', '', 'g')), ''), lower(choice)
        ) as choice_key,
    from poll_choices
),

-- Of several choices only: what a person ticked, all in one cell.
parts as (
    select
        texts.poll_id,
        texts.text,
        trim(unnest(regexp_split_to_array(texts.text, '[\n\f|;,]'))) as part,
    from texts
    inner join polls on texts.poll_id = polls.poll_id and polls.is_several
    where regexp_matches(texts.text, '[\n\f|;,]')
),

asked as (
    select
        poll_id,
        text,
        text as part,
        true as is_whole,
    from texts
    union
    select
        poll_id,
        text,
        part,
        false,
    from parts
    where part <> ''
),

keyed as (
    select
        *,
        coalesce(
            nullif(lower(regexp_replace(part, '[^\pL\pM\pN]+', '', 'g')), ''), lower(part)
        ) as choice_key,
        -- "2", "2.0", "๒", "2)" and two words at most before a number: the choice of that number.
        try_cast(regexp_extract(
            translate(part, '๐๑๒๓๔๕๖๗๘๙', '0123456789'), '^\D{0,12}(\d{1,2})(?:\.0)?\D{0,2}$', 1
        ) as bigint) as told_no,
    from asked
),

matched as (
    select
        keyed.poll_id,
        keyed.text,
        keyed.part,
        keyed.is_whole,
        -- A choice that says it in words goes before one that is counted off.
        coalesce(min(named.choice_no), min(counted.choice_no)) as choice_no,
    from keyed
    left join keyed_choices as named
        on keyed.poll_id = named.poll_id and keyed.choice_key = named.choice_key
    left join keyed_choices as counted
        on keyed.poll_id = counted.poll_id and keyed.told_no = counted.choice_no
    group by keyed.poll_id, keyed.text, keyed.part, keyed.is_whole
),

-- A whole text that is a choice is not taken apart; one with a part that is none means nothing.
meant as (
    select distinct
        poll_id,
        text,
        choice_no,
    from (
        select
            *,
            max(case when is_whole then choice_no end) over same as whole_no,
            count(*) filter (where not is_whole and choice_no is null) over same as strangers,
        from matched
        window same as (partition by poll_id, text)
    )
    where choice_no is not null and (is_whole or (whole_no is null and strangers = 0))
)

select * from meant
order by poll_id, text, choice_no
