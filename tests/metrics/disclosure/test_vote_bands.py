"""Can a count of 1 to 4 voters ever be told, read off or worked out?"""

from collections.abc import Iterator, Sequence

import duckdb
import pandas as pd
import pytest

from metrics.disclosure.vote_bands import CHANNELS, FEW, FIGURES, HIDDEN, KINDS, banded

MOST = 30
"""Ballots up to which every way to split them is tried."""


def banded_rows(**counts: Sequence[int | None]) -> pd.DataFrame:
    counts_frame = pd.DataFrame(counts).reindex(columns=list(FIGURES)).astype("Int64")
    with duckdb.connect() as con:
        con.register("told", counts_frame)
        return con.execute(banded("select * from told")).df()


def cells(row: pd.Series) -> dict[str, object]:
    """What a reader sees of a row: a number, a mark, or nothing."""
    return {
        name: row[f"{name}_mark"] if pd.notna(row[f"{name}_mark"]) else int(row[name])
        for name in FIGURES
        if pd.notna(row[name]) or pd.notna(row[f"{name}_mark"])
    }


def test_counts_of_one_to_four_are_banded_and_none_and_five_are_not() -> None:
    rows = banded_rows(eligible=[0, 1, 4, 5, None], ballots=[0, 1, 4, 5, None])
    assert [cells(row) for _, row in rows.iterrows()] == [
        {"eligible": 0, "ballots": 0},
        {"eligible": FEW, "ballots": FEW},
        {"eligible": FEW, "ballots": FEW},
        {"eligible": 5, "ballots": 5},
        {},
    ]


def test_those_who_did_not_vote_are_not_told_where_they_are_few() -> None:
    rows = banded_rows(
        eligible=[62, 62, 62, 7],
        ballots=[60, 62, 57, 3],
        ballots_online=[40, 40, 40, None],
        ballots_onsite=[20, 22, 17, None],
    )
    hidden = dict.fromkeys(("ballots", *CHANNELS), HIDDEN)
    assert [cells(row) for _, row in rows.iterrows()] == [
        {"eligible": 62, **hidden},
        {"eligible": 62, "ballots": 62, "ballots_online": 40, "ballots_onsite": 22},
        {"eligible": 62, "ballots": 57, "ballots_online": 40, "ballots_onsite": 17},
        {"eligible": 7, "ballots": FEW},
    ]


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ((100, 40, 60), (100, 40, 60)),
        ((100, 0, 100), (100, 0, 100)),
        ((100, 3, 97), (100, FEW, HIDDEN)),
        ((100, 97, 3), (100, HIDDEN, FEW)),
        ((12, 6, 6), (12, HIDDEN, HIDDEN)),
        ((4, 4, 0), (FEW, FEW, HIDDEN)),
    ],
)
def test_a_channel_that_would_give_the_other_away_goes_with_it(
    counts: tuple[int, int, int], seen: tuple[int | str, ...]
) -> None:
    ballots, online, onsite = counts
    rows = banded_rows(ballots=[ballots], ballots_online=[online], ballots_onsite=[onsite])
    assert tuple(cells(rows.iloc[0]).values()) == seen


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ((100, 80, 10, 10), (100, 80, 10, 10)),
        ((100, 80, 17, 3), (100, 80, HIDDEN, FEW)),  # 20 are not valid: the 3 may be 1 to 4
        ((100, 97, 0, 3), (100, HIDDEN, HIDDEN, FEW)),  # 100 − 97 would tell
        ((100, 94, 5, 1), (100, HIDDEN, HIDDEN, FEW)),  # 6 with one under five: 1 and 5
        ((100, 92, 4, 4), (100, HIDDEN, FEW, FEW)),  # 8 in two under five: 4 and 4
        ((100, 93, 4, 3), (100, 93, FEW, FEW)),  # 7 may be 3 and 4 or 4 and 3
        ((100, 4, 50, 46), (100, FEW, HIDDEN, HIDDEN)),
        ((12, 4, 4, 4), (12, HIDDEN, HIDDEN, HIDDEN)),
    ],
)
def test_valid_spoiled_and_no_vote_never_leave_one_unknown(
    counts: tuple[int, ...], seen: tuple[int | str, ...]
) -> None:
    rows = banded_rows(**{name: [n] for name, n in zip(("ballots", *KINDS), counts, strict=True)})
    assert tuple(cells(rows.iloc[0]).values()) == seen


def test_a_part_told_alone_does_not_tell_the_other() -> None:
    rows = banded_rows(ballots=[100], valid=[97], spoiled=[3])
    assert cells(rows.iloc[0]) == {"ballots": 100, "valid": HIDDEN, "spoiled": FEW}


def test_parts_without_their_sum_are_banded_all_the_same() -> None:
    rows = banded_rows(
        ballots_online=[3], ballots_onsite=[40], valid=[40], spoiled=[0], no_vote=[3]
    )
    assert set(cells(rows.iloc[0]).values()) == {FEW, HIDDEN}


def splits(parts: int, total: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(parts - 1, total - first):
            yield (first, *rest)


@pytest.mark.parametrize("parts", [CHANNELS, KINDS, ("valid", "spoiled"), ("valid", "no_vote")])
def test_no_small_count_can_be_worked_out_by_whoever_knows_the_rules(
    parts: tuple[str, ...],
) -> None:
    """Every way to split up to thirty ballots: what looks alike must leave a small count open."""
    every = [(total, *split) for total in range(1, MOST + 1) for split in splits(len(parts), total)]
    told = pd.DataFrame(every, columns=["ballots", *parts])
    if "valid" in parts:
        told["not_valid"] = told["ballots"] - told["valid"]
    rows = banded_rows(**{name: told[name].tolist() for name in ("ballots", *parts)})
    seen = [str(tuple(cells(row).items())) for _, row in rows.iterrows()]
    for name in told:
        small = told[name].between(1, 4)
        assert small.any()
        assert not (small & (told.groupby(seen)[name].transform("nunique") == 1)).any(), name
