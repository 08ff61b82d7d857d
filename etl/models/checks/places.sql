-- One row per check of places: how many cases break it, and the first of them in words.
with

contradicted as (
    select
        kind,
        sum(rows) as rows,
    from unplaced
    where reason = 'contradicted'
    group by kind
),

every_check as (
    -- Placed all the same where one amphoe has the name, in a province spelt almost so.
    select
        'every_province_told_is_known' as name,
        false as is_fatal,
        count(*) as found,
        min(kind || ' ' || amphoe_code) as detail,
    from all_places
    where how = 'misspelt_province'
    union all
    select
        'no_row_contradicts_its_place',
        false,
        coalesce(sum(rows), 0),
        string_agg(kind || ' ' || rows, ', ' order by kind),
    from contradicted
)

select * from every_check
