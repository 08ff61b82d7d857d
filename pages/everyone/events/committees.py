"""Draws where working committees are, and how provinces with and without one stand.

Told as a description: a committee may be formed where things go well, or where they do not.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from i18n.numbers import signed
from metrics import committees, health
from pages.ui import health as health_view
from pages.ui import scope, suppressed, tables
from pages.ui.data import ask
from pages.ui.text import day_text, named, t

_WEEKS = 13
_FLAGS_SHOWN = 10


def draw(on: date, provinces: tuple[str, ...] | None) -> None:
    """Draw the section; without an export of committees, only how to bring one."""
    if not health_view.has_source("committees", on):
        st.info(t("empty.none_loaded"))
        return
    since = _since(on)
    parameters = {"on": on, "since": since, "provinces": provinces}
    compared = ask(committees.compared, **parameters).set_index("has_committee")
    with_one, all_of = int(compared["provinces"].get(True, 0)), int(compared["provinces"].sum())
    st.markdown(t("committees.said", n=with_one, provinces=all_of, none=all_of - with_one))
    if len(compared) > 1 and not scope.is_limited():
        _draw_comparison(compared, since, on)
    _table_compared(compared.reset_index(), on)
    formed = ask(committees.by_province, **parameters)
    formed = formed[formed["has_committee"]]
    if len(formed):
        tables.draw_folded(
            t("committees.each", n=len(formed)),
            "committees_each",
            lambda: _table_formed(formed, on),
            icon=":material/groups:",
        )
    _draw_flags(ask(committees.flags, provinces=provinces))
    without = ask(committees.without, on=on, provinces=provinces)
    if without.empty:
        return
    tables.draw_folded(
        t("committees.none", n=len(without)),
        "committees_none",
        lambda: _table_without(without, on),
        icon=":material/group_off:",
    )


def _since(on: date) -> date:
    """Return the day growth is counted from: never before the first list, when leavers count."""
    first = ask(health.edition).iloc[0].first_list_on
    start = on - timedelta(weeks=_WEEKS)
    return start if pd.isna(first) or first.date() >= on else max(start, first.date())


def _draw_comparison(compared: pd.DataFrame, since: date, on: date) -> None:
    there, none = compared.loc[True], compared.loc[False]
    groups = {
        name: t(
            "committees.group",
            covered=f"{row['covered_pct']:.1f}",
            n=int(row["amphoe_covered"]),
            amphoe=int(row["amphoe"]),
            growth=suppressed.count(None)
            if pd.isna(row["change_pct"])
            else f"{signed(row['change_pct'], 1)}%",
        )
        for name, row in (("there", there), ("none", none))
    }
    lines = [
        f"{t('word.with_a_committee')}: {groups['there']}",
        f"{t('word.without_one')}: {groups['none']}",
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(t("committees.no_cause", since=day_text(since)))


def _table_compared(rows: pd.DataFrame, on: date) -> None:
    tables.show(
        rows.assign(
            who=rows["has_committee"].map(
                {True: t("word.with_a_committee"), False: t("word.without_one")}
            )
        ).round(1),
        {
            "who": t("committees.title"),
            "provinces": t("column.province"),
            "amphoe_covered": t("map.covered"),
            "amphoe": t("column.amphoe_n"),
            "covered_pct": t("committees.covered_pct"),
            "members": t("column.members"),
            "change_pct": t("growth.change_pct"),
        },
        name="committees_compared",
        asof=on,
        alt=t("committees.title"),
        height="content",
        pinned="who",
        marks={"members": "members_mark"},
    )


def _table_formed(rows: pd.DataFrame, on: date) -> None:
    columns = {
        "formed_on": t("committees.formed_on"),
        "active_people": t("committees.active_people"),
        "change_pct": t("growth.change_pct"),
    }
    _provinces(rows.round({"change_pct": 1}), "each", columns, on, marked=("active_people",))


def _table_without(rows: pd.DataFrame, on: date) -> None:
    _provinces(rows, "none", {"ended_on": t("committees.ended_on")}, on)


def _provinces(
    rows: pd.DataFrame,
    part: str,
    columns: Mapping[str, str],
    on: date,
    marked: tuple[str, ...] = (),
) -> None:
    """Draw a row a province with what every part tells of it, and the part's own columns."""
    tables.show(
        rows,
        {
            named("province"): t("column.province"),
            "members": t("column.members"),
            "amphoe_covered": t("map.covered"),
            "amphoe": t("column.amphoe_n"),
            **columns,
        },
        name=f"committees_{part}",
        asof=on,
        alt=t(f"committees.{part}", n=len(rows)),
        pinned=named("province"),
        marks={name: f"{name}_mark" for name in ("members", *marked)},
        also={"province_code": t("column.province_code")},
    )


def _draw_flags(rows: pd.DataFrame) -> None:
    """Say which terms cannot be right as they were told."""
    if rows.empty:
        return
    lines = [
        f"{row[named('province')]}, {day_text(row['formed_on'])}: {t('flag.' + str(row['flag']))}"
        for row in rows.head(_FLAGS_SHOWN).to_dict("records")
    ]
    if len(rows) > _FLAGS_SHOWN:
        lines.append(t("elections.noted_more", n=len(rows) - _FLAGS_SHOWN))
    st.markdown("\n".join(f"- ⚠ {line}" for line in lines))
