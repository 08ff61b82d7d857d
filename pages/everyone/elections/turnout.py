"""Draws what turnout leaves out, and turnout in tables by channel and region."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.elections import turnout
from pages.ui import controls, tables
from pages.ui.data import ask
from pages.ui.text import named, t


def say_left_out(total: pd.Series) -> None:
    """Draw how many elections a row of `turnout.total` leaves out."""
    if total["untold"] or total["banded"]:
        st.caption(
            t("elections.left_out", untold=int(total["untold"]), banded=int(total["banded"]))
        )


def by_channel(rows: pd.DataFrame, on: date) -> None:
    """Draw turnout by channel, and how the ballots of hybrid elections were cast."""
    st.markdown(f"**{t('elections.by_channel')}**")
    words = tables.word_codes(rows["channel"], "elections.channel")
    _turnout_table(
        rows.assign(channel_text=words.fillna(t("growth.unknown"))),
        "channel_text",
        t("elections.channel"),
        name="turnout_by_channel",
        asof=on,
    )
    for hybrid in rows[rows["channel"] == "hybrid"].itertuples():
        cast = int(hybrid.online) + int(hybrid.onsite)
        if cast:
            st.caption(
                t(
                    "elections.hybrid",
                    online=int(hybrid.online),
                    online_pct=f"{100 * hybrid.online / cast:.0f}",
                    onsite=int(hybrid.onsite),
                )
            )


def by_region(on: date, provinces: tuple[str, ...] | None) -> None:
    """Draw turnout by region of the scheme chosen."""
    scheme = controls.choose_scheme()
    rows = ask(turnout.by_region, on=on, scheme=scheme, provinces=provinces)
    name = named("region")
    _turnout_table(
        rows.fillna({name: t("growth.unknown")}),
        name,
        t("column.region"),
        name=f"turnout_by_region_{scheme}",
        asof=on,
    )


def _turnout_table(rows: pd.DataFrame, column: str, label: str, *, name: str, asof: date) -> None:
    tables.show(
        rows.round({"turnout_pct": 1}),
        {
            column: label,
            "elections": t("elections.held_n"),
            "eligible": t("elections.eligible"),
            "ballots": t("elections.ballots"),
            "turnout_pct": t("elections.turnout_pct"),
            "counted": t("elections.counted"),
        },
        name=name,
        asof=asof,
        alt=label,
        pinned=column,
    )
