-- One row per doubt about a representative, with no person and no place: what anybody may count.
with

counted as (
    select
        reason,
        status,
        found_on,
        since_on,
        until_on,
    from term_findings
)

select * from counted
order by since_on, reason, status, found_on, until_on
