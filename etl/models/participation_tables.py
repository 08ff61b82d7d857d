"""Lists the exports about members taking part, and what the models need to know of them.

Events, committees, polls, their answers and proposals: each may be absent.
"""

KINDS = ("events", "committees", "polls", "poll_answers", "proposals")

PUBLIC = (
    "events",
    "event_flags",
    "committees",
    "committee_flags",
    "polls",
    "poll_choices",
    "poll_answers",
    "poll_respondents",
    "poll_flags",
    "proposals",
    "proposal_flags",
)
"""What pages may open: counts and days, and no text that could name somebody."""

PRIVATE = ("event_details",)
"""Venues and organisers, for organisers and officers."""

PLACES = {
    "events": ("held_on", "province", "amphoe", "evidence"),
    "committees": ("formed_on", "province", "null", "null"),
    "polls": ("opened_on", "scope", "null", "null"),
    "poll_answers": ("answered_on", "province", "amphoe", "evidence"),
    "proposals": ("raised_on", "province", "amphoe", "evidence"),
}
"""The day each told its place, the texts of the place, and the evidence of it."""

INSERT_REJECTS = """
insert into rejects by name
select file, 'poll_answers' as kind, line, kept_out as reason,
from answers_judged
where line is not null and kept_out not in ('superseded', 'answered_again')
order by file, line
"""
"""Rejects each row of counts that contradicts the polls. Rows of persons have no line."""


def places_query() -> str:
    """Return SQL for the distinct places of every kind: kind, told_on, two texts and evidence."""
    return " union all ".join(
        f"select distinct '{kind}', {', '.join(columns)} from staged_{kind}"  # noqa: S608
        for kind, columns in PLACES.items()
    )
