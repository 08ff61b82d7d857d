"""The sentences of a report: what changed, how each target stands, where nobody is yet."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reports.monthly.report import Pack
from reports.text import Text

_NAMED = 3


def title(report: Pack, text: Text) -> str:
    """Return what the report is called, with its period."""
    return text(f"monthly.title.{report.period.kind}", period=period(report, text))


def period(report: Pack, text: Text) -> str:
    """Return the period: ต.ค. 2566, or its days."""
    days = report.period
    if days.kind == "month":
        return text.month(days.starts_on)
    if days.kind == "day":
        return text.day(days.until)
    return text("word.since_to_until", since=text.day(days.starts_on), until=text.day(days.until))


def scope(report: Pack, text: Text) -> str:
    """Return where the report looks."""
    if report.scope.kind == "country":
        return text("monthly.scope.country")
    name = report.scope.name_th if text.language == "th" else report.scope.name_en
    return text(f"monthly.scope.{report.scope.kind}", name=name)


def heading(report: Pack, text: Text) -> str:
    """Return the title with where the report looks."""
    return f"{title(report, text)} · {scope(report, text)}"


def known_on(report: Pack, text: Text) -> str:
    """Return the edition as the moment it was made, in Thailand."""
    return moment(report.edition, text)


def dates(report: Pack, text: Text) -> str:
    """Return the dates of a report: as of which day, areas too, and as known when."""
    until, told_on = report.period.until, report.frames["told"]["told_on"].iloc[0]
    asof = text.day(until)
    if pd.notna(told_on) and told_on.date() < until:
        asof = text("monthly.asof_told", asof=asof, told=text.day(told_on.date()))
    return text("monthly.dates", asof=asof, edition=known_on(report, text))


def partial(report: Pack, text: Text) -> str:
    """Return up to which day the data goes where that is not the period's end, else nothing."""
    period_days = report.period
    if period_days.is_whole or period_days.kind == "day":
        return ""
    phrase = "monthly.partial_members" if period_days.members_to else "monthly.partial"
    return text(phrase, until=text.day(period_days.known_to), ends=text.day(period_days.ends_on))


def moment(edition: Mapping[str, Any], text: Text) -> str:
    """Return the moment an edition was made, in Thailand."""
    built_at = pd.Timestamp(edition["built_at"]).tz_convert("Asia/Bangkok")
    return text("monthly.moment", day=text.day(built_at.date()), time=f"{built_at:%H:%M}")


def members_since(report: Pack, text: Text) -> str:
    """Return the day since which members changed: that of a list, where it stands for more."""
    compared = report.frames["members_since"].iloc[0]
    day = text.day(compared["since"].date())
    return text("monthly.list_of", day=day) if compared["is_list"] else day


def members(report: Pack, text: Text) -> str:
    """Return the members, and what their change is made of where it is known and not too small."""
    count, change = report.figure("members"), report.figure("net_change")
    since = members_since(report, text)
    if bool(report.frames["change"]["is_change_backfilled"].iloc[0]) or change is None:
        return text("monthly.members.only", members=text.people(count))
    moved = text.signed(change)
    phrase = (
        "monthly.members.parts" if report.figure("joined") is not None else "monthly.members.gained"
    )
    gains = ("joined", "returned") if phrase == "monthly.members.parts" else ("gained",)
    parts = {name: report.figure(name) for name in (*gains, "left_members")}
    if count is None or any(part is None for part in parts.values()):
        return text("monthly.members.change", members=text.people(count), change=moved, since=since)
    return text(phrase, members=count, change=moved, since=since, **parts)


def share(row: Mapping[Any, Any]) -> float:
    """Return how much of a target is reached, from 0 to 1; 0 where that may not be told."""
    if row["is_hidden"]:
        return 0.0
    return min(row["now"] / row["value"], 1.0) if row["value"] else 1.0


def covered(report: Pack, text: Text) -> str:
    """Return the coverage as registered, and how many amphoe came and went."""
    kinds = report.frames["changes"]["change"].value_counts()
    return text(
        "monthly.covered_here" if report.scope.kind == "province" else "monthly.covered",
        covered=report.count("amphoe_covered"),
        amphoe=report.count("amphoe"),
        provinces_covered=report.count("provinces_covered"),
        provinces=report.count("provinces"),
        gained=int(kinds.get("gained", 0)),
        lost=int(kinds.get("lost", 0)),
    )


def verified(report: Pack, text: Text) -> str | None:
    """Return how many of the amphoe are verified; None where all are, or nobody has checked."""
    counted, registered = report.figure("amphoe_verified"), report.count("amphoe_covered")
    if counted is None or counted == registered:
        return None
    row = report.frames["verified"].iloc[0]
    return text("monthly.verified", n=int(counted), doubted=registered - int(counted),
                day=text.day(row["verified_on"]))  # fmt: skip


def first_in_province(report: Pack, text: Text) -> str | None:
    """Return the provinces that have their first representative now."""
    changes = report.frames["changes"]
    rows = changes[(changes["change"] == "gained") & changes["is_first_in_province"]]
    names = list(dict.fromkeys(rows[text.named("province")]))
    if not names:
        return None
    return text("monthly.first", n=len(names), names=join_first(names, text))


def empty(report: Pack, text: Text) -> str | None:
    """Return how many provinces have nobody yet, and the readiest of them."""
    rows = report.frames["empty"]
    if rows.empty or report.scope.kind == "province":
        return None
    return text(
        "monthly.empty", n=len(rows), names=join_first(list(rows[text.named("province")]), text)
    )


def ready(report: Pack, text: Text) -> str | None:
    """Return how many amphoe have the members an election takes and nobody yet."""
    steps = report.frames["steps"].set_index("step")["amphoe"]
    waiting = int(steps.get("threshold", 0))
    threshold = report.frames["amphoe"]["threshold"].max()
    return text("monthly.ready", n=waiting, threshold=int(threshold)) if waiting else None


def targets(report: Pack, text: Text) -> list[list[str]]:
    """Return the lines of each target: how far, the chance, and the pace it needs and has."""
    return [_target(row, text) for row in report.frames["decisions"].to_dict("records")]


def target_name(row: dict[Any, Any], text: Text) -> str:
    """Return a target as people call it, with its area where it has one."""
    area = row[text.named("area")]
    name = text(
        f"monthly.target.{row['metric']}",
        value=int(row["value"]),
        deadline=text.day(row["deadline"]),
    )
    return f"{name} · {area}" if isinstance(area, str) else name


def changed(report: Pack, text: Text) -> list[str]:
    """Return what the period brought, a sentence each."""
    lines = [
        members(report, text),
        covered(report, text),
        first_in_province(report, text),
        verified(report, text),
        empty(report, text),
        ready(report, text),
        unplaced(report, text),
        stale(report, text),
    ]
    return [sentence for sentence in lines if sentence]


def unplaced(report: Pack, text: Text) -> str | None:
    """Return how many members are counted without a known amphoe."""
    count = report.figure("unplaced")
    return None if count == 0 else text("monthly.unplaced", n=text.people(count))


def stale(report: Pack, text: Text) -> str | None:
    """Return up to which day the lists tell, where that is before the day described."""
    sources = report.frames["sources"]
    rows = sources[sources["kind"].isin(["members", "elections"]) & (sources["age_days"] > 0)]
    parts = [
        text(
            "monthly.stale",
            kind=text(f"monthly.kind.{row['kind']}"),
            day=text.day(row["newest_on"]),
        )
        for row in rows.to_dict("records")
    ]
    return " · ".join(parts) or None


def restated(report: Pack, text: Text) -> list[str]:
    """Return what is told otherwise than before, and the files that changed it."""
    if report.restatement is None:
        return []
    difference, before = report.restatement, moment(report.restatement.edition, text)
    if difference.figures.empty and difference.provinces.empty:
        return [text("monthly.restated.same", edition=before)]
    lines = [text("monthly.restated.from", edition=before)]
    for change in ("added", "gone"):
        files = list(difference.files.loc[difference.files["file_change"] == change, "file"])
        if files:
            lines.append(text(f"monthly.restated.{change}", files=join_first(files, text)))
    # Who may not be told of files is not told that they are the same either.
    if difference.files.empty and len(report.frames["files"]):
        lines.append(text("monthly.restated.lists"))
    return lines


def join_first(names: list[str], text: Text, *, most: int = _NAMED) -> str:
    """Return the first few names of a list, and how many more there are."""
    first = text("monthly.comma").join(names[:most])
    more = len(names) - most
    return text("monthly.and_more", names=first, n=more) if more > 0 else first


def _target(row: dict[Any, Any], text: Text) -> list[str]:
    if row["is_hidden"]:
        return [text("monthly.target.withheld")]
    if row["is_passed"]:
        return [text("monthly.passed", day=text.day(row["deadline"]))]
    lines = [text("monthly.short_of", n=text.number(row["short_of"]))]
    if row["days_left"] <= 0:
        return [*lines, text("monthly.deadline_passed")]
    if row["chance"] == row["chance"] and row["chance"] is not None:
        lines.append(text("monthly.chance", chance=text.chance(row["chance"])))
    digits = 0 if row["needed_per_week"] >= 100 else 1
    lines.append(
        text(
            "monthly.pace",
            needed=text.number(row["needed_per_week"], digits),
            actual=text.number(row["actual_4w"], digits),
        )
    )
    return lines
