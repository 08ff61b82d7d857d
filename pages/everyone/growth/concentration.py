"""Draws whether members are in many places or few, and whether that is changing."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st

from disclosure_limit import SMALL
from i18n.numbers import signed
from metrics.safe import concentration
from pages.everyone.growth import findings
from pages.everyone.growth.concentration_measures import STIRRED_PCT, Measure, line, of_area
from pages.ui import tables
from pages.ui.data import ask
from pages.ui.figures import figures
from pages.ui.text import day_text, t


def draw(on: date, first_list: date, provinces: tuple[str, ...] | None) -> None:
    """Draw how members of an area are spread on a day, the change of a year, and the history."""
    days = ask(concentration.history, until=on, provinces=provinces)
    if provinces:
        days = days[days["placed"] >= SMALL]
    if days.empty or days["day"].iloc[-1].date() != on:
        st.info(t("word.none_here"))
        return
    now, then = days.iloc[-1], _before(days)
    measures = of_area(now, provinces)
    st.caption(_say_counts(now, provinces))
    if then is not None:
        st.markdown(_verdict(measures, now, then, first_list))
    for column, measure in zip(st.columns(len(measures)), measures, strict=True):
        with column:
            _card(measure, now, then)
    tables.draw_folded(
        t("map.method"),
        "belonging_table",
        lambda: _history(days, measures, on, first_list),
        icon=":material/show_chart:",
    )


def _before(days: pd.DataFrame) -> pd.Series | None:
    """Return the newest row at least a year old, else the oldest; none where there is but one."""
    if len(days) < 2:
        return None
    old = days[days["day"] <= days["day"].iloc[-1] - pd.DateOffset(years=1)]
    return days.iloc[0] if old.empty else old.iloc[-1]


def _say_counts(now: pd.Series, provinces: tuple[str, ...] | None) -> str:
    words = t("belonging.what", placed=int(now["placed"]), amphoe=int(now["amphoe"]))
    if pd.notna(now["unplaced"]) and now["unplaced"]:
        words += f" · {t('word.amphoe_not_known')} {int(now['unplaced']):,}"
    return words


def _verdict(measures: Sequence[Measure], now: pd.Series, then: pd.Series, first_list: date) -> str:
    """Return in a sentence whether members are more spread than then."""
    changes = [measure.toward(now[measure.name], then[measure.name]) for measure in measures]
    toward, away = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    kind = "mixed" if toward and away else "more" if toward else "less" if away else "same"
    day = _name_day(then["day"].date(), now["day"].date(), first_list)
    return t(
        f"belonging.{kind}", day=day, toward=toward, away=away, n=len(measures), pct=STIRRED_PCT
    )


def _name_day(then: date, now: date, first_list: date) -> str:
    """Return what a day compared with is called."""
    if then == first_list:
        return t("belonging.first_list", day=day_text(then))
    if then <= (pd.Timestamp(now) - pd.DateOffset(years=1)).date():
        return t("belonging.year_ago", day=day_text(then))
    return day_text(then)


def _card(measure: Measure, now: pd.Series, then: pd.Series | None) -> None:
    value = now[measure.name]
    color: Literal["off", "green", "red"] = "off"
    arrow: Literal["off", "up", "down"] = "off"
    delta = None
    if then is not None:
        direction = measure.toward(value, then[measure.name])
        values = [round(each[measure.name], measure.digits) for each in (now, then)]
        change = round(values[0] - values[1], measure.digits)
        delta = signed(change, measure.digits) if change else "0"
        if direction:
            color, arrow = "green" if direction > 0 else "red", "up" if change > 0 else "down"
    st.metric(
        t(f"belonging.{measure.name}"),
        measure.text(value),
        delta,
        delta_color=color,
        delta_arrow=arrow,
    )
    st.caption(
        t(
            f"belonging.{measure.name}.means",
            value=f"{value:.0f}" if measure.unit else measure.text(value),
            amphoe=int(now["amphoe"]),
            even=f"{100 * concentration.LARGEST / now['amphoe']:.0f}",
        )
    )


def _history(days: pd.DataFrame, measures: Sequence[Measure], on: date, first_list: date) -> None:
    since, until = day_text(days["day"].iloc[0]), day_text(on)
    for pair in (measures[:2], measures[2:]):
        for column, measure in zip(st.columns(2), pair, strict=False):
            with column:
                name, cells = t(f"belonging.{measure.name}"), days[measure.name]
                ends = {
                    "first": measure.text(cells.iloc[0]),
                    "last": measure.text(cells.iloc[-1]),
                }
                alt = f"{name}: {ends['first']} ({since}) → {ends['last']} ({until})"
                title = findings.spread(measure, name, cells)
                figures.draw(line(days, measure), alt, title=title, name=measure.name)
    rows = days.iloc[::-1].round({measure.name: measure.digits for measure in measures})
    tables.show(
        rows,
        {
            "day": t("column.day"),
            "placed": t("column.members"),
            "unplaced": t("word.amphoe_not_known"),
        }
        | {measure.name: t(f"belonging.{measure.name}") for measure in measures},
        name="belonging",
        asof=on,
        alt=t("belonging.title"),
    )
    st.caption(t("belonging.method"))
