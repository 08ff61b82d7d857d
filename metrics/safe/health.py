"""What may be told of rows of people that could not be read or placed, outside officers' pages?

A row of members, of representatives or candidates, and an answer to a poll each is a person. Files,
reasons and texts are cells as areas are (see `suppression`).
"""

from datetime import date

import numpy as np
import pandas as pd

from metrics.disclosure.suppression import FEW, HIDDEN, SMALL, Blocks, Nest, blocks
from metrics.events import events
from metrics.members import coverage, health
from metrics.query import Connection, Provinces

PEOPLE = ("members", "poll_answers")
"""Kinds of export whose rows are people nobody has named."""
_OF_PEOPLE = tuple(f"_of_{kind}" for kind in (*PEOPLE, "representatives", "candidates"))
_ALSO_OF_PEOPLE = (
    "every_answer_is_to_an_open_poll",
    "every_representative_has_an_amphoe",
    "no_member_in_two_files_of_one_date",
    "no_representative_is_in_doubt",
    "nobody_vanished_from_the_register",
)
"""Checks whose cases are people; those of a share of rows end with the kind of export."""
BANDS = (5, 10, 20, 50, 100, 200, 500, 1000)
"""Where bands of people begin whose text names no amphoe; the last has no end."""


def unplaced(
    con: Connection, *, on: date, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `health.unplaced`: of PEOPLE those texts that five or more of them use.

    How many do is told in a band, `rows` to `rows_to` (missing for no end): a province's members
    of no known amphoe less exact ones would be those whose texts are not told. Nor is the line of
    the first: in a sorted file those between the first lines of two texts are counted by them.
    """
    rows = health.unplaced(con, on=on, provinces=provinces, viewer_provinces=viewer_provinces)
    is_person = rows["kind"].isin(PEOPLE)
    rows = rows[~is_person | (rows["rows"] >= SMALL)].assign(rows_to=rows["rows"])
    rows["rows_to"] = rows["rows_to"].astype("Int64")
    is_person = rows["kind"].isin(PEOPLE)
    if not is_person.any():
        return rows.reset_index(drop=True)
    band = np.searchsorted(BANDS, rows.loc[is_person, "rows"], side="right")
    rows["line"] = rows["line"].astype("Int64").mask(is_person)
    rows["sheet"] = rows["sheet"].mask(is_person)
    rows.loc[is_person, "rows"] = [BANDS[each - 1] for each in band]
    rows.loc[is_person, "rows_to"] = pd.array(
        [BANDS[each] - 1 if each < len(BANDS) else pd.NA for each in band], dtype="Int64"
    )
    return rows.sort_values("rows", ascending=False, kind="stable").reset_index(drop=True)


def checks(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `health.checks`, with `found_mark`.

    Of a check whose cases are people `found` of 1 to 4 is missing; of one of a share of rows it is
    whatever it is, and so is `detail`: the rows told of file by file, less these, tell the others.
    The figures of an event disagree where they are told to.
    """
    rows = health.checks(con, provinces=provinces, viewer_provinces=viewer_provinces)
    rows = _of_told_flags(con, rows)
    is_share = rows["name"].str.endswith(_OF_PEOPLE)
    is_few = rows["found"].between(1, SMALL - 1)
    is_person = is_share | rows["name"].isin(_ALSO_OF_PEOPLE)
    marks = pd.Series(None, rows.index, dtype=object)
    marks = marks.mask(is_share & rows["found"].gt(0), HIDDEN).mask(is_person & is_few, FEW)
    return rows.assign(
        found=rows["found"].astype("Int64").mask(marks.notna()),
        found_mark=marks,
        detail=rows["detail"].mask(is_person),
    )


def _of_told_flags(con: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `health.checks` where only those events break a rule whose flags are told."""
    is_of_flags = rows["name"] == "figures_of_every_event_agree"
    if rows.loc[is_of_flags, "passed"].all():
        return rows
    each = events.between(con, since=date.min, until=date.max, on=date.max)
    flagged = each.loc[each["flags"] != "", "event_id"]
    rows.loc[is_of_flags, ["passed", "found", "detail"]] = (
        flagged.empty,
        len(flagged),
        flagged.min() if len(flagged) else None,
    )
    order = ["passed", "is_fatal", "name"]
    return rows.sort_values(order, ascending=[True, False, True], ignore_index=True)


def reject_reasons(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `health.reject_reasons`, with `rows_mark`."""
    rows = health.reject_reasons(con, provinces=provinces)
    return _marked(rows, _judged(con, rows))


def rejects(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `health.rejects` whose number may be told: to list them is to count them."""
    rows = health.rejects(con, provinces=provinces)
    if rows.empty:
        return rows
    reasons = reject_reasons(con, provinces=provinces)
    key = ["file", "reason", "column_name"]
    countable = reasons.loc[reasons["rows_mark"].isna(), key]
    return rows.merge(countable, on=key, how="inner").sort_values(
        ["file", "line"], ignore_index=True
    )


def files(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `health.files`; of members where each row went, with marks.

    Where rows rejected, forgotten or told twice may not be told, those staged are not either: the
    rows of the file less the others would tell them.
    """
    rows = health.files(con, provinces=provinces, viewer_provinces=viewer_provinces)
    reasons = health.reject_reasons(con)
    judged = _judged(con, reasons)
    rejected = [
        None if judged is None else _of_file(judged, reasons, file, count)
        for file, count in zip(rows["file"], rows["rejected"], strict=True)
    ]
    is_member = (rows["kind"] == "members").tolist()
    found = {"rejected": rejected}
    for name in ("duplicates", "forgotten"):
        found[name] = [FEW if 0 < count < SMALL else None for count in rows[name]]
    marks = {
        f"{name}_mark": [mark if own else None for mark, own in zip(each, is_member, strict=True)]
        for name, each in found.items()
    }
    marks["staged_mark"] = [
        HIDDEN if any(each) else None for each in zip(*marks.values(), strict=True)
    ]
    rows = rows.assign(
        **{name: pd.Series(each, rows.index, dtype=object) for name, each in marks.items()}
    )
    for name in ("staged", *found):
        rows[name] = rows[name].astype("Int64").mask(rows[f"{name}_mark"].notna())
    return rows


def doubts(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a reason to doubt representatives nobody has settled, from `coverage.doubts`.

    `terms` and, in every row, `in_all` are people: each with its mark where it may not be told.
    """
    rows = coverage.doubts(con, on=on, provinces=provinces)
    open_ones = rows[rows["status"] != "still_serving"]
    reasons = open_ones.groupby("reason")["terms"].sum().sort_values(ascending=False).reset_index()
    judged = blocks(reasons["terms"].to_numpy(float))
    in_all = judged.mark(np.ones(len(reasons), bool))
    reasons = reasons.assign(
        in_all=reasons["terms"].sum(),
        terms_mark=pd.Series(judged.marks[:, 0], reasons.index, dtype=object),
        in_all_mark=pd.Series([in_all] * len(reasons), reasons.index, dtype=object),
    )
    # An order by number would tell of those that are not shown.
    is_ordered = reasons["terms_mark"].isna().all()
    return reasons if is_ordered else reasons.sort_values("reason", ignore_index=True)


def _of_file(judged: Blocks, reasons: pd.DataFrame, file: str, count: float) -> str | None:
    here = (reasons["file"] == file).to_numpy()
    if not here.any() or judged.shows(here):
        return None
    return FEW if 0 < count < SMALL else HIDDEN


def _judged(con: Connection, reasons: pd.DataFrame) -> Blocks | None:
    """Return how the rejected rows of members' files may be told; None without any."""
    if reasons.empty:
        return None
    kinds = dict(con.execute("select file, any_value(kind) from rejects group by file").fetchall())
    is_member = reasons["file"].map(kinds) == "members"
    counts = reasons["rows"].where(is_member, 0).to_numpy(float)
    return blocks(counts, [Nest(reasons["file"])])


def _marked(reasons: pd.DataFrame, judged: Blocks | None) -> pd.DataFrame:
    marks = None if judged is None else judged.marks[:, 0]
    rows = reasons.assign(rows_mark=pd.Series(marks, reasons.index, dtype=object))
    is_hidden = rows["rows_mark"].notna()
    rows["rows"] = rows["rows"].astype("Int64").mask(is_hidden)
    rows["line"] = rows["line"].astype("Int64").mask(is_hidden)
    return rows
