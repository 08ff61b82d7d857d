"""Draws a card for each target: where it stands, its pace, chance and day."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from i18n.numbers import signed
from pages.ui import chance_text
from pages.ui.text import day_text, language, named, plain, t

Decision = Mapping[Any, Any]
"""A row of `safe.targets.decisions`."""

_ABREAST = 2
_DAYS_OF_WEEK = 7
_COLOURS: Mapping[str, Any] = {
    "likely": "green",
    "rather_likely": "green",
    "open": "gray",
    "rather_unlikely": "orange",
    "unlikely": "red",
}


def draw(rows: Sequence[Decision], *, has_lists: bool, errors: Mapping[str, str]) -> None:
    """Draw a card for each row of `decisions`, the country's first.

    `has_lists` tells whether members are known at all, `errors` how far past forecasts of a
    metric were off in the whole country, in words.
    """
    country = [row for row in rows if row["area_kind"] == "country"]
    of_areas = [row for row in rows if row["area_kind"] != "country"]
    for cards, past_errors in ((country, errors), (of_areas, {})):
        for first in range(0, len(cards), _ABREAST):
            places = st.columns(_ABREAST)
            for place, row in zip(places, cards[first : first + _ABREAST], strict=False):
                with place, st.container(border=True, height="stretch"):
                    _card(row, has_lists=has_lists, error=past_errors.get(row["metric"], ""))


def _card(row: Decision, *, has_lists: bool, error: str) -> None:
    st.markdown(f"## {plain(row[f'label_{language()}'])}")
    is_missed = row["days_left"] <= 0 and not row["is_passed"]
    place = "" if row["area_kind"] == "country" else f"{plain(row[named('area')])} · "
    left = (
        "" if row["days_left"] <= 0 else f" · {t('projections.left', days=int(row['days_left']))}"
    )
    st.caption(
        place
        + f"{int(row['value']):,} · {day_text(row['deadline'])}"
        + left
        + ("" if row["is_started"] else f" · {t('overview.goal_from', **_facts(row))}")
    )
    if row["metric"] == "members" and not has_lists:
        st.info(t("empty.none_loaded"))
        return
    if row["is_hidden"]:
        st.info(t("small.area"))
        return
    _chance(row)
    standing = "passed" if row["is_passed"] else "missed" if is_missed else "short"
    st.progress(min(row["now"] / row["value"], 1.0) if row["value"] else 1.0)
    st.markdown(t(f"projections.{standing}", **_facts(row)))
    _pace(row)
    lines = [_line(row), *([] if row["is_passed"] else [_day_reached(row)]), error]
    st.markdown("\n".join(f"- {words}" for words in lines if words))


def _facts(row: Decision) -> dict[str, object]:
    facts = {
        "value": int(row["value"]),
        "deadline": day_text(row["deadline"]),
        "start": day_text(row["start_on"]),
        "horizon": day_text(row["horizon"]),
    }
    if row["is_hidden"]:
        return facts
    now = int(row["now"])
    return facts | {
        "now": now,
        "short_of": int(row["short_of"]),
        "beyond": now - int(row["value"]),
    }


def _chance(row: Decision) -> None:
    """Draw the chance with a word for it, or say why there is none."""
    if row["days_left"] <= 0:
        return
    if pd.isna(row["made_on"]):  # the page says once why there is no forecast
        st.caption(_why_no_chance(row))
        return
    if pd.isna(row["chance"]):
        st.info(_why_no_chance(row), icon=":material/help:")
        return
    st.metric(
        t("projections.chance"),
        chance_text.percent(row["chance"]),
        chance_text.word(row["chance"]),
        delta_color=_COLOURS[chance_text.code(row["chance"])],
        delta_arrow="off",
    )
    notes = [] if row["method"] == "model" else [_why_no_chance(row)]
    if row["made_on"] < _on(row):
        notes.append(t("overview.chance_made", day=day_text(row["made_on"])))
    if notes:
        st.caption(" · ".join(notes))


def _on(row: Decision) -> pd.Timestamp:
    """Return the day the row is of."""
    return row["deadline"] - pd.Timedelta(days=int(row["days_left"]))


def _why_no_chance(row: Decision) -> str:
    if pd.isna(row["made_on"]):
        return t("projections.no_chance")
    if row["method"] == "model":
        is_beyond = row["deadline"] > row["horizon"]
        return t(
            "projections.beyond_forecast" if is_beyond else "projections.no_chance", **_facts(row)
        )
    return t("projections.too_little")


def _pace(row: Decision) -> None:
    """Draw the pace needed beside the paces kept, which are not known before the first list."""
    paces = [
        "–" if row[is_unknown] else _weekly(row[pace])
        for pace, is_unknown in (
            ("actual_1w", "is_backfilled_1w"),
            ("actual_4w", "is_backfilled"),
            ("actual_8w", "is_backfilled_8w"),
        )
    ]
    needed = "–" if pd.isna(row["needed_per_week"]) else f"**{_weekly(row['needed_per_week'])}**"
    heads = [t("projections.column.needed")]
    heads += [t(f"projections.pace.{name}") for name in ("1w", "4w", "8w")]
    if 0 < row["days_left"] < _DAYS_OF_WEEK and not row["is_passed"]:
        # A pace a week means nothing when there is no week left.
        needed = f"**{int(row['short_of']):,}**"
        heads[0] = t("projections.pace.needed_in", days=int(row["days_left"]))
    lines = (heads, ["--:"] * 4, [needed, *paces])
    st.markdown("\n".join(f"| {' | '.join(cells)} |" for cells in lines))


def _weekly(pace: float) -> str:
    """Return a pace a week: a tenth matters for a few amphoe, not for thousands of members."""
    return signed(pace, 0 if abs(pace) >= 100 else 1).lstrip("+").removesuffix(".0")


def _line(row: Decision) -> str:
    """Say how many days ahead of or behind the straight line from start to deadline."""
    if pd.isna(row["days_ahead"]) or row["is_passed"] or row["days_left"] <= 0:
        return ""
    if (_on(row) - row["start_on"]).days < _DAYS_OF_WEEK:  # the line has hardly begun
        return ""
    days = round(row["days_ahead"])
    if not days or row["is_start_backfilled"]:  # before the first list nobody knows the start
        return ""
    side = "ahead" if days > 0 else "behind"
    return t(f"projections.line.{side}", days=abs(days), start=day_text(row["start_on"]))


def _day_reached(row: Decision) -> str:
    """Say between which days the target is reached, eight times in ten, and the middle."""
    if row["method"] != "model" or pd.isna(row["horizon"]):
        return ""
    early, late, middle = (row[f"reached_{name}"] for name in ("early", "late", "median"))
    if pd.notna(middle) and middle <= _on(row):  # a forecast of an earlier day hoped for sooner
        return ""
    if pd.isna(early):
        if pd.isna(row["chance"]):  # the forecast may not have known of this target
            return ""
        return t("projections.reached_never", **_facts(row))
    if pd.isna(late) and pd.isna(middle):
        return t("projections.reached_open", early=day_text(early), **_facts(row))
    return t(
        "projections.reached",
        early=day_text(early),
        late=day_text(late) if pd.notna(late) else t("projections.later_than", **_facts(row)),
        median=day_text(middle),
    )
