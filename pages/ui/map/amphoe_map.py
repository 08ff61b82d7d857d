"""Draws the map of 928 amphoe, and returns which of them was clicked.

The browser fetches the geometry, plotly.js and the script once; a rerun sends only values, colours
and labels (a few KB), and the script restyles what is already drawn, so the element stays mounted
and the viewer's zoom survives. The script travels as a static file, not inside the component:
Streamlit would send it again with every change of a value.
"""

import base64
import functools
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import streamlit as st

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
"""Values and details of a count of people that is 1 to 4, or would give such a count away."""


@dataclass(frozen=True)
class Category:
    """One meaning a value can have: `value` is a whole number, colours are `#rrggbb`."""

    value: int
    label: str
    light: str
    dark: str


@dataclass(frozen=True)
class Scale:
    """Colours from `low` to `high`; values outside take the nearest end.

    `light` and `dark` are two or more colours spread evenly from low to high. `power` 0.5 spreads
    small numbers apart (square root), which suits members; 1 is linear. `ticks` are the legend's
    (value, text).
    """

    low: float
    high: float
    light: tuple[str, ...]
    dark: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]
    power: float = 1.0


Colours = tuple[Category, ...] | Scale


@dataclass(frozen=True)
class MapLabels:
    """Every word the map shows or speaks, in the page's language.

    `amphoe` and `khet` are templates of {amphoe} and {province}; `value` (a Scale's) and `detail`
    (the tooltip's second line) of {n}; `chosen` of {place}. `few` and `hidden` are said of the
    values FEW and HIDDEN.
    """

    language: Literal["th", "en"]
    name: str
    amphoe: str
    khet: str
    value: str
    no_data: str
    chosen: str
    inset: str
    zoom_in: str
    zoom_out: str
    reset: str
    loading: str
    failed: str
    detail: str = ""
    few: str = ""
    hidden: str = ""


@dataclass(frozen=True)
class Choice:
    """What was clicked just now. `amphoe_code` is None where the chosen one was clicked away."""

    amphoe_code: str | None


def amphoe_map(
    values: Sequence[float | None],
    *,
    files: MapFiles,
    colours: Colours,
    labels: MapLabels,
    details: Sequence[float | None] | None = None,
    focus: str | None = None,
    chosen: str | None = None,
    height: int = 620,
    key: str = "amphoe_map",
    on_choose: Callable[[str | None], None] | None = None,
) -> Choice | None:
    """Draw one value per amphoe, in the order of `files.codes`; None or NaN is "no data".

    On a Scale FEW and HIDDEN have colours of their own.

    `focus` is a province_code to zoom to, or None for the country; the view moves only when it
    changes. `chosen` is the amphoe to outline: the page owns it, so that a select box, a link and
    a click can all set it. `on_choose(amphoe_code | None)` runs before the page's rerun. Returns
    the click that caused this run, else None. `key` must stay the same from run to run.
    """
    if len(values) != len(files.codes) or (details and len(details) != len(files.codes)):
        raise ValueError(f"the map takes {len(files.codes)} values, not {len(values)}")

    def clicked() -> None:
        if on_choose:
            on_choose(st.session_state[key]["clicked"] or None)

    mount, vendor = _component()
    result = mount(
        key=key,
        data={
            "files": asdict(vendor)
            | {"amphoe_url": files.amphoe_url, "provinces_url": files.provinces_url},
            "values": pack(values),
            "details": pack(details) if details is not None else None,
            "colours": _colours(colours),
            "labels": asdict(labels),
            "focus": focus,
            "bounds": files.bounds.get(focus or "", files.country),
            "country": files.country,
            "chosen": chosen,
            "height": height,
        },
        on_clicked_change=clicked,
    )
    return Choice(result["clicked"] or None) if result["clicked"] is not None else None


def pack(values: Sequence[float | None]) -> dict[str, str]:
    """Base64 of little-endian numbers, as small as they allow; the script reads it back.

    "u1" and "u2" are whole numbers of 1 or 2 bytes whose greatest is "no data", the next below it
    FEW and the next HIDDEN; "f4" is float32 with NaN for no data, and those two as they are.
    """
    numbers = np.array(values, dtype=np.float64)
    missing, few, hidden = np.isnan(numbers), numbers == FEW, numbers == HIDDEN
    numbers[missing] = np.nan  # 0/0 has other bytes than a number left out
    present = numbers[~(missing | few | hidden)]
    whole = bool(np.all((present >= 0) & (present == np.floor(present))))
    most = float(present.max()) if present.size else 0.0
    kind = next((k for k, top in (("u1", 253), ("u2", 65_533)) if whole and most < top), "f4")
    if kind != "f4":
        none = {"u1": 255, "u2": 65_535}[kind]
        numbers = np.select([missing, few, hidden], [none, none - 1, none - 2], numbers)
    packed = numbers.astype(f"<{kind}").tobytes()
    return {"kind": kind, "base64": base64.b64encode(packed).decode("ascii")}


@functools.cache
def _component() -> tuple["ComponentRenderer", VendorFiles]:
    """Registered once per server: registering again would warn, and remount every open map."""
    mount = st.components.v2.component("pakthong_amphoe_map", js=_LOADER, isolate_styles=False)
    return mount, ensure_vendor_files()


def _colours(colours: Colours) -> dict[str, Any]:
    if isinstance(colours, Scale):
        return {"scale": asdict(colours)}
    return {"categories": [asdict(category) for category in colours]}
