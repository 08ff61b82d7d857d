"""Is it counted right how far members are spread: by hand, by the definitions, on every day?"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.members import concentration
from tests.party import Con
from tests.slow import these

FIRST_LIST, TODAY = date(2022, 8, 15), date(2023, 10, 22)
Change = tuple[str | None, str | None, date, int]
"""Amphoe, province, day, members more or fewer."""


def party(
    amphoe: Mapping[str, str], changes: Sequence[Change], first_list: date = FIRST_LIST
) -> Con:
    """The tables that are asked, with these amphoe (code → province) and changes of members."""
    con = duckdb.connect()
    con.execute("create table edition as select ?::date as first_list_on", [first_list])
    con.execute("create table amphoe(amphoe_code text, province_code text)")
    con.executemany("insert into amphoe values (?, ?)", list(amphoe.items()))
    con.execute(
        "create table membership_daily(amphoe_code text, province_code text, date date,"
        " net_yearly bigint, net_lifetime bigint default 0, net_untyped bigint default 0)"
    )
    if changes:
        con.executemany(
            "insert into membership_daily(amphoe_code, province_code, date, net_yearly)"
            " values (?, ?, ?, ?)",
            changes,
        )
    return con


def standing(*provinces: Sequence[int]) -> Con:
    """A party of provinces, each with members in these numbers in its amphoe, since long ago."""
    counts = {
        f"{province:02}{at:02}": count
        for province, each in enumerate(provinces, 10)
        for at, count in enumerate(each, 1)
    }
    changes: list[Change] = [
        (code, code[:2], date(2022, 1, 1), count) for code, count in counts.items() if count
    ]
    return party({code: code[:2] for code in counts}, changes)


def now(con: Con, *provinces: str) -> pd.Series:
    return concentration.history(con, until=TODAY, provinces=provinces or None).iloc[-1]


def test_four_amphoe_are_as_worked_out_by_hand() -> None:
    # 0, 1, 2 and 5: the six pairs differ by 1+2+5+1+4+3 = 16, so the mean difference over all
    # 4·4 ordered pairs is 32/16 = 2; half of it over the mean of 2 is 0.5.
    # The shares' squares are (0+1+4+25)/64, so the effective number is 64/30.
    found = now(standing([0, 1], [2, 5]))
    assert found["gini"] == pytest.approx(0.5)
    assert found["effective"] == pytest.approx(64 / 30)
    assert (found["placed"], found["amphoe"], found["unplaced"]) == (8, 4, 0)
    # 7 of 8 members are in the second province, which alone holds half.
    assert found["provinces_half"] == 1
    assert pd.isna(found["largest_pct"])


def test_the_ten_largest_are_ten_and_are_told_only_where_there_are_more() -> None:
    assert pd.isna(now(standing([3] * 10))["largest_pct"])
    # The ten largest are the nine of 10 and one of 5: 95 of the 120 members.
    assert now(standing([10] * 9, [5] * 6, [0] * 5))["largest_pct"] == pytest.approx(100 * 95 / 120)


@pytest.mark.parametrize(
    ("provinces", "half"),
    [
        ([[5], [5]], 1),  # exactly half is half
        ([[4], [3], [3]], 2),
        ([[1], [1], [1], [1], [1]], 3),
        ([[2, 2], [3], [0]], 1),
    ],
)
def test_provinces_are_taken_largest_first_until_they_hold_half(
    provinces: list[list[int]], half: int
) -> None:
    assert now(standing(*provinces))["provinces_half"] == half


def test_days_are_the_first_list_the_ends_of_months_a_year_ago_and_the_day_itself() -> None:
    days = concentration.history(standing([1, 2]), until=TODAY)["day"].dt.date.tolist()
    assert days[:3] == [FIRST_LIST, date(2022, 8, 31), date(2022, 9, 30)]
    assert days == sorted(set(days))
    assert date(2022, 10, 22) in days and date(2022, 10, 31) in days
    assert days[-2:] == [date(2023, 9, 30), TODAY]
    assert len(days) == 1 + 14 + 1 + 1


def test_a_first_list_less_than_a_year_old_is_the_oldest_day() -> None:
    con = party({"1001": "10"}, [("1001", "10", date(2020, 1, 1), 3)], date(2023, 9, 30))
    days = concentration.history(con, until=TODAY)["day"].dt.date.tolist()
    assert days == [date(2023, 9, 30), TODAY]
    assert concentration.history(con, until=date(2023, 9, 29)).empty


def test_each_day_has_the_members_of_that_day() -> None:
    con = party(
        {"1001": "10", "1002": "10", "1101": "11"},
        [
            ("1001", "10", date(2022, 1, 1), 4),
            ("1101", "11", date(2022, 8, 31), 4),
            ("1001", "10", date(2022, 9, 30), -3),
            ("1002", "10", date(2022, 10, 1), 1),
        ],
    )
    rows = concentration.history(con, until=date(2022, 10, 31)).set_index("day")
    assert rows["placed"].tolist() == [4, 8, 5, 6]
    assert rows["effective"].tolist() == pytest.approx([1, 2, 25 / 17, 36 / 18])
    assert rows["provinces_half"].tolist() == [1, 1, 1, 1]


def test_members_of_no_known_amphoe_are_left_out_and_counted() -> None:
    con = party(
        {"1001": "10", "1101": "11"},
        [
            ("1001", "10", date(2022, 1, 1), 4),
            (None, "10", date(2022, 1, 1), 3),
            (None, None, date(2023, 1, 1), 2),
        ],
    )
    found = now(con)
    assert (found["placed"], found["unplaced"]) == (4, 5)
    assert found["gini"] == pytest.approx(0.5)
    assert now(con, "10")["unplaced"] == 3
    first = concentration.history(con, until=TODAY).iloc[0]
    assert first["unplaced"] == 3


def test_an_area_is_measured_within_itself() -> None:
    con = standing([4, 4], [100, 0])
    assert now(con, "10")["gini"] == 0
    assert now(con, "10")["effective"] == pytest.approx(2)
    assert now(con, "11")["gini"] == pytest.approx(0.5)
    assert now(con, "11")["amphoe"] == 2


def test_days_without_members_of_a_known_amphoe_are_not_told() -> None:
    con = party({"1001": "10"}, [("1001", "10", date(2023, 10, 1), 2)])
    assert concentration.history(con, until=TODAY)["day"].dt.date.tolist() == [TODAY]
    assert concentration.history(party({"1001": "10"}, []), until=TODAY).empty


counts = st.lists(st.integers(0, 400), min_size=1, max_size=14).filter(any)


@pytest.mark.parametrize("examples", these((0,), [15, 60]))
def test_the_figures_are_what_their_definitions_say(examples: int) -> None:
    @settings(deadline=None, max_examples=examples)
    @given(counts)
    def law(members: list[int]) -> None:
        found = now(standing(members))
        n, total = len(members), sum(members)
        differences = sum(abs(a - b) for a, b in product(members, members))
        assert found["gini"] == pytest.approx(differences / (2 * n * n * (total / n)), abs=1e-12)
        assert found["effective"] == pytest.approx(1 / sum((x / total) ** 2 for x in members))
        assert 0 <= found["gini"] < 1
        assert found["gini"] <= 1 - 1 / n + 1e-12
        assert 1 - 1e-12 <= found["effective"] <= sum(x > 0 for x in members) + 1e-9
        if n > concentration.LARGEST:
            top = sum(sorted(members)[-concentration.LARGEST :])
            assert found["largest_pct"] == pytest.approx(100 * top / total)

    law()


@pytest.mark.parametrize("examples", these((0,), [8, 25]))
def test_equal_shares_are_no_concentration(examples: int) -> None:
    @settings(deadline=None, max_examples=examples)
    @given(st.integers(1, 14), st.integers(1, 50))
    def law(n: int, each: int) -> None:
        found = now(standing([each] * n))
        assert found["gini"] == pytest.approx(0, abs=1e-12)
        assert found["effective"] == pytest.approx(n)

    law()


@pytest.mark.parametrize("examples", these((0,), [8, 25]))
def test_a_party_so_many_times_as_large_is_no_more_concentrated(examples: int) -> None:
    @settings(deadline=None, max_examples=examples)
    @given(counts, st.integers(2, 9))
    def law(members: list[int], times: int) -> None:
        figures = ["largest_pct", "gini", "effective", "provinces_half"]
        small, large = now(standing(members)), now(standing([times * count for count in members]))
        pd.testing.assert_series_equal(
            small[figures].astype(float), large[figures].astype(float), check_names=False
        )

    law()


@pytest.mark.parametrize("examples", these((0,), [8, 25]))
def test_members_moving_from_the_largest_to_the_smallest_spread_the_party(examples: int) -> None:
    @settings(deadline=None, max_examples=examples)
    @given(st.lists(st.integers(0, 60), min_size=2, max_size=9).filter(lambda each: max(each) > 1))
    def law(members: list[int]) -> None:
        members = sorted(members)
        if members[-1] - members[0] < 2:
            return
        moved = [members[0] + 1, *members[1:-1], members[-1] - 1]
        before, after = now(standing(members)), now(standing(moved))
        assert after["gini"] < before["gini"]
        assert after["effective"] > before["effective"]

    law()
