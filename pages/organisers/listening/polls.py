"""Draws a poll: its question, the answers, how they changed, and what was left out."""

from datetime import date

import pandas as pd
import streamlit as st

from i18n.numbers import signed
from metrics.polls import changes as poll_changes
from metrics.polls import polls
from metrics.proposals import week
from metrics.safe import areas
from pages.organisers.listening import charts
from pages.ui import controls, health, suppressed, tables
from pages.ui.data import ask
from pages.ui.text import day_text, either, named, plain, t


def why_none(noun: str, on: date) -> str:
    """Return why there are no polls or proposals to show: no file, or none here by the day."""
    if not health.has_source(noun, on):
        return t("empty.none_loaded")
    return t("word.none_here")


def choose(rows: pd.DataFrame) -> str:
    """Draw the choice of poll among rows of `polls.known_polls`, and return its number."""
    names = {
        str(poll["poll_id"]): f"{_one_line(poll['question'])} · {day_text(poll['opened_on'])}"
        for _, poll in rows.iterrows()
    }
    return controls.choose(t("listening.poll"), list(names), "poll", names.__getitem__)


def header(poll: pd.Series, on: date) -> None:
    """Draw the question, when and to whom it was put, and how many answered."""
    st.markdown(f"## {plain(poll['question'])}")
    state = t("listening.open" if poll["is_open"] else "listening.closed")
    closes = "–" if pd.isna(poll["closed_on"]) else day_text(poll["closed_on"])
    mode = t("listening.several" if poll["is_several"] else "listening.single")
    since = t("word.since_to_until", since=day_text(poll["opened_on"]), until=closes)
    st.caption(" · ".join([state, since, scope_name(poll, on), mode]))
    with st.container(horizontal=True):
        people = suppressed.count(poll["respondents"], poll["respondents_mark"])
        st.metric(t("listening.respondents"), people)
        if pd.notna(poll["share_pct"]):
            st.metric(t("listening.share"), f"{poll['share_pct']:.1f}%")
        if poll["verdict"] == "told":
            st.metric(t("listening.effective"), f"{poll['effective']:,.0f}")
    if pd.notna(poll["unplaced"]) and poll["unplaced"]:
        st.caption(f"{t('word.amphoe_not_known')}: {int(poll['unplaced']):,}")


def scope_name(poll: pd.Series, on: date) -> str:
    """Return whom a poll was put to."""
    kind, code = poll["scope_kind"], poll["scope_code"]
    if kind not in ("region", "province"):
        return t("word.whole_country" if kind == "country" else "growth.unknown")
    if kind == "region":
        scheme, _, code = str(code).partition(":")
        rows = ask(areas.by_region, on=on, since=on, scheme=scheme)
    else:
        rows = ask(areas.by_province, on=on, since=on)
    name = rows.loc[rows[f"{kind}_code"] == code, named(kind)]
    return str(name.iloc[0] if len(name) else code)


def draw_answers(poll: pd.Series, answers: pd.DataFrame, on: date) -> None:
    """Draw each choice with its shares, or why nothing may be said."""
    verdict = str(poll["verdict"])
    if verdict != "told":
        why = t(f"listening.verdict.{verdict}", least=polls.LEAST)
        st.info(why, icon=":material/info:")
        return
    known = answers.dropna(subset="pct")
    if len(known):
        charts.draw_shares(known)
    rows = answers.round({"plain_pct": 1, "plain_lo": 1, "plain_hi": 1})
    tables.show(
        rows.assign(choice=[_one_line(choice) for choice in rows["choice"]]),
        {
            "choice": t("listening.choice"),
            "pct": t("listening.weighted"),
            "lo": t("listening.lo"),
            "hi": t("listening.hi"),
            "plain_pct": t("listening.unweighted"),
            "answers": t("listening.answers"),
        },
        name=f"poll_{poll['poll_id']}",
        asof=on,
        alt=_one_line(poll["question"]),
        marks={"answers": "answers_mark"},
        pinned="choice",
    )
    if poll["is_several"]:
        st.caption(t("listening.several_sum"))


def draw_changes(poll: pd.Series, rows: pd.DataFrame, on: date) -> None:
    """Draw how each answer changed since the same question was put before, if it was."""
    changes = ask(poll_changes.changes, question_key=poll["question_key"], on=on)
    own = changes[changes["poll_id"] == poll["poll_id"]]
    if own.empty:
        return
    st.header(t("listening.changed"), anchor=False)
    before = rows.set_index("poll_id").loc[own["before_id"].iloc[0]]
    st.caption(t("listening.before", day=day_text(before["opened_on"])))
    known = own.dropna(subset="change")
    st.markdown("\n".join(f"- {_change(row)}" for _, row in known.iterrows()))
    if len(known) < len(own):
        st.caption(t("listening.change_unknown"))


def flags(poll: pd.Series) -> None:
    """Draw which answers were left out and what is odd about the poll."""
    rows = ask(week.flagged, poll_id=poll["poll_id"])
    if rows.empty:
        return
    lines = []
    for row in rows.itertuples():
        words = either(f"flag.{row.flag}", either(f"reason.{row.flag}", str(row.flag)))
        count = (
            suppressed.words()["few"] if row.is_few else f"{int(row.rows):,}" if row.rows else ""
        )
        lines.append(f"- {words}" + (f": {count}" if count else ""))
    st.warning("\n".join([t("listening.flags"), "", *lines]), icon=":material/warning:")


def method() -> None:
    """Draw how it is worked out, folded."""
    with st.expander(t("map.method"), icon=":material/info:"):
        st.markdown(t("listening.said_how"))
        st.markdown(t("listening.method_weights"))
        st.markdown(t("listening.method_interval"))
        st.markdown(t("listening.method_small", least=polls.LEAST))


def _change(row: pd.Series) -> str:
    return t(
        f"listening.change.{row['verdict']}",
        choice=plain(row["choice"]),
        change=signed(row["change"], 0),
        lo=signed(row["lo"], 0),
        hi=signed(row["hi"], 0),
        before=f"{row['pct_before']:.0f}",
        now=f"{row['pct']:.0f}",
    )


def _one_line(words: object) -> str:
    return " ".join(str(words).split())
