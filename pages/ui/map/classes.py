"""What do the colours of a map of amphoe mean, in each of its modes?"""

import pandas as pd

from metrics.coverage.ladder import COVERED, STEPS
from metrics.safe.marks import FEW, HIDDEN
from pages.ui import ladder
from pages.ui.map.screen import Category
from pages.ui.text import t
from reports.step_colours import NONE

MODES = ("coverage", "ladder", "members", "density")
"""What a reader can choose to see of `metrics.safe.amphoe.by_amphoe`, the first unless told."""

_COLUMNS = {"members": "members", "density": "members_per_thousand"}
_LEAST = 0.01
_EDGES = {"members": (5, 25, 50, 100, 200, 500), "density": (_LEAST, 0.25, 0.5, 1, 2, 4)}
"""Where the classes of members begin above none, fewer than five being marked; and of members per
1,000 residents, which are told to two decimals."""
_RAMP = (
    ("#B5CFE4", "#315575"),
    ("#85ACC9", "#4B779E"),
    ("#5D91B7", "#6090BB"),
    ("#39759F", "#7CAAD7"),
    ("#175984", "#A1C7EF"),
    ("#063E62", "#D6E7FC"),
)
_MARKS = {FEW: ("#E4D9C5", "#48433A"), HIDDEN: ("#C0B7C8", "#6A5D73")}
_UNKNOWN = ("#FFFFFF", "#1B1E24")
_CHANCES = (0.0, 0.05, 0.2, 0.5)
"""Where classes of chances begin."""
_CHANCE_RAMP = (
    ("#F1EADF", "#33393F"),
    ("#F3D3BC", "#57422F"),
    ("#EFB48D", "#7C5232"),
    ("#EA9260", "#A5602F"),
)


def values(by_code: pd.DataFrame, mode: str) -> pd.Series:
    """Return the class of each amphoe, by code, from rows of `safe.amphoe.by_amphoe`."""
    if mode not in _COLUMNS:
        return of_steps(by_code["step"], mode)
    numbers = by_code[_COLUMNS[mode]].astype("float64")
    found = sum((numbers.ge(edge) for edge in _EDGES[mode]), pd.Series(0.0, by_code.index))
    found = found.where(numbers.notna())
    for value, mark in enumerate(_MARKS, len(_RAMP) + 1):
        found = found.mask(by_code["members_mark"] == mark, value)
    return found.fillna(len(_RAMP) + len(_MARKS) + 1.0)  # an amphoe whose residents nobody counted


def of_steps(steps: pd.Series, mode: str) -> pd.Series:
    """Return the class of each step of the ladder in the modes that are made of steps."""
    places = {step: at if mode == "ladder" else step in COVERED for at, step in enumerate(STEPS)}
    return steps.map(places).astype("float64")


def classes(mode: str) -> list[Category]:
    """Return what each value means, the uppermost of the key first."""
    if mode == "coverage":
        covered = Category(1, t("map.covered"), *ladder.COLOURS["serving"])
        return [covered, Category(0, t("map.none"), *NONE)]
    if mode == "ladder":
        steps = [
            Category(at, ladder.label(step), *colours)
            for at, (step, colours) in enumerate(ladder.COLOURS.items())
        ]
        order = ("serving", "ending", "vacant", "held", "announced", "threshold", "members")
        return [steps[STEPS.index(step)] for step in (*order, "no_members")]
    edges = _EDGES[mode]
    none = Category(0, t("ladder.no_members"), *NONE)
    told = [
        Category(at + 1, _between(mode, low, (*edges, None)[at + 1]), *_RAMP[at])
        for at, low in enumerate(edges)
    ]
    words = {FEW: t("small.few"), HIDDEN: t("small.hidden")}
    few, hidden = (
        Category(value, words[mark], *_MARKS[mark], is_named_always=False)
        for value, mark in enumerate(_MARKS, len(edges) + 1)
    )
    unknown = Category(hidden.value + 1, t("map.no_figure"), *_UNKNOWN, is_named_always=False)
    return [*reversed(told), few, none, hidden, unknown]


def of_chances(chances: pd.Series, steps: pd.Series) -> pd.Series:
    """Return the class of each chance of a representative; amphoe that have one are a class too."""
    found = sum(
        (chances.ge(low).astype("float64") for low in _CHANCES), pd.Series(-1.0, steps.index)
    )
    return found.where(chances.notna()).mask(steps.isin(COVERED), len(_CHANCES))


def chance_classes() -> list[Category]:
    """Return what each value of `of_chances` means."""
    highs = (*_CHANCES[1:], None)
    chances = [
        Category(at, _chance(low, high), *_CHANCE_RAMP[at])
        for at, (low, high) in enumerate(zip(_CHANCES, highs, strict=True))
    ]
    covered = Category(len(chances), t("map.covered_today"), *ladder.COLOURS["serving"])
    return [covered, *reversed(chances)]


def _between(mode: str, low: float, high: float | None) -> str:
    if mode == "members":
        return f"{low:,.0f}+" if high is None else f"{low:,.0f}–{high - 1:,.0f}"
    if high is None:
        return f"{low:g}+"
    return t("map.under", high=f"{high:g}") if low <= _LEAST else f"{low:g}–{high:g}"


def _chance(low: float, high: float | None) -> str:
    """Return a class of chances as pages tell a chance: in a hundred."""
    if high is None:
        return t("map.chance_from", low=round(100 * low))
    if not low:
        return t("map.chance_under", high=round(100 * high))
    return t("map.chance_between", low=round(100 * low), high=round(100 * high))
