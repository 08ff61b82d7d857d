"""Is what several questions need worked out once inside a block, and anew outside it?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from metrics.arrays import Floats
from metrics.disclosure import member_cells
from metrics.disclosure.member_cells import Places
from metrics.query_cache import cache_answers, once
from metrics.safe import amphoe, members
from tests.metrics.party import START, TODAY, party
from tests.party import Con


def test_a_day_is_counted_once_inside_and_answers_are_those_of_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, whole = list[date](), member_cells.counted

    def noted(con: Con, cells: Places, days: Sequence[date]) -> Floats:
        counted.extend(days)
        return whole(con, cells, days)

    monkeypatch.setattr(member_cells, "counted", noted)
    with party(tmp_path) as con:

        def answers() -> list[str]:
            return [
                members.total(con, on=TODAY).to_csv(),
                members.change(con, on=TODAY, since=START).to_csv(),
                amphoe.by_amphoe(con, on=TODAY).to_csv(),
            ]

        with cache_answers():
            inside = answers()
        # Once as the country is told, once as its areas are.
        assert sorted(counted) == [START, TODAY, TODAY]
        assert answers() == inside
        assert sorted(counted) == [START, START, *[TODAY] * 6]


def test_nothing_is_cached_for_another_database_nor_after_the_block() -> None:
    with duckdb.connect() as first, duckdb.connect() as second:
        with cache_answers():
            assert once(first, ("a",), lambda: 1) == 1
            assert once(first, ("a",), lambda: 2) == 1
            assert once(first, ("b",), lambda: 3) == 3
            assert once(second, ("a",), lambda: 4) == 4
        assert once(first, ("a",), lambda: 5) == 5
