"""Turns a table of 928 amphoe into colours, a legend and words on the map."""

from collections.abc import Callable

import pandas as pd

from metrics.coverage.ladder import COVERED, STEPS
from metrics.safe import marks
from pages.ui import ladder, scope
from pages.ui.data import settings
from pages.ui.map.amphoe_map import (
    FEW,
    HIDDEN,
    Category,
    Choice,
    Colours,
    MapLabels,
    Scale,
    amphoe_map,
)
from pages.ui.map.static_files import map_files
from pages.ui.text import language, t

MODES = ("ladder", "members", "short_of")
"""What a reader can choose to see of `metrics.safe.amphoe.by_amphoe`."""

_STATES = {"none": "no_members", "held": "held", "covered": "serving"}
"""The three states of a map in passing, each with the step it is coloured as."""

_STEPWISE = ("ladder", "coverage")
_RAMP_LIGHT = ("#F4EEE6", "#F5B98A", "#D9480F", "#7A2100")
_RAMP_DARK = ("#2A2F38", "#70412A", "#D9601F", "#FFC49B")


def draw(
    frame: pd.DataFrame,
    mode: str,
    *,
    key: str,
    focus: str | None = None,
    chosen: str | None = None,
    height: int = 620,
    on_choose: Callable[[str | None], None] | None = None,
) -> Choice | None:
    """Draw `frame` (rows of `safe.amphoe.by_amphoe`) in a mode of MODES.

    An amphoe without a row has no data, one whose members may not be shown its own colour.
    Mode `coverage` draws three states only, for a map in passing: a representative, one elected
    who is not in office yet, none.
    """
    files = map_files(settings())
    by_code = frame.set_index("amphoe_code")
    values = by_code["step"].map(_places(mode)) if mode in _STEPWISE else _with_marks(by_code, mode)
    return amphoe_map(
        values.reindex(list(files.codes)).astype("float64").tolist(),
        files=files,
        colours=_colours(mode, by_code),
        labels=labels(mode),
        details=None if mode == "members" else _members(by_code, files.codes),
        focus=focus,
        chosen=chosen,
        height=height,
        key=key,
        on_choose=on_choose,
    )


def _places(mode: str) -> dict[str, int]:
    """Return the number each step is drawn as: its place in the colours of the mode."""
    if mode == "ladder":
        return {step: value for value, step in enumerate(STEPS)}
    none, held, covered = range(len(_STATES))
    return dict.fromkeys(STEPS, none) | {"held": held} | dict.fromkeys(COVERED, covered)


def _members(by_code: pd.DataFrame, codes: tuple[str, ...]) -> list[float]:
    return list(_with_marks(by_code, "members").reindex(list(codes)))


def _with_marks(by_code: pd.DataFrame, column: str) -> pd.Series:
    """Return counts for the map; one that may not be shown is FEW or HIDDEN."""
    why = by_code["members_mark"].map({marks.FEW: FEW, marks.HIDDEN: HIDDEN})
    return by_code[column].astype("float64").fillna(why.astype("float64"))


def _colours(mode: str, by_code: pd.DataFrame) -> Colours:
    if mode == "coverage":
        states = [
            Category(value, t(f"map.{state}"), *ladder.COLOURS[step])
            for value, (state, step) in enumerate(_STATES.items())
        ]
        return tuple(reversed(states))
    if mode == "ladder":
        return tuple(
            Category(value, ladder.label(step), *colours)
            for value, (step, colours) in enumerate(ladder.COLOURS.items())
        )
    if mode == "members":
        high = _round_up(float(by_code["members_about"].quantile(0.98)))
        ticks = (0.0, high / 16, high / 4, high)
        return Scale(0, high, _RAMP_LIGHT, _RAMP_DARK, tuple((n, f"{n:,.0f}") for n in ticks), 0.5)
    # Not the most that any is short of: that would be told by the scale where it is withheld.
    threshold = float(by_code["threshold"].max() if len(by_code) else 1) or 1.0
    return Scale(
        0,
        threshold,
        tuple(reversed(_RAMP_LIGHT)),
        tuple(reversed(_RAMP_DARK)),
        (
            (0, t("map.ready")),
            (threshold / 2, f"{threshold / 2:,.0f}"),
            (threshold, f"{threshold:,.0f}"),
        ),
    )


def _round_up(number: float) -> float:
    """Return the next of 160, 400, 800, 1600, … at or above: legends of round numbers."""
    for step in (160, 400, 800, 1600, 4000, 8000, 16000, 40000):
        if number <= step:
            return float(step)
    return number


def labels(mode: str) -> MapLabels:
    """Return the words of a map in a mode of MODES, or of one with categories of its own."""
    return MapLabels(
        language="th" if language() == "th" else "en",
        name=t("map.label"),
        amphoe=_template("map.place_amphoe"),
        khet=_template("map.place_khet"),
        value=_template("map.value_short_of" if mode == "short_of" else "map.value_members"),
        detail=_template("map.value_members"),
        no_data=t("map.not_yours" if scope.is_limited() else "map.no_data"),
        chosen=_template("map.chosen"),
        inset=t("map.inset"),
        zoom_in=t("map.zoom_in"),
        zoom_out=t("map.zoom_out"),
        reset=t("map.reset"),
        loading=t("map.loading"),
        failed=t("map.failed"),
        few=t("small.map_few"),
        hidden=t("small.map_hidden"),
    )


def _template(key: str) -> str:
    """Return a phrase with its places left open: the browser fills them in."""
    return t(key, amphoe="{amphoe}", province="{province}", n="{n}", place="{place}")
