"""Which counts of people may stand beside each other, so that none of 1 to 4 is told?

For counts of events, polls and proposals: the one place where those metrics hide. A count of 1 to
4 is `few`; where the counts add up to a sum that is told, one more goes with it (`hidden`), the
first in their order, whatever it is, and all of them where the rest would still narrow the few
down. Membership tells a political opinion, and what a member answered tells another (PDPA s. 26).
"""

import pandas as pd

from metrics.disclosure.suppression import FEW, FEW_ABOUT, HIDDEN, SMALL

EVENT_COUNTS = ("registered", "attended", "joined", "no_shows")
"""The counts of people at an event."""

_COMPARED = {
    "attended_above_registered": ("attended", "registered"),
    "joined_above_attended": ("joined", "attended"),
}
"""Flags of an event that tell which of two counts is the larger."""


def is_few(counts: pd.Series) -> pd.Series:
    """Return whether each count is 1 to 4; a missing one is not."""
    return counts.between(1, SMALL - 1).fillna(False).astype(bool)


def marks(counts: pd.Series, *, sums_up: bool = False) -> pd.Series:
    """Return for each count why it is missing: FEW, HIDDEN, or missing where it may be shown.

    With `sums_up` the sum of the counts is told elsewhere. Then with k few ones, what is hidden
    comes to at least 4 k + 5: so each of them may be anything of 1 to 4.
    """
    is_small = is_few(counts)
    found = pd.Series(pd.NA, index=counts.index, dtype="string").mask(is_small, FEW)
    if not sums_up or not is_small.any():
        return found
    others = counts[~is_small & (counts >= SMALL)]
    enough = (SMALL - 1) * int(is_small.sum()) + SMALL
    if others.empty or counts[is_small].sum() + others.iloc[0] < enough:
        return found.mask(counts.notna(), HIDDEN)
    found[others.index[0]] = HIDDEN
    return found


def hide(frame: pd.DataFrame, name: str, *, sums_up: bool = False) -> pd.DataFrame:
    """Return the frame without what may not be shown of the count `name`, and `<name>_mark`."""
    found = marks(frame[name], sums_up=sums_up)
    counts = frame[name].astype("Int64").mask(found.notna())
    return frame.assign(**{name: counts, f"{name}_mark": found})


def also(frame: pd.DataFrame, name: str, gone: pd.Series) -> pd.DataFrame:
    """Return the frame with the count `name` HIDDEN where `gone`, if it is not missing already."""
    mark = frame[f"{name}_mark"]
    marked = mark.mask(gone & mark.isna() & frame[name].notna(), HIDDEN)
    return frame.assign(**{name: frame[name].mask(gone), f"{name}_mark": marked})


def hide_events(events: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without counts of 1 to 4, nor what would give one of them away.

    Those who came and those who did not add up to those who registered: where one of the two is
    few the other is hidden. A flag that compares two counts tells of both: it goes with either.
    """
    came, missed = (is_few(events[name]) for name in ("attended", "no_shows"))
    for name in EVENT_COUNTS:
        events = hide(events, name)
    for name, gone in (("attended", missed), ("no_shows", came)):
        events = also(events, name, gone)
    flags = events["flags"].str.split()
    for flag, names in _COMPARED.items():
        is_hidden = events[[f"{name}_mark" for name in names]].notna().any(axis=1)
        flags = flags.where(
            ~is_hidden, flags.map(lambda own, gone=flag: [*filter(gone.__ne__, own)])
        )
    return events.assign(flags=flags.str.join(" "))


def estimate_events(events: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `between` with a fair number where a count is not shown, and `is_about`.

    Whoever is one of two parts under five, the other is taken for what is left of the registered.
    """
    filled: dict[str, pd.Series] = {}
    for name in EVENT_COUNTS:
        mark = events[f"{name}_mark"].fillna("")
        counts = events[name].astype("Float64").mask(mark == FEW, FEW_ABOUT)
        # Only a part of the registered is ever hidden with the other.
        filled[name] = counts.mask(mark == HIDDEN, filled.get("registered", counts) - FEW_ABOUT)
    columns = [f"{name}_mark" for name in ("registered", "attended", "joined")]
    return events.assign(**filled, is_about=events[columns].notna().any(axis=1))
