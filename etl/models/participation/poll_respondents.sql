-- One row per poll, day and place: how many people answered; null where that cannot be known.
with

-- A count of respondents is repeated beside every choice of its place and day, however that is spelt.
told_places as (
    select
        poll_id,
        answered_on,
        province_code,
        amphoe_code,
        is_several,
        case
            when not is_several then sum(answers)
            when not bool_and(is_counted) then max(respondents)
            when bool_and(is_numbered) then coalesce(sum(answers) filter (where is_last), 0)
        end as respondents,
    from answers_judged
    where kept_out is null
        -- Who ends with a choice there is not may have ticked others in rows of their own.
        or (kept_out = 'unknown_choice' and is_in_time and is_several and is_counted and is_numbered)
    group by poll_id, answered_on, province_code, amphoe_code, is_several, is_counted, is_numbered,
        case when amphoe_code is null then province end,
        case when amphoe_code is null then amphoe end
),

counted as (
    select
        poll_id,
        answered_on,
        province_code,
        amphoe_code,
        case
            when count(respondents) = count(*) then cast(sum(respondents) as bigint)
        end as respondents,
    from told_places
    group by poll_id, answered_on, province_code, amphoe_code
)

select * from counted
order by poll_id, answered_on, province_code, amphoe_code
