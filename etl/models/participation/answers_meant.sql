-- One row per poll, text of an answer and choice that it means; texts that mean none have no row.
with

texts as (
    select distinct
        poll_id,
        choice as text,
    from staged_poll_answers
),

-- Choices that differ only in signs (< 5, > 5) have their letters in common, and are told apart by
-- their exact text, case and spaces aside.
exact_choices as (
    select
        poll_id,
        choice_no,
        lower(regexp_replace(choice, '[\s\pZ]+', '', 'g')) as exact_key,
        nullif(lower(regexp_replace(choice, '[^\pL\pM\pN]+', '', 'g')), '') as letters_key,
    from poll_choices
),

lettered_choices as (
    select
        poll_id,
        letters_key,
        min(choice_no) as choice_no,
    from exact_choices
    where letters_key is not null
    group by poll_id, letters_key
    having count(distinct exact_key) = 1
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

every_part as (
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
        lower(regexp_replace(part, '[\s\pZ]+', '', 'g')) as exact_key,
        nullif(lower(regexp_replace(part, '[^\pL\pM\pN]+', '', 'g')), '') as letters_key,
        -- "2", "2.0", "๒", "2)" and "(no. 2)": the choice of that number.
        regexp_extract(
            translate(part, '๐๑๒๓๔๕๖๗๘๙', '0123456789'),
            '^([\pL\pM\s.:#(\[]*)(\d{1,2})(?:\.0)?\D{0,2}$',
            ['words', 'number']
        ) as numeral,
    from every_part
),

numbered as (
    select
        keyed.*,
        counted.choice_no as told_no,
    from keyed
    left join choice_words on lower(regexp_replace(keyed.numeral.words, '[^\pL\pM]+', '', 'g'))
        = choice_words.word
    left join poll_choices as counted
        on keyed.poll_id = counted.poll_id
        and try_cast(keyed.numeral.number as bigint) = counted.choice_no
        and (choice_words.word is not null or not regexp_matches(keyed.numeral.words, '[\pL\pM]'))
),

matched as (
    select
        numbered.poll_id,
        numbered.text,
        numbered.part,
        numbered.is_whole,
        -- A choice that says it in words goes before one that is counted off.
        coalesce(min(exact.choice_no), min(lettered.choice_no), min(told_no)) as choice_no,
    from numbered
    left join exact_choices as exact
        on numbered.poll_id = exact.poll_id and numbered.exact_key = exact.exact_key
    left join lettered_choices as lettered
        on numbered.poll_id = lettered.poll_id and numbered.letters_key = lettered.letters_key
    group by numbered.poll_id, numbered.text, numbered.part, numbered.is_whole
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
