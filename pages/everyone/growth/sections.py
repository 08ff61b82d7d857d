"""Draws the growth page's choice of period, and its cards and tables of changes."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from i18n.numbers import signed
from metrics.safe import areas, members
from pages.ui import controls, suppressed, tables
from pages.ui.data import ask
from pages.ui.figures import figures
from pages.ui.text import day_text, delta, named, t, text
from reports.figures import change_charts

WEEKS, MONTHS = 26, 24


def choose_step() -> str:
    """Draw the choice of period: weeks, months or all (every month there is)."""
    options = ("weeks", "months", "all")
    return controls.switch(
        t("growth.step"),
        options,
        "step",
        lambda step: t("word.all") if step == "all" else t(f"growth.step.{step}"),
        default="months",
    )


def choose_since(on: date, first_list: date) -> date:
    """Draw the choice of the day that changes are counted from."""
    days = {"7": on - timedelta(days=7), "28": on - timedelta(days=28), "first": first_list}
    chosen = controls.switch(
        t("growth.since"), list(days), "since", lambda day: t(f"growth.since.{day}"), default="28"
    )
    return days[chosen]


def periods(step: str, until: date, provinces: tuple[str, ...] | None) -> pd.DataFrame:
    """Return the rows to draw for a step of `choose_step`; none where nobody is a member."""
    if step == "weeks":
        weeks = ask(members.weekly, until=until, weeks=WEEKS, provinces=provinces)
        is_anybody = weeks["members"].any() or weeks["members_mark"].notna().any()
        return weeks if is_anybody else weeks.head(0)
    months = ask(members.monthly, until=until, provinces=provinces)
    return months if step == "all" else months.tail(MONTHS)


def cards(on: date, since: date, provinces: tuple[str, ...] | None) -> None:
    """Draw members now and what the change since a day is made of."""
    change = ask(members.change, on=on, since=since, provinces=provinces).iloc[0]
    is_split = pd.notna(change["joined"])
    gains = ["joined", "returned"] if is_split else ["gained"]
    is_known = pd.notna(change["gained"])
    with st.container(horizontal=True):
        st.metric(
            t("column.members"),
            suppressed.count(change["members"], change["members_mark"]),
            None if pd.isna(change["net_change"]) else delta(change["net_change"]),
        )
        if is_known:
            for column in [*gains, *(["moved_net"] if provinces else [])]:
                st.metric(t(f"growth.{column}"), signed(change[column]))
            st.metric(t("growth.left_members"), signed(-change["left_members"]))
    if not is_known:
        st.caption(t("small.series"))
    st.caption(
        f"{day_text(since)} – {day_text(on)}"
        + (f" · {t('growth.window_backfilled')}" if change.is_change_backfilled else "")
    )


def types(rows: pd.DataFrame, provinces: tuple[str, ...] | None) -> None:
    """Draw yearly and lifetime members over time, and in one line how many are of each today."""
    latest = rows.iloc[-1]
    if pd.isna(latest["yearly"]) or not latest["members"]:
        st.header(t("growth.by_type"), anchor=False)
        st.info(t("small.area"))
        return
    is_split = pd.notna(latest["lifetime"])
    parts = ("yearly", "lifetime" if is_split else "not_yearly")
    counts: dict[str, object] = {name: int(latest[name]) for name in parts}
    counts |= {f"{name}_pct": f"{100 * latest[name] / latest['members']:.0f}" for name in parts}
    line = " · ".join(
        f"{t(f'growth.{name}')} {counts[name]:,} ({counts[f'{name}_pct']}%)" for name in parts
    )
    untyped, mark = latest["untyped"], latest["untyped_mark"]
    if provinces is None and (isinstance(mark, str) or untyped):
        line += f" · {t('growth.untyped')} {suppressed.count(untyped, mark)}"
    chart = change_charts.types(text(), rows, is_split=is_split)
    figures.draw(chart, line, title=line, name="members_by_type")
    if rows["yearly"].isna().any():
        st.caption(t("small.series"))


def by_area(on: date, since: date, provinces: tuple[str, ...] | None) -> None:
    """Draw members by province or region, the largest first."""
    level = controls.choose_level()
    parameters = {"on": on, "since": since, "provinces": provinces}
    noun = "province" if level == "province" else "region"
    if level == "province":
        rows = ask(areas.by_province, **parameters)
    else:
        rows = ask(areas.by_region, scheme=level, **parameters)
    ranked = rows.sort_values("members", ascending=False, na_position="last")
    tables.show(
        ranked.round({"share_pct": 1, "change_pct": 1}).fillna({named(noun): t("growth.unknown")}),
        {
            named(noun): t(f"column.{noun}"),
            "members": t("column.members"),
            "share_pct": t("growth.share_pct"),
            "net_change": t("growth.net_change"),
            "change_pct": t("growth.change_pct"),
            "yearly": t("growth.yearly"),
            "not_yearly": t("growth.not_yearly"),
        },
        name=f"members_by_{level}",
        asof=on,
        alt=t("growth.where"),
        pinned=named(noun),
        marks={"members": "members_mark"},
    )
    if ranked["yearly"].isna().any() or ranked["net_change"].isna().any():
        st.caption(t("small.caption"))


def beside_published(totals: pd.DataFrame, on: date) -> None:
    """Draw the published totals beside ours, with who reported them and the difference."""
    st.caption(t("growth.published_how"))
    tables.show(
        totals.assign(
            reported_by=tables.word_codes(totals["reported_by"], "data_health.by"),
            body=tables.word_codes(totals["body"], "data_health.body"),
        ).round({"unexplained_pct": 1}),
        {
            "as_of": t("column.day"),
            "reported_by": t("column.reported_by"),
            "value": t("column.theirs"),
            "ours": t("column.ours"),
            "unexplained": t("column.unexplained"),
            "body": t("column.body"),
            "source": t("column.source"),
        },
        name="published_totals",
        asof=on,
        alt=t("growth.published"),
    )
