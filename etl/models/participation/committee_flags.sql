-- One row per term of a committee and rule of order that it breaks; it is kept as told.
with

numbered as (
    select
        committees.*,
        coalesce(committees.ended_on, date '9000-01-01') as last_on,
        least(committees.listed_on, rules.built_on) as known_on,
    from committees
    cross join build_settings as rules
),

flags as (
    select
        province_code,
        formed_on,
        'ends_before_formed' as flag,
    from numbered
    where ended_on < formed_on
    union all
    -- The older of two is the one in doubt: the newer is what was decided last.
    select distinct
        older.province_code,
        older.formed_on,
        'overlaps_the_next',
    from numbered as older
    inner join numbered as newer
        on older.province_code = newer.province_code
        and older.formed_on < newer.formed_on
        and newer.formed_on <= older.last_on
        and newer.formed_on <= newer.last_on
        and older.formed_on <= older.last_on
    union all
    select
        province_code,
        formed_on,
        'formed_in_the_future',
    from numbered
    where formed_on > known_on
    union all
    select
        province_code,
        formed_on,
        'implausible_count',
    from numbered
    where active_people > 1000000
)

select * from flags
order by province_code, formed_on, flag
