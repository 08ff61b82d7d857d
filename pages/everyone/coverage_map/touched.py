"""Words what the touched amphoe is and what it needs."""

from datetime import date

import pandas as pd

from metrics.coverage import ladder, surroundings
from metrics.safe import amphoe, marks
from pages.ui import amphoe_links, suppressed
from pages.ui import ladder as ladder_view
from pages.ui.data import ask
from pages.ui.map.screen import Panel
from pages.ui.text import day_text, named, t


def panel(frame: pd.DataFrame, code: str, *, on: date, basis: str, mode: str) -> Panel | None:
    """Return what is told of an amphoe of `frame` (rows of `safe.amphoe.by_amphoe`) on a day."""
    rows = frame[frame["amphoe_code"] == code]
    if rows.empty:
        return None
    row = rows.iloc[0]
    stood = ladder_view.word_days(row["days_on_step"])
    step = ladder_view.label(row["step"])
    light, dark = ladder_view.COLOURS[row["step"]]
    return Panel(
        code=code,
        badge=(
            step if pd.isna(row["days_on_step"]) else t("map.step_for", step=step, stood=stood),
            light,
            dark,
            ladder_view.ink(light),
            ladder_view.ink(dark),
        ),
        facts=tuple(_facts(row, on, basis, mode)),
        next=ladder_view.move_up(_up(row, on, basis), row),
        open=_open(row, on),
    )


def _facts(row: pd.Series, on: date, basis: str, mode: str) -> list[str]:
    threshold = int(row["threshold"])
    if row["members_mark"] == marks.HIDDEN:
        facts = [t("map.members_hidden", threshold=threshold)]
    else:
        members = suppressed.count(row["members"], row["members_mark"])
        facts = [t("map.members_of", members=members, threshold=threshold)]
    if mode == "density":
        facts.append(_density(row))
    around = ask(surroundings.around, amphoe_code=row["amphoe_code"], on=on, basis=basis).iloc[0]
    if around["neighbours"]:
        facts.append(
            t(
                "map.neighbours",
                covered=int(around["neighbours_covered"]),
                neighbours=int(around["neighbours"]),
            )
        )
    if around["has_events"]:
        visited = around["visited_on"]
        facts.append(
            t("map.never_visited") if pd.isna(visited) else t("map.visited", day=day_text(visited))
        )
    return facts


def _density(row: pd.Series) -> str:
    if pd.isna(row["population"]):
        return t("map.no_residents")
    residents = int(row["population"])
    if pd.isna(row["members_per_thousand"]):
        return t("map.residents", residents=residents)
    return t("map.density", rate=f"{row['members_per_thousand']:.2f}", residents=residents)


def _up(row: pd.Series, on: date, basis: str) -> str:
    """Return what moves it up; a representative who is in doubt is reviewed first."""
    if basis == "registered" or row["step"] in ladder.COVERED:
        return str(row["up"])
    own = (row["province_code"],)
    registered = ask(amphoe.by_amphoe, on=on, provinces=own).set_index("amphoe_code")["step"]
    is_doubted = registered[row["amphoe_code"]] in ladder.COVERED
    return ladder_view.REVIEW if is_doubted else str(row["up"])


def _open(row: pd.Series, on: date) -> tuple[str, str] | None:
    if not amphoe_links.may_open():
        return None
    address = amphoe_links.addresses(pd.Series([row["amphoe_code"]]), asof=on).iloc[0]
    return t("map.open_amphoe", amphoe=row[named("amphoe")]), str(address)
