-- One row per case and file: what is asked of results that do not say who was elected.
with

cases as (
    select distinct
        undecided.why as name,
        elections.election_id || '|' || coalesce(elections.amphoe_code, '') as detail,
        loads.sha256,
    from undecided_elections as undecided
    inner join elections on undecided.election_id = elections.election_id
    inner join candidates on undecided.election_id = candidates.election_id
    inner join loads on loads.file in (elections.file, candidates.file)
)

select * from cases
