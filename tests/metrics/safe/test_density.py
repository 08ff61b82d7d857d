"""Do members per 1,000 residents tell more than the members told beside them?"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.lists.reading import BadList
from etl.settings import SHIPPED
from metrics.safe import amphoe
from metrics.safe.marks import FEW, HIDDEN
from tests import hidden_party
from tests.party import Con, Party, member

ON = date(2023, 10, 22)
MAE_RIM, FANG, CHIANG_DAO = "5007", "5009", "5004"


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Con, Con]]:
    """The editions of two worlds that differ in members who are not told, and in no more."""
    folders = [tmp_path_factory.mktemp(f"world_{world}") for world in (0, 1)]
    for world, folder in enumerate(folders):
        hidden_party.build(folder, world)
    with Party(folders[0]).opened() as one, Party(folders[1]).opened() as other:
        yield one, other


def test_members_per_thousand_are_the_same_in_two_worlds_that_differ_in_hidden_members(
    worlds: tuple[Con, Con],
) -> None:
    for basis in ("registered", "verified"):
        one, other = (amphoe.by_amphoe(con, on=ON, basis=basis) for con in worlds)
        pd.testing.assert_frame_equal(one, other)
        hidden = one.set_index("amphoe_code").loc[[MAE_RIM, FANG]]
        assert set(hidden["members_mark"]) == {FEW, HIDDEN}
        assert hidden["members_per_thousand"].isna().all()
        assert hidden["population"].gt(0).all(), "the residents are no secret"


def test_members_per_thousand_are_members_by_residents(worlds: tuple[Con, Con]) -> None:
    row = amphoe.by_amphoe(worlds[0], on=ON).set_index("amphoe_code").loc[CHIANG_DAO]
    assert row["members"] == 146
    assert row["members_per_thousand"] == round(146_000 / row["population"], 2)


def test_a_partys_own_residents_count_and_an_amphoe_without_has_no_figure(party: Party) -> None:
    party.members("2566-10-22", *[member(str(n)) for n in range(12)])
    party.write_list(
        "population.csv",
        "amphoe_code,population,as_of,source",
        f"{MAE_RIM},12000,2565-12-31,own",
        f"{MAE_RIM},6000,2566-06-30,own",
    )
    party.publish()
    with party.opened() as con:
        rows = amphoe.by_amphoe(con, on=ON).set_index("amphoe_code")
    assert rows.loc[MAE_RIM, "members_per_thousand"] == 2
    others = rows.drop(index=MAE_RIM)
    assert others["population"].isna().all() and others["members_per_thousand"].isna().all()


@pytest.mark.parametrize("line", ["9999,12000,2564-12-31,x", "5007,0,2564-12-31,x"])
def test_residents_that_mean_nothing_stop_the_build(line: str, party: Party) -> None:
    party.members("2566-10-22", member("1"))
    party.write_list("population.csv", "amphoe_code,population,as_of,source", line)
    with pytest.raises(BadList):
        party.publish()


def test_the_residents_shipped_are_those_of_every_amphoe() -> None:
    path = Path(SHIPPED) / "data" / "population.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["amphoe_code"] for row in rows}) == len(rows) == 928
    assert sum(int(row["population"]) for row in rows) == 66_171_439
