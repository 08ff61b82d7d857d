"""Draws where one amphoe stands, what comes next, its members and the way so far."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics.coverage import ladder, rules
from metrics.elections import elections
from metrics.safe import amphoe
from metrics.safe.marks import FEW
from pages.organisers.amphoe import members_chart
from pages.ui import chance_text, tables
from pages.ui import ladder as ladder_view
from pages.ui.bar import place
from pages.ui.data import ask
from pages.ui.figures import figures
from pages.ui.text import day_text, either, named, t

MONTHS = 36


def header(row: pd.Series, gap: pd.Series | None, *, is_doubted: bool) -> None:
    """Draw the names, the step and what comes next of a row of `safe.amphoe.by_amphoe`.

    `gap` is the amphoe's row of `safe.amphoe.gaps`, None where it has a representative.
    """
    other = "en" if named("amphoe").endswith("th") else "th"
    kind = t("amphoe.khet" if row["is_khet"] else "column.amphoe")
    st.header(f"{row[named('amphoe')]} · {row[named('province')]}", anchor=False)
    st.caption(
        t(
            "amphoe.known_as",
            kind=kind,
            other=f"{row[f'amphoe_{other}']} · {row[f'province_{other}']}",
            code=row["amphoe_code"],
        )
    )
    up = ladder_view.REVIEW if is_doubted else row["up"]
    with st.container(border=True):
        since = "" if pd.isna(row["from_on"]) else t("amphoe.since", day=day_text(row["from_on"]))
        stood = ladder_view.word_days(row["days_on_step"])
        st.markdown(
            f"{ladder_view.badge(row['step'])} {since} ({stood})"
            if since
            else ladder_view.badge(row["step"]),
            unsafe_allow_html=True,
        )
        st.markdown(f"### {t('column.move_up')}: {ladder_view.move_up(up, row)}")
        if gap is not None and pd.notna(gap["chance_4w"]):
            st.caption(
                t(
                    "amphoe.chance",
                    four=chance_text.about(gap["chance_4w"]),
                    thirteen=chance_text.about(gap["chance_13w"]),
                    rank=int(gap["rank"]),
                )
            )


def members(code: str, mark: object, on: date) -> None:
    """Draw members by month with the threshold in force and the days of its elections.

    `mark` says why the members on the day are not shown, if it is a text.
    """
    months = ask(amphoe.members_by_month, amphoe_code=code, until=on, months=MONTHS)
    if months.empty:
        st.info(t("word.none_here"))
        return
    if mark == FEW:
        st.info(t("small.area"))
        return
    if isinstance(mark, str) or not months["members"].notna().any():
        st.info(t("small.area"))
        return
    numbers = ask(rules.in_force, on=on).set_index("name")["number"]
    threshold = int(numbers.get("election_threshold", 0))
    now = int(months["members"].iloc[-1])
    held = ask(elections.listed, on=on, provinces=(code[:2],))
    figures.draw(
        members_chart.members(months, threshold, held[held["amphoe_code"] == code]),
        _finding(now, threshold),
        title=_finding(now, threshold),
        name="amphoe_members",
        where=place.chosen().name,
    )
    if months["members"].isna().any():
        st.caption(t("small.series"))


def _finding(now: int, threshold: int) -> str:
    """Say how many members stand beside the threshold, as told on the day looked at."""
    if not threshold:
        return t("map.value_members", n=now)
    short = threshold - now
    way = "short" if short > 0 else "reached"
    return t(f"amphoe.found.{way}", members=now, threshold=threshold, short=max(short, 0))


def ladder_steps(code: str, step: str, on: date) -> None:
    """Draw the eight steps with the present one marked, and the way so far as a table."""
    cells = []
    for number, each in enumerate(ladder.STEPS, 1):
        badge = ladder_view.badge(each) if each == step else ladder_view.label(each)
        cells.append(f"{number}. {badge}{' ◀' if each == step else ''}")
    st.markdown("\n".join(cells), unsafe_allow_html=True)
    past = ask(ladder.of_amphoe, amphoe_code=code, until=on).iloc[::-1]
    past = past.assign(
        step=past["step"].map(ladder_view.label),
        stood=[ladder_view.word_days(days) for days in past["days"]],
    )
    tables.show(
        past,
        {
            "step": t("column.step"),
            "from_on": t("column.from_on"),
            "to_on": t("column.to_on"),
            "stood": t("column.stood"),
        },
        name=f"ladder_{code}",
        asof=on,
        alt=t("amphoe.way"),
        height="content",
        badges={"step": ladder_view.colours_by_label()},
    )


def votes(code: str, on: date) -> pd.DataFrame:
    """Draw the elections of an amphoe with turnout and what does not agree; return them."""
    rows = ask(elections.listed, on=on, provinces=(code[:2],))
    rows = rows[rows["amphoe_code"] == code].iloc[::-1]
    if rows.empty:
        st.info(t("word.none_here"))
        return rows
    tables.show(
        rows.assign(
            phase=tables.word_codes(rows["phase"], "elections.phase"),
            channel=tables.word_codes(rows["channel"], "elections.channel"),
        ).round({"turnout_pct": 1}),
        {
            "held_on": t("elections.held_on"),
            "phase": t("column.status"),
            "channel": t("elections.channel"),
            "candidates": t("elections.candidates"),
            "eligible": t("elections.eligible"),
            "ballots": t("elections.ballots"),
            "turnout_pct": t("elections.turnout_pct"),
            "announced_on": t("elections.announced_on"),
            "result_on": t("elections.result_on"),
        },
        name=f"elections_{code}",
        asof=on,
        alt=t("amphoe.elections"),
        height="content",
        also={"election_id": t("elections.election_id")},
    )
    for row in rows.to_dict("records"):
        flags = [
            either(f"elections.flag.{flag}", flag) for flag in str(row["flags"] or "").split(",")
        ]
        if row["flags"] and pd.notna(row["flags"]):
            st.warning(
                f"{day_text(row['held_on'])}: {' · '.join(flags)}",
                icon=":material/report:",
            )
    return rows
