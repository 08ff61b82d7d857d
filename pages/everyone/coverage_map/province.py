"""Draws the amphoe of one province: the step of each, since when, and what moves it up."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.coverage import ladder
from metrics.safe import amphoe
from pages.ui import amphoe_links, tables
from pages.ui import ladder as ladder_view
from pages.ui.data import ask
from pages.ui.text import named, t


def draw(listed: pd.DataFrame, name: str, *, basis: str, asof: date) -> None:
    """Draw rows of `safe.amphoe.by_amphoe`, all of one province; those furthest up come first."""
    code = str(listed["province_code"].iloc[0])
    st.header(t("map.list", province=name), anchor=False)
    place = listed["step"].map({step: n for n, step in enumerate(ladder.STEPS)})
    rows = listed.assign(place=place).sort_values(["place", "members_about"], ascending=False)
    steps = ask(amphoe.by_amphoe, on=asof).set_index("amphoe_code")["step"]
    is_registered = rows["amphoe_code"].map(steps.isin(ladder.COVERED))
    if not is_registered.any():
        st.caption(t("map.gain_first"))
    is_doubted = is_registered & ~rows["step"].isin(ladder.COVERED)
    rows = rows.assign(
        up=rows["up"].mask(is_doubted, ladder_view.REVIEW),
        step=rows["step"].map(ladder_view.label),
        stood=[ladder_view.word_days(days) for days in rows["days_on_step"]],
    )
    rows["next"] = [ladder_view.move_up(row["up"], row) for row in rows.to_dict("records")]
    tables.show(
        rows,
        {
            named("amphoe"): t("column.amphoe"),
            "step": t("column.step"),
            "stood": t("column.stood"),
            "next": t("column.move_up"),
            "members": t("column.members"),
            "from_on": t("column.step_since"),
        },
        name=f"amphoe_{code}",
        asof=asof,
        alt=t("map.list", province=name),
        pinned=named("amphoe"),
        links={named("amphoe"): amphoe_links.addresses(rows["amphoe_code"], asof=asof)},
        badges={"step": ladder_view.colours_by_label()},
        marks={"members": "members_mark"},
        also={
            "short_of": t("column.short_of"),
            "held_on": t("column.held_on"),
            "covered_to": t("column.covered_to"),
            "amphoe_code": t("column.amphoe_code"),
        },
    )
