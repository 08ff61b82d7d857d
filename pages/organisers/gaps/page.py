"""Gaps: where is there no representative yet, and who is readiest to have one?"""

import pandas as pd
import streamlit as st

from i18n.numbers import number
from metrics.coverage import coverage, ladder, rules
from metrics.coverage import gaps as gap_ranks
from metrics.safe import amphoe
from pages.organisers.gaps import table, visits
from pages.ui import controls, tables
from pages.ui import ladder as ladder_view
from pages.ui.bar import place
from pages.ui.data import as_of, ask
from pages.ui.text import t

NEARLY = 20

on = as_of()
provinces = place.chosen().provinces
gaps = ask(amphoe.gaps, on=on, provinces=provinces)
if gaps.empty:
    st.success(t("gaps.none"), icon=":material/flag:")
    st.stop()
without = ask(amphoe.provinces_without, on=on, provinces=provinces)
weights = ask(gap_ranks.weights).set_index("part")["weight"]

steps = ask(ladder.counts, on=on, provinces=provinces)
by_step = steps.set_index("step")["amphoe"]
checked = ask(coverage.verified, on=on, provinces=provinces).iloc[0]
st.markdown(
    t(
        "gaps.counts",
        covered=int(by_step.reindex(list(ladder.COVERED)).sum()),
        ending=int(by_step.get("ending", 0)),
        verified=number(checked["amphoe_verified"] if pd.notna(checked["verified_on"]) else None),
        amphoe=len(gaps),
        ready=int(gaps["is_at_threshold"].sum()),
        provinces=len(without),
    )
)
ladder_view.strip(steps)


def draw_provinces() -> None:
    """Draw the provinces that have nobody yet."""
    if without.empty:
        st.success(t("word.none_here"), icon=":material/flag:")
        return
    table.list_provinces(without, weights, asof=on)


def _only_text(kind: str) -> str:
    return t("word.all") if kind == "all" else t(f"gaps.only.{kind}", n=NEARLY)


st.header(t("gaps.amphoe"), anchor=False)
by = table.choose_rank(gaps, visits.ranks())
gaps = table.add_steps(
    ask(amphoe.gaps, on=on, by=visits.by_metric(by), provinces=provinces),
    ask(amphoe.by_amphoe, on=on, provinces=provinces),
)
if by == visits.RANK:
    gaps = visits.add(gaps, on)
kinds = {
    "all": gaps["rank"] > 0,
    "ready": gaps["is_at_threshold"],
    "nearly": gaps["short_of_about"].between(1, NEARLY),
}
only = controls.switch(
    t("map.show"),
    list(kinds),
    "only",
    lambda kind: f"{_only_text(kind)} ({kinds[kind].sum():,})",
)
listed = table.choose_step(gaps[kinds[only]])
if listed.empty:
    st.info(t("word.none_here"))
    st.stop()
table.list_amphoe(listed, weights, asof=on)


def draw_why() -> None:
    """Draw what the score of an amphoe is made of."""
    by_code = listed.set_index("amphoe_code")
    code = controls.choose(
        t("column.amphoe"), list(by_code.index), "why", table.names(by_code).__getitem__
    )
    table.explain(by_code.loc[code], weights)


tables.draw_folded(
    t("gaps.why"),
    "gaps_why",
    draw_why,
    icon=":material/functions:",
    is_open="why" in st.query_params,
)
tables.draw_folded(
    t("gaps.provinces"),
    "gaps_provinces",
    draw_provinces,
    icon=":material/map:",
)
with st.expander(t("map.method"), icon=":material/info:"):
    ladder_view.draw_threshold(ask(rules.in_force, on=on))
    ladder_view.explain_steps()
    table.say_method(gaps, weights)
