"""Which counts of people at an event may be shown, and what stands for one in a sum?"""

import pandas as pd

from metrics.disclosure import marks as count_marks
from metrics.disclosure.suppression import FEW, FEW_ABOUT, HIDDEN

COUNTS = ("registered", "attended", "joined", "no_shows")


def hide(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without counts of 1 to 4, nor what would give one of them away.

    Those who came and those who did not add up to those who registered: where one of the two is
    few the other is hidden.
    """
    came, missed = (count_marks.is_few(found[name]) for name in ("attended", "no_shows"))
    shown = found
    for name in COUNTS:
        shown = count_marks.hide(shown, name)
    for name, gone in (("attended", missed), ("no_shows", came)):
        shown = count_marks.also(shown, name, gone)
    return shown


def about(shown: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `between` with a fair number where a count is not shown, and `is_about`.

    Whoever is one of two parts under five, the other is taken for what is left of the registered.
    """
    filled: dict[str, pd.Series] = {}
    for name in COUNTS:
        mark = shown[f"{name}_mark"].fillna("")
        counts = shown[name].astype("Float64").mask(mark == FEW, FEW_ABOUT)
        # Only a part of the registered is ever hidden with the other.
        filled[name] = counts.mask(mark == HIDDEN, filled.get("registered", counts) - FEW_ABOUT)
    marks = [f"{name}_mark" for name in ("registered", "attended", "joined")]
    return shown.assign(**filled, is_about=shown[marks].notna().any(axis=1))
