"""What do members say, and who of them said it: in each poll, weighted to the membership?

Weighted: who answered in a cell (a province's capital or its other amphoe; thin cells are joined)
stands for all its members. That mends who answered where; that those who answer think otherwise
than their neighbours who do not, nothing here can mend. What was said is shown unweighted beside.
"""

from datetime import date

import duckdb
import pandas as pd

from metrics import few_marks, poll_counts, poll_weights
from metrics.poll_counts import Sheet
from metrics.small_counts import HIDDEN
from metrics.table import table

Provinces = tuple[str, ...] | None

LEAST = 30
"""Answers, and answers' worth after weighting, below which nothing is said: a half could as well be
a third or two thirds."""

VERDICTS = ("told", "too_few", "respondents_unknown", "nobody_yet")
SHARES = ("pct", "lo", "hi", "plain_pct", "plain_lo", "plain_hi")


def listed(
    con: duckdb.DuckDBPyConnection, *, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a poll opened by the day, newest first: who could answer and who did.

    `members` are those of its last day, or of `on` before it; `share_pct` of them answered
    (`respondents`); `effective` is how many answers drawn evenly would tell as much; `unplaced`
    answered and have no known province. `verdict` is one of VERDICTS, `is_open` whether it closes
    after the day. A poll put to provinces that may not be spoken of has no row.
    """
    polls = table(
        con,
        f"""
        {poll_counts.begin(con)} opened as (from polls where opened_on <= $on)
        select poll_id, question, question_key, is_several, opened_on, closed_on, scope_kind,
            scope_code, coalesce(closed_on > $on, true) as is_open,
        from opened
        where $provinces is null or coalesce(scope_kind, 'country') = 'country'
            or exists (from provinces where list_contains($provinces::varchar[], province_code)
                and scope_code in (province_code, 'ect:' || region_ect,
                    'royal:' || region_royal, 'nesdb:' || region_nesdb))
        order by opened_on desc, poll_id
        """,  # noqa: S608
        on=on,
        provinces=provinces,
    )
    sheets = [
        poll_counts.sheet_exact(con, poll_id=poll, on=on, provinces=provinces)
        for poll in polls["poll_id"]
    ]
    found = polls.assign(
        members=[sheet.members for sheet in sheets],
        respondents=pd.Series([sheet.respondents for sheet in sheets], dtype="Float64"),
        effective=[_effective(sheet) for sheet in sheets],
        unplaced=[sheet.unplaced for sheet in sheets],
        verdict=[verdict(sheet) for sheet in sheets],
    )
    found["share_pct"] = 100 * found["respondents"] / found["members"].where(found["members"] > 0)
    found = few_marks.hide(found, "respondents", told_by=("share_pct", "effective"))
    return few_marks.hide(found, "unplaced")


def answers(
    con: duckdb.DuckDBPyConnection, *, poll_id: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a choice: how often it was chosen, and its share with its 95 % interval.

    `pct`, `lo` and `hi` are weighted to the membership, `plain_…` are not. A count of 1 to 4 is
    missing with its shares (`answers_mark` says why), and where answers add up to all who answered
    so is one more. `verdict` is one of VERDICTS: unless `told` no share is.
    """
    sheet = poll_counts.sheet_exact(con, poll_id=poll_id, on=on, provinces=provinces)
    is_several = bool(
        table(
            con,
            f"{poll_counts.begin(con)} one as (from polls where poll_id = $poll_id)"  # noqa: S608
            " select coalesce(bool_or(is_several), false) as is_several from one",
            poll_id=poll_id,
        )["is_several"].iloc[0]
    )
    found = sheet.choices.assign(
        answers=sheet.answers.astype("int64"),
        respondents=pd.Series([sheet.respondents] * len(sheet.choices), dtype="Float64"),
        verdict=verdict(sheet),
        **dict.fromkeys(SHARES, float("nan")),
    )
    if verdict(sheet) == "told":
        weighted = poll_weights.weighted(
            sheet.cell_members, sheet.cell_respondents, sheet.cell_answers
        )
        plain = poll_weights.plain(sheet.respondents, sheet.answers)
        for start, each in (("", weighted), ("plain_", plain)):
            found[f"{start}pct"], found[f"{start}lo"] = 100 * each.share, 100 * each.lo
            found[f"{start}hi"] = 100 * each.hi
    hidden = few_marks.hide(found, "answers", sums_up=not is_several, told_by=SHARES)
    if is_several:
        hidden = _hide_all_but_a_few(hidden, sheet)
    return few_marks.hide(hidden, "respondents")


def turnout(
    con: duckdb.DuckDBPyConnection,
    *,
    poll_id: str,
    on: date,
    by: str = "province_code",
    provinces: Provinces = None,
) -> pd.DataFrame:
    """Return one row an area: its members, how many of them answered, and their share.

    `by` is region_ect, region_royal, region_nesdb, province_code or amphoe_code. The row of no
    known area comes last. Counts of 1 to 4 are missing, and what would give them away.
    """
    if by not in {"region_ect", "region_royal", "region_nesdb", "province_code", "amphoe_code"}:
        raise ValueError(by)
    units = poll_counts.units_exact(con, poll_id=poll_id, on=on, provinces=provinces)
    counts = units.astype({"respondents": "Int64"}).groupby(by, dropna=False)
    found = pd.DataFrame(
        {
            "members": counts["members"].sum(),
            "respondents": counts["respondents"].agg(lambda each: each.sum(skipna=False)),
        }
    ).reset_index(names="area_code")
    found["share_pct"] = 100.0 * found["respondents"] / found["members"].where(found["members"] > 0)
    found = few_marks.hide(found, "respondents", sums_up=True, told_by=("share_pct",))
    return few_marks.hide(found, "members", sums_up=True, told_by=("share_pct",))


def verdict(sheet: Sheet) -> str:
    """Return whether anything may be said of the poll: one of VERDICTS."""
    if pd.isna(sheet.respondents):
        return "respondents_unknown"
    if not sheet.respondents:
        return "nobody_yet"
    return "told" if min(sheet.respondents, _effective(sheet)) >= LEAST else "too_few"


def _effective(sheet: Sheet) -> float:
    """Return how many answers drawn evenly would tell as much; 0 where nobody's place is known."""
    members, respondents = sheet.cell_members, sheet.cell_respondents
    known = (respondents > 0) & (members > 0)
    if pd.isna(sheet.respondents) or not known.any():
        return 0.0
    return poll_weights.weighted(members, respondents, sheet.cell_answers).effective


def _hide_all_but_a_few(found: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """Return the choices of several without those that all but 1 to 4 of the people chose."""
    left = few_marks.is_few(sheet.respondents - pd.Series(sheet.answers, index=found.index))
    marked = found["answers_mark"].mask(left & found["answers_mark"].isna(), HIDDEN)
    shown = {name: found[name].mask(left) for name in ("answers", *SHARES)}
    return found.assign(**shown, answers_mark=marked)
