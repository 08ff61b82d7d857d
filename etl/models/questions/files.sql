-- One row per case and file: what is asked of a file by itself, or beside files of other days.
with

-- What is no dirt of one row: a file that was torn or broken on its way.
faulty_rows as (
    select
        unnest(['wrong_number_of_columns', 'broken_quote', 'nul_byte']) as reason,
        'rows_are_torn' as name,
    union all
    select
        unnest(['error_cell', 'letters_lost', 'letters_broken', 'bad_encoding']),
        'cells_are_broken',
),

used as (
    select
        loads.*,
        (
            select count(*) from rejects
            where rejects.file = loads.file and rejects.reason = 'state_is_empty'
        ) as without_state,
        (
            select count(*) from rejects
            where rejects.file = loads.file
                and rejects.reason in (select reason from faulty_rows)
        ) as faulty,
        (
            select count(*) from rejects
            where rejects.file = loads.file
                and rejects.column_name is not null
                and starts_with(rejects.reason, 'unknown_')
        ) as without_word,
    from loads
    where status in ('loaded', 'unchanged', 'same_file')
),

rejected as (
    select
        'many_rows_rejected' as name,
        file || '|' || rejected || '|' || rows_in as detail,
        sha256,
    from used
    cross join build_settings as rules
    where case
        -- Whoever is elected may be in the one row that is lost.
        when kind = 'candidates' then rejected - faulty - without_word > 0
        else (rejected - without_state - faulty - without_word) * 100
            >= rows_in * least(rules.drop_pct, 10)
            and rejected - without_state - faulty - without_word > 1
    end
    union all
    select
        faulty_rows.name,
        used.file || '|' || count(*) || '|' || min(rejects.line),
        used.sha256,
    from used
    inner join rejects on used.file = rejects.file
    inner join faulty_rows on rejects.reason = faulty_rows.reason
    group by faulty_rows.name, used.file, used.sha256
    union all
    select
        'state_is_empty',
        file || '|' || without_state || '|' || rows_in,
        sha256,
    from used
    where without_state * 100 > rows_in
),

-- The rows of the file of the same kind and the last day before.
before as (
    select
        later.file,
        max_by(earlier.rows_in, earlier.list_on) as rows_in,
    from used as later
    inner join used as earlier
        on later.kind = earlier.kind and later.list_on > earlier.list_on
    group by later.file
),

cut_off as (
    select
        'stops_at_a_limit' as name,
        used.file || '|' || used.rows_in as detail,
        used.sha256,
    from used
    inner join row_limits as limits on used.rows_in = limits.rows
    left join before on used.file = before.file
    where limits.is_asked_alone or before.rows_in is not null
),

-- The same list again: of members on any later day, of the rest where another lay between.
again as (
    select
        'same_file_as_another_day' as name,
        later.file || '|' || max(earlier.file) || '|' || later.list_on || '|'
            || max(earlier.list_on) as detail,
        later.sha256,
    from used as later
    inner join used as earlier
        on later.kind = earlier.kind
        and later.sha256 = earlier.sha256
        and later.list_on > earlier.list_on
    where later.kind = 'members'
        or exists (
            select 1 from used as between_them
            where between_them.kind = later.kind
                and between_them.sha256 <> later.sha256
                and between_them.list_on > earlier.list_on
                and between_them.list_on < later.list_on
        )
    group by later.file, later.list_on, later.sha256
),

-- What all files of a kind and a day have together, in whatever order and form.
of_days as (
    select
        used.kind,
        used.list_on,
        bit_xor(row_hashes.rows_hash) as rows_hash,
        sum(used.staged) as rows,
        min(used.file) as file,
    from used
    inner join row_hashes on used.file = row_hashes.file
    where used.list_on is not null
    group by used.kind, used.list_on
),

-- The same rows again, saved anew: as above, but that a list of few may well have a quiet month.
saved_again as (
    select
        'same_file_as_another_day' as name,
        later.file || '|' || max(earlier.file) || '|' || later.list_on || '|'
            || max(earlier.list_on) as detail,
        used.sha256,
    from of_days as later
    inner join of_days as earlier
        on later.kind = earlier.kind
        and later.rows_hash = earlier.rows_hash
        and later.rows = earlier.rows
        and later.list_on > earlier.list_on
    cross join question_settings as settings
    inner join used on later.kind = used.kind and later.list_on = used.list_on
    where (later.kind = 'members' and later.rows >= 2 * settings.question_members)
        or exists (
            select 1 from of_days as between_them
            where between_them.kind = later.kind
                and between_them.rows_hash <> later.rows_hash
                and between_them.list_on > earlier.list_on
                and between_them.list_on < later.list_on
        )
    group by later.file, later.list_on, used.sha256
),

-- What members' lists of a day tell of everybody, in words or days: a column of it is not lost by
-- what a month brings.
told as (
    select
        used.list_on,
        columns.read_as_en,
        min(columns.heading) as heading,
        min(used.file) as file,
    from used
    inner join reading_columns as columns on used.file = columns.file
    where used.kind = 'members'
        and columns.read_as_en is not null
        and (
            columns.earliest is not null
            or exists (
                select 1 from reading_words as words
                where words.file = columns.file
                    and words.position = columns.position
                    and words.means_en is not null
            )
        )
    group by used.list_on, columns.read_as_en
),

list_pairs as (
    select
        list_on,
        min(file) as file,
        min(sha256) as sha256,
        lag(list_on) over (order by list_on) as before_on,
    from used
    where kind = 'members'
    group by list_on
),

lost as (
    select
        'column_lost' as name,
        pairs.file || '|' || told.heading || '|' || told.file as detail,
        pairs.sha256,
    from list_pairs as pairs
    inner join told on pairs.before_on = told.list_on
    where not exists (
        select 1 from used
        inner join reading_columns as columns on used.file = columns.file
        where used.list_on = pairs.list_on
            and used.kind = 'members'
            and columns.read_as_en = told.read_as_en
    )
),

noticed as (
    select
        name,
        file || '|' || detail as detail,
        sha256,
    from load_findings
    where name in (select name from question_names)
),

every_case as (
    select * from rejected
    union all
    select * from cut_off
    union all
    select * from again
    union all
    select * from saved_again
    union all
    select * from lost
    union all
    select * from noticed
)

select * from every_case
