"""Where is the next visit likely to matter? What one would bring to each amphoe, as far as known.

Empirical Bayes: visits are put in cells of a region and a third of amphoe by members, and what a
cell's visits brought is drawn to what all of them brought, the more the fewer they are and the less
cells differ (Efron and Morris, 1975; the variance between cells after DerSimonian and Laird, 1986).
Where cells do not differ beyond chance every amphoe has the same expectation: no order is told.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from metrics.arrays import Floats, Ints
from metrics.disclosure import member_cells
from metrics.events import effect
from metrics.events.effect import LEAST_EVENTS
from metrics.events.windows import Land
from metrics.query import Connection, Provinces

VERDICTS = ("differs", "same_everywhere", "cannot_tell_yet")
_Z = 1.959964
_COLUMNS = ("amphoe_code", "expected", "lo", "hi", "visits_alike", "verdict")


@dataclass(frozen=True)
class Shrunk:
    """What each cell is expected to bring, and its standard error; how much cells differ."""

    expected: Floats
    se: Floats
    between: float


def next_visits(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row an amphoe: new members a visit is expected to bring in 28 days.

    `lo` and `hi` are a 95 % interval of the mean of visits to amphoe alike, of which `visits_alike`
    have been judged. `verdict` is one of VERDICTS. Unless visits are found to bring members at all
    (`effect.estimates`) nothing is expected of any: `cannot_tell_yet`.
    """
    _, land, matched = effect.study(con, on=on, provinces=provinces)
    if land is None or matched is None or len(matched.event) < LEAST_EVENTS:
        return pd.DataFrame(columns=_COLUMNS)
    overall = effect.overall(land, matched)
    found = land.amphoe[["amphoe_code"]].assign(
        expected=np.nan, lo=np.nan, hi=np.nan, visits_alike=0, verdict="cannot_tell_yet"
    )
    about = member_cells.partition(con, [on])[on].by_amphoe["members_about"]
    cells = _cells(land, about.reindex(land.amphoe["amphoe_code"]).to_numpy(np.float64))
    visited = cells[matched.amphoe[:, 0]]
    found["visits_alike"] = np.bincount(visited, minlength=cells.max() + 1)[cells]
    if effect.verdict(overall.lo, overall.hi) != "brings":
        return found
    effects = matched.adjusted[:, 0] - matched.adjusted[:, 1:].mean(axis=1)
    shrunk = shrink(effects, visited, int(cells.max()) + 1)
    if not shrunk.between:
        return found.assign(
            expected=overall.estimate, lo=overall.lo, hi=overall.hi, verdict="same_everywhere"
        )
    expected, half = shrunk.expected[cells], _Z * shrunk.se[cells]
    return found.assign(
        expected=expected, lo=expected - half, hi=expected + half, verdict="differs"
    )


def shrink(effects: Floats, cells: Ints, many: int) -> Shrunk:
    """Return each cell's mean effect, drawn to that of all; a cell without any gets that of all."""
    counts = np.bincount(cells, minlength=many).astype(np.float64)
    means = np.bincount(cells, effects, minlength=many) / np.maximum(counts, 1)
    filled = np.flatnonzero(counts)
    spread = ((effects - means[cells]) ** 2).sum() / max(len(effects) - len(filled), 1)
    variance = spread / np.maximum(counts, 1)
    weight = np.where(counts > 0, 1 / np.maximum(variance, 1e-9), 0)
    total = weight.sum()
    excess = (weight * (means - (weight @ means) / total) ** 2).sum() - (len(filled) - 1)
    scale = total - (weight**2).sum() / total
    between = max(0.0, float(excess / scale)) if scale > 1e-9 else 0.0
    pull = np.where(counts > 0, 1 / np.maximum(variance + between, 1e-9), 0)
    centre, centre_variance = float(pull @ means / pull.sum()), float(1 / pull.sum())
    own_weight = np.where(counts > 0, between / np.maximum(between + variance, 1e-9), 0)
    expected = own_weight * means + (1 - own_weight) * centre
    # A cell without visits may lie anywhere that cells do.
    own = np.where(counts > 0, own_weight * variance, between)
    return Shrunk(expected, np.sqrt(own + (1 - own_weight) ** 2 * centre_variance), between)


def _cells(land: Land, members: Floats) -> Ints:
    """Return each amphoe's cell: its region and its third by members on the last day.

    By what is shown of them (`member_cells`): what is expected tells the third.
    """
    third = np.searchsorted(np.quantile(members, (1 / 3, 2 / 3)), members)
    return np.asarray(3 * land.country.region + third)
