"""Draws the steps of the month's path: a row of buttons, each with how it stands."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.officers.month.path import Step
from pages.ui import controls
from pages.ui.month_path import NAME, STEP
from pages.ui.text import t

_STYLE = Path(__file__).parent / "bar.css"
_DONE = "✓"


def asked() -> str:
    """Return the step that was asked for, whether it is the viewer's or not."""
    return str(st.session_state.get(STEP) or st.query_params.get(STEP) or "")


def choose(steps: Sequence[Step]) -> str:
    """Draw the steps and return the one chosen; where the work is, unless one was."""
    now = next(step.name for step in steps if step.state == "now")
    known = {step.name: (n, step) for n, step in enumerate(steps, 1)}
    states = "".join(
        f".st-key-month_steps button:nth-of-type({n}) {{ --step: var(--{step.state}); }}\n"
        for n, step in known.values()
    )
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}\n{states}</style>")
    with st.container(key="month_steps"):
        return controls.switch(
            t("month.steps"),
            list(known),
            STEP,
            lambda name: _label(*known[name]),
            default=now,
            is_labelled=False,
            of=f"-{NAME}",
        )


def _label(n: int, step: Step) -> str:
    note = step.note or (_DONE if step.state == "done" else "")
    return f"**{n} {t(f'month.step.{step.name}')}**" + (f" *{note}*" if note else "")
