"""Gaps: where is there no representative yet, and who is readiest to have one?"""

import streamlit as st

from metrics import readiness
from pages.ui import controls, score_card, tables
from pages.ui.data import as_of, ask
from pages.ui.text import named, t

NEARLY = 20

on = as_of()
_, provinces = controls.choose_area()
gaps = ask(readiness.gaps, on=on, provinces=provinces)
if gaps.empty:
    st.success(t("gaps.none"), icon=":material/flag:")
    st.stop()
without = ask(readiness.provinces_without, on=on, provinces=provinces)
weights = ask(readiness.weights).set_index("part")["weight"]
kinds = {
    "all": gaps["rank"] > 0,
    "ready": gaps["is_at_threshold"],
    "nearly": gaps["short_of"].between(1, NEARLY),
    "announced": gaps["next_election_on"].notna(),
}

st.markdown(
    t("gaps.counts", amphoe=len(gaps), ready=int(kinds["ready"].sum()), provinces=len(without))
)
st.caption(t("gaps.threshold", threshold=int(gaps["threshold"].iloc[0])))
if not gaps["members"].any():
    st.info(t("gaps.no_members"))

st.subheader(t("gaps.provinces"), anchor=False)
if without.empty:
    st.success(t("gaps.provinces_none"), icon=":material/flag:")
else:
    st.caption(t("gaps.provinces_help"))
    tables.show(
        without,
        {
            named("province"): t("column.province"),
            "score": t("column.score"),
            named("first"): t("column.first"),
            "amphoe_ready": t("column.amphoe_ready"),
            "amphoe": t("column.amphoe_n"),
            "members": t("column.members"),
        },
        name="provinces_without",
        asof=on,
        alt=t("gaps.provinces"),
        bars={"score": weights.sum() or 1},
        pinned=named("province"),
        also={named("region"): t("column.region"), "province_code": t("column.province_code")},
    )

st.subheader(t("gaps.amphoe"), anchor=False)
only = controls.switch(
    t("gaps.only"),
    list(kinds),
    "only",
    lambda kind: f"{t(f'gaps.only.{kind}', n=NEARLY)} ({kinds[kind].sum():,})",
)
listed = gaps[kinds[only]]
if listed.empty:
    st.info(t("gaps.only_none"))
    st.stop()
tables.show(
    score_card.add_words(listed),
    {
        named("amphoe"): t("column.amphoe"),
        named("province"): t("column.province"),
        "score": t("column.score"),
        "members": t("column.members"),
        "short_of": t("column.short_of"),
        "near": t("column.neighbours"),
        "vote": t("column.election"),
    },
    name="gaps",
    asof=on,
    alt=t("gaps.amphoe"),
    bars={"score": weights.sum() or 1},
    pinned=named("amphoe"),
    also={
        "next_election_on": t("column.next_election"),
        "last_election_on": t("column.last_election"),
        "neighbours_covered": t("column.neighbours_covered_n"),
        "neighbours": t("column.neighbours_n"),
        **{part: t(f"column.{part}") for part in readiness.PARTS.values()},
        "rank": t("column.rank"),
        "amphoe_code": t("column.amphoe_code"),
    },
)
score_card.explain_weights(weights)

st.subheader(t("gaps.why"), anchor=False)
by_code = listed.set_index("amphoe_code")
code = controls.choose(
    t("column.amphoe"), list(by_code.index), "why", score_card.names(by_code).__getitem__
)
score_card.draw(by_code.loc[code], weights)
