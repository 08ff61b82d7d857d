"""Draws who took part in a poll: by region, province and amphoe."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics import places
from metrics.polls import polls
from metrics.safe import amphoe
from metrics.safe import areas as safe_areas
from pages.organisers.listening import charts
from pages.ui import controls, scope, tables
from pages.ui.data import ask
from pages.ui.text import named, t

_SCHEMES = {"ect": "region_ect", "royal": "region_royal", "nesdb": "region_nesdb"}
_BY = {**_SCHEMES, "province": "province_code", "amphoe": "amphoe_code"}


def draw(poll: pd.Series, on: date) -> None:
    """Draw the share of members who took part, as a chart and a table."""
    if poll["verdict"] == "respondents_unknown":
        st.info(t("listening.verdict.respondents_unknown"))
        return
    options = [each for each in _BY if each not in _SCHEMES or not scope.is_limited()]
    level = controls.switch(t("listening.by"), options, "by", level_text)
    rows = ask(polls.turnout, poll_id=poll["poll_id"], on=on, by=_BY[level])
    rows = rows[rows["members"].fillna(1).gt(0) | rows["respondents"].fillna(1).gt(0)]
    rows = _named(rows, level, on).sort_values(
        "share_pct", ascending=False, na_position="last", kind="stable"
    )
    known = rows.dropna(subset="share_pct")
    known = known[known["area_code"].notna()]
    if len(known) > 1:
        is_whole = bool(rows["share_pct"].notna().all())
        charts.draw_turnout(known, level_text(level), is_whole=is_whole)
    columns = {"area": level_text(level)}
    if level == "amphoe":
        columns["province"] = t("column.province")
    tables.show(
        rows.round({"share_pct": 1}),
        columns
        | {
            "respondents": t("listening.respondents"),
            "members": t("column.members"),
            "share_pct": t("listening.share_pct"),
        },
        name=f"poll_turnout_{level}_{poll['poll_id']}",
        asof=on,
        alt=t("listening.took_part_by", by=level_text(level)),
        marks={"respondents": "respondents_mark", "members": "members_mark"},
        pinned="area",
    )


def level_text(level: str) -> str:
    """Return what a division of the country is called."""
    return t(f"column.{level}" if level in ("province", "amphoe") else f"growth.level.{level}")


def _named(rows: pd.DataFrame, level: str, on: date) -> pd.DataFrame:
    """Return the rows with the names of their areas."""
    unknown = t("growth.unknown")
    if level == "amphoe":
        names = ask(amphoe.by_amphoe, on=on).set_index("amphoe_code")
        province = rows["area_code"].map(names[named("province")]).fillna(unknown)
        return rows.assign(
            area=rows["area_code"].map(names[named("amphoe")]).fillna(unknown), province=province
        )
    if level == "province":
        by_code = ask(places.names).set_index("province_code")[named("province")]
    else:
        regions = ask(safe_areas.by_region, on=on, since=on, scheme=level)
        by_code = regions.dropna(subset="region_code").set_index("region_code")[named("region")]
    return rows.assign(area=rows["area_code"].map(by_code).fillna(unknown))
