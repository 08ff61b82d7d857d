"""Draws whether enough will come, and how much weight each vote has."""

import pandas as pd
import streamlit as st

from metrics.agm_roll import totals
from pages.officers.agm_roll import sections
from pages.ui import controls, tables
from pages.ui.figures import charts, figures
from pages.ui.text import named, t
from reports.agm_roll.roll import Roll
from reports.figures.labels import Label


def quorum(agm_roll: Roll) -> None:
    """Draw what the quorum is, and whether it is reached when so many are present."""
    rows = agm_roll.rows
    on_roll = int(rows["is_on_roll"].sum())
    needed = sections.quorum_needed(agm_roll, on_roll)
    if needed is None:
        st.info(t("agm_roll.quorum_none"))
        return
    st.markdown(t("agm_roll.quorum_rule", needed=needed, on_roll=on_roll, how=_how(agm_roll)))
    if needed > on_roll:
        st.warning(t("agm_roll.quorum_beyond", needed=needed, on_roll=on_roll))
        return
    present = controls.number(t("agm_roll.present"), "present", default=needed, low=0, high=on_roll)
    short = totals.short_of(present, needed)
    if short:
        st.warning(t("agm_roll.quorum_short", short=short), icon=":material/group_off:")
    else:
        phrase = "agm_roll.quorum_reached" if present > needed else "agm_roll.quorum_exact"
        st.success(t(phrase, over=present - needed), icon=":material/groups:")
    doubted = int((rows["why"] == "on_roll_in_doubt").sum())
    if doubted:
        without = on_roll - doubted
        own = sections.quorum_needed(agm_roll, without) or 0
        st.caption(t("agm_roll.quorum_without", doubted=doubted, on_roll=without, needed=own))


def weights(agm_roll: Roll) -> None:
    """Draw members for each representative: the extremes, every amphoe as a bar, and a table."""
    found = totals.weights(agm_roll.rows)
    cards = st.columns(4)
    for card, name in zip(cards, ("largest", "median", "smallest"), strict=False):
        card.metric(t(f"agm_roll.{name}"), _number(getattr(found, name)))
    share = "–" if found.unrepresented is None else f"{found.unrepresented:.1%}"
    cards[3].metric(t("agm_roll.unrepresented"), share)
    each = totals.by_amphoe(agm_roll.rows)
    each = each[each["on_roll"] > 0].sort_values(
        ["per_representative", "amphoe_code"], ascending=[False, True]
    )
    _bars(each, found)
    tables.draw_folded(
        t("agm_roll.weights_table"),
        "roll_weights",
        lambda: _table(each, agm_roll),
        icon=":material/table_rows:",
    )


def _bars(each: pd.DataFrame, found: totals.Weights) -> None:
    names = [
        f"{amphoe} · {province}: {number:,.0f}"
        for amphoe, province, number in zip(
            each[named("amphoe")], each[named("province")], each["per_representative"], strict=True
        )
    ]
    places = list(range(len(each)))
    bars = {
        "type": "bar",
        "name": t("agm_roll.column.per_representative"),
        "customdata": names,
        "x": places,
        "y": list(each["per_representative"]),
        "marker": {"color": charts.ACCENT},
        "hovertext": names,
        "hoverinfo": "text",
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [-0.5, len(each) - 0.5],
        "y": [found.median] * 2,
        "line": {"color": charts.QUIET, "dash": "dash", "width": 2},
        "hoverinfo": "skip",
    }
    figures.draw(
        charts.figure(
            [bars, line],
            {"showticklabels": False},
            highest=int(found.largest or 0),
            plot_height=240,
            labels=[
                Label(t("agm_roll.median"), len(each) - 0.5, found.median or 0.0, charts.QUIET)
            ],
        ),
        t(
            "agm_roll.weights_alt",
            amphoe=len(each),
            **{name: _number(getattr(found, name)) for name in ("largest", "median", "smallest")},
        ),
        title=finding(found),
        name="agm_weights",
        where=t("word.whole_country"),
    )


def finding(found: totals.Weights) -> str:
    """Say how unequal votes are, in the numbers shown."""
    words = {name: _number(getattr(found, name)) for name in ("smallest", "median", "largest")}
    way = "alike" if words["smallest"] == words["largest"] else "between"
    return t(f"agm_roll.found.{way}", **words)


def _table(each: pd.DataFrame, agm_roll: Roll) -> None:
    tables.show(
        each,
        {
            named("amphoe"): t("column.amphoe"),
            named("province"): t("column.province"),
            "per_representative": t("agm_roll.column.per_representative"),
            "members": t("column.members"),
            "on_roll": t("agm_roll.column.on_roll"),
        },
        name="agm_roll_weights",
        asof=agm_roll.cutoff,
        alt=t("agm_roll.weights"),
        bars={"per_representative": float(each["per_representative"].max()) or 1},
        pinned=named("amphoe"),
        also={"amphoe_code": t("column.amphoe_code")},
    )


def _how(agm_roll: Roll) -> str:
    share, people = agm_roll.values.get("quorum_share"), agm_roll.values.get("quorum_people")
    parts = []
    if isinstance(share, int | float):
        parts.append(t("agm_roll.quorum_share", share=f"{100 * share:g}"))
    if isinstance(people, int | float):
        parts.append(t("agm_roll.quorum_people", people=int(people)))
    return " · ".join(parts)


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"
