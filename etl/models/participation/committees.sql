-- One row per term of a provincial working committee: those of the newest export.
with

days as (
    select
        listed_on,
        row_number() over (order by listed_on desc nulls first) as newest_first,
    from staged_committees
    group by listed_on
),

-- The newest export counts whole: a committee that is no longer in it was taken out by somebody.
placed as (
    select
        places.province_code,
        staged.formed_on,
        staged.ended_on,
        staged.active_people,
        staged.listed_on,
        staged.file,
        staged.line,
        row_number() over (
            partition by coalesce(places.province_code, staged.province), staged.formed_on
            order by length(staged.file) desc, staged.file desc, staged.line desc
        ) as copy_no,
    from staged_committees as staged
    inner join days
        on staged.listed_on is not distinct from days.listed_on
        and days.newest_first = 1
    left join committee_places as places
        on staged.formed_on is not distinct from places.told_on
        and staged.province is not distinct from places.province_text
),

terms_told as (
    select * exclude (copy_no)
    from placed
    where copy_no = 1
)

select * from terms_told
order by province_code, formed_on
