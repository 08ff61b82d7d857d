"""How does a table of 928 amphoe become colours, a legend and words on the map?"""

from collections.abc import Callable

import pandas as pd

from pages.ui.amphoe_map import Category, Choice, Colours, MapLabels, Scale, amphoe_map
from pages.ui.data import settings
from pages.ui.static_files import map_files
from pages.ui.text import language, t

MODES = ("coverage", "members", "short_of")
"""What the map can show: columns of `metrics.coverage.by_amphoe`."""

_STATES = {
    "none": (0, "#E3E1DC", "#343A46"),
    "held": (1, "#F7B267", "#B9762B"),
    "covered": (2, "#D9480F", "#FF7A33"),
}
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
    """Draw `frame` (one row an amphoe) in a mode of MODES; an amphoe without a row has no data."""
    files = map_files(settings())
    by_code = frame.set_index("amphoe_code")
    if mode == "coverage":
        values = by_code["coverage"].map({state: value for state, (value, *_) in _STATES.items()})
    else:
        values = by_code[mode]
    return amphoe_map(
        values.reindex(list(files.codes)).astype("float64").tolist(),
        files=files,
        colours=_colours(mode, by_code),
        labels=_labels(mode),
        details=None if mode == "members" else _members(by_code, files.codes),
        focus=focus,
        chosen=chosen,
        height=height,
        key=key,
        on_choose=on_choose,
    )


def _members(by_code: pd.DataFrame, codes: tuple[str, ...]) -> list[float]:
    return list(by_code["members"].reindex(list(codes)).astype("float64"))


def _colours(mode: str, by_code: pd.DataFrame) -> Colours:
    if mode == "coverage":
        return tuple(
            Category(value, t(f"map.{state}"), light, dark)
            for state, (value, light, dark) in reversed(_STATES.items())
        )
    if mode == "members":
        high = _round_up(float(by_code["members"].quantile(0.98)))
        ticks = (0.0, high / 16, high / 4, high)
        return Scale(0, high, _RAMP_LIGHT, _RAMP_DARK, tuple((n, f"{n:,.0f}") for n in ticks), 0.5)
    threshold = float((by_code["members"] + by_code["short_of"]).max() if len(by_code) else 1)
    threshold = float(by_code["short_of"].max()) or threshold
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


def _labels(mode: str) -> MapLabels:
    return MapLabels(
        language="th" if language() == "th" else "en",
        name=t("map.label"),
        amphoe=_template("map.place_amphoe"),
        khet=_template("map.place_khet"),
        value=_template("map.value_short_of" if mode == "short_of" else "map.value_members"),
        detail=_template("map.value_members"),
        no_data=t("map.no_data"),
        chosen=_template("map.chosen"),
        inset=t("map.inset"),
        zoom_in=t("map.zoom_in"),
        zoom_out=t("map.zoom_out"),
        reset=t("map.reset"),
        loading=t("map.loading"),
        failed=t("map.failed"),
    )


def _template(key: str) -> str:
    """Return a phrase with its places left open: the browser fills them in."""
    return t(key, amphoe="{amphoe}", province="{province}", n="{n}", place="{place}")
