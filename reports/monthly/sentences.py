"""What does a pack say in words: what changed, how each target stands, where nobody is yet?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from i18n.phrases import Text
from reports.monthly.report import Pack

_NAMED = 3


def title(pack: Pack, text: Text) -> str:
    """Return what the pack is called, with its period."""
    return text(f"title.{pack.period.kind}", period=period(pack, text))


def period(pack: Pack, text: Text) -> str:
    """Return the period: ต.ค. 2566, or its days."""
    told = pack.period
    if told.kind == "month":
        return f"{text.month_name(told.starts_on)} {text.year(told.starts_on)}"
    if told.kind == "day":
        return text.day(told.until)
    return text("from_to", since=text.day(told.starts_on), until=text.day(told.until))


def scope(pack: Pack, text: Text) -> str:
    """Return where the pack looks."""
    if pack.scope.kind == "country":
        return text("scope.country")
    name = pack.scope.name_th if text.language == "th" else pack.scope.name_en
    return text(f"scope.{pack.scope.kind}", name=name)


def known_on(pack: Pack, text: Text) -> str:
    """Return the edition as the moment it was made, in Thailand."""
    return moment(pack.edition, text)


def dates(pack: Pack, text: Text) -> str:
    """Return the two dates of a pack: as of which day, and as known when."""
    return text("dates", asof=text.day(pack.period.until), edition=known_on(pack, text))


def partial(pack: Pack, text: Text) -> str:
    """Return up to which day the data goes where that is not the period's end, else nothing."""
    told = pack.period
    if told.is_whole or told.kind == "day":
        return ""
    phrase = "partial_members" if told.members_to else "partial"
    return text(phrase, until=text.day(told.known_to), ends=text.day(told.ends_on))


def moment(edition: Mapping[str, Any], text: Text) -> str:
    """Return the moment an edition was made, in Thailand."""
    made = pd.Timestamp(edition["built_at"]).tz_convert("Asia/Bangkok")
    return text("moment", day=text.day(made.date()), time=f"{made:%H:%M}")


def members(pack: Pack, text: Text) -> str:
    """Return the members, and what their change is made of where it is known and not too small."""
    count, change = pack.figure("members"), pack.figure("net_change")
    since = text.day(pack.period.since)
    if bool(pack.frames["change"]["is_change_backfilled"].iloc[0]) or change is None:
        return text("members.only", members=text.people(count))
    moved = text.signed(change)
    phrase = "members.parts" if pack.figure("joined") is not None else "members.gained"
    gains = ("joined", "returned") if phrase == "members.parts" else ("gained",)
    parts = {name: pack.figure(name) for name in (*gains, "left_members")}
    if count is None or any(part is None for part in parts.values()):
        return text("members.change", members=text.people(count), change=moved, since=since)
    return text(phrase, members=count, change=moved, since=since, **parts)


def share(row: Mapping[Any, Any]) -> float:
    """Return how much of a target is reached, from 0 to 1; 0 where that may not be told."""
    if row["is_hidden"]:
        return 0.0
    return min(row["now"] / row["value"], 1.0) if row["value"] else 1.0


def covered(pack: Pack, text: Text) -> str:
    """Return the coverage as registered, and how many amphoe came and went."""
    kinds = pack.frames["changes"]["change"].value_counts()
    return text(
        "covered_here" if pack.scope.kind == "province" else "covered",
        covered=pack.count("amphoe_covered"),
        amphoe=pack.count("amphoe"),
        provinces_covered=pack.count("provinces_covered"),
        provinces=pack.count("provinces"),
        gained=int(kinds.get("gained", 0)),
        lost=int(kinds.get("lost", 0)),
    )


def verified(pack: Pack, text: Text) -> str | None:
    """Return how many of the amphoe are verified; None where all are, or nobody has checked."""
    counted, registered = pack.figure("amphoe_verified"), pack.count("amphoe_covered")
    if counted is None or counted == registered:
        return None
    row = pack.frames["verified"].iloc[0]
    return text("verified", n=int(counted), doubted=registered - int(counted),
                day=text.day(row["verified_on"]))  # fmt: skip


def first_in_province(pack: Pack, text: Text) -> str | None:
    """Return the provinces that have their first representative now."""
    changes = pack.frames["changes"]
    rows = changes[(changes["change"] == "gained") & changes["is_first_in_province"]]
    names = list(dict.fromkeys(rows[text.named("province")]))
    if not names:
        return None
    return text("first", n=len(names), names=listed(names, text))


def empty(pack: Pack, text: Text) -> str | None:
    """Return how many provinces have nobody yet, and the readiest of them."""
    rows = pack.frames["empty"]
    if rows.empty or pack.scope.kind == "province":
        return None
    return text("empty", n=len(rows), names=listed(list(rows[text.named("province")]), text))


def ready(pack: Pack, text: Text) -> str | None:
    """Return how many amphoe have the members an election takes and nobody yet."""
    steps = pack.frames["steps"].set_index("step")["amphoe"]
    waiting = int(steps.get("threshold", 0))
    threshold = pack.frames["amphoe"]["threshold"].max()
    return text("ready", n=waiting, threshold=int(threshold)) if waiting else None


def targets(pack: Pack, text: Text) -> list[list[str]]:
    """Return the lines of each target: how far, the chance, and the pace it needs and has."""
    return [_target(row, text) for row in pack.frames["decisions"].to_dict("records")]


def target_name(row: dict[Any, Any], text: Text) -> str:
    """Return a target as people call it, with its area where it has one."""
    area = row[text.named("area")]
    name = text(
        f"target.{row['metric']}", value=int(row["value"]), deadline=text.day(row["deadline"])
    )
    return f"{name} · {area}" if isinstance(area, str) else name


def changed(pack: Pack, text: Text) -> list[str]:
    """Return what the period brought, a sentence each."""
    told = [
        members(pack, text),
        covered(pack, text),
        first_in_province(pack, text),
        verified(pack, text),
        empty(pack, text),
        ready(pack, text),
        unplaced(pack, text),
        stale(pack, text),
    ]
    return [sentence for sentence in told if sentence]


def unplaced(pack: Pack, text: Text) -> str | None:
    """Return how many members are counted without a known amphoe."""
    count = pack.figure("unplaced")
    return None if count == 0 else text("unplaced", n=text.people(count))


def stale(pack: Pack, text: Text) -> str | None:
    """Return up to which day the lists tell, where that is before the day described."""
    sources = pack.frames["sources"]
    rows = sources[sources["kind"].isin(["members", "elections"]) & (sources["age_days"] > 0)]
    told = [
        text("stale", kind=text(f"kind.{row['kind']}"), day=text.day(row["newest_on"]))
        for row in rows.to_dict("records")
    ]
    return " · ".join(told) or None


def restated(pack: Pack, text: Text) -> list[str]:
    """Return what is told otherwise than before, and the files that changed it."""
    if pack.restated is None:
        return []
    told, before = pack.restated, moment(pack.restated.edition, text)
    if told.figures.empty and told.provinces.empty:
        return [text("restated.same", edition=before)]
    lines = [text("restated.from", edition=before)]
    for change in ("added", "gone"):
        files = list(told.files.loc[told.files["file_change"] == change, "file"])
        if files:
            lines.append(text(f"restated.{change}", files=listed(files, text)))
    # Who may not be told of files is not told that they are the same either.
    if told.files.empty and len(pack.frames["files"]):
        lines.append(text("restated.lists"))
    return lines


def listed(names: list[str], text: Text) -> str:
    """Return the first few names of a list, and how many more there are."""
    shown = text("comma").join(names[:_NAMED])
    more = len(names) - _NAMED
    return text("and_more", names=shown, n=more) if more > 0 else shown


def _target(row: dict[Any, Any], text: Text) -> list[str]:
    if row["is_hidden"]:
        return [text("target.withheld")]
    if row["is_passed"]:
        return [text("passed", day=text.day(row["deadline"]))]
    lines = [text("short_of", n=text.number(row["short_of"]))]
    if row["days_left"] <= 0:
        return [*lines, text("deadline_passed")]
    if row["chance"] == row["chance"] and row["chance"] is not None:
        lines.append(text("chance", chance=text.chance(row["chance"])))
    digits = 0 if row["needed_per_week"] >= 100 else 1
    lines.append(
        text(
            "pace",
            needed=text.number(row["needed_per_week"], digits),
            actual=text.number(row["actual_4w"], digits),
        )
    )
    return lines
