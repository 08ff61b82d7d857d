-- One row: the first day of which the party's exports can tell.
with

-- Where the party has not said when it was founded: before that year no party of today was there.
founded as (
    select coalesce(max(day), date '1946-01-01') as founded_on
    from rules
    where name = 'founded_on'
)

select * from founded
