"""Draws what changed in the week, by name, and what waits for a decision of who looks."""

import re
from collections.abc import Callable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from i18n.numbers import signed
from metrics.coverage import coverage
from metrics.events import calendar
from metrics.proposals import week as proposals_week
from pages.access import viewer
from pages.ui import amphoe_links
from pages.ui.headline.week import Week, ask_here
from pages.ui.text import named, t

_NAMED = 2


def draw(week: Week) -> None:
    """Draw the list of what the week brought."""
    lines = [line for tell in _TELLS for line in tell(week)]
    draw_list(t("overview.changed"), lines)


def said(words: str) -> str:
    """Return words as HTML, in which a number stays on the line of the word before it, and a
    separator on that of the words after it."""
    return escape(re.sub(r" (?=\d)|(?<= ·) ", "\N{NO-BREAK SPACE}", words))


def gained(week: Week) -> list[str]:
    """Return the codes of the amphoe that the week gained."""
    rows = ask_here(coverage.changes, since=week.since, until=week.on)
    return [str(code) for code in rows.loc[rows["change"] == "gained", "amphoe_code"]]


def draw_list(title: str, lines: Sequence[str]) -> None:
    """Draw a card with a title and lines of HTML."""
    items = "".join(f"<li>{line}</li>" for line in lines)
    st.html(f'<section class="week-list"><h2>{escape(title)}</h2><ul>{items}</ul></section>')


def link(words: str, address: str) -> str:
    """Return a link as HTML."""
    return f'<a href="{escape(address)}">{said(words)}</a>'


def _representatives(week: Week) -> list[str]:
    if not week.numbers["amphoe_covered"].is_known:
        return []
    rows = ask_here(coverage.changes, since=week.since, until=week.on)
    if rows.empty:
        return [escape(t("overview.none_changed"))]
    rows = rows.assign(address=_addresses(rows, week)).sort_values(
        "is_first_in_province", ascending=False, kind="stable"
    )
    lines = []
    for change in ("gained", "lost"):
        of = rows[rows["change"] == change]
        if len(of):
            head = said(t(f"overview.{change}", n=len(of)))
            names = _names(of.head(_NAMED), int(of["is_first_in_province"].sum()))
            lines.append(f"<b>{head}</b>: {names}{_more(len(of) - _NAMED)}")
    return lines


def _addresses(rows: pd.DataFrame, week: Week) -> pd.Series:
    if viewer.viewer().may_see_names:
        return amphoe_links.addresses(rows["amphoe_code"], asof=week.on)
    # Whoever has no page of an amphoe has the map.
    return rows["province_code"].map(lambda code: amphoe_links.of_page("coverage_map", place=code))


def _names(rows: pd.DataFrame, firsts: int) -> str:
    """Return the names of amphoe; those that are the first of their province, of all `firsts`, come
    before the others, behind what says so."""
    is_first = rows["is_first_in_province"].astype(bool)
    first, other = (
        " ·&nbsp;".join(map(_named, rows[which].to_dict("records")))
        for which in (is_first, ~is_first)
    )
    badge = f"<mark>{said(t('overview.first_in_province', n=firsts))}</mark> "
    return " | ".join(filter(None, [badge + first if first else "", other]))


def _named(row: dict[str, object]) -> str:
    return link(str(row[named("amphoe")]), str(row["address"]))


def _more(n: int) -> str:
    if n <= 0:
        return ""
    return " " + link(t("overview.and_more", n=n), amphoe_links.of_page("coverage_map"))


def _members(week: Week) -> list[str]:
    if week.flow is None:
        return []
    flow, number = week.flow, week.numbers["members"]
    # Since another day than the week's, it is the change that its card tells with that day.
    of = "" if number.since is None else f"{signed(number.change)}: "
    for phrase, parts in _FLOWS.items():
        if flow[list(parts)].notna().all():
            words = t(phrase, **{name: int(flow[name]) for name in parts})
            return [said(of + words)]
    return []


_FLOWS = {
    "overview.flow": ("joined", "returned", "left_members"),
    "overview.flow_gained": ("gained", "left_members"),
}


def _events(week: Week) -> list[str]:
    row = ask_here(calendar.week, on=week.on).iloc[0]
    lines = []
    if row["held"] or row["coming"]:
        words = t("overview.events", held=int(row["held"]), coming=int(row["coming"]))
        lines.append(link(words, amphoe_links.of_page("events")))
    if row["formed"] or row["ended"]:
        counts = {name: int(row[name]) for name in ("formed", "ended")}
        lines.append(said(t("overview.committees", **counts)))
    return lines


def _proposals(week: Week) -> list[str]:
    row = ask_here(proposals_week.week, on=week.on, since=week.since).iloc[0]
    if not (row["raised"] or row["answered"]):
        return []
    words = t("overview.proposals", **{name: int(row[name]) for name in ("raised", "answered")})
    if viewer.viewer().may_see_names:
        return [link(words, amphoe_links.of_page("listening"))]
    return [said(words)]


_TELLS: Sequence[Callable[[Week], list[str]]] = (_representatives, _members, _events, _proposals)
