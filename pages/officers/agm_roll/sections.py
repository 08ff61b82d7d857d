"""Draws the roll of a meeting: how many are on it, who and why, and by area."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.agm_roll import roll
from metrics.agm_roll import totals as roll_counts
from pages.ui import amphoe_links, controls, tables
from pages.ui.bar import place
from pages.ui.data import as_of, ask_private
from pages.ui.text import day_text, either, language, named, t
from reports.agm_roll.roll import Roll

_BY = (*roll_counts.SCHEMES, "province")


def headline(agm_roll: Roll) -> None:
    """Draw how many are on the roll, the amphoe with and without, the quorum, and the days."""
    rows = agm_roll.rows
    each = roll_counts.by_amphoe(rows)
    with_one = int((each["on_roll"] > 0).sum())
    quorum = quorum_needed(agm_roll, int(rows["is_on_roll"].sum()))
    cards = st.columns(4)
    cards[0].metric(t("agm_roll.on_roll"), f"{int(rows['is_on_roll'].sum()):,}")
    cards[1].metric(t("agm_roll.amphoe_on"), f"{with_one:,}")
    without = t("agm_roll.amphoe_without", amphoe=len(each))
    cards[2].metric(without, f"{len(each) - with_one:,}")
    cards[3].metric(
        t("agm_roll.quorum"), t("agm_roll.no_quorum") if quorum is None else f"{quorum:,}"
    )
    if quorum is not None:
        cards[3].caption(_standing(agm_roll, "quorum_share", "quorum_people"))
    agm_on, cutoff = agm_roll.values.get("agm_on"), day_text(agm_roll.cutoff)
    if isinstance(agm_on, date):
        standing = _standing(agm_roll, "agm_on")
        agm_text = day_text(agm_on)
        st.markdown(t("agm_roll.meeting", agm_on=agm_text, standing=standing, cutoff=cutoff))
    else:
        st.markdown(t("agm_roll.no_meeting", cutoff=cutoff))
    voters = str(agm_roll.values.get("agm_voters", roll.VOTERS))
    who, rule = t(f"agm_roll.word.{voters}"), t("agm_roll.rule.agm_voters")
    st.caption(f"{rule}: {who} ({_standing(agm_roll, 'agm_voters')})")
    doubted = int((rows["why"] == "on_roll_in_doubt").sum())
    if doubted:
        st.markdown(t("agm_roll.doubted", n=doubted))


def beyond(agm_roll: Roll) -> None:
    """Say that the cut-off day lies beyond the data, when it does."""
    newest = date.fromisoformat(agm_roll.edition["newest_on"])
    if agm_roll.cutoff > newest:
        day = day_text(agm_roll.cutoff)
        st.info(t("agm_roll.beyond", day=day, newest=day_text(newest)), icon=":material/event:")


def unplaced(cutoff: date) -> None:
    """Say how many representatives of the edition looked at are of no known amphoe, if any."""
    terms = int(ask_private(roll.unplaced, on=cutoff)["terms"].iloc[0])
    if terms:
        st.warning(t("agm_roll.unplaced", n=terms), icon=":material/location_off:")


def nobody(agm_roll: Roll) -> None:
    """Say that nobody is on the roll, and when somebody will be, when a term is known to begin."""
    first = agm_roll.rows.loc[agm_roll.rows["why"] == "not_yet", "term_from"].min()
    phrase = "agm_roll.nobody" if first != first else "agm_roll.nobody_yet"
    st.info(t(phrase, day=day_text(agm_roll.cutoff), first=day_text(first)))


def quorum_needed(agm_roll: Roll, on_roll: int) -> int | None:
    """Return the quorum of a roll of so many people by the rules of the roll shown."""
    share, people = agm_roll.values.get("quorum_share"), agm_roll.values.get("quorum_people")
    return roll_counts.needed(
        on_roll,
        share=float(share) if isinstance(share, int | float) else None,
        people=int(people) if isinstance(people, int | float) else None,
    )


def list_rows(agm_roll: Roll) -> None:
    """Draw every representative and every amphoe without one, with why, narrowed as asked."""
    where = place.chosen()
    rows = agm_roll.rows
    if not where.is_whole:
        st.caption(t("agm_roll.list_of", where=where.name))
    if where.amphoe:
        rows = rows[rows["amphoe_code"] == where.amphoe]
    elif where.provinces is not None:
        rows = rows[rows["province_code"].isin(where.provinces)]
    whys = roll_counts.whys(rows)
    counts = {"on": int(rows["is_on_roll"].sum())}
    counts["off"] = len(rows) - counts["on"]
    # Every code can be chosen everywhere, so that a choice outlives a change of area.
    counts |= {code: whys.get(code, 0) for code in roll.WHY if (agm_roll.rows["why"] == code).any()}
    listed = controls.choose(
        t("map.show"),
        list(counts),
        "listed",
        lambda code: f"{_why(code)} ({counts[code]:,})",
    )
    is_kept = rows["why"] == listed
    if listed in ("on", "off"):
        is_kept = rows["is_on_roll"] == (listed == "on")
    if not is_kept.any():
        st.info(t("record.none"))
        return
    rows = _word_codes(rows[is_kept])
    tables.show(
        rows,
        {
            named("amphoe"): t("column.amphoe"),
            named("province"): t("column.province"),
            "shown_name": t("agm_roll.column.name"),
            "why_text": t("agm_roll.column.why"),
            "doubt": t("agm_roll.column.doubt"),
            "term_from": t("agm_roll.column.term_from"),
            "term_to": t("agm_roll.column.term_to"),
            "members": t("column.members"),
        },
        name="agm_roll",
        asof=agm_roll.cutoff,
        alt=t("agm_roll.list"),
        pinned=named("amphoe"),
        links={named("amphoe"): amphoe_links.addresses(rows["amphoe_code"], asof=as_of())},
        also={
            "is_on_roll": t("agm_roll.column.on_roll"),
            "amphoe_code": t("column.amphoe_code"),
            "province_code": t("column.province_code"),
        },
    )


def totals(agm_roll: Roll) -> None:
    """Draw the totals of regions, by one of three schemes, or of provinces."""
    by = controls.switch(t("agm_roll.by"), _BY, "roll_by", lambda code: t(f"growth.level.{code}"))
    each = roll_counts.totals(agm_roll.rows, by)
    each["area"] = each["area_code"].map(_area_names(agm_roll, by)).fillna(t("agm_roll.no_region"))
    tables.show(
        each,
        {
            "area": t("column.province" if by == "province" else "column.region"),
            "on_roll": t("agm_roll.column.on_roll"),
            "amphoe_on_roll": t("agm_roll.amphoe_on"),
            "amphoe": t("column.amphoe_n"),
            "members": t("column.members"),
            "unrepresented": t("agm_roll.unrepresented"),
        },
        name=f"agm_roll_{by}",
        asof=agm_roll.cutoff,
        alt=t("agm_roll.totals"),
        pinned="area",
    )


def _word_codes(rows: pd.DataFrame) -> pd.DataFrame:
    nameless = rows["term_id"].notna() & rows["name"].isna()
    codes = rows["reasons"].explode().dropna().unique()
    reasons = {code: either(f"finding.reason.{code}", code) for code in codes}
    return rows.assign(
        shown_name=rows["name"].mask(nameless, t("agm_roll.file.no_name")).fillna(""),
        why_text=rows["why"].map({code: _why(code) for code in rows["why"].unique()}),
        doubt=[", ".join(reasons[code] for code in own) for own in rows["reasons"]],
    )


def _why(code: str) -> str:
    return t(f"agm_roll.{'listed' if code in ('on', 'off') else 'why'}.{code}")


def _area_names(agm_roll: Roll, by: str) -> dict[str, str]:
    if by == "province":
        rows = agm_roll.rows.drop_duplicates("province_code")
        return dict(zip(rows["province_code"], rows[named("province")], strict=True))
    own = agm_roll.regions[agm_roll.regions["scheme"] == by]
    return dict(zip(own["region_code"], own[f"region_{language()}"], strict=True))


def _standing(agm_roll: Roll, *names: str) -> str:
    used = [name for name in names if name in agm_roll.values]
    is_verified = bool(used) and all(agm_roll.is_verified(name) for name in used)
    return t("agm_roll.verified" if is_verified else "agm_roll.unverified")
