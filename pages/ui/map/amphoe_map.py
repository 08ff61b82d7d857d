"""Draws the map of 928 amphoe, and returns which of them was clicked.

The browser fetches the geometry and the script once; a rerun sends only values, colours and labels
(a few KB), and the script recolours what is already drawn, so the element stays mounted and the
viewer's zoom survives. The script travels as a static file, not inside the component: Streamlit
would send it again with every change of a value.
"""

import base64
import functools
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import streamlit as st

from pages.ui.map.screen import Category as Category
from pages.ui.map.screen import Screen, number_of
from pages.ui.map.static_files import MapFiles, VendorFiles, ensure_vendor_files

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_LOADER = """
const page = document.querySelector('script[type="module"][src*="static/js/"]')
const root = page ? new URL("../../", page.src).href : new URL("./", document.baseURI).href
export default async (component) =>
  (await import(new URL(component.data.files.script_url, root).href)).default(component, root)
"""
"""Streamlit's own script tells where the app's root is, also below a proxy's path or on a deep
link; `document.baseURI` alone would name the page."""


FEW, HIDDEN = -1, -2
"""In place of a count of people that is 1 to 4, or would give such a count away."""


@dataclass(frozen=True)
class MapLabels:
    """Every word the map shows or speaks, in the page's language.

    `amphoe` and `khet` are templates of {amphoe} and {province}, `members` of {n}, `chance_by` of
    {day}. `few` and `hidden` are said of the members FEW and HIDDEN. `era` is added to a year.
    """

    language: Literal["th", "en"]
    name: str
    amphoe: str
    khet: str
    members: str
    no_data: str
    inset: str
    zoom_in: str
    zoom_out: str
    reset: str
    loading: str
    failed: str
    few: str = ""
    hidden: str = ""
    whole_country: str = ""
    list: str = ""
    key: str = ""
    modes: str = ""
    day: str = ""
    play: str = ""
    pause: str = ""
    chance_by: str = ""
    next: str = ""
    close: str = ""
    months: tuple[str, ...] = ()
    era: int = 0


@dataclass(frozen=True)
class Choice:
    """What was clicked just now. `amphoe_code` is None where the chosen one was clicked away."""

    amphoe_code: str | None


def amphoe_map(
    values: Sequence[float | None],
    *,
    files: MapFiles,
    classes: Sequence[Category],
    labels: MapLabels,
    details: Sequence[float | None] | None = None,
    focus: str | None = None,
    chosen: str | None = None,
    ringed: Sequence[str] = (),
    height: int | None = 620,
    screen: Screen | None = None,
    key: str = "amphoe_map",
    on_choose: Callable[[str | None], None] | None = None,
    on_ask: Callable[[str, str], None] | None = None,
) -> Choice | None:
    """Draw one value per amphoe, in the order of `files.codes`; None or NaN is "no data".

    Each value is that of a class, which the key names with the number of its amphoe; `details` are
    members, said beside it, of which some may be FEW or HIDDEN. `ringed` amphoe are ringed and
    named, also at the zoom of the whole country; a name that has no room is left out.

    `focus` is a province_code to zoom to, or None for the country; the view moves only when it
    changes. `chosen` is the amphoe to outline: the page owns it, so that a select box, a link and
    a click can all set it. `on_choose(code | None)` runs before the page's rerun, with the code of
    an amphoe, or of a province of the list; what a browser sends may be anything. Returns the click
    that caused this run, else None. `key` must stay the same from run to run.

    With a `screen` the map fills the window below the bar (`height` None), and what lies on it asks
    by `on_ask(what, value)`: `mode` and its code, `day` and its number since 1970, `open` and an
    amphoe, `season` and a mode.
    """
    if len(values) != len(files.codes) or (details and len(details) != len(files.codes)):
        raise ValueError(f"the map takes {len(files.codes)} values, not {len(values)}")

    def clicked() -> None:
        if on_choose:
            on_choose(st.session_state[key]["clicked"] or None)

    def asked() -> None:
        what, _, value = str(st.session_state[key]["asked"]).partition(" ")
        if on_ask:
            on_ask(what, value)

    mount, vendor = _component()
    result = mount(
        key=key,
        data={
            "files": asdict(vendor)
            | {"amphoe_url": files.amphoe_url, "provinces_url": files.provinces_url},
            "values": pack(values),
            "details": pack(details) if details is not None else None,
            "classes": [asdict(each) for each in classes],
            "labels": asdict(labels),
            "focus": focus,
            "bounds": files.bounds.get(focus or "", files.country),
            "country": files.country,
            "chosen": chosen,
            "ringed": list(ringed),
            "height": height,
            "screen": _screen(screen) if screen else None,
        },
        on_clicked_change=clicked,
        on_asked_change=asked,
    )
    return Choice(result["clicked"] or None) if result["clicked"] is not None else None


def pack(values: Sequence[float | None]) -> dict[str, str]:
    """Base64 of little-endian whole numbers, as small as they allow; the script reads it back.

    "u1", "u2" and "u4" are of 1, 2 and 4 bytes; the greatest number is "no data", the next below it
    FEW and the next HIDDEN.
    """
    numbers = np.array(values, dtype=np.float64)
    missing, few, hidden = np.isnan(numbers), numbers == FEW, numbers == HIDDEN
    present = numbers[~(missing | few | hidden)]
    if np.any((present < 0) | (present != np.floor(present))):
        raise ValueError("the map takes whole numbers")
    most = float(present.max()) if present.size else 0.0
    kind, none = next(
        (kind, top)
        for kind, top in (("u1", 255), ("u2", 65_535), ("u4", 2**32 - 1))
        if most < top - 2
    )
    numbers = np.select([missing, few, hidden], [none, none - 1, none - 2], numbers)
    packed = numbers.astype(f"<{kind}").tobytes()
    return {"kind": kind, "base64": base64.b64encode(packed).decode("ascii")}


def _screen(screen: Screen) -> dict[str, Any]:
    season = screen.season
    frames = (
        {
            name: [{"day": number_of(each.day), "values": pack(each.values)} for each in frames]
            for name, frames in (("frames", season.past), ("ahead", season.ahead))
        }
        if season
        else {}
    )
    return {
        "finding": screen.finding,
        "note": screen.note,
        "modes": screen.modes,
        "mode": screen.mode,
        "days": pack([number_of(each) for each in screen.days]),
        "day": number_of(screen.day),
        "ahead": [number_of(each) for each in screen.ahead],
        "season_of": screen.season_of,
        "season": frames | {"classes": [asdict(each) for each in season.classes]}
        if season
        else None,
        "panel": asdict(screen.panel) if screen.panel else None,
    }


@functools.cache
def _component() -> tuple["ComponentRenderer", VendorFiles]:
    """Registered once per server: registering again would warn, and remount every open map."""
    mount = st.components.v2.component("pakthong_amphoe_map", js=_LOADER, isolate_styles=False)
    return mount, ensure_vendor_files()
