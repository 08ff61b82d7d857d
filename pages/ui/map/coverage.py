"""Turns a table of 928 amphoe into colours, a key and words on the map."""

from collections.abc import Callable, Sequence

import pandas as pd

from i18n.dates import BUDDHIST_YEARS
from metrics.safe import marks
from pages.ui import scope
from pages.ui.data import settings
from pages.ui.map import classes
from pages.ui.map.amphoe_map import FEW, HIDDEN, Choice, MapLabels, amphoe_map
from pages.ui.map.screen import Screen
from pages.ui.map.static_files import map_files
from pages.ui.text import language, t


def draw(
    frame: pd.DataFrame,
    mode: str,
    *,
    key: str,
    focus: str | None = None,
    chosen: str | None = None,
    ringed: Sequence[str] = (),
    height: int | None = 620,
    screen: Screen | None = None,
    on_choose: Callable[[str | None], None] | None = None,
    on_ask: Callable[[str, str], None] | None = None,
) -> Choice | None:
    """Draw `frame` (rows of `safe.amphoe.by_amphoe`) in a mode of `classes.MODES`.

    An amphoe without a row has no data, one whose members may not be shown a class of its own.
    `ringed` are codes of amphoe that get a ring and, beside it, their name without a leader line,
    as far as there is room: this week's gained ones, on a map in passing. A map that fills the
    window has a `screen` and `height` None; see `amphoe_map`.
    """
    files = map_files(settings())
    by_code = frame.set_index("amphoe_code")
    return amphoe_map(
        in_order(classes.values(by_code, mode)),
        files=files,
        classes=classes.classes(mode),
        labels=labels(),
        details=in_order(_members(by_code)),
        focus=focus,
        chosen=chosen,
        ringed=ringed,
        height=height,
        screen=screen,
        key=key,
        on_choose=on_choose,
        on_ask=on_ask,
    )


def in_order(by_code: pd.Series) -> list[float]:
    """Return values by amphoe_code in the order in which the map takes them."""
    ordered = by_code.reindex(list(map_files(settings()).codes))
    return [float(value) for value in ordered.astype("float64")]


def _members(by_code: pd.DataFrame) -> pd.Series:
    """Return members for the map; a count that may not be shown is FEW or HIDDEN."""
    why = by_code["members_mark"].map({marks.FEW: FEW, marks.HIDDEN: HIDDEN})
    return by_code["members"].astype("float64").fillna(why.astype("float64"))


def labels() -> MapLabels:
    """Return the words of a map."""
    is_thai = language() == "th"
    return MapLabels(
        language="th" if is_thai else "en",
        name=t("map.label"),
        amphoe=_template("map.place_amphoe"),
        khet=_template("map.place_khet"),
        members=_template("map.value_members"),
        no_data=t("map.not_yours" if scope.is_limited() else "map.no_data"),
        inset=t("word.bangkok"),
        zoom_in=t("map.zoom_in"),
        zoom_out=t("map.zoom_out"),
        reset=t("word.whole_country"),
        loading=t("map.loading"),
        failed=t("map.failed"),
        few=t("small.few"),
        hidden=t("small.hidden"),
        whole_country=scope.everything(),
        list=t("map.list_places"),
        key=t("map.key"),
        modes=t("map.show"),
        day=t("map.date"),
        play=t("map.play"),
        pause=t("map.pause"),
        chance_by=_template("map.chance_by"),
        next=t("column.move_up"),
        close=t("search.close"),
        months=tuple(t(f"month_name.{number}") for number in range(1, 13)),
        era=BUDDHIST_YEARS if is_thai else 0,
    )


def _template(key: str) -> str:
    """Return a phrase with its places left open: the browser fills them in."""
    return t(key, amphoe="{amphoe}", province="{province}", n="{n}", day="{day}")
