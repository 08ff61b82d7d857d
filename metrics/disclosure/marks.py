"""Which counts of people may stand beside each other, so that none of 1 to 4 is told?

For counts of events, polls and proposals: the one place where those metrics hide. A count of 1 to
4 is `few`; where the counts add up to a sum that is told, one more goes with it (`hidden`), the
first in their order, whatever it is, and all of them where the rest would still narrow the few
down. Membership tells a political opinion, and what a member answered tells another (PDPA s. 26).
"""

import pandas as pd

from metrics.disclosure.suppression import FEW, HIDDEN, SMALL


def is_few(counts: pd.Series) -> pd.Series:
    """Return whether each count is 1 to 4; a missing one is not."""
    return counts.between(1, SMALL - 1).fillna(False).astype(bool)


def marks(counts: pd.Series, *, sums_up: bool = False) -> pd.Series:
    """Return for each count why it is missing: FEW, HIDDEN, or missing where it may be shown.

    With `sums_up` the sum of the counts is told elsewhere. Then with k few ones, what is hidden
    comes to at least 4 k + 5: so each of them may be anything of 1 to 4.
    """
    few = is_few(counts)
    found = pd.Series(pd.NA, index=counts.index, dtype="string").mask(few, FEW)
    if not sums_up or not few.any():
        return found
    others = counts[~few & (counts >= SMALL)]
    enough = (SMALL - 1) * int(few.sum()) + SMALL
    if others.empty or counts[few].sum() + others.iloc[0] < enough:
        return found.mask(counts.notna(), HIDDEN)
    found[others.index[0]] = HIDDEN
    return found


def hide(
    frame: pd.DataFrame,
    name: str,
    *,
    sums_up: bool = False,
    told_by: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Return the frame without what may not be shown of the count `name`, and `<name>_mark`.

    `told_by` are columns a hidden count could be worked out from: they are missing with it.
    """
    found = marks(frame[name], sums_up=sums_up)
    shown = frame.assign(**{name: frame[name].astype("Int64").mask(found.notna())})
    for other in told_by:
        shown[other] = frame[other].astype("Float64").mask(found.notna())
    return shown.assign(**{f"{name}_mark": found})


def also(frame: pd.DataFrame, name: str, gone: pd.Series) -> pd.DataFrame:
    """Return the frame with the count `name` HIDDEN where `gone`, if it is not missing already."""
    mark = frame[f"{name}_mark"]
    marked = mark.mask(gone & mark.isna() & frame[name].notna(), HIDDEN)
    return frame.assign(**{name: frame[name].mask(gone), f"{name}_mark": marked})
