"""Gathers and words what a pack tells of members taking part: events, committees, polls, proposals.

Nothing of it where no export told of any: then there is no page and no table.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

import pandas as pd

from metrics import committees
from metrics.events import effect, events
from metrics.polls import polls
from metrics.proposals import proposals
from metrics.safe.marks import FEW
from reports.figures import tour_chart
from reports.monthly.report import Figure, Pack, Period
from reports.text import Text

TABLES = ("events", "committees", "polls", "proposals")
"""The tables that a pack gains, where there is something in them."""
POLL = "poll_"
"""How the names of figures of polls begin: there are as many as choices."""
_SHOWN = 16
"""So many choices are on the page; all are in the tables."""


class Questions(Protocol):
    """Asks a metric, and names a figure of its answer: see `reports.monthly.gather`."""

    def __call__(self, metric: Callable[..., pd.DataFrame], /, **parameters: Any) -> pd.DataFrame:  # noqa: ANN401
        """Return the metric's answer."""

    def figure(
        self,
        name: str,
        metric: Callable[..., pd.DataFrame],
        column: str,
        /,
        *,
        where: Mapping[str, Any] | None = None,
        **parameters: Any,  # noqa: ANN401
    ) -> Figure:
        """Return one number of it."""


def frames(ask: Questions, period: Period) -> dict[str, pd.DataFrame]:
    """Return events, effect, committees, polls and proposals, each empty where none is told of."""
    on = period.until
    held = ask(events.totals, since=period.starts_on, until=on, on=on)
    known = ask(events.unvisited, on=on)
    every = ask(polls.known_polls, on=on)
    is_now = every["is_open"] | (every["closed_on"] >= pd.Timestamp(period.starts_on))
    answers = [_poll(ask, str(poll), on) for poll in every.loc[is_now, "poll_id"]]
    there = ask(committees.compared, on=on, since=period.since)
    has_events = len(held) > 0 or len(known) < int(there["amphoe"].sum())
    return {
        "events": held,
        "event_weeks": ask(events.weekly, until=on, weeks=tour_chart.WEEKS),
        "effect": ask(effect.estimates, on=on) if has_events else held.head(0),
        "committees": there if there["has_committee"].any() else there.head(0),
        "polls": pd.concat(answers, ignore_index=True) if answers else every.head(0),
        "proposals": ask(proposals.board, on=on),
        "proposals_soon": ask(proposals.answered_soon, on=on),
    }


def _poll(ask: Questions, poll_id: str, on: date) -> pd.DataFrame:
    """Return one row a choice, with the poll beside it."""
    poll = ask(polls.listed, on=on, poll_id=poll_id).iloc[0]
    rows = ask(polls.answers, on=on, poll_id=poll_id)
    names = ("poll_id", "question", "opened_on", "closed_on", "share_pct", "effective")
    return rows.assign(
        **{name: [poll[name]] * len(rows) for name in names},
        respondents_mark=[poll["respondents_mark"]] * len(rows),
    )


def figures(ask: Questions, answers: Mapping[str, pd.DataFrame], period: Period) -> list[Figure]:
    """Name the figures of the page."""
    on = period.until
    days = {"since": period.starts_on, "until": on, "on": on}
    found = [
        ask.figure(f"events_{kind}_{name}", events.totals, name, where={"kind": kind}, **days)
        for kind in answers["events"]["kind"]
        for name in ("past", "attended")
    ]
    if len(answers["effect"]):
        found += [
            ask.figure(f"event_effect_{name}", effect.estimates, name,
                         where={"split": "all"}, on=on)
            for name in ("events", "estimate", "lo", "hi")
        ]  # fmt: skip
    if len(answers["committees"]):
        since = {"on": on, "since": period.since}
        where = {"has_committee": True}
        metric = committees.compared
        found.append(ask.figure("committees", metric, "provinces", where=where, **since))
    if len(answers["proposals"]):
        found += [
            ask.figure(f"proposals_{name}", proposals.answered_soon, column, on=on)
            for name, column in (
                ("all", "proposals"),
                ("answered", "answered"),
                ("soon", "soon_pct"),
            )
        ]
    for row in answers["polls"].to_dict("records"):
        question, where = {"on": on, "poll_id": row["poll_id"]}, {"choice_no": row["choice_no"]}
        found += [
            ask.figure(f"{POLL}{row['poll_id']}_{row['choice_no']}_{name}", polls.answers, name,
                         where=where, **question)
            for name in ("pct", "lo", "hi", "answers")
        ]  # fmt: skip
    return found


def is_told(pack: Pack) -> bool:
    """Whether there is anything of it to tell."""
    return any(len(pack.frames[name]) for name in TABLES)


def sentences(pack: Pack, text: Text) -> list[str]:
    """Return what took part came to, a sentence each."""
    lines = [_events(pack, text), _effect(pack, text), _committees(pack, text),
            _polls(pack, text), _proposals(pack, text)]  # fmt: skip
    return [sentence for sentence in lines if sentence]


def _events(pack: Pack, text: Text) -> str | None:
    rows = pack.frames["events"]
    rows = rows[rows["past"] > 0]
    if rows.empty:
        return text("monthly.taking.no_events") if len(pack.frames["effect"]) else None
    n = int(rows["past"].sum())
    if rows["attended"].isna().any():
        return text("monthly.taking.events_only", n=n)
    return text("monthly.taking.events", n=n, attended=int(rows["attended"].sum()))


def _effect(pack: Pack, text: Text) -> str | None:
    rows = pack.frames["effect"]
    if rows.empty:
        return None
    row = rows.iloc[0]
    if pd.isna(row["estimate"]):
        return text("monthly.taking.effect_untold", n=int(row["events"]), least=effect.LEAST_EVENTS)
    numbers = {name: text.signed(row[name], 1) for name in ("estimate", "lo", "hi")}
    return text(f"monthly.taking.effect.{row['verdict']}", n=int(row["events"]), **numbers)


def _committees(pack: Pack, text: Text) -> str | None:
    rows = pack.frames["committees"]
    if rows.empty:
        return None
    counts = rows.groupby("has_committee")["provinces"].sum()
    return text(
        "monthly.taking.committees", n=int(counts.get(True, 0)), without=int(counts.get(False, 0))
    )


def _polls(pack: Pack, text: Text) -> str | None:
    if pack.frames["polls"].empty:
        return None
    rows = pack.frames["polls"].drop_duplicates("poll_id")
    readable = int((rows["verdict"] == "told").sum())
    return text("monthly.taking.polls", n=len(rows), told=readable)


def _proposals(pack: Pack, text: Text) -> str | None:
    if pack.frames["proposals"].empty:
        return None
    row = pack.frames["proposals_soon"].iloc[0]
    counts = {"n": int(row["proposals"]), "answered": int(row["answered"])}
    if pd.isna(row["soon_pct"]):
        return text("monthly.taking.proposals_only", **counts)
    days = proposals.SOON_DAYS
    return text("monthly.taking.proposals", pct=text.number(row["soon_pct"]), days=days, **counts)


def tables(pack: Pack, text: Text) -> dict[str, pd.DataFrame]:
    """Return those of TABLES that have rows; counts that may not be told are missing."""
    frames_of = pack.frames
    each_table = {
        "events": _events_table(frames_of["events"], text),
        "committees": _committees_table(frames_of["committees"], text),
        "polls": _polls_table(frames_of["polls"], text),
        "proposals": _proposals_table(frames_of["proposals"], text),
    }
    return {name: rows for name, rows in each_table.items() if len(rows)}


def on_page(rows: pd.DataFrame, text: Text) -> tuple[pd.DataFrame, str]:
    """Return the choices there is room for, with the question on its first row, and what is not."""
    is_again = rows["question"].duplicated()
    shown = rows.assign(question=rows["question"].mask(is_again, ""))
    columns = ["question", "choice", "pct", "lo", "hi", "plain_pct", "answers"]
    more = len(rows) - _SHOWN
    return shown.head(_SHOWN)[columns], text("monthly.taking.more", n=more) if more > 0 else ""


def by_status(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a status: its proposals."""
    return rows.groupby("proposal_status", sort=False, as_index=False)["proposals"].sum()


def _events_table(rows: pd.DataFrame, text: Text) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_kind": [
                text.either(f"monthly.event.{kind}", str(kind)) for kind in rows["kind"]
            ],
            **{name: rows[name] for name in ("past", "coming", "registered", "attended")},
            "joined_there": rows["joined"],
        }
    )


def _committees_table(rows: pd.DataFrame, text: Text) -> pd.DataFrame:
    if rows.empty:
        return rows
    names = ["provinces_n", "amphoe", "amphoe_covered", "covered_pct", "members", "change_pct"]
    table = rows.rename(columns={"provinces": "provinces_n"})[names].round({"covered_pct": 1})
    has = [
        text("word.with_a_committee" if each else "word.without_one")
        for each in rows["has_committee"]
    ]
    return table.assign(committee=has)[["committee", *names]]


def _polls_table(rows: pd.DataFrame, text: Text) -> pd.DataFrame:
    if rows.empty:
        return rows
    names = ["opened_on", "closed_on", "choice", "pct", "lo", "hi", "plain_pct", "answers"]
    table = rows[["question", *names, "respondents"]].round({"plain_pct": 1})
    return table.assign(
        question=[" ".join(str(each).split()) for each in rows["question"]],
        poll_standing=[text(f"monthly.taking.verdict.{word}") for word in rows["verdict"]],
        note=[
            text("monthly.few") if mark == FEW else "" for mark in rows["answers_mark"].fillna("")
        ],
    )


def _proposals_table(rows: pd.DataFrame, text: Text) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "proposal_status": [text(f"monthly.proposal.{status}") for status in rows["status"]],
            "topic": rows["topic"].fillna(text("word.topic_not_shown")),
            "proposals": rows["proposals"],
            "oldest_on": rows["oldest_on"],
        }
    )
