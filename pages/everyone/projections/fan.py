"""Draws what may come of one number: its fan, the same as a table, and what it rests on."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from metrics.coverage import coverage
from metrics.safe import coverage as safe_coverage
from metrics.safe import members
from metrics.safe import targets as safe_targets
from metrics.targets import projections
from pages.everyone.projections.target_cards import Decision
from pages.ui import controls, scope, tables
from pages.ui.data import ask
from pages.ui.figures import charts, figures
from pages.ui.text import day_text, named, t, text
from reports.figures import fan_chart, fan_lines, findings

METRICS = ("members", "amphoe_covered")
_PAST_WEEKS, _TABLE_STEP = 26, 4
_COUNTRY = "country"


def choose_metric() -> str:
    """Draw the choice of number."""
    return controls.switch(
        t("projections.number"), METRICS, "number", lambda name: t(f"overview.{name}")
    )


def choose_area(metric: str, decisions: Sequence[Decision]) -> tuple[str, str]:
    """Draw the choice of area, where areas are forecast, and return its kind and code."""
    names = {
        f"{row['area_kind']}-{row['area_code']}": str(row[named("area")])
        for row in decisions
        if row["metric"] == metric and row["area_kind"] != _COUNTRY
    }
    if not names:
        return _COUNTRY, ""
    if not scope.is_limited():
        names = {_COUNTRY: t("word.whole_country")} | names
    chosen = controls.choose(t("area.label"), list(names), "forecast_area", names.__getitem__)
    kind, _, code = chosen.partition("-")
    return kind, code


def draw(
    on: date,
    metric: str,
    area: tuple[str, str],
    decisions: Sequence[Decision],
    scenarios: Sequence[fan_lines.Scenario],
) -> None:
    """Draw the fan of an area with its targets, and below it a table to take away."""
    kind, code = area
    weeks = ask(safe_targets.fan, on=on, metric=metric, area_kind=kind, area_code=code)
    if weeks.empty:
        st.info(_why_none(on, metric, area))
        return
    made_on = weeks["made_on"].iloc[0].date()
    runs = ask(projections.runs, on=on).set_index(["metric", "area_kind", "area_code"])
    run = runs.loc[(metric, kind, code)]
    days, values = _past(metric, made_on, _provinces(on, kind, code))
    targets = [
        row
        for row in decisions
        if (row["metric"], row["area_kind"], row["area_code"]) == (metric, kind, code)
    ]
    visible = weeks[weeks["weeks_ahead"] <= fan_chart.weeks_shown(made_on, targets)]
    picture = fan_chart.Picture(metric, days, values, visible, targets, _cut(scenarios, visible))
    figures.draw(
        fan_chart.draw(text(), picture),
        _alt(picture),
        title=findings.fan(text(), metric, targets),
        name=f"forecast_{metric}",
        kind="members" if metric == "members" else "elections",
        where=_area_name(decisions, kind, code),
    )
    if run["method"] != "model":
        st.caption(t("projections.too_little"))
    st.caption(t("overview.chance_made", day=day_text(made_on)))
    tables.draw_folded(
        t("projections.table"),
        "fan_table",
        lambda: _table(visible, weeks, on),
        icon=":material/table:",
    )


def _area_name(decisions: Sequence[Decision], kind: str, code: str) -> str:
    named_so = (
        str(row[named("area")])
        for row in decisions
        if (row["area_kind"], row["area_code"]) == (kind, code) and kind != _COUNTRY
    )
    return next(named_so, t("word.whole_country"))


def _why_none(on: date, metric: str, area: tuple[str, str]) -> str:
    """Say whether nothing is forecast of an area, or may be told."""
    runs = ask(projections.runs, on=on)
    is_forecast = (metric, *area) in set(
        zip(runs["metric"], runs["area_kind"], runs["area_code"], strict=True)
    )
    return t("small.area" if is_forecast else "projections.no_fan")


def _provinces(on: date, kind: str, code: str) -> tuple[str, ...] | None:
    if kind == _COUNTRY:
        return None
    each = ask(safe_coverage.by_province, on=on)
    column = "province_code" if kind == "province" else f"region_{kind}"
    return tuple(each.loc[each[column] == code, "province_code"])


def _past(
    metric: str, until: date, provinces: tuple[str, ...] | None
) -> tuple[list[date], list[int]]:
    """Return days and values of the weeks before; of members, from the first list on."""
    if metric == "members":
        rows = ask(members.weekly, until=until, weeks=_PAST_WEEKS, provinces=provinces)
        # Before the first list only survivors are known: that is another line than the fan's.
        rows = rows[~rows["is_backfilled"]]
        rows = rows[rows["members"].notna()]
        return charts.days(rows["ends_on"]), rows["members"].astype(int).tolist()
    rows = ask(coverage.weekly, until=until, weeks=_PAST_WEEKS, provinces=provinces)
    return charts.days(rows["week_ends_on"]), rows["amphoe_covered"].tolist()


def _cut(scenarios: Sequence[fan_lines.Scenario], weeks: pd.DataFrame) -> list[fan_lines.Scenario]:
    """Return scenarios up to the last week shown."""
    last = weeks["week_ends_on"].iloc[-1].date()
    lengths = [sum(day <= last for day in each.days) for each in scenarios]
    return [
        fan_lines.Scenario(each.name, each.days[:until], each.values[:until])
        for each, until in zip(scenarios, lengths, strict=True)
    ]


def _alt(picture: fan_chart.Picture) -> str:
    """Say the picture in words: where it starts, and where it stands at its last week."""
    last = picture.weeks.iloc[-1]
    has_bands = pd.notna(last["median"])
    words = f"{int(picture.weeks['last_value'].iloc[0]):,} → "
    return words + (
        fan_chart.hover(text(), last, " · ") if has_bands else fan_lines.about(last["last_pace"])
    )


def _table(visible: pd.DataFrame, weeks: pd.DataFrame, on: date) -> None:
    """Draw every fourth week in round figures; the files have every week and every figure."""
    rows = visible[visible["weeks_ahead"] % _TABLE_STEP == 0]
    middle = [fan_lines.about(value) if pd.notna(value) else "" for value in rows["median"]]
    figures = rows.assign(
        median=middle,
        range80=[_range(*pair) for pair in zip(rows["lo80"], rows["hi80"], strict=True)],
        range95=[_range(*pair) for pair in zip(rows["lo95"], rows["hi95"], strict=True)],
        last_pace=[fan_lines.about(value) for value in rows["last_pace"]],
        last_value=[fan_lines.about(value) for value in rows["last_value"]],
    )
    labels = {
        "week_ends_on": t("projections.column.week"),
        "median": t("projections.line_name.median"),
        "range80": t("projections.band", n=80),
        "range95": t("projections.band", n=95),
        "last_pace": t("projections.line_name.last_pace"),
        "last_value": t("projections.line_name.last_value"),
    }
    tables.show(
        figures,
        labels,
        name=f"forecast_{visible['metric'].iloc[0]}",
        asof=on,
        alt=t("projections.table"),
        pinned="week_ends_on",
        file=lambda: weeks.drop(columns=["edition"]),
    )


def _range(low: float, high: float) -> str:
    if pd.isna(low):
        return ""
    return f"{fan_lines.about(low)} – {fan_lines.about(high)}"
