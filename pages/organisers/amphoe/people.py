"""Draws who represents an amphoe and who stood there, for those who may see names."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from metrics.coverage import representatives
from metrics.safe import votes
from pages.access import viewer
from pages.ui import ladder, month_path, tables
from pages.ui.data import ask_private
from pages.ui.text import day_text, either, plain, t


def draw(code: str, on: date, *, has_votes: bool) -> None:
    """Draw the representatives of an amphoe, those before them, and the candidates."""
    if not viewer.viewer().may_see_names:
        st.info(t("amphoe.no_names"), icon=":material/lock:")
        return
    terms = ask_private(representatives.of_amphoe, amphoe_code=code, on=on)
    serving = terms[terms["is_serving"]]
    if serving.empty:
        st.info(t("amphoe.nobody"))
    for term in serving.to_dict("records"):
        _card(term, on)
    others = terms[~terms["is_serving"]]
    if len(others):
        tables.draw_folded(
            t("amphoe.others", n=len(others)),
            "terms_table",
            lambda: _others(others, code, on),
            icon=":material/history:",
        )
    if has_votes:
        # Asked for when it is opened: each question to the private tables opens their file anew.
        tables.draw_folded(
            t("amphoe.stood"),
            "stood_table",
            lambda: _candidates(code, on),
            icon=":material/groups:",
        )


def _card(term: dict[Any, Any], on: date) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(_named(term['name']))}**")
        until = term["term_to"]
        left = "–" if pd.isna(until) else ladder.word_days((until.date() - on).days)
        st.markdown(
            t(
                "amphoe.serves",
                since=day_text(term["term_from"]),
                until=day_text(until),
                left=left,
            )
        )
        reasons = [either(f"finding.reason.{reason}", reason) for reason in term["reasons"]]
        if reasons and term["status"] != "still_serving":
            status = either(f"finding.status.{term['status']}", term["status"])
            st.warning(
                t("amphoe.in_doubt", reasons=" · ".join(reasons), status=status),
                icon=":material/rule:",
            )
            month_path.link("reviews", t("amphoe.open_reviews"))
        elif reasons:
            st.caption(f"{' · '.join(reasons)}: {t('finding.status.still_serving')}")
        if not term["is_checkable"]:
            st.caption(t("amphoe.unchecked"))
        if term["source"] == "election":
            st.caption(t("amphoe.not_in_register"))


def _others(terms: pd.DataFrame, code: str, on: date) -> None:
    tables.show(
        terms.assign(
            name=terms["name"].map(_named),
            why=tables.word_codes(terms["end_reason"], "amphoe.end"),
        ),
        {
            "name": t("agm_roll.column.name"),
            "term_from": t("column.from_on"),
            "term_to": t("column.to_on"),
            "why": t("column.reason"),
        },
        name=f"terms_{code}",
        asof=on,
        alt=t("amphoe.others", n=len(terms)),
        height="content",
    )


def _candidates(code: str, on: date) -> None:
    stood = ask_private(votes.candidates, amphoe_code=code, on=on)
    if stood.empty:
        st.caption(t("word.none_here"))
        return
    tables.show(
        stood.assign(name=stood["name"].map(_named)),
        {
            "held_on": t("elections.held_on"),
            "candidate_no": t("amphoe.candidate_no"),
            "name": t("agm_roll.column.name"),
            "votes": t("amphoe.votes"),
            "votes_online": t("elections.channel.online"),
            "votes_onsite": t("elections.channel.onsite"),
            "is_elected": t("amphoe.is_elected"),
        },
        name=f"candidates_{code}",
        asof=on,
        alt=t("amphoe.stood"),
        height="content",
        marks={"votes": "votes_mark"},
    )


def _named(name: object) -> str:
    return str(name) if isinstance(name, str) and name else t("word.name_not_known")
