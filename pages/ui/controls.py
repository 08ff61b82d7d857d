"""Draws choices that stay in the address, so that a view can be sent to a colleague.

Streamlit's own binding writes the label a person reads, which is another word in the other
language; here the address holds the code.
"""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from i18n.dates import address_text, day_of_address
from pages.ui.text import language, t

LEVELS = ("province", "ect", "royal", "nesdb")
"""Provinces, and the three ways in which provinces make regions."""
_MOST_DIGITS = 18
_SLIDER = "-slider"
_IN_ADDRESS = "in_address"
_PAGE = "page_of_address"
_SETTLED_BEFORE = {"lang"}
"""Choices that are drawn before the menu has told which page it is."""


def follow_history() -> None:
    """Have the session follow the address that the browser's Back or Forward leads to.

    It is of a view that was: what it does not name was not chosen then.
    """
    run = get_script_run_ctx()
    if run is not None and run.is_history_navigation:
        _forget(_kept())


def follow_link(page: str) -> None:
    """Have the session follow the address of a page that was just come to.

    A link's parameters come before what the session chose; what it does not name stays chosen. On
    the same page the session knows better: its address may be a run behind.
    """
    if st.session_state.get(_PAGE) != page:
        _forget((_kept() & set(st.query_params)) - _SETTLED_BEFORE)
    st.session_state[_PAGE] = page


def is_on(page: str) -> bool:
    """Whether the session is on a page, by its name in the address."""
    return bool(st.session_state.get(_PAGE) == page)


def _kept() -> frozenset[str]:
    return frozenset(st.session_state.get(_IN_ADDRESS, ()))


def _forget(names: frozenset[str]) -> None:
    for name in names:
        st.session_state.pop(name, None)


def keep(key: str, value: str) -> None:
    """Keep a choice, or nothing chosen, in the session and the address."""
    st.session_state[_IN_ADDRESS] = _kept() | {key}
    if not value:
        st.session_state.pop(key, None)
        st.query_params.pop(key, None)
        return
    st.session_state[key] = value
    if st.query_params.get(key) != value:
        st.query_params[key] = value


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
        placeholder=t("search.choose"),
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
    of: str = "",
) -> str:
    """Draw a row of buttons, one pressed, and return the code chosen; the address remembers it.

    `of` tells controls of one `key` on two pages apart.
    """
    box, fallback = _restore(key, options, default, of=of)
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
    keep(key, "" if value == fallback else value)
    return value
