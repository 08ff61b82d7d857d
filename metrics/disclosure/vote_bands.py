"""Which counts of voters may be shown, and which would tell how a few people voted?

A count of 1 to 4 is banded ("under five"). What could be worked out by subtraction goes with it:
the ballots of one channel are the ballots less those of the other, and valid, spoiled and no vote
make up the ballots. Where all but one to four voted no ballots are shown: those eligible, who are
told before the vote, less the ballots are those who did not. Local elections are that small, and
membership tells a political opinion (PDPA s. 26).
"""

from metrics.disclosure.suppression import FEW as FEW
from metrics.disclosure.suppression import HIDDEN as HIDDEN
from metrics.disclosure.suppression import SMALL

CHANNELS = ("ballots_online", "ballots_onsite")
KINDS = ("valid", "spoiled", "no_vote")
FIGURES = ("eligible", "ballots", *CHANNELS, *KINDS)
"""The counts of voters of one election."""

_SPLIT_FROM = 3 * SMALL
"""Fewer ballots are never shown in parts: 12 in three parts under five are 4 each."""


def banded(elections: str) -> str:
    """Return a query of the rows of a query or table, where what may not be shown is missing.

    Each of FIGURES is missing where it is 1 to 4 or would give such a count away, and
    `<figure>_mark` tells which: FEW, HIDDEN, or missing where the count is shown or was not told.
    """
    marks = ", ".join(
        f"case when {name} is null then null when {hidden} then '{HIDDEN}'"
        f" when {_few(name)} then '{FEW}' end as {name}_mark"
        for name, hidden in {
            "eligible": "false",
            "ballots": f"nearly_all and not {_few('ballots')}",
            **{name: f"is_tiny or (channels_hidden and not {_few(name)})" for name in CHANNELS},
            **{name: f"is_tiny or (kinds_hidden and not {_few(name)})" for name in KINDS[1:]},
            "valid": f"is_tiny or (kinds_hidden and gives_away and not {_few('valid')})",
        }.items()
    )
    columns = ", ".join(
        f"case when {name}_mark is null then {name} end as {name}" for name in FIGURES
    )
    return f"""
        with summed as (
            select *, coalesce(ballots, ballots_online + ballots_onsite,
                valid + spoiled + no_vote) as in_all
            from ({elections})
        ),
        judged as (
            select *, coalesce(eligible - in_all between 1 and {SMALL - 1}, false) as nearly_all,
                nearly_all or coalesce(in_all between {SMALL} and {_SPLIT_FROM - 1}, false)
                    as is_tiny,
                {_any_few(CHANNELS)} as channels_hidden, {_any_few(KINDS)} as kinds_hidden,
                {_GIVES_AWAY} as gives_away,
            from summed
        ),
        marked as (select *, {marks} from judged)
        select * exclude (in_all, is_tiny, channels_hidden, kinds_hidden, gives_away, nearly_all)
            replace ({columns}),
        from marked
        """  # noqa: S608


def _few(name: str) -> str:
    return f"{name} between 1 and {SMALL - 1}"


def _any_few(names: tuple[str, ...]) -> str:
    return " or ".join(f"coalesce({_few(name)}, false)" for name in names)


_GIVES_AWAY = f"""
    coalesce(in_all - valid < {SMALL}
        or (in_all - valid = 8 and {_few("spoiled")} and {_few("no_vote")})
        or (in_all - valid = 6 and ({_few("spoiled")}) <> ({_few("no_vote")}))
        or spoiled + no_vote is null, true)
"""
"""Whether the ballots that are not valid would tell a part of them under five: they do when they
are under five, when one part alone is told, as 8 in two parts under five, which are 4 and 4, and as
6 with one under five, which are 1 and 5."""
