"""Draws an amphoe's events, proposals, polls and committee."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics import committees
from metrics.events import calendar, events
from metrics.polls import amphoe_polls
from metrics.proposals import proposals
from pages.access import viewer
from pages.ui import events_table, health, suppressed, tables
from pages.ui.data import ask, ask_private
from pages.ui.text import day_text, t

_COUNTS = ("registered", "attended", "no_shows", "joined")


def draw_events(code: str, on: date) -> None:
    """Draw the events of an amphoe, with venue and organiser for those who may see names."""
    inside = (code[:2],)
    days = ask(calendar.by_day, provinces=inside)["held_on"]
    rows = pd.DataFrame()
    if len(days):
        first, last = days.min().date(), days.max().date()
        rows = ask(events.between, since=first, until=last, on=on, provinces=inside)
        rows = rows[rows["amphoe_code"] == code]
    if rows.empty:
        st.info(t("word.none_here"))
        return
    details = {}
    if viewer.viewer().may_see_names:
        private = ask_private(events.details_of_amphoe, amphoe_code=code).set_index("event_id")
        details = {name: t(f"events.{name}") for name in ("venue", "organised_by")}
        rows = rows.join(private[list(details)], on="event_id")
    events_table.show(rows, name=f"events_{code}", asof=on, details=details, is_placed=False)
    if (
        events_table.hide_future_attendance(rows)[[f"{name}_mark" for name in _COUNTS]]
        .notna()
        .any(axis=None)
    ):
        suppressed.explain()


def draw_proposals(code: str, on: date) -> None:
    """Draw what members of an amphoe want, the newest first, and how far each has got."""
    rows = ask(proposals.listed, on=on, amphoe_code=code, provinces=(code[:2],))
    if rows.empty:
        st.info(t("word.none_here"))
        return
    rows = rows.assign(
        status=tables.word_codes(rows["status"], "proposals.status"),
        waited=[
            _waited(days, is_answered)
            for days, is_answered in zip(rows["days"], rows["is_answered"], strict=True)
        ],
        note=[events_table.note(flags) for flags in rows["flags"]],
    )
    labels = {
        "raised_on": t("proposals.raised_on"),
        "topic": t("word.topic"),
        "status": t("column.status"),
        "waited": t("amphoe.answer"),
        "supporters": t("word.supporters"),
    }
    if rows["note"].ne("").any():
        labels["note"] = t("word.note")
    tables.show(
        rows,
        labels,
        name=f"proposals_{code}",
        asof=on,
        alt=t("amphoe.proposals"),
        height="content",
        marks={"supporters": "supporters_mark"},
        also={
            "done_on": t("amphoe.done_on"),
            "proposal_id": t("word.proposal_id"),
        },
    )


def _waited(days: float, is_answered: bool) -> str:
    if pd.isna(days):
        return t("proposals.no_answer_day") if is_answered else ""
    return t("amphoe.answered_after" if is_answered else "amphoe.waits", n=int(days))


def draw_polls(code: str, on: date) -> None:
    """Draw the polls that were put to an amphoe, and how many of its members took part."""
    rows = ask(amphoe_polls.took_part, on=on, amphoe_code=code, provinces=(code[:2],))
    if rows.empty:
        st.info(t("word.none_here"))
        return
    states = {True: t("listening.open"), False: t("listening.closed")}
    tables.show(
        rows.assign(state=rows["is_open"].map(states)).round({"share_pct": 1}),
        {
            "question": t("listening.poll"),
            "opened_on": t("amphoe.poll_opened_on"),
            "state": t("word.state"),
            "respondents": t("listening.respondents"),
            "members": t("column.members"),
            "share_pct": t("listening.share_pct"),
        },
        name=f"polls_{code}",
        asof=on,
        alt=t("amphoe.polls"),
        height="content",
        pinned="question",
        marks={"respondents": "respondents_mark", "members": "members_mark"},
        also={"closed_on": t("listening.closed")},
    )


def say_committee(code: str, on: date) -> None:
    """Say whether the amphoe's province has a working committee, where an export tells of any."""
    if not health.has_source("committees", on):
        return
    rows = ask(committees.by_province, on=on, since=on, provinces=(code[:2],))
    row = rows.iloc[0]
    if row["has_committee"]:
        people = suppressed.count(row["active_people"], row["active_people_mark"])
        is_known = pd.notna(row["active_people"]) or isinstance(row["active_people_mark"], str)
        words = t("amphoe.committee", day=day_text(row["formed_on"]))
        many = f" · {t('committees.active_people')} {people}" if is_known else ""
        st.markdown(words + many)
    else:
        st.markdown(t("amphoe.no_committee"))
