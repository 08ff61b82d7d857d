"""Draws choices that stay in the address, so that a view can be sent to a colleague.

Streamlit's own binding writes the label a person reads, which is another word in the other
language; here the address holds the code.
"""

from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter

import streamlit as st

from i18n.dates import address_text, day_of_address
from metrics import places
from pages.access import viewer
from pages.ui import scope
from pages.ui.data import ask
from pages.ui.text import language, named, t

COUNTRY = "all"
LEVELS = ("province", "ect", "royal", "nesdb")
"""Provinces, and the three ways in which provinces make regions."""
_REGION = "region-"
_MOST_DIGITS = 18
_SLIDER = "-slider"


def choose(
    label: str,
    options: Sequence[str],
    key: str,
    label_of: Callable[[str], str],
    *,
    default: str | None = None,
) -> str:
    """Draw a select box of codes and return the one chosen; the address remembers it."""
    box, fallback = _restore(key, options, default)
    st.selectbox(
        label,
        options,
        format_func=_labels(options, label_of),
        key=box,
        on_change=_on_change(key, box),
    )
    return _store(key, box, fallback)


def switch(
    label: str,
    options: Sequence[str],
    key: str,
    label_of: Callable[[str], str],
    *,
    default: str | None = None,
    is_labelled: bool = True,
) -> str:
    """Draw a row of buttons, one pressed, and return the code chosen; the address remembers it."""
    box, fallback = _restore(key, options, default)
    st.segmented_control(
        label,
        options,
        required=True,
        format_func=_labels(options, label_of),
        key=box,
        on_change=_on_change(key, box),
        wrap=True,
        label_visibility="visible" if is_labelled else "collapsed",
    )
    return _store(key, box, fallback)


def slide(label: str, days: Sequence[date], key: str, label_of: Callable[[date], str]) -> date:
    """Draw a slider over days, oldest first; the last is the default.

    The address has the day as `choose` of the same `key` has it on other pages. On one page there
    is one of the two: a browser moved on quickly would send the day before of the other as chosen.
    """
    options = [address_text(day) for day in days]
    asked = day_of_address(st.query_params.get(key, ""))
    if asked is not None:  # addresses of before wrote the year of the common era
        st.query_params[key] = address_text(asked)
    box, fallback = _restore(key, options, options[-1], of=_SLIDER)
    if len(options) > 1:
        st.select_slider(
            label,
            options,
            format_func=_labels(options, lambda text: label_of(_day(text))),
            key=box,
            on_change=_on_change(key, box),
        )
    return _day(_store(key, box, fallback))


def number(label: str, key: str, *, default: int, low: int, high: int, step: int = 1) -> int:
    """Draw a box for a whole number between two, both included; the address remembers it."""
    fallback = min(max(default, low), high)
    requested = st.session_state.get(key) or st.query_params.get(key) or ""
    box = f"{key}-{language()}"
    # A number of the address is a few digits only: anything else is the default, as with an unknown
    # code. Python refuses to count beyond 4,300 of them.
    is_number = requested.isascii() and requested.isdigit() and len(requested) <= _MOST_DIGITS
    st.session_state[box] = min(max(int(requested), low), high) if is_number else fallback
    st.number_input(
        label,
        min_value=low,
        max_value=high,
        step=step,
        key=box,
        on_change=_on_change(key, box),
    )
    return int(_store(key, box, str(fallback)))


def choose_level() -> str:
    """Draw the choice among LEVELS and return it."""
    return switch(t("growth.level"), LEVELS, "level", lambda level: t(f"growth.level.{level}"))


def choose_scheme() -> str:
    """Draw the choice of a scheme of regions, one of LEVELS, and return it."""
    label = t("elections.by_region")
    return switch(label, LEVELS[1:], "scheme", lambda level: t(f"growth.level.{level}"))


def choose_area(key: str = "area") -> tuple[str, tuple[str, ...] | None]:
    """Draw one select box of the country, its regions and provinces.

    Returns the code chosen and the provinces it stands for (None for the country). A viewer of
    some provinces chooses among those, and none is offered them as a region.
    """
    named_areas = ask(places.names)
    columns = ["province_code", named("province"), "region_code", named("region")]
    rows = [tuple(row) for row in named_areas[columns].itertuples(index=False)]
    names = {COUNTRY: scope.everything()}
    regions = [] if scope.is_limited() else [row for row in rows if isinstance(row[2], str)]
    names |= {f"{_REGION}{region}": name for _, _, region, name in regions}
    names |= {code: name for code, name, _, _ in sorted(rows, key=itemgetter(1))}
    chosen = choose(t("area.label"), list(names), key, names.__getitem__)
    if chosen == COUNTRY:
        return chosen, viewer.visible_provinces(None)
    if chosen.startswith(_REGION):
        inside = [code for code, _, region, _ in rows if region == chosen.removeprefix(_REGION)]
        return chosen, tuple(inside)
    return chosen, (chosen,)


def _day(code: str) -> date:
    day = day_of_address(code)
    assert day is not None, code  # an option, which `address_text` wrote
    return day


def _labels(options: Sequence[str], label_of: Callable[[str], str]) -> Callable[[str], str]:
    """Return what labels an option, worked out now: Streamlit also asks when no language is set.

    It knows an option by its label, so that two with one label are told apart by a number.
    """
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for option in options:
        label = first = label_of(option)
        number = 1
        while label in taken:
            number += 1
            label = f"{first} ({number})"
        taken.add(label)
        labels[option] = label
    return labels.__getitem__


def _restore(
    key: str, options: Sequence[str], default: str | None, *, of: str = ""
) -> tuple[str, str]:
    """Put the choice of the session, or else of the address, into the control about to be drawn.

    Returns the control's own key and the default. A control has a key for each language: the
    browser keeps the label that was chosen, which in another language is no option at all. `of`
    tells controls of one choice on two pages apart.
    """
    fallback = options[0] if default is None else default
    requested = st.session_state.get(key) or st.query_params.get(key)
    box = f"{key}{of}-{language()}"
    st.session_state[box] = requested if requested in options else fallback
    return box, fallback


def _on_change(key: str, box: str) -> Callable[[], None]:
    def store_choice() -> None:
        # A change can arrive when its control is gone: of a page that was left a moment ago.
        if box in st.session_state:
            st.session_state[key] = str(st.session_state[box])

    return store_choice


def _store(key: str, box: str, fallback: str) -> str:
    """Keep a choice in the session and the address; the default is in neither, so it may move."""
    value = str(st.session_state[box])
    if value == fallback:
        st.session_state.pop(key, None)
        st.query_params.pop(key, None)
    else:
        st.session_state[key] = st.query_params[key] = value
    return value
