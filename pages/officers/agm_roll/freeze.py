"""Draws a roll's files, freezes it, and compares a frozen one with today's."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from etl.warehouse.frozen_rolls import FrozenRoll
from i18n.messages import UserError
from i18n.phrases import phrases
from metrics.agm_roll import totals
from pages.access import viewer
from pages.officers.agm_roll import frozen as roll_record
from pages.ui import downloads, tables
from pages.ui.data import as_of
from pages.ui.text import day_text, language, named, t
from reports.agm_roll import files as agm_roll_files
from reports.agm_roll import roll
from reports.agm_roll.roll import Roll

_DONE = "roll_just_frozen"
_PLACES = ("agm_roll.file", "agm_roll.column", "agm_roll", "agm_roll.rule", "column", "word")
"""Where a label of the files is looked for, the first first."""
_FAMILIES = {"why": "agm_roll.why", "doubt": "finding.reason", "rule": "agm_roll.rule"}
"""The codes that files tell in words, and where the words are."""


def draw_frozen(frozen: FrozenRoll, agm_roll: Roll) -> None:
    """Say that the roll shown is frozen, and how today's differs from it."""
    if st.session_state.pop(_DONE, None) == frozen.name:
        st.success(t("agm_roll.freeze_done"), icon=":material/lock:")
    words = t(
        "agm_roll.frozen",
        sha256=agm_roll.sha256,
        edition=agm_roll.edition["edition"],
        **roll_record.moment(frozen),
    )
    st.info(words, icon=":material/lock:")
    today = roll_record.of_edition(agm_roll.cutoff)
    if today is None:
        return
    changes = totals.changes(agm_roll.rows, roll.read(today).rows)
    if changes.empty:
        st.caption(t("agm_roll.same"))
        return
    kinds = changes["change"].value_counts()
    added, gone = int(kinds.get("added", 0)), int(kinds.get("gone", 0))
    st.warning(t("agm_roll.differs", added=added, gone=gone), icon=":material/difference:")
    tables.draw_folded(
        t("agm_roll.differences"),
        "roll_changes",
        lambda: _list_changes(changes, agm_roll),
        icon=":material/difference:",
    )


def files(record: bytes, agm_roll: Roll, frozen: FrozenRoll | None) -> None:
    """Draw the buttons for the sign-in sheet and the workbook, each made when it is asked for."""
    if frozen is None:
        st.caption(t("agm_roll.files_draft"))
    words = _words(frozen)
    name = f"pakthong_agm_roll_{frozen.name if frozen else agm_roll.cutoff.isoformat()}"
    with st.container(horizontal=True):
        downloads.button(
            t("agm_roll.pdf"),
            partial(agm_roll_files.sheet_pdf, record, words),
            f"{name}.pdf",
            key="roll_pdf",
            icon=":material/draw:",
        )
        downloads.button(
            t("agm_roll.xlsx"),
            partial(agm_roll_files.workbook, record, words),
            f"{name}.xlsx",
            key="roll_xlsx",
        )


def freeze(record: bytes, agm_roll: Roll) -> None:
    """Draw what freezing does, and the button, which works once its box is ticked."""
    if viewer.viewer().provinces:
        st.info(t("agm_roll.freeze_country"))
        return
    same_day = sum(each.cutoff == agm_roll.cutoff for each in roll_record.frozen())
    if same_day:
        st.caption(t("agm_roll.freeze_again", n=same_day))
    is_sure = st.checkbox(
        t(
            "agm_roll.freeze_sure",
            n=int(agm_roll.rows["is_on_roll"].sum()),
            day=day_text(agm_roll.cutoff),
        ),
        key=f"roll_sure-{agm_roll.sha256[:12]}",  # another roll has to be looked at anew
    )
    if st.button(t("agm_roll.freeze"), disabled=not is_sure, key="freeze", icon=":material/lock:"):
        try:
            frozen = roll_record.freeze(record, agm_roll.cutoff)
        except UserError as error:
            st.error(roll_record.error_text(error))
            return
        st.session_state["roll"] = st.session_state[_DONE] = frozen.name
        st.rerun()


def draw_frozen_list() -> None:
    """Draw the list of frozen rolls, when there are any."""
    rolls = roll_record.frozen()
    if not rolls:
        return
    st.header(t("agm_roll.kept"), anchor=False)
    moments = [roll_record.moment(each) for each in rolls]
    listed = pd.DataFrame(
        {
            "name": [each.name for each in rolls],
            "cutoff": pd.to_datetime([each.cutoff for each in rolls]),
            "frozen_at": [f"{at['day']} {at['time']}" for at in moments],
            "is_intact": [each.is_intact for each in rolls],
            "sha256": [each.sha256 for each in rolls],
        }
    )
    columns = {
        "name": t("agm_roll.column.roll"),
        "cutoff": t("agm_roll.cutoff"),
        "frozen_at": t("agm_roll.column.frozen_at"),
        "is_intact": t("agm_roll.intact"),
        "sha256": t("agm_roll.column.hash"),
    }
    # A table's link opens a tab of its own, so the address carries the language.
    addresses = f"agm_roll?lang={language()}&roll=" + listed["name"]
    tables.show(
        listed,
        columns,
        name="agm_rolls_frozen",
        asof=as_of(),
        alt=t("agm_roll.kept"),
        links={"name": addresses},
    )


def _list_changes(changes: pd.DataFrame, agm_roll: Roll) -> None:
    tables.show(
        changes.assign(change=tables.word_codes(changes["change"], "agm_roll.change")),
        {
            "change": t("agm_roll.column.change"),
            named("amphoe"): t("column.amphoe"),
            named("province"): t("column.province"),
            "name": t("agm_roll.column.name"),
            "term_from": t("agm_roll.column.term_from"),
        },
        name="agm_roll_changes",
        asof=agm_roll.cutoff,
        alt=t("agm_roll.differences"),
    )


def _label(name: str, known: Mapping[str, str]) -> str:
    """Return a label of the files: its own word, or else what the page calls the same."""
    keys = (f"{place}.{name}" for place in _PLACES)
    return next(known[key] for key in keys if key in known)


def _words(frozen: FrozenRoll | None) -> agm_roll_files.Words:
    """Return the reader's words for files; looked up now, as a download is made with no page."""
    known = {key: words[language()] for key, words in phrases().items()}
    texts = {name: _label(name, known) for name in agm_roll_files.LABELS if name != "standing"}
    for kind, family in _FAMILIES.items():
        codes = (key.rpartition(".")[2] for key in known if key.startswith(f"{family}."))
        texts |= {f"{kind}.{code}": known[f"{family}.{code}"] for code in codes}
    texts["standing"] = t("agm_roll.file.standing_draft")
    if frozen:
        texts["standing"] = t("agm_roll.file.standing_frozen", **roll_record.moment(frozen))
    return agm_roll_files.Words(
        language=language(),
        labels=texts,
    )
