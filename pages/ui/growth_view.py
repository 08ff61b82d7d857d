"""How does the growth page ask for a period, and say in cards and tables what changed in it?"""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from metrics import areas, membership
from pages.ui import charts, controls, member_bars, tables
from pages.ui.data import ask
from pages.ui.text import day_text, delta, named, signed, t

WEEKS, MONTHS = 26, 24
LEVELS = ("province", "ect", "royal", "nesdb")


def choose_step() -> str:
    """Draw the choice of period: weeks, months or all (every month there is)."""
    options = ("weeks", "months", "all")
    return controls.switch(
        t("growth.step"), options, "step", lambda step: t(f"growth.step.{step}"), default="months"
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
        weeks = ask(membership.weekly, until=until, weeks=WEEKS, provinces=provinces)
        return weeks if weeks["members"].any() else weeks.head(0)
    months = ask(membership.monthly, until=until, provinces=provinces)
    return months if step == "all" else months.tail(MONTHS)


def cards(on: date, since: date, provinces: tuple[str, ...] | None) -> None:
    """Draw members now and what the change since a day is made of."""
    change = ask(membership.change, on=on, since=since, provinces=provinces).iloc[0]
    gains = ["joined", "returned", *(["moved_net"] if provinces else [])]
    with st.container(horizontal=True):
        st.metric(t("growth.members"), f"{change.members:,}", delta(change.net_change))
        for column in gains:
            st.metric(t(f"growth.{column}"), signed(change[column]))
        st.metric(t("growth.left_members"), signed(-change.left_members))
    st.caption(
        t("growth.window", since=day_text(since), until=day_text(on))
        + (f" · {t('growth.window_backfilled')}" if change.is_change_backfilled else "")
    )


def types(rows: pd.DataFrame, alt: str, provinces: tuple[str, ...] | None) -> None:
    """Draw yearly and lifetime members over time, and in one line how many are of each today."""
    latest = rows.iloc[-1]
    if provinces and any(0 < latest[name] < areas.SMALL for name in ("yearly", "lifetime")):
        st.info(t("growth.small_types"))
        return
    is_untyped_shown = latest.untyped >= (areas.SMALL if provinces else 1)
    charts.draw(member_bars.types(rows if is_untyped_shown else rows.assign(untyped=0)), alt)
    share = {name: f"{100 * latest[name] / latest.members:.0f}" for name in ("yearly", "lifetime")}
    line = t(
        "growth.type_now",
        yearly=int(latest.yearly),
        yearly_pct=share["yearly"],
        lifetime=int(latest.lifetime),
        lifetime_pct=share["lifetime"],
    )
    if is_untyped_shown:
        line += " · " + t("growth.type_untyped", untyped=int(latest.untyped))
    st.markdown(line)


def by_area(on: date, since: date, provinces: tuple[str, ...] | None) -> None:
    """Draw members by province or region, the largest first."""
    level = controls.switch(
        t("growth.level"), LEVELS, "level", lambda level: t(f"growth.level.{level}")
    )
    asked = {"on": on, "since": since, "provinces": provinces}
    noun = "province" if level == "province" else "region"
    if level == "province":
        rows = ask(areas.by_province, **asked)
    else:
        rows = ask(areas.by_region, scheme=level, **asked)
    shown = areas.hide_small(rows.sort_values("members", ascending=False))
    tables.show(
        shown.round({"share_pct": 1, "change_pct": 1}).fillna({named(noun): t("growth.unknown")}),
        {
            named(noun): t(f"column.{noun}"),
            "members": t("column.members"),
            "share_pct": t("growth.share_pct"),
            "net_change": t("growth.change"),
            "change_pct": t("growth.change_pct"),
            "yearly": t("growth.yearly"),
            "lifetime": t("growth.lifetime"),
        },
        name=f"members_by_{level}",
        asof=on,
        alt=t("growth.alt_areas"),
        pinned=named(noun),
    )
    if shown["lifetime"].hasnans or shown["yearly"].hasnans:
        st.caption(t("growth.small"))


def beside_published(totals: pd.DataFrame, on: date) -> None:
    """Draw the published totals beside ours, with who reported them and the difference."""
    st.caption(t("growth.published_how"))
    tables.show(
        totals.assign(
            reported_by=tables.worded(totals["reported_by"], "data_health.by"),
            body=tables.worded(totals["body"], "data_health.body"),
        ).round({"unexplained_pct": 1}),
        {
            "as_of": t("column.day"),
            "reported_by": t("column.reported_by"),
            "value": t("column.theirs"),
            "ours": t("column.ours"),
            "unexplained": t("growth.difference"),
            "unexplained_pct": t("growth.difference_pct"),
            "body": t("column.body"),
            "source": t("column.source"),
        },
        name="published_totals",
        asof=on,
        alt=t("growth.alt_published"),
    )
