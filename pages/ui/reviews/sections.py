"""Draws the representatives in doubt, why each of them is, and how to decide."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from metrics.coverage import coverage, representatives
from pages.access import viewer
from pages.ui import amphoe_links, downloads, tables
from pages.ui.bar import place
from pages.ui.data import as_of, ask, ask_private, settings
from pages.ui.text import day_text, named, t
from reports.spreadsheets import review_list

LIST = "representative_reviews.csv"
_SHOWN = 30
_LABELS = {
    "status": "column.status",
    "term_from": "agm_roll.column.term_from",
    "note": "word.note",
    "decided_on": "word.when",
    "found_on": "column.found",
    "since_on": "column.from_on",
}
"""Columns that other tables have as well."""
_STYLE = """<style>
.findings { display: grid; gap: 0.6rem; }
.findings > section { padding: 0.6rem 0.9rem; border-radius: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent);
  border-left: 0.3rem solid light-dark(#4C4FC8, #AB7FF6); }
.findings h2 { font-size: 1rem; margin: 0; padding: 0; font-weight: 600; }
.findings p { margin: 0.3rem 0 0; font-size: 0.92rem; line-height: 1.45; }
.findings small { opacity: 0.75; }
.findings a { color: inherit; }
.findings code { white-space: nowrap; }
</style>"""


def findings() -> pd.DataFrame:
    """Return what was found of representatives of the place and the day looked at."""
    provinces = place.chosen().provinces
    return ask_private(representatives.to_review, on=as_of(), provinces=provinces)


def undecided(found: pd.DataFrame) -> int:
    """Return how many terms of office in `findings` wait for a decision."""
    return int(found.loc[found["status"] == "provisional", "term_id"].nunique())


def draw(found: pd.DataFrame) -> None:
    """Draw who is in doubt (`findings`) and why, how to decide, and what was decided."""
    on, provinces = as_of(), place.chosen().provinces
    counted = ask_private(representatives.unchecked, on=on, provinces=provinces).iloc[0]
    if not counted["terms"]:
        st.info(t("reviews.empty"))
        return
    checked = ask(coverage.verified, on=on, provinces=provinces).iloc[0]
    with st.container(horizontal=True):
        st.metric(t("reviews.registered"), f"{int(checked['amphoe_registered']):,}")
        st.metric(t("reviews.verified"), f"{int(checked['amphoe_verified']):,}")
        st.metric(t("reviews.to_decide"), t("reviews.people", n=undecided(found)))
    if pd.isna(checked["verified_on"]):
        st.info(t("reviews.never_verified"))
    say_unchecked(counted)
    is_undecided = found["status"] == "provisional"
    if is_undecided.any():
        list_undecided(found[is_undecided], asof=on)
        _offer_form(found[is_undecided])
    _fold_settled(found[~is_undecided], asof=on)
    if not found.empty:
        list_all(found, asof=on)
    with st.expander(t("map.method"), icon=":material/info:"):
        if pd.notna(checked["verified_on"]):
            st.markdown(t("reviews.how", day=day_text(checked["verified_on"])))
        file = settings().data / LIST if viewer.viewer().is_officer else LIST
        st.markdown(t("reviews.how_2", example=on.isoformat(), file=file))


def say_unchecked(counted: pd.Series) -> None:
    """Say how many in office (`representatives.unchecked`) no members' list can bear out."""
    if counted["unchecked"]:
        st.caption(
            t("reviews.unchecked", n=int(counted["unchecked"]), terms=int(counted["terms"])),
        )


def list_undecided(found: pd.DataFrame, *, asof: date) -> None:
    """Draw each term in doubt with its reasons, those undecided longest first.

    `found` are rows of `representatives.to_review` that are provisional.
    """
    terms = found.groupby("term_id", sort=False)
    links = amphoe_links.addresses(found["amphoe_code"], asof=asof)
    cards = [_card(rows, links.loc[rows.index[0]]) for _, rows in list(terms)[:_SHOWN]]
    st.html(f'{_STYLE}<div class="findings">{"".join(cards)}</div>')
    if terms.ngroups > _SHOWN:
        st.caption(t("reviews.more", shown=_SHOWN, n=terms.ngroups))


def _card(rows: pd.DataFrame, address: str) -> str:
    first = rows.iloc[0]
    name = first["name"] if pd.notna(first["name"]) else t("word.name_not_known")
    place = f"{first[named('amphoe')]} · {first[named('province')]}"
    why = "".join(
        f"<p><b>{t('finding.reason.' + row['reason'])}</b> · {escape(_say_reason(row))}</p>"
        for row in rows.to_dict("records")
    )
    heading = f'{escape(str(name))} · <a href="{escape(address)}">{escape(place)}</a>'
    term = f"{_term(first)} · <code>{escape(str(first['term_id']))}</code>"
    return f"<section><h2>{heading}</h2>{why}<p><small>{term}</small></p></section>"


def _say_reason(finding: Mapping[Any, Any] | pd.Series) -> str:
    """Return in a sentence what was seen, by which list, and since when."""
    return t(
        f"reviews.seen.{finding['reason']}",
        found=day_text(finding["found_on"]),
        since=day_text(finding["since_on"]),
    )


def _term(finding: pd.Series) -> str:
    since = day_text(finding["term_from"])
    until = "" if pd.isna(finding["term_to"]) else day_text(finding["term_to"])
    return t("reviews.term", since=since, until=until)


def _offer_form(found: pd.DataFrame) -> None:
    downloads.button(
        t("reviews.download"),
        partial(review_list.prefill, settings().data / LIST, found["term_id"].tolist()),
        LIST,
        key="reviews_form",
    )


def _fold_settled(found: pd.DataFrame, *, asof: date) -> None:
    """Draw what was decided, by whom, when, and their note; nothing where nothing was."""
    if found.empty:
        return
    columns = ("status", "decided_by", "decided_on", "note")
    label = t("reviews.settled", n=len(found))
    tables.draw_folded(
        label,
        "reviews_settled",
        lambda: _table(found, columns, name="reviews_settled", asof=asof, alt=label),
        icon=":material/check:",
    )


def list_all(found: pd.DataFrame, *, asof: date) -> None:
    """Draw every finding in a closed table, to be taken away as a file."""
    columns = ("status", "found_on", "since_on", "seen", "term_from", "term_to", "term_id")
    label = t("reviews.all", n=len(found))
    tables.draw_folded(
        label,
        "reviews_all",
        lambda: _table(found, columns, name="reviews", asof=asof, alt=label),
        icon=":material/table:",
    )


def _label(column: str) -> str:
    own = f"reviews.column.{column}"
    return _LABELS.get(column, own)


def _table(
    found: pd.DataFrame, columns: tuple[str, ...], *, name: str, asof: date, alt: str
) -> None:
    places = {named(noun): t(f"column.{noun}") for noun in ("amphoe", "province")}
    rows = found.assign(
        seen=[_say_reason(row) for row in found.to_dict("records")],
        reason=tables.word_codes(found["reason"], "finding.reason"),
        status=tables.word_codes(found["status"], "finding.status"),
    )
    tables.show(
        rows,
        places | {column: t(_label(column)) for column in ("name", "reason", *columns)},
        name=name,
        asof=asof,
        alt=alt,
        pinned=named("amphoe"),
    )
