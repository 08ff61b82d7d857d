"""Are pace, weekly coverage and what was gained or lost right on any day?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl import warehouse
from etl.settings import Settings
from metrics import coverage, targets
from tests.etl.exports import election, member, publish, write_elections, write_members

TODAY = date(2023, 10, 22)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings(data=tmp_path, drop_pct=1000)
    settings.data.joinpath("targets.csv").write_text(
        "metric,value,start_on,deadline,label_th,label_en,source\n"
        "members,20,2023-10-22,2023-12-31,ก,a,x\n"
        "members,5,2023-10-22,2023-10-22,ข,b,x\n"
        "amphoe_covered,1,2023-10-22,2024-04-06,ค,c,x\n",
        encoding="utf-8",
    )
    write_members(settings, "2566-08-31", [member(str(number)) for number in range(6)])
    joined = [member(str(number), approved="10/10/2566") for number in range(6, 10)]
    write_members(settings, "2566-10-22", [*(member(str(number)) for number in range(6)), *joined])
    write_elections(
        settings,
        "2566-10-22",
        [
            election("1", held="01/10/2566", term_to="18/10/2566"),
            election("2", held="30/11/2566"),
            election("3", amphoe="สันทราย", held="20/10/2566"),
            election("4", amphoe="กะทู้", province="ภูเก็ต", held="08/10/2566"),
        ],
    )
    name = publish(settings)
    with warehouse.open_edition(warehouse.public_path(settings, name)) as opened:
        yield opened


def test_the_pace_needed_spreads_what_is_short_over_the_days_left(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows = targets.pace(con, on=TODAY).set_index("label_en")
    far = rows.loc["a"]
    assert (far.now, far.short_of, far.days_left) == (10, 10, 70)
    assert far.needed_per_week == pytest.approx(1)
    assert far.actual_per_week == pytest.approx(1)
    assert not far.is_passed
    passed = rows.loc["b"]
    assert passed.is_passed
    assert passed.short_of == 0
    assert rows.loc["c"].now == 2


def test_before_the_first_list_the_pace_is_marked(con: duckdb.DuckDBPyConnection) -> None:
    rows = targets.pace(con, on=date(2023, 9, 20)).set_index("label_en")
    assert rows.loc["a"].is_backfilled
    assert not targets.pace(con, on=TODAY).set_index("label_en").loc["a"].is_backfilled


def test_gained_and_lost_are_dated_by_what_was_known_that_week(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows = coverage.changes(con, since=date(2023, 10, 15), until=TODAY)
    found = {row.amphoe_code: row for row in rows.itertuples()}
    assert set(found) == {"5007", "5014"}
    assert found["5007"].change == "lost"
    assert found["5007"].changed_on.date() == date(2023, 10, 19)
    assert found["5014"].change == "gained"
    assert not found["5014"].is_first_in_province


def test_weekly_coverage_counts_terms_that_contain_the_day(
    con: duckdb.DuckDBPyConnection,
) -> None:
    weeks = coverage.weekly(con, until=TODAY, weeks=4)
    assert weeks["amphoe_covered"].tolist() == [1, 2, 2, 2]
    assert weeks["week_ends_on"].iloc[-1].date() == TODAY
    narrow = coverage.weekly(con, until=TODAY, weeks=2, provinces=("83",))
    assert narrow["amphoe_covered"].tolist() == [1, 1]
