"""Draws members' proposals: a board, how long each step takes, who waits, and a list."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics import places
from metrics.proposals import proposals
from metrics.safe import amphoe as safe_amphoe
from pages.ui import controls, tables
from pages.ui.data import ask
from pages.ui.text import either, named, t

_ALL = "all"
_UNTOLD = "-"
"""How the address names proposals whose topic is not told."""


def cards(total: pd.Series) -> None:
    """Draw how many there are, how many are answered, and how many of them soon."""
    with st.container(horizontal=True):
        st.metric(t("proposals.proposals"), f"{int(total['proposals']):,}")
        st.metric(t("proposals.answered"), f"{int(total['answered']):,}")
        share = total["soon_pct"]
        st.metric(
            t("proposals.soon_pct", days=proposals.SOON_DAYS),
            "–"
            if pd.isna(share)
            else f"{share:.0f}% ({int(total['soon']):,} / {int(total['due']):,})",
        )


def board(rows: pd.DataFrame, on: date) -> None:
    """Draw how many proposals of each topic stand where, most of all first."""
    rows = rows.assign(topic=_topics(rows["topic"]))
    wide = rows.pivot_table(
        index="topic", columns="status", values="proposals", aggfunc="sum", fill_value=0
    ).reindex(columns=list(proposals.STATUSES), fill_value=0)
    wide = wide.assign(in_all=wide.sum(axis=1)).sort_values("in_all", ascending=False)
    columns = {"topic": t("word.topic")}
    columns |= {status: t(f"proposals.status.{status}") for status in proposals.STATUSES}
    tables.show(
        wide.reset_index().astype({name: "int64" for name in proposals.STATUSES}),
        columns | {"in_all": t("word.all")},
        name="proposals_board",
        asof=on,
        alt=t("proposals.board"),
        pinned="topic",
    )


def steps(rows: pd.DataFrame, on: date) -> None:
    """Draw how long the middle proposal waits for each step."""
    table = rows.assign(
        step=[t(f"proposals.step.{step}") for step in rows["step"]],
        waits=[_range(row) for _, row in rows.iterrows()],
    )
    tables.show(
        table,
        {
            "step": t("column.step"),
            "proposals": t("proposals.proposals"),
            "median_days": t("proposals.median_days"),
            "waits": t("proposals.waits"),
        },
        name="proposals_steps",
        asof=on,
        alt=t("proposals.steps"),
        also={"lo": t("listening.lo"), "hi": t("listening.hi")},
        pinned="step",
    )
    st.caption(t("proposals.steps_how", least=proposals.LEAST))


def by_province(rows: pd.DataFrame, on: date) -> None:
    """Draw the share answered in time of each province, those with the most proposals first."""
    names = ask(places.names).set_index("province_code")[named("province")]
    table = rows.assign(province=rows["code"].map(names).fillna(t("growth.unknown")))
    tables.show(
        table.sort_values("proposals", ascending=False, kind="stable").round({"soon_pct": 0}),
        {
            "province": t("column.province"),
            "proposals": t("proposals.proposals"),
            "answered": t("proposals.answered"),
            "soon_pct": t("proposals.soon_pct", days=proposals.SOON_DAYS),
        },
        name="proposals_by_province",
        asof=on,
        alt=t("proposals.by_province"),
        pinned="province",
    )


def draw_list(rows: pd.DataFrame, on: date) -> None:
    """Draw the proposals of the status and topic chosen, the newest first."""
    rows = rows.assign(topic_code=rows["topic"].fillna(_UNTOLD), topic=_topics(rows["topic"]))
    statuses = [_ALL, *(each for each in proposals.STATUSES if each in set(rows["status"]))]
    status = controls.switch(
        t("column.status"),
        statuses,
        "status",
        lambda code: t("word.all" if code == _ALL else f"proposals.status.{code}"),
    )
    names = dict(zip(rows["topic_code"], rows["topic"], strict=True))
    topic = controls.choose(
        t("word.topic"),
        [_ALL, *sorted(names)],
        "topic",
        lambda code: t("word.all") if code == _ALL else names[code],
    )
    is_chosen = rows["status"].eq(status) | (status == _ALL)
    rows = rows[is_chosen & (rows["topic_code"].eq(topic) | (topic == _ALL))]
    if rows.empty:
        st.info(t("word.none_here"))
        return
    amphoe = ask(safe_amphoe.by_amphoe, on=on).set_index("amphoe_code")[named("amphoe")]
    province = ask(places.names).set_index("province_code")[named("province")]
    tables.show(
        rows.assign(
            amphoe=rows["amphoe_code"].map(amphoe).fillna(""),
            province=rows["province_code"].map(province).fillna(t("growth.unknown")),
            status=tables.word_codes(rows["status"], "proposals.status"),
            flags=[_note(row) for _, row in rows.iterrows()],
        ),
        {
            "raised_on": t("proposals.raised_on"),
            "topic": t("word.topic"),
            "status": t("column.status"),
            "amphoe": t("column.amphoe"),
            "province": t("column.province"),
            "supporters": t("word.supporters"),
            "days": t("proposals.days"),
            "answered_on": t("proposals.answered_on"),
            "flags": t("word.note"),
        },
        name="proposals",
        asof=on,
        alt=t("proposals.list"),
        also={"proposal_id": t("word.proposal_id"), "done_on": t("amphoe.done_on")},
        marks={"supporters": "supporters_mark"},
    )


def _topics(topics: pd.Series) -> pd.Series:
    return topics.fillna(t("word.topic_not_shown"))


def _note(row: pd.Series) -> str:
    words = [either(f"flag.{flag}", flag) for flag in str(row["flags"]).split()]
    if row["is_answered"] and pd.isna(row["answered_on"]):
        words.insert(0, t("proposals.no_answer_day"))
    return " · ".join(words)


def _range(row: pd.Series) -> str:
    if pd.isna(row["median_days"]):
        return ""
    high = "…" if pd.isna(row["hi"]) else f"{row['hi']:.0f}"
    return f"{row['lo']:.0f}–{high}"
