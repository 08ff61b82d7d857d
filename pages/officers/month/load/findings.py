"""Draws what a check found: files, rejected rows, names not placed, what would change."""

import pandas as pd
import streamlit as st

from etl.uploads import check_result
from etl.uploads.check_result import CheckResult, Figures
from etl.uploads.store import Upload
from i18n.dates import today
from metrics import readings
from pages.officers.month.load import headings
from pages.ui import health
from pages.ui.data import ask, edition_name
from pages.ui.data_health import reading_cards
from pages.ui.text import day_text, delta, t

_CHECKS = ("name", "is_fatal", "passed", "found", "detail")


def ask_of_files(upload: Upload, found: CheckResult) -> None:
    """Draw what of the files wants an answer or a hand."""
    headings.ask(upload, found)
    _rejects(upload, found)
    _unplaced(found)


def change(upload: Upload, found: CheckResult) -> None:
    """Draw what would change, and where every row of the files went."""
    files = _files(found)
    _change(upload, found.before, found.after)
    rejected = int(files["rejected"].sum()) if len(files) else 0
    unplaced = sum(row[3] - row[4] for row in found.unplaced)
    health.verdict(_checks(found), files, rejected, unplaced)
    health.accounting(files)
    health.table(
        "files",
        files,
        (
            "file",
            "kind",
            "list_on",
            "does",
            "rows_in",
            "staged",
            "duplicates",
            "rejected",
            "forgotten",
            "nobody",
        ),
        asof=today(),
        also=("status", "encoding", "unknown_headings", "personal_headings", "sha256"),
        height="content",
    )
    _encodings(files)
    failed = _checks(found)
    failed = failed[~failed["passed"]]
    if len(failed):
        st.header(t("data_health.checks"), anchor=False)
        health.checks(failed, asof=today())


def _change(upload: Upload, before: Figures | None, after: Figures | None) -> None:
    """Draw members and amphoe covered as they would be, each with what they are now.

    What is invented is no measure: where the sample goes, nothing is told as a change.
    """
    if after is None or after.newest_on is None:
        return
    day = day_text(after.newest_on)
    for column, name in zip(st.columns(2), ("members", "covered"), strict=True):
        now, then = getattr(before, name, None), getattr(after, name)
        change = None if now is None or upload.without_sample else delta(then - now)
        column.metric(t(f"load_exports.after.{name}", day=day), f"{then:,}", change)
    if before is not None and not upload.without_sample:
        st.caption(
            t(
                "load_exports.now",
                day=day_text(before.newest_on),
                members=before.members,
                covered=before.covered,
            )
        )


def _files(found: CheckResult) -> pd.DataFrame:
    rows = [
        load
        | {
            "does": t(f"load_exports.does.{load['does'] or 'refused'}"),
            "unknown_headings": ", ".join(load["unknown_headings"]),
            "personal_headings": ", ".join(load["personal_headings"]),
            "problem_th": load["problem"].th if load["problem"] else None,
            "problem_en": load["problem"].en if load["problem"] else None,
            "list_on": pd.Timestamp(load["list_on"]) if load["list_on"] else pd.NaT,
            "is_whole": all(each["name"] != "other_sheets" for each in load.get("findings", ())),
        }
        for load in found.loads
    ]
    return pd.DataFrame(rows)


def _checks(found: CheckResult) -> pd.DataFrame:
    checks = pd.DataFrame(found.checks, columns=list(_CHECKS))
    return checks.astype({"passed": bool, "is_fatal": bool}).assign(
        found_mark=None, answered_by=None, answered_at=pd.NaT
    )


def _encodings(files: pd.DataFrame) -> None:
    """Say how the letters of each file were read: garbled Thai begins here."""
    read = files[files["encoding"].notna()]
    if len(read):
        names = ", ".join(sorted({str(encoding).upper() for encoding in read["encoding"]}))
        st.caption(t("load_exports.encodings", encodings=names))


def show_cards(found: CheckResult) -> None:
    """Draw the card of each file: what it was taken for, before anything is published."""
    st.subheader(t("readings.title"), anchor=False)
    served, before = None, None
    if edition_name():
        served, before = ask(readings.cards), ask(readings.columns)
    cards, columns, words = reading_cards.frames(found.loads, served)
    if before is not None:
        others = before[~before["file"].isin(cards["file"])]
        columns = pd.concat([columns, others], ignore_index=True)
    reading_cards.draw(cards, columns, words, key="load_reading")


def _rejects(upload: Upload, found: CheckResult) -> None:
    if not found.reasons:
        return
    st.header(t("data_health.rejects"), anchor=False)
    reasons = pd.DataFrame(found.reasons, columns=["file", "reason", "column_name", "rows", "line"])
    whole = pd.DataFrame(
        check_result.rejects(upload),
        columns=["file", "kind", "line", "column_name", "reason", "value"],
    )
    health.table(
        "rejects",
        reasons,
        ("rows", "reason", "column_name", "line", "file"),
        asof=today(),
        whole=whole,
    )


def _unplaced(found: CheckResult) -> None:
    if not found.unplaced:
        return
    st.header(t("data_health.unplaced"), anchor=False)
    frame = pd.DataFrame(
        found.unplaced, columns=["province_text", "amphoe_text", "reason", "rows", "before"]
    )
    health.table(
        "unplaced",
        frame.assign(rows=frame["rows"] - frame["before"]),
        ("amphoe_text", "province_text", "rows", "reason"),
        asof=today(),
    )
