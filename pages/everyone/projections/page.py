"""Projections: will each target be reached in time, and what would change it?"""

import streamlit as st

from metrics import health
from metrics.safe import amphoe, targets
from metrics.targets import projections
from pages.everyone.projections import assumptions, pace_by_area, target_cards, track_record
from pages.everyone.projections import fan as fan_view
from pages.everyone.projections import scenarios as scenario_view
from pages.ui import tables
from pages.ui.data import as_of, ask
from pages.ui.text import day_text, t
from reports.figures.fan_lines import Scenario

on = as_of()
decisions = ask(targets.decisions, on=on).to_dict("records")
days = ask(projections.forecast_days)["made_on"]
has_lists = ask(health.edition)["first_list_on"].notna().iloc[0]

if not decisions:
    st.info(t("overview.no_target"), icon=":material/flag:")
if days.empty:
    st.info(t("projections.no_fan"))
elif days.iloc[0].date() > on:
    st.info(t("projections.too_early", first=day_text(days.iloc[0])))

errors = {name: track_record.past_error(on, name) for name in fan_view.METRICS}
target_cards.draw(decisions, has_lists=has_lists, errors=errors)

left, right = st.columns(2)
with left:
    metric = fan_view.choose_metric()
with right:
    area = fan_view.choose_area(metric, decisions)
# What is asked for in the scenarios below is drawn on the fan above them.
fan = st.container()
scenarios: dict[str, list[Scenario]] = {}


def draw_scenarios() -> None:
    """Draw the scenarios, and keep their lines for the fan."""
    scenarios.update(scenario_view.draw(on, decisions))


tables.draw_folded(
    t("scenario.title"),
    "scenario_box",
    draw_scenarios,
    icon=":material/tune:",
    is_open=any(name in st.query_params for name in scenario_view.ADDRESSED),
)
with fan:
    fan_view.draw(on, metric, area, decisions, scenarios.get(metric, ()) if area[1] == "" else ())

tables.draw_folded(
    t("projections.record"),
    "record_box",
    lambda: track_record.draw(on, metric),
    icon=":material/history:",
    is_open="ahead" in st.query_params,
)
tables.draw_folded(
    t("projections.areas_title"),
    "areas_box",
    lambda: pace_by_area.draw(on, metric),
    icon=":material/leaderboard:",
    is_open="level" in st.query_params,
)


def draw_method() -> None:
    """Say how forecasts are made, what they rest on, and how both numbers hang together."""
    if has_lists:
        assumptions.tie(ask(amphoe.threshold_tie, on=on).iloc[0])
    if not days.empty and days.iloc[-1].date() <= on:  # of the newest forecast only
        assumptions.terms()
    st.markdown(t("track.how"))
    st.markdown(t("projections.areas_how"))


tables.draw_folded(t("map.method"), "projections_method", draw_method, icon=":material/info:")
