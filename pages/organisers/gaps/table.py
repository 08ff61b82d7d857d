"""Draws the amphoe without a representative, and why each has its score."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.coverage.gaps import PARTS, RANKS
from metrics.coverage.ladder import COVERED, STEPS
from pages.ui import amphoe_links, chance_text, controls, ladder, suppressed, tables
from pages.ui.text import day_text, named, t

_ANY = "all"


def list_provinces(without: pd.DataFrame, weights: pd.Series, *, asof: date) -> None:
    """Draw the table of `safe.amphoe.provinces_without`."""
    tables.show(
        without,
        {
            named("province"): t("column.province"),
            "score": t("column.score"),
            named("first"): t("column.first"),
            "amphoe_ready": t("column.amphoe_ready"),
            "amphoe": t("column.amphoe_n"),
            "members": t("column.members"),
        },
        name="provinces_without",
        asof=asof,
        alt=t("gaps.provinces"),
        bars={"score": weights.sum() or 1},
        pinned=named("province"),
        marks={"members": "members_mark"},
        also={named("region"): t("column.region"), "province_code": t("column.province_code")},
    )


def choose_rank(gaps: pd.DataFrame, further: tuple[str, ...] = ()) -> str:
    """Draw the choice of what to rank amphoe by, one of RANKS or `further`; why no chances."""
    has_chances = gaps["chance_4w"].notna().any()
    if not has_chances:
        st.caption(t("gaps.no_chances"))
    ranks: tuple[str, ...] = (*(RANKS if has_chances else RANKS[:1]), *further)
    if len(ranks) == 1:
        return ranks[0]
    return controls.switch(t("gaps.rank_by"), ranks, "rank", lambda rank: t(f"gaps.rank.{rank}"))


def add_steps(gaps: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `safe.amphoe.gaps` with what `safe.amphoe.by_amphoe` alone tells of each."""
    own = steps.set_index("amphoe_code")[
        ["step", "from_on", "days_on_step", "up", "held_on", "covered_to"]
    ]
    return gaps.join(own, on="amphoe_code")


def choose_step(gaps: pd.DataFrame) -> pd.DataFrame:
    """Draw the choice of a step of the ladder; returns the rows on it, all where none is chosen."""
    found = gaps["step"].value_counts()
    labels = {_ANY: f"{t('word.all')} ({len(gaps):,})"} | {
        step: f"{ladder.label(step)} ({int(found.get(step, 0)):,})"
        for step in STEPS
        if step not in COVERED
    }
    step = controls.choose(t("column.step"), list(labels), "step", labels.__getitem__)
    return gaps if step == _ANY else gaps[gaps["step"] == step]


def list_amphoe(gaps: pd.DataFrame, weights: pd.Series, *, asof: date) -> None:
    """Draw the table of `safe.amphoe.gaps`; its files carry each part of the score as well.

    What a visit is expected to bring is shown where `gaps_visits.add` could tell.
    """
    visits = "visit" in gaps
    chances = RANKS[1:] if gaps["chance_4w"].notna().any() else ()
    tables.show(
        _add_words(gaps),
        {
            named("amphoe"): t("column.amphoe"),
            named("province"): t("column.province"),
            "step_text": t("column.step"),
            "stood": t("column.stood"),
            **({"visit": t("column.visit")} if visits else {}),
            "score": t("column.score"),
            **{f"{rank}_text": t(f"column.{rank}") for rank in chances},
            "members": t("column.members"),
            "short_of": t("column.short_of"),
            "near": t("column.neighbours"),
            "vote": t("column.election"),
        },
        name="gaps",
        asof=asof,
        alt=t("gaps.amphoe"),
        bars={"score": weights.sum() or 1},
        pinned=named("amphoe"),
        links={named("amphoe"): amphoe_links.addresses(gaps["amphoe_code"], asof=asof)},
        badges={"step_text": ladder.colours_by_label()},
        marks={"members": "members_mark"},
        also={
            "from_on": t("column.step_since"),
            "next_election_on": t("column.next_election"),
            "last_election_on": t("column.held_on"),
            "neighbours_covered": t("column.neighbours_covered_n"),
            "neighbours": t("column.neighbours_n"),
            **{part: t(f"column.{part}") for part in PARTS.values()},
            **({"expected": t("column.visit_expected")} if visits else {}),
            "rank": t("column.rank"),
            "amphoe_code": t("column.amphoe_code"),
        },
    )


def say_method(gaps: pd.DataFrame, weights: pd.Series) -> None:
    """Say what scores and chances are, and what the marks of small counts mean."""
    each = [
        f"{t('column.' + PARTS[str(part)])} {_points(weight)}" for part, weight in weights.items()
    ]
    st.caption(t("gaps.weights", weights=" · ".join(each)))
    if gaps["chance_4w"].notna().any():
        st.caption(t("gaps.chances"))
    if gaps["members_mark"].notna().any():
        suppressed.explain()


def _add_words(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `add_steps` with neighbours, election, step and chances in words as well.

    `near`, `vote`, `step_text`, `stood`, `chance_4w_text` and `chance_13w_text`.
    """
    pairs = zip(gaps["neighbours_covered"], gaps["neighbours"], strict=True)
    votes = zip(gaps["next_election_on"], gaps["last_election_on"], strict=True)
    stood = {days: ladder.word_days(days) for days in gaps["days_on_step"].unique()}
    return gaps.assign(
        step_text=gaps["step"].map({step: ladder.label(step) for step in STEPS}),
        stood=[stood[days] for days in gaps["days_on_step"]],
        near=[f"{covered} / {of}" for covered, of in pairs],
        vote=[_vote(next_on, last_on) for next_on, last_on in votes],
        **{
            f"{rank}_text": [chance_text.percent(each) for each in gaps[rank]] for rank in RANKS[1:]
        },
    )


def _vote(next_on: pd.Timestamp, last_on: pd.Timestamp) -> str:
    if pd.notna(next_on):
        return f"→ {day_text(next_on)}"
    return day_text(last_on) if pd.notna(last_on) else ""


def names(by_code: pd.DataFrame) -> dict[str, str]:
    """Return what to call each amphoe of `safe.amphoe.gaps`, by its code: rank, name, province."""
    columns = (by_code[name] for name in ("rank", named("amphoe"), named("province")))
    rows = zip(by_code.index, *columns, strict=True)
    return {code: f"{rank}. {amphoe} · {province}" for code, rank, amphoe, province in rows}


def explain(amphoe: pd.Series, weights: pd.Series) -> None:
    """Draw one row of `add_steps`; `weights` is each part's weight by its name."""
    facts = {
        "members": suppressed.count(amphoe["members"], amphoe["members_mark"]),
        "threshold": int(amphoe["threshold"]),
        "short_of": suppressed.count(amphoe["short_of"]),
        "covered": int(amphoe["neighbours_covered"]),
        "neighbours": int(amphoe["neighbours"]),
        "next_on": day_text(amphoe["next_election_on"]),
        "last_on": day_text(amphoe["last_election_on"]),
    }
    with st.container(border=True):
        up = ladder.move_up(str(amphoe["up"]), amphoe)
        st.markdown(
            f"{ladder.badge(str(amphoe['step']))} **{t('column.move_up')}:** {up}",
            unsafe_allow_html=True,
        )
        score = f"**{_points(amphoe['score'])}** / {_points(weights.sum())}"
        st.markdown(f"{t('column.score')} {score}")
        for part, weight in weights.items():
            got = float(amphoe[PARTS[str(part)]])
            st.progress(
                min(got / weight, 1.0) if weight else 0.0,
                f"{t(f'gaps.{_phrase(str(part), amphoe)}', **facts)} · "
                f"**{_points(got)}** / {_points(weight)}",
            )


def _points(number: float) -> str:
    """Return points with one digit at most: 40, 33.6."""
    return f"{number:,.1f}".removesuffix(".0")


def _phrase(part: str, amphoe: pd.Series) -> str:
    if part == "threshold_reached" and not amphoe["is_at_threshold"]:
        return "threshold_not_reached"
    if part == "election_announced" and pd.isna(amphoe["next_election_on"]):
        return "election_not_announced"
    return part
