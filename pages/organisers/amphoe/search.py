"""Draws the search for one of 928 amphoe, by its Thai or its English name."""

import pandas as pd
import streamlit as st

from metrics.safe import amphoe
from pages.ui import amphoe_links, controls, ladder, tables
from pages.ui.data import as_of, ask
from pages.ui.text import named, plain, t

_NOBODY = "none"
_FIRST = 10


def choose(everywhere: pd.DataFrame) -> str:
    """Draw the search over rows of `safe.amphoe.by_amphoe`; return the code chosen, or nothing.

    A label has both names and the province, so that either language finds it. The address keeps
    the code; one that no amphoe has is said.
    """
    labels = {_NOBODY: t("amphoe.any")}
    order = everywhere.sort_values([named("province"), named("amphoe")])
    columns = [order[name] for name in ("amphoe_th", "province_th", "amphoe_en", "province_en")]
    labels |= dict(
        zip(order["amphoe_code"], map(" · ".join, zip(*columns, strict=True)), strict=True)
    )
    requested = st.session_state.get(amphoe_links.KEY) or st.query_params.get(amphoe_links.KEY)
    chosen = controls.choose(
        t("amphoe.search"), list(labels), amphoe_links.KEY, labels.__getitem__, default=_NOBODY
    )
    if requested and requested not in labels:
        st.warning(t("amphoe.unknown", code=plain(requested)), icon=":material/search_off:")
    return "" if chosen == _NOBODY else chosen


def suggest(everywhere: pd.DataFrame) -> None:
    """Draw where to begin: terms ending and seats vacant, then the readiest amphoe."""
    st.info(t("amphoe.how"), icon=":material/search:")
    urgent = everywhere[everywhere["step"].isin(["ending", "vacant"])]
    st.subheader(t("amphoe.urgent"), anchor=False)
    if urgent.empty:
        st.caption(t("amphoe.urgent_none"))
    else:
        show(urgent, name="amphoe_urgent", alt=t("amphoe.urgent"))
    st.subheader(t("amphoe.readiest"), anchor=False)
    gaps = ask(amphoe.gaps, on=as_of()).head(_FIRST)
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
