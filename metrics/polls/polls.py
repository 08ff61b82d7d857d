"""What do members say, and who of them said it: in each poll, weighted to the membership?

Weighted: who answered in a cell (a province's capital or its other amphoe; thin cells are joined)
stands for all its members. That mends who answered where; that those who answer think otherwise
than their neighbours who do not, nothing here can mend. What was said is shown unweighted beside.

What may be told of whom is for `disclosure.polls.cells` to say, of members for `member_cells`.
"""

from datetime import date

import numpy as np
import pandas as pd

from metrics.arrays import Bools
from metrics.disclosure import member_cells
from metrics.disclosure.member_cells import Partition as Members
from metrics.disclosure.polls import cells
from metrics.disclosure.polls.cells import Partition
from metrics.disclosure.polls.sheets import Sheet
from metrics.polls import weighting
from metrics.query import Connection, Provinces, table
from metrics.told import on_told_days

Counted = tuple[int | None, str | None, int | None, str | None, float | None]

LEAST = 30
"""Answers, and answers' worth after weighting, below which nothing is said: a half could as well be
a third or two thirds."""

VERDICTS = (*("told", "too_few", "withheld", "still_open", "respondents_unknown", "nobody_yet"),)
SHARES = ("pct", "lo", "hi", "plain_pct", "plain_lo", "plain_hi")
AREAS = ("region_ect", "region_royal", "region_nesdb", "province_code", "amphoe_code")
_PLACES = {
    "region_ect": "ect",
    "region_royal": "royal",
    "region_nesdb": "nesdb",
    "province_code": "province",
    "amphoe_code": "amphoe",
}
"""What `member_cells` calls the areas."""
_COUNTED = ("members", "members_mark", "respondents", "respondents_mark", "share_pct")
_TYPES = {
    **dict.fromkeys(("members", "respondents", "unplaced"), "Int64"),
    **dict.fromkeys(("members_mark", "respondents_mark", "unplaced_mark"), "string"),
    "share_pct": "Float64",
}
_POINTS = 0
"""Decimals of a weighted share: tenths would tell of the cells it is made of, and its interval is
some points wide."""


def known_polls(con: Connection, *, on: date, provinces: Provinces) -> pd.DataFrame:
    """Return one row a poll opened by the day, newest first, without what came of it.

    `counted_on` is the day its members are of.
    """
    return table(
        con,
        """
        with opened as (from polls where opened_on <= $on)
        select poll_id, question, question_key, is_several, opened_on, closed_on, scope_kind,
            scope_code, coalesce(closed_on >= $on, true) as is_open,
            least($on, coalesce(closed_on, $on))::timestamp as counted_on,
        from opened
        where $provinces is null or coalesce(scope_kind, 'country') = 'country'
            or exists (from provinces where list_contains($provinces::varchar[], province_code)
                and scope_code in (province_code, 'ect:' || region_ect,
                    'royal:' || region_royal, 'nesdb:' || region_nesdb))
        order by opened_on desc, poll_id
        """,
        on=on,
        provinces=provinces,
    )


@on_told_days
def listed(
    con: Connection, *, on: date, poll_id: str | None = None, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a poll opened by the day, newest first, or the one named: who answered.

    `members` are those of its last day, or of `on` before it; `share_pct` of them answered
    (`respondents`); `effective` is how many answers drawn evenly would tell as much, where what
    was said is told; `unplaced` answered and have no known province. `verdict` is one of VERDICTS,
    `is_open` whether it takes answers on the day. A poll put to provinces that may not be spoken
    of has no row.
    """
    opened = known_polls(con, on=on, provinces=provinces)
    if poll_id is not None:
        opened = opened[opened["poll_id"] == poll_id].reset_index(drop=True)
    by_day = member_cells.partition(con, opened["counted_on"].dt.date) if len(opened) else {}
    rows = [
        _listed(
            cells.partition(con, poll_id=poll.poll_id, on=on),
            by_day[poll.counted_on.date()],
            provinces,
            is_open=bool(poll.is_open),
        )
        for poll in opened.itertuples()
    ]
    found = typed(
        pd.DataFrame(rows, columns=[*_COUNTED, "effective", "unplaced", "unplaced_mark", "verdict"])
    )
    return pd.concat([opened.drop(columns="counted_on"), found], axis=1)


def answers(
    con: Connection, *, poll_id: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a choice: how often it was chosen, and its share with its 95 % interval.

    `pct`, `lo` and `hi` are weighted to the membership, `plain_…` are not. A choice that few made
    is missing (`answers_mark` says why), and where answers add up to all who answered so is one
    more. `verdict` is one of VERDICTS: unless `told` all numbers are missing.
    """
    whole = cells.partition(con, poll_id=poll_id, on=on)
    here = whole.within(provinces)
    sheet = whole.sheet(here)
    polls = known_polls(con, on=on, provinces=provinces)
    is_open = bool(polls.loc[polls["poll_id"] == poll_id, "is_open"].any())
    word = verdict(whole, here, sheet, is_open=is_open)
    is_hidden = np.array([word != "told" or mark is not None for mark in whole.marks], bool)
    found = sheet.choices.assign(
        answers=pd.Series(sheet.answers, dtype="Int64").mask(is_hidden),
        answers_mark=pd.Series(whole.marks if word == "told" else None, dtype="string")
        if len(sheet.choices)
        else pd.Series(dtype="string"),
        respondents=pd.Series([_people(whole, here)[0]] * len(sheet.choices), dtype="Int64"),
        verdict=word,
        **dict.fromkeys(SHARES, float("nan")),
    )
    if word != "told":
        return found
    weighted = weighting.weighted(sheet.cell_members, sheet.cell_respondents, sheet.cell_answers)
    plain = weighting.plain(sheet.respondents, sheet.answers)
    for start, each in (("", weighted), ("plain_", plain)):
        for name, share in (("pct", each.share), ("lo", each.lo), ("hi", each.hi)):
            per_cent = 100 * share if start else (100 * share).round(_POINTS)
            found[f"{start}{name}"] = np.where(is_hidden, np.nan, per_cent)
    return found


@on_told_days
def turnout(
    con: Connection,
    *,
    poll_id: str,
    on: date,
    by: str = "province_code",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row an area: its members, how many of them answered, and their share.

    `by` is one of AREAS. The row of no known area comes last. Counts of 1 to 4 are missing, and
    what would give them away.
    """
    if by not in AREAS:
        raise ValueError(by)
    whole = cells.partition(con, poll_id=poll_id, on=on)
    here = whole.within(provinces)
    codes = whole.units[by].to_numpy()
    days = known_polls(con, on=on, provinces=provinces).set_index("poll_id")["counted_on"]
    day = days[poll_id].date() if poll_id in days.index else on
    members = member_cells.partition(con, [day])[day]
    level = getattr(members.places, _PLACES[by])
    by_unit = by_amphoe(whole, members) if by == "amphoe_code" else {}
    rows = []
    for code in sorted(set(codes[here]), key=lambda each: (each == "", each)):
        if code not in by_unit:
            area = here & (codes == code)
            inside = _of(members, whole, area) & (level == code)
            by_unit[code] = _counted(whole, area, members, inside)
        rows.append((code or None, *by_unit[code]))
    return typed(pd.DataFrame(rows, columns=["area_code", *_COUNTED]))


def verdict(whole: Partition, here: Bools, sheet: Sheet, *, is_open: bool) -> str:
    """Return whether anything may be said of what these units said: one of VERDICTS."""
    if pd.isna(sheet.respondents):
        return "respondents_unknown"
    if not sheet.respondents:
        return "nobody_yet"
    if is_open:
        return "still_open"
    if min(sheet.respondents, _effective(sheet)) < LEAST:
        return "too_few"
    return "told" if whole.tells(here) else "withheld"


def typed(found: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its counts as whole numbers that may be missing."""
    return found.astype({name: kind for name, kind in _TYPES.items() if name in found})


def _listed(
    whole: Partition, members: Members, provinces: Provinces, *, is_open: bool
) -> tuple[object, ...]:
    here = whole.within(provinces)
    sheet = whole.sheet(here)
    placed = here & (whole.units["province_code"] != "").to_numpy()
    word = verdict(whole, here, sheet, is_open=is_open)
    effective = round(_effective(sheet)) if word == "told" else float("nan")
    area = _of(members, whole, placed)
    mark = members.blocks.mark(area)
    count, people = None if mark else sheet.members, _people(whole, here)
    share = 100 * people[0] / count if count and people[0] is not None else None
    return (count, mark, *people, share, effective, *_people(whole, here & ~placed), word)


def _counted(whole: Partition, area: Bools, members: Members, inside: Bools) -> Counted:
    mark = members.blocks.mark(inside)
    count = None if mark else int(whole.units["members"].to_numpy()[area].sum())
    people, people_mark = _people(whole, area)
    share = 100 * people / count if count and people is not None else None
    return count, mark, people, people_mark, share


def by_amphoe(whole: Partition, members: Members) -> dict[str, Counted]:
    """Return what `_counted` does, of every amphoe by itself."""
    # Not from a column: there a mark that is missing is NaN, which holds for true.
    of_members = dict(zip(members.places.amphoe, members.blocks.marks[:, 0], strict=True))
    marks = (
        np.full(len(whole.units), None)
        if whole.turnout_blocks is None
        else whole.turnout_blocks.marks
    )
    found: dict[str, Counted] = {}
    for unit, people_mark in zip(whole.units.itertuples(), marks.ravel().tolist(), strict=True):
        if not unit.amphoe_code:
            continue
        mark = of_members.get(unit.amphoe_code)
        count = None if mark else int(unit.members)
        is_shown = whole.turnout_blocks is not None and not people_mark
        people = int(unit.respondents) if is_shown else None
        share = 100 * people / count if count and people is not None else None
        found[str(unit.amphoe_code)] = (count, mark, people, people_mark, share)
    return found


def _people(whole: Partition, area: Bools) -> tuple[int | None, str | None]:
    """Return how many answered there, or why that is not told."""
    if whole.turnout_blocks is None:
        return None, None
    mark = whole.turnout_blocks.mark(area)
    return (None if mark else int(whole.turnout_blocks.counts[area, 0].sum())), mark


def _of(members: Members, whole: Partition, area: Bools) -> Bools:
    """Return the cells of members in the provinces of these units."""
    codes = whole.units["province_code"].to_numpy()[area]
    return np.asarray(pd.Index(members.places.province).isin(codes))


def _effective(sheet: Sheet) -> float:
    """Return how many answers drawn evenly would tell as much; 0 where nobody's place is known."""
    members, respondents = sheet.cell_members, sheet.cell_respondents
    known = (respondents > 0) & (members > 0)
    if pd.isna(sheet.respondents) or not known.any():
        return 0.0
    return weighting.weighted(members, respondents, sheet.cell_answers).effective
