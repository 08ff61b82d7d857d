"""Draws what the bar offers on every page: to search, to share, and a phone's bar at the bottom.

One component: its scripts are files that a browser keeps, and a run sends only who looks at what.
Nothing comes back from it. What it opens, it opens as the browser's Back does, by an address.
"""

import functools
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import streamlit as st

from i18n.dates import BUDDHIST_YEARS, address_text
from pages.access import viewer
from pages.ui import month_path, scope
from pages.ui.bar import place as place_of_page
from pages.ui.bar.search.files import search_files
from pages.ui.data import as_of, days
from pages.ui.text import day_text, language, t

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_LOADER = """
const page = document.querySelector('script[type="module"][src*="static/js/"]')
const root = page ? new URL("../../", page.src).href : new URL("./", document.baseURI).href
export default async (component) =>
  (await import(new URL(component.data.files.tools, root).href)).default(component, root)
"""
_PLACE_PAGES = ("amphoe", "coverage_map")
"""Where a place leads that was searched for: the first of these that the viewer may open."""
_PHONE = {"overview": "overview.title", "coverage_map": "phone.map", "gaps": "phone.where_next"}
"""The pages of a phone's bar, and what they are called there."""
_LABELS = ("search", "hint", "button", "results", "none", "failed", "page", "close", "phone")
_OF_SHARE = ("share", "to_copy", "copy", "copied", "not_copied", "send")


def draw(page: str, pages: Sequence[str]) -> None:
    """Draw them on a page; `pages` are all that the viewer may open."""
    _component()(
        key="tools",
        data={
            "files": asdict(search_files()),
            "viewer": _viewer(page, pages),
            "labels": _labels(),
            "phone": [(name, t(key)) for name, key in _PHONE.items() if name in pages],
            "share": _share(page),
        },
    )


def _viewer(page: str, pages: Sequence[str]) -> dict[str, object]:
    where = place_of_page.chosen()
    folded = {name: month_path.of_page(name) for name in month_path.FOLDED}
    steps = {name: (page, *query.values()) for name, (page, query) in folded.items() if query}
    return {
        "language": language(),
        "page": page,
        "pages": [*pages, *steps],
        "folded": steps,
        "provinces": viewer.viewer().provinces,
        "placeless": place_of_page.OF_THE_WHOLE,
        "home": next(name for name in _PLACE_PAGES if name in pages),
        "place": "" if where.is_whole else where.code,
        "span": [f"{day:%Y-%m}" for day in (days()[-1], days()[0])],
    }


def _labels() -> dict[str, object]:
    return {
        **{name: t(f"search.{name}") for name in _LABELS},
        **{name: t(f"share.{name}") for name in _OF_SHARE},
        "amphoe": t("place.amphoe", name="{name}"),
        "khet": t("place.khet", name="{name}"),
        "province": t("column.province"),
        "months": [t(f"month_name.{number}") for number in range(1, 13)],
        "era": BUDDHIST_YEARS if language() == "th" else 0,
    }


def _share(page: str) -> dict[str, str]:
    is_of_place = page not in place_of_page.OF_THE_WHOLE
    return {
        "place": place_of_page.chosen().name if is_of_place else scope.everything(),
        "day": t("share.day", day=day_text(as_of())),
        "on": address_text(as_of()),
    }


@functools.cache
def _component() -> "ComponentRenderer":
    """Registered once per server: registering again would warn, and remount it on every page."""
    return st.components.v2.component("pakthong_tools", js=_LOADER, isolate_styles=False)
