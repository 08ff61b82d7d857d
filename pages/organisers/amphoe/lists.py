"""Lists amphoe, each with what moves it up: where to begin, and which are beside one."""

import pandas as pd
import streamlit as st

from metrics.safe import amphoe
from pages.ui import amphoe_links, ladder, tables
from pages.ui.bar.place import Place
from pages.ui.data import as_of, ask
from pages.ui.text import named, t

_FIRST = 10


def suggest(everywhere: pd.DataFrame, where: Place) -> None:
    """Draw where to begin in a place: terms ending and seats vacant, then the readiest amphoe."""
    if where.provinces is not None:
        everywhere = everywhere[everywhere["province_code"].isin(where.provinces)]
    urgent = everywhere[everywhere["step"].isin(["ending", "vacant"])]
    st.header(t("amphoe.urgent"), anchor=False)
    if urgent.empty:
        st.caption(t("word.none_here"))
    else:
        show(urgent, name="amphoe_urgent", alt=t("amphoe.urgent"))
    st.header(t("amphoe.readiest"), anchor=False)
    gaps = ask(amphoe.gaps, on=as_of(), provinces=where.provinces).head(_FIRST)
    if gaps.empty:
        st.success(t("gaps.none"), icon=":material/flag:")
        return
    rows = everywhere.set_index("amphoe_code").loc[gaps["amphoe_code"]].reset_index()
    show(rows, name="amphoe_readiest", alt=t("amphoe.readiest"))


def show(rows: pd.DataFrame, *, name: str, alt: str) -> None:
    """Draw rows of `safe.amphoe.by_amphoe`, with what moves each up; a name leads to its page."""
    table = rows.assign(
        step=rows["step"].map(ladder.label),
        stood=[ladder.word_days(days) for days in rows["days_on_step"]],
        next=[ladder.move_up(row["up"], row) for row in rows.to_dict("records")],
    )
    tables.show(
        table,
        {
            named("amphoe"): t("column.amphoe"),
            named("province"): t("column.province"),
            "step": t("column.step"),
            "stood": t("column.stood"),
            "next": t("column.move_up"),
            "members": t("column.members"),
        },
        name=name,
        asof=as_of(),
        alt=alt,
        height="content",
        pinned=named("amphoe"),
        links={named("amphoe"): amphoe_links.addresses(rows["amphoe_code"], asof=as_of())},
        badges={"step": ladder.colours_by_label()},
        marks={"members": "members_mark"},
        also={"amphoe_code": t("column.amphoe_code")},
    )
