"""Does an event bring members? New members beside amphoe that had none, before and after.

Difference in differences: what joined an amphoe in the 28 days from a visit on, less the 28 days
before, against the same days in the ten most alike amphoe without one; what is still unlike in
their past is taken off, and the interval comes from permutation (`metrics.events.matching`,
`metrics.events.permutation`). Units: new members a visit, in 28 days. A viewer of some provinces
gets an
answer from those alone: their events, and controls in them.
"""

from datetime import date

import numpy as np
import pandas as pd

from disclosure_limit import SMALL
from metrics.arrays import Bools, Floats, Ints
from metrics.events import matching, permutation, windows
from metrics.events.matching import Matched
from metrics.events.windows import Land
from metrics.query import Connection, Provinces

LEAST_EVENTS = 10
"""Fewer visits tell nothing: with ten matched sets the interval still covers what it says."""
USEFUL = 3.0
"""New members a visit that make it worth its day. An interval that holds 0 and is wider than this
leaves both open, that a visit brings nothing and that it is worth it: we cannot tell yet."""

PART_DRAWS, TREND_DRAWS = 499, 199
"""Of a part of the visits, and of the trend before, which is a check and no answer."""

VERDICTS = ("brings", "takes", "little_or_nothing", "cannot_tell_yet")
SCHEMES = {"ect": "region_ect", "royal": "region_royal", "nesdb": "region_nesdb"}

_COLUMNS = (
    *("split", "code", "events", "controls", "before", "after", "controls_before"),
    *("controls_after", "estimate", "lo", "hi", "trend", "trend_lo", "trend_hi", "verdict"),
)


def estimates(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row for all visits, one a kind, and one a region of each scheme.

    `split` is all, kind, ect, royal or nesdb, `code` what of it; `events` the visits judged and
    `controls` the different amphoe they are compared with. `before` and `after` are new members a
    visit in the 28 days each, `controls_before` and `controls_after` those of the controls;
    `estimate`, `lo` and `hi` the effect with its 95 % interval; `trend` how much faster than the
    controls the visited grew in the three times of 28 days before, with its interval: away from 0
    it says that the visited went another way already. `verdict` is one of VERDICTS; with fewer
    than LEAST_EVENTS only the counts are told.
    """
    held, land, matched = study(con, on=on, provinces=provinces)
    if matched is None or land is None:
        return pd.DataFrame([_row("all", "", None, None, np.zeros(0, bool))], columns=_COLUMNS)
    judged = held.loc[matched.event]
    regions = land.amphoe.loc[matched.amphoe[:, 0]].astype(object)
    splits = {
        "all": pd.Series("", index=judged.index),
        "kind": judged["kind"].astype(object),
    } | {
        name: pd.Series(regions[column].to_numpy(), index=judged.index)
        for name, column in SCHEMES.items()
    }
    rows = [
        _row(split, str(code), land, matched, codes.eq(code).to_numpy(bool))
        for split, codes in splits.items()
        for code in sorted(codes.dropna().unique())
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def left_out(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a reason that left visits out, of `event_windows.REASONS`: how many."""
    held, _, _ = study(con, on=on, provinces=provinces)
    counts = held["left_out"].value_counts()
    return pd.DataFrame(
        {
            "reason": windows.REASONS,
            "events": [int(counts.get(reason, 0)) for reason in windows.REASONS],
        }
    )


def study(
    con: Connection, *, on: date, provinces: Provinces = None
) -> tuple[pd.DataFrame, Land | None, Matched | None]:
    """Return every visit with why it is left out, the amphoe, and the visits on their controls.

    `Matched.event` names the visits by their index in the first.
    """
    held = windows.visits(con, on=on, provinces=provinces)
    placed = held[held["place"].notna()]
    judged = placed[placed["left_out"].isna()]
    if judged.empty:
        return held, None, None
    start = windows.first_day(judged["held_on"])
    land = windows.land(con, start=start, on=on, provinces=provinces)
    held.loc[placed.index, "left_out"] = windows.mark_overlapping(land, placed)
    judged = placed[held.loc[placed.index, "left_out"].isna()]
    if judged.empty:
        return held, land, None
    _, _, visits = windows.places(land, placed)
    amphoe, days, _ = windows.places(land, judged)
    matched = matching.match(land.country, visits, amphoe, days)
    index = judged.index.to_numpy()
    held.loc[np.setdiff1d(index, index[matched.event]), "left_out"] = "no_controls"
    if not len(matched.event):
        return held, land, None
    return (
        held,
        land,
        Matched(
            index[matched.event], matched.amphoe, matched.past, matched.after, matched.adjusted
        ),
    )


def size(matched: Matched) -> Floats:
    """Return what each visited amphoe would have gained, on a scale where effects may grow."""
    return np.asarray(np.sqrt(np.maximum((matched.after - matched.adjusted)[:, 0], 0)))


def _row(
    split: str, code: str, land: Land | None, matched: Matched | None, inside: Bools
) -> dict[str, object]:
    """Return one row of `estimates`: of the matched visits that `inside` marks."""
    events = int(inside.sum())
    row: dict[str, object] = dict.fromkeys(_COLUMNS, np.nan)
    row |= {"split": split, "code": code, "events": events, "controls": 0}
    row["verdict"] = "cannot_tell_yet"
    if land is None or matched is None:
        return row
    row["controls"] = len(np.unique(matched.amphoe[inside, 1:]))
    if events < LEAST_EVENTS:
        return row
    clusters = _clusters(land, matched.amphoe[inside])
    effect = permutation.interval(
        matched.adjusted[inside],
        clusters,
        size=size(matched)[inside],
        draws=permutation.DRAWS if split == "all" else PART_DRAWS,
    )
    steps = matched.past[inside][:, :, 0] - matched.past[inside][:, :, -1]
    trend = permutation.interval(steps, clusters, draws=TREND_DRAWS)
    before, after = matched.past[inside][:, :, 0], matched.after[inside]
    row |= {
        "before": _mean(before[:, 0]),
        "after": _mean(after[:, 0]),
        "controls_before": _mean(before[:, 1:].mean(axis=1)),
        "controls_after": _mean(after[:, 1:].mean(axis=1)),
        "estimate": effect.estimate,
        "lo": effect.lo,
        "hi": effect.hi,
        "trend": trend.estimate,
        "trend_lo": trend.lo,
        "trend_hi": trend.hi,
        "verdict": verdict(effect.lo, effect.hi),
    }
    return row


def overall(land: Land, matched: Matched) -> permutation.Interval:
    """Return the effect of all matched visits."""
    return permutation.interval(
        matched.adjusted, _clusters(land, matched.amphoe), size=size(matched)
    )


def verdict(lo: float, hi: float) -> str:
    """Return what the interval says: one of VERDICTS."""
    if lo > 0:
        return "brings"
    if hi < 0:
        return "takes"
    return "cannot_tell_yet" if hi - lo > USEFUL else "little_or_nothing"


def _clusters(land: Land, amphoe: Ints) -> Ints:
    """Return what happens together: provinces, or amphoe where few provinces had visits."""
    provinces = land.province[amphoe]
    is_coarse = len(np.unique(provinces[:, 0])) < permutation.LEAST_CLUSTERS
    return amphoe if is_coarse else np.asarray(provinces)


def _mean(joined: Floats) -> float:
    """Return the mean, or nothing where the sum it could be turned into is under five."""
    return float(joined.mean()) if not 0 < joined.sum() < SMALL else float("nan")
