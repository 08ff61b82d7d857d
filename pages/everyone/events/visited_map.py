"""Draws which amphoe were visited or are planned, and how long the rest would take."""

import math
from datetime import date

import pandas as pd
import streamlit as st

from metrics import places
from metrics.events import calendar
from pages.everyone.events import findings
from pages.ui import amphoe_links, tables
from pages.ui.data import ask, settings
from pages.ui.figures import figures, maps
from pages.ui.map import coverage
from pages.ui.map.amphoe_map import Category, amphoe_map
from pages.ui.map.static_files import map_files
from pages.ui.text import named, t

STATES = {
    "visited": ("#D9480F", "#F2763D"),
    "planned": ("#76B0E6", "#90C3F5"),
    "again": ("#55307A", "#8C63B1"),
    "unvisited": ("#E4DED5", "#3A414B"),
}
CHOSEN = ("#006C4F", "#CFF3E1")
_RECENT_WEEKS = 4
_MAP_PX = 440


def draw_map(
    unvisited: pd.DataFrame,
    coming: pd.Series,
    provinces: tuple[str, ...] | None,
    on_day: pd.Series | None,
) -> None:
    """Draw where an event has been held, where one is planned, and where none was ever.

    `unvisited` are rows of `events.unvisited`; `coming` the amphoe of every event to come, `on_day`
    those of the one day that is chosen, which have a colour of their own.
    """
    files = map_files(settings())
    codes = pd.Series(files.codes)
    levels = dict(zip(STATES, range(len(STATES)), strict=True))
    none = unvisited.set_index("amphoe_code")["next_on"]
    values = pd.Series(float(levels["visited"]), index=codes)
    values[coming.dropna().unique()] = float(levels["again"])
    values[none.index] = float(levels["unvisited"])
    values[none.dropna().index] = float(levels["planned"])
    visible = set(ask(places.names, provinces=provinces)["province_code"])
    values = values.where(codes.str[:2].isin(visible).to_numpy())
    title = findings.visited(values.map(dict(enumerate(STATES))).dropna())
    names = [(state, t(f"events.map.{state}"), colours) for state, colours in STATES.items()]
    if on_day is not None:
        chosen = values.index.isin(on_day.dropna().unique()) & values.notna()
        values[chosen] = float(len(names))
        names.append(("day", t("events.map.day"), CHOSEN))
    classes = [Category(value, label, *colours) for value, (_, label, colours) in enumerate(names)]

    def taken() -> list[figures.Taken]:
        series = t("events.map")
        inside = None if provinces is None else sorted(visible)
        return [
            maps.drawn(
                values,
                classes,
                title,
                series=series,
                name="visited",
                kind="events",
                provinces=inside,
            )
        ]

    figures.heading(title, "visited", taken)
    amphoe_map(
        values.tolist(),
        files=files,
        classes=classes,
        labels=coverage.labels(),
        focus=next(iter(visible)) if len(visible) == 1 else None,
        height=_MAP_PX,
        key="events_map",
    )
    figures.cite("events")


def say_pace(weeks: pd.DataFrame, left: int) -> None:
    """Draw how many amphoe are left, and how long they would take at the pace of late."""
    recent = float(weeks["amphoe_first"].tail(_RECENT_WEEKS).mean())
    if not left:
        st.success(t("events.everywhere"), icon=":material/flag:")
        return
    parts = [t("events.pace_left", left=left)]
    if recent:
        parts.append(t("events.pace_weeks", weeks=math.ceil(left / recent)))
    st.markdown(" · ".join(parts))


def unvisited(rows: pd.DataFrame, on: date, provinces: tuple[str, ...] | None) -> None:
    """Draw where no event was ever held: by province, and each amphoe when asked for."""
    if rows.empty:
        st.success(t("events.everywhere"), icon=":material/flag:")
        return
    by_province = ask(calendar.unvisited_by_province, on=on, provinces=provinces)
    tables.show(
        by_province,
        {
            named("province"): t("column.province"),
            "unvisited": t("events.map.unvisited"),
            "amphoe": t("column.amphoe_n"),
            "planned": t("events.map.planned"),
            named("first"): t("events.unvisited_first"),
        },
        name="unvisited_by_province",
        asof=on,
        alt=t("events.unvisited"),
        pinned=named("province"),
        also={"province_code": t("column.province_code")},
    )
    tables.draw_folded(
        t("events.list_of", n=len(rows)),
        "unvisited_table",
        lambda: _each(rows, on),
        icon=":material/list:",
    )


def _each(rows: pd.DataFrame, on: date) -> None:
    tables.show(
        rows,
        {
            named("amphoe"): t("column.amphoe"),
            named("province"): t("column.province"),
            "members": t("column.members"),
            "next_on": t("events.map.planned"),
        },
        name="unvisited_amphoe",
        asof=on,
        alt=t("events.unvisited"),
        pinned=named("amphoe"),
        links={named("amphoe"): amphoe_links.addresses(rows["amphoe_code"], asof=on)},
        marks={"members": "members_mark"},
        also={"amphoe_code": t("column.amphoe_code")},
    )
