"""Draws a report in the making, what can be taken away, and the reports before."""

from functools import partial
from pathlib import PurePosixPath

import pandas as pd
import streamlit as st

from etl.audit.log import Entry
from i18n.messages import UserError
from i18n.phrases import OWN_NAMES
from metrics import places
from pages.officers.month.report import make, past
from pages.officers.month.report.make import Choice, Report
from pages.officers.month.report.past import PastReport
from pages.ui import controls, downloads, pictures, tables
from pages.ui.data import as_of, ask
from pages.ui.text import day_text, edition_text, language, moment_text, named, plain, t
from reports.monthly import pdf

_DOCUMENTS = {
    ".pdf": ":material/picture_as_pdf:",
    ".xlsx": ":material/table:",
    ".pptx": ":material/co_present:",
}
_COLUMNS = 2


def draw_period(chosen: Choice) -> None:
    """Say which days the report speaks of, and that the month is not complete when it is not."""
    period = make.period(chosen.month)
    until, since = day_text(period.until), day_text(period.since)
    st.caption(t("monthly_report.tells", until=until, since=since))
    if not period.is_whole:
        known_to, ends_on = day_text(period.known_to), day_text(period.ends_on)
        st.info(t("monthly_report.incomplete", until=known_to, ends_on=ends_on))


def make_report(chosen: Choice) -> Report | None:
    """Return the report made for a choice; draw the button when there is none, and obey it."""
    reports = make.session_reports()
    if chosen in reports:
        return reports[chosen]
    asking, under_way = st.empty(), st.empty()
    with asking.container():
        is_asked = st.button(
            t("monthly_report.make"), type="primary", key="make_report", icon=":material/summarize:"
        )
    if not is_asked:
        return None
    words = t("report.step")
    bar = under_way.progress(0.0, text=words)

    def move(done: float) -> None:
        bar.progress(done, text=words)

    try:
        report = make.make(chosen, move)
    except pdf.FontMissing:
        under_way.error(t("monthly_report.no_font"))
        return None
    except UserError as error:
        under_way.error(plain(error.message[language()]))
        return None
    asking.empty()
    under_way.empty()
    return report


def show(report: Report) -> None:
    """Draw a report: what to take away, the text for a chat, and its pages as pictures."""
    st.header(report.title, anchor=False)
    _offer(report)
    st.markdown(f"**{t('monthly_report.digest')}**")
    st.code(report.digest.rstrip("\n"), language=None, wrap_lines=True)
    pages = len(report.pages)
    for first in range(0, pages, _COLUMNS):
        for n, column in enumerate(st.columns(_COLUMNS)[: pages - first], start=first + 1):
            label = t("monthly_report.page", n=n, pages=pages)
            with column.container(border=True):
                pictures.draw(report.pages[n - 1], label, alt=f"{report.title} · {label}")


def _offer(report: Report) -> None:
    documents = [name for name in report.files if _suffix(name) in _DOCUMENTS]
    with st.container(horizontal=True):
        for name in documents:
            kind = _suffix(name)
            label = t(f"monthly_report.file.{kind.removeprefix('.')}")
            _button(report, name, label, _DOCUMENTS[kind], is_first=kind == ".pdf")
        _button(report, f"{report.name}.zip", t("monthly_report.zip"), ":material/folder_zip:")
    rest = [name for name in report.files if name not in documents]
    tables.draw_folded(
        t("monthly_report.more_files", n=len(rest)),
        "report_more_files",
        lambda: _offer_rest(report, rest),
        icon=":material/folder_open:",
    )


def _offer_rest(report: Report, names: list[str]) -> None:
    with st.container(horizontal=True):
        for name in names:
            _button(report, name, PurePosixPath(name).name, ":material/download:")


def _button(report: Report, name: str, label: str, icon: str, *, is_first: bool = False) -> None:
    """Draw the download of one file; of an archive of all, which is packed when asked for."""
    is_packed = _suffix(name) == ".zip"
    downloads.button(
        label,
        report.zipped if is_packed else partial(report.files.__getitem__, name),
        PurePosixPath(name).name,
        key=f"report_{name}",
        icon=icon,
        kind="primary" if is_first else "secondary",
        scope=report.where,
    )


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix


def list_past() -> None:
    """Draw the reports that commands wrote, with the document of the one chosen."""
    st.header(t("monthly_report.past"), anchor=False)
    reports, damaged = past.past()
    if damaged:
        names = ", ".join(f"`{name}`" for name in damaged)
        st.warning(t("monthly_report.past_damaged", n=len(damaged), names=names))
    if not reports:
        st.caption(t("monthly_report.past_none"))
        return
    listed = pd.DataFrame([_row(each) for each in reports])
    columns = {
        "title": t("word.report"),
        "scope": t("area.label"),
        "language": t("monthly_report.language"),
        "as_of": t("column.day"),
        "known_on": t("word.as_known_on"),
        "state": t("word.state"),
        "written_at": t("monthly_report.column.written_at"),
    }
    tables.show(listed, columns, name="reports", asof=as_of(), alt=t("monthly_report.past"))
    _offer_past({each.code: each for each in reports}, listed)


def _row(each: PastReport) -> dict[str, object]:
    return {
        "title": each.title,
        "scope": _place(each),
        "language": OWN_NAMES[each.language],
        "as_of": pd.Timestamp(each.as_of),
        "known_on": edition_text(each.edition),
        "state": t(f"monthly_report.state.{'closed' if each.is_closed else 'open'}"),
        "written_at": moment_text(each.written_at),
    }


def _place(each: PastReport) -> str:
    """Return where a past report looks, as its reader calls it now."""
    if each.scope.kind == "country":
        return t("word.whole_country")
    names = ask(places.names)
    found = names.loc[names[f"{each.scope.kind}_code"] == each.scope.code, named(each.scope.kind)]
    return str(found.iloc[0]) if len(found) else each.scope.code


def _offer_past(reports: dict[str, PastReport], listed: pd.DataFrame) -> None:
    """Draw the choice of a past report and the button that takes its document away."""
    parts = listed[["title", "scope", "language", "state"]].to_numpy().tolist()
    names = dict(zip(reports, map(" · ".join, parts), strict=True))
    name = controls.choose(t("word.report"), list(reports), "pack", names.__getitem__)
    content = past.pdf_of(reports[name])
    if content is None:
        st.error(t("monthly_report.past_changed"))
        return
    downloads.button(
        t("monthly_report.file.pdf"),
        lambda: content,
        reports[name].pdf,
        key="report_past",
        icon=_DOCUMENTS[".pdf"],
        scope=",".join(reports[name].scope.provinces or ()),
    )


def list_actions() -> None:
    """Draw who made which report and when, on a page or by a command, newest first."""
    actions = past.actions()
    if not actions:
        return
    tables.draw_folded(
        t("monthly_report.deeds"),
        "report_deeds",
        lambda: _table_actions(actions),
        icon=":material/history:",
    )


def _table_actions(actions: list[Entry]) -> None:
    names = ask(places.names).set_index("province_code")[named("province")]
    listed = pd.DataFrame(
        {
            "title": [each.what for each in actions],
            "scope": [_provinces(each.scope, names) for each in actions],
            "deed": [t(f"deed.{each.action}") for each in actions],
            "who": [each.actor for each in actions],
            "written_at": [moment_text(each.at) for each in actions],
            "known_on": [edition_text(each.edition) if each.edition else "" for each in actions],
        }
    )
    columns = {
        "title": t("word.report"),
        "scope": t("area.label"),
        "deed": t("word.what_was_done"),
        "who": t("word.who"),
        "written_at": t("word.when"),
        "known_on": t("word.as_known_on"),
    }
    alt = t("monthly_report.deeds")
    tables.show(listed, columns, name="reports_made", asof=as_of(), alt=alt)


def _provinces(scope: str, names: pd.Series) -> str:
    if not scope:
        return t("word.whole_country")
    return ", ".join(str(names.get(code, code)) for code in scope.split(","))
