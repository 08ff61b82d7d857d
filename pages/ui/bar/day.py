"""Chooses the day that every page describes: one name in the address, `on=2566-10-22`.

Addresses of before wrote `asof=2023-10-22`, and those of the map `date=2023-10-22` as well.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from i18n.dates import address_text, day_of_address
from pages.ui import controls
from pages.ui.data import DAY, as_of, days
from pages.ui.text import day_text, t

_FORMERLY = {"coverage_map": ("date", "asof")}
"""What a page's address called the day before, the one that counted first."""
_WITH_SLIDER = ("coverage_map",)


def take_from_address(page: str) -> str:
    """Take the day of the address into the session, once; the nearest where there is no such day.

    Returns what to say of an address that could not be followed, else nothing.
    """
    former = [name for name in _FORMERLY.get(page, ("asof",)) if name in st.query_params]
    asked = st.query_params.get(DAY) or next((st.query_params[name] for name in former), "")
    for name in former:
        del st.query_params[name]
    if DAY in st.session_state or not asked:
        return ""
    day = day_of_address(asked)
    nearest = _nearest(days(), day) if day else days()[0]
    if nearest != days()[0]:
        st.session_state[DAY] = address_text(nearest)
    if day is None:
        return t("banner.no_day", nearest=day_text(nearest))
    return (
        ""
        if day == nearest
        else t("banner.no_such_day", day=day_text(day), nearest=day_text(nearest))
    )


def choose(page: str) -> None:
    """Draw the choice of the day; where the page itself has it, only say which it is."""
    if page in _WITH_SLIDER:
        with st.container(key="on-told", width="content"):
            st.markdown(day_text(as_of()), width="content")
        return
    controls.choose(t("map.date"), [address_text(day) for day in days()], DAY, _label)


def _label(code: str) -> str:
    return day_text(day_of_address(code))


def _nearest(known: Sequence[date], day: date) -> date:
    return min(known, key=lambda each: abs(each - day))
