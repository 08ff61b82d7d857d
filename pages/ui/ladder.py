"""Draws and words a step of the readiness ladder, the same on every page."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from metrics.coverage.ladder import STEPS
from pages.ui.text import day_text, t
from reports.step_colours import COLOURS as COLOURS

REVIEW = "review"

_DARK_INK, _LIGHT_INK = "#1A1815", "#FFFFFF"
_DAYS_OF_TWO_MONTHS = 61
_STYLE = """<style>
.ladder-strip { container-type: inline-size; }
.ladder-strip .bar { display: flex; gap: 2px; height: 0.85rem; }
.ladder-strip .bar i { flex: 1 1 0; min-width: 5px; border-radius: 3px; }
.ladder-strip ol { display: grid; grid-template-columns: repeat(8, 1fr); gap: 0.5rem 0.6rem;
  list-style: none; margin: 0.6rem 0 0; padding: 0; }
.ladder-strip li { margin: 0; padding: 0.15rem 0 0 0.55rem; border-left: 0.4rem solid;
  font-size: 0.82rem; line-height: 1.3; }
.ladder-strip b { display: block; font-size: 1.2rem; line-height: 1.2; }
@container (max-width: 46rem) { .ladder-strip ol { grid-template-columns: repeat(4, 1fr); } }
@container (max-width: 24rem) { .ladder-strip ol { grid-template-columns: repeat(2, 1fr); } }
</style>"""


def label(step: str) -> str:
    """Return what a step is called, in a word or two."""
    return t(f"ladder.{step}")


def explain_step(step: str) -> str:
    """Return what a step means, in a sentence."""
    return t(f"ladder.{step}.means")


def badge(step: str) -> str:
    """Return a step's name on its colour, as HTML: for `st.html`, or markdown that allows it."""
    light, dark = COLOURS[step]
    return (
        f'<span style="background:light-dark({light},{dark});'
        f"color:light-dark({ink(light)},{ink(dark)});padding:0.1rem 0.55rem;"
        f'border-radius:0.5rem;font-size:0.9rem;white-space:nowrap">{label(step)}</span>'
    )


def colours_by_label() -> dict[str, str]:
    """Return the colour of each step by its name, for `tables.show`, which has one for both themes.

    Those of white paper: a table picks black or white words itself, and these bear either.
    """
    return {label(step): light for step, (light, _) in COLOURS.items()}


def strip(counts: pd.DataFrame) -> None:
    """Draw rows of `ladder.counts` (step, amphoe): one bar of all, and each step's own number."""
    amphoe = dict(zip(counts["step"], counts["amphoe"], strict=True))
    parts = [
        f'<i style="flex-grow:{amphoe[step]};background:{_shade(step)}"></i>'
        for step in STEPS
        if amphoe.get(step, 0)
    ]
    cells = [
        f'<li style="border-color:{_shade(step)}" title="{explain_step(step)}">'
        f"<b>{amphoe.get(step, 0):,}</b>{label(step)}</li>"
        for step in STEPS
    ]
    st.html(
        f'{_STYLE}<div class="ladder-strip"><div class="bar" aria-hidden="true">{"".join(parts)}'
        f'</div><ol aria-label="{t("column.step")}">{"".join(cells)}</ol></div>'
    )


def explain_steps() -> None:
    """Draw what each step means, from the bottom up."""
    lines = [f"{n}. {badge(step)} {explain_step(step)}" for n, step in enumerate(STEPS, 1)]
    st.markdown("\n".join(lines), unsafe_allow_html=True)


def draw_threshold(in_force: pd.DataFrame) -> None:
    """Draw the members an election needs, from rows of `rules.in_force`, and if that is certain."""
    for rule in in_force[in_force["name"] == "election_threshold"].itertuples():
        phrase = "ladder.threshold_rule" + ("" if rule.is_verified else "_unverified")
        st.caption(t(phrase, threshold=int(rule.number)))


def move_up(up_code: str, row: Mapping[Any, Any] | pd.Series) -> str:
    """Return what would move an amphoe up, in words; `row` is one of `safe.amphoe.by_amphoe`.

    Its numbers are told where they may be.

    Besides the codes of its `up` there is REVIEW, for a representative who is registered and not
    borne out: nobody ever left that amphoe, so "elect again" would be said too soon.
    """
    if up_code == "elect_again" and pd.isna(row["lost_on"]):
        up_code = REVIEW
    phrase = f"ladder.up.{up_code}"
    is_withheld = pd.isna(row["short_of"])
    has_vote = pd.notna(row["next_election_on"])
    if up_code == "nothing" and pd.notna(row["covered_to"]):
        phrase += "_until"
    elif up_code in ("renew", "elect_again") and has_vote:
        phrase += "_set"
    elif up_code == "elect_again" and (is_withheld or row["short_of"] > 0):
        phrase += "_short_hidden" if is_withheld else "_short"
    elif up_code == "recruit" and is_withheld:
        phrase += "_hidden"
    return t(
        phrase,
        threshold=int(row["threshold"]),
        short_of=0 if is_withheld else int(row["short_of"]),
        next_on=day_text(row["next_election_on"]),
        held_on=day_text(row["held_on"]),
        until=day_text(row["covered_to"]),
        lost_on=day_text(row["lost_on"]),
    )


def word_days(days: float | None) -> str:
    """Return a number of days in words: 42 days, 5 months, 2 yr 3 mo; not known is a dash."""
    if days is None or pd.isna(days):
        return "–"
    if days < 1:
        return t("ladder.stood.under")
    if days < _DAYS_OF_TWO_MONTHS:
        return t("ladder.stood.day" if days == 1 else "ladder.stood.days", n=int(days))
    years, months = divmod(int(days * 12 / 365), 12)
    if not years:
        return t("ladder.stood.months", n=months)
    return t(f"ladder.stood.{'years_months' if months else 'years'}", n=years, months=months)


def _shade(step: str) -> str:
    light, dark = COLOURS[step]
    return f"light-dark({light},{dark})"


def ink(colour: str) -> str:
    """Return the ink of words on a colour: black or white, whichever stands out more.

    By WCAG's relative luminance.
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in parts]
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return _DARK_INK if luminance > 0.2 else _LIGHT_INK
