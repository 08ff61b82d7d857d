"""Asks what headings mean that nobody knew; an answer is kept for every export to come."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from etl.uploads import headings
from etl.uploads.check_result import CheckResult
from etl.uploads.store import Upload
from pages.officers.month.load import state
from pages.ui.text import language, plain, t

_LATER, _NOT_READ = "later", "-"


def ask(upload: Upload, found: CheckResult) -> None:
    """Draw a choice for each heading that was not read; the files are then checked again."""
    unread = unread_of(found)
    if not unread:
        return
    with (
        st.expander(t("headings.title"), icon=":material/help:", expanded=True),
        st.form(f"headings-{upload.folder.name[:8]}-{language()}", border=False),
    ):
        st.markdown(t("headings.how"))
        chosen = {
            load["kind"]: _answers(load, unread[load["file"]])
            for load in found.loads
            if load["file"] in unread
        }
        if st.form_submit_button(t("headings.remember"), icon=":material/save:"):
            _remember(upload, chosen)


def unread_of(found: CheckResult) -> dict[str, list[str]]:
    """Return the headings of each file that were not read and may be told."""
    return {
        load["file"]: headings_left
        for load in found.loads
        if load["card"] and (headings_left := _unread(load["card"]))
    }


def _unread(card: Mapping[str, Any]) -> list[str]:
    """Return the headings that may be told and mean nothing yet."""
    return [
        column["heading"]
        for column in card["columns"]
        if not column["means"] and not column["is_personal"] and column["heading"][:1] != "#"
    ]


def _answers(load: Mapping[str, Any], unread: list[str]) -> dict[str, str]:
    read = {name for column in load["card"]["columns"] for name in column["means"]}
    named = headings.choices(load["kind"], read)
    words = {_LATER: t("headings.later"), _NOT_READ: t("headings.not_needed")}
    words |= {name: name_words[language()] for name, name_words in named.items()}
    return {
        heading: st.selectbox(
            plain(heading),
            list(words),
            format_func=words.__getitem__,
            key=f"heading-{load['file']}-{heading}-{language()}",
        )
        for heading in unread
    }


def _remember(upload: Upload, chosen: Mapping[str, Mapping[str, str]]) -> None:
    for kind, answers in chosen.items():
        told = {
            heading: None if means == _NOT_READ else means
            for heading, means in answers.items()
            if means != _LATER
        }
        if told:
            state.answer_headings(kind, told)
    state.check(upload)
    st.rerun()
