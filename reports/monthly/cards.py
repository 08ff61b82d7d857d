"""The two numbers of a report's first page, members and amphoe covered, each with its targets."""

from dataclasses import dataclass

from reports.monthly import sentences
from reports.monthly.report import Pack
from reports.text import Text


@dataclass(frozen=True)
class Target:
    """A target's name, the share of it that is reached (0 to 1), and its sentences."""

    name: str
    share: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A number in words with its change (empty where that is not known), and its targets."""

    label: str
    value: str
    delta: str
    note: str
    targets: tuple[Target, ...]


def cards(report: Pack, text: Text) -> tuple[Card, Card]:
    """Return the card of members and that of amphoe covered."""
    return _members(report, text), _covered(report, text)


def targets(report: Pack, text: Text, metric: str) -> tuple[Target, ...]:
    """Return the targets set for a metric, in the order of the party's list."""
    rows = report.frames["decisions"].to_dict("records")
    return tuple(
        Target(sentences.target_name(row, text), sentences.share(row), tuple(lines))
        for row, lines in zip(rows, sentences.targets(report, text), strict=True)
        if row["metric"] == metric
    )


def _members(report: Pack, text: Text) -> Card:
    is_known = not bool(report.frames["change"]["is_change_backfilled"].iloc[0])
    change = report.figure("net_change") if is_known else None
    return Card(
        label=text("monthly.card.members"),
        value=text.people(report.figure("members")),
        delta="" if change is None else text.signed(change),
        note=text("monthly.card.change_unknown")
        if change is None
        else text("monthly.card.since", since=sentences.members_since(report, text)),
        targets=targets(report, text, "members"),
    )


def _covered(report: Pack, text: Text) -> Card:
    covered, verified = report.count("amphoe_covered"), report.figure("amphoe_verified")
    of = {name: report.count(name) for name in ("amphoe", "provinces")}
    notes = [
        _since(report, text),
        text("monthly.card.of", n=report.count("provinces_covered"), **of),
    ]
    if verified is not None and verified != covered:
        notes.append(text("monthly.card.verified", n=int(verified)))
    return Card(
        label=text("monthly.card.amphoe_covered"),
        value=text.number(covered),
        delta=text.signed(covered - report.count("amphoe_covered_before")),
        note=" · ".join(notes),
        targets=targets(report, text, "amphoe_covered"),
    )


def _since(report: Pack, text: Text) -> str:
    return text("monthly.card.since", since=text.day(report.period.since))
