"""Is a list that tells two things of one place refused, and by the line that does?"""

import pytest

from etl.lists.load import KEYS, LISTS
from etl.lists.reading import BadList
from tests.party import Party, member

HEAD = "amphoe_code,population,as_of,source"


def test_every_key_is_of_columns_of_its_list() -> None:
    assert KEYS
    assert all(set(key) <= set(LISTS[name]) for name, key in KEYS.items())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["5007,5,2021-12-31,x", "5007,6,2021-12-31,x"], "line 3: an earlier line tells"),
        (["5007,5,2564-12-31,x", "5007,6,2021-12-31,x"], "something else of 5007 2021-12-31"),
    ],
)
def test_two_figures_for_one_place_and_day_are_refused(
    party: Party, rows: list[str], said: str
) -> None:
    party.members("2566-10-22", member("1"))
    party.write_list("population.csv", HEAD, *rows)
    with pytest.raises(BadList) as refused:
        party.publish()
    assert said in refused.value.message["en"]


def test_the_same_line_twice_and_a_later_count_are_no_mistake(party: Party) -> None:
    party.members("2566-10-22", member("1"))
    rows = ("5007,5,2021-12-31,x", "5007,5,2021-12-31,x", "5007,6,2022-12-31,x")
    party.write_list("population.csv", HEAD, *rows)
    party.publish()
    assert party.rows("select count(*) from population") == [(2,)]


def test_a_list_without_a_column_says_which(party: Party) -> None:
    party.members("2566-10-22", member("1"))
    party.write_list("population.csv", "amphoe_code,residents", "5007,5")
    with pytest.raises(BadList) as refused:
        party.publish()
    assert "these columns are missing: population, as_of, source" in refused.value.message["en"]
