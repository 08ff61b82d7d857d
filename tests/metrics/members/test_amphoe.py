"""Is one amphoe told with its own members, neighbours and candidates, and nobody else's?"""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from etl.warehouse import editions
from metrics import places
from metrics.members import amphoe
from tests.party import Con, Party, candidate, election, member

ON = date(2023, 10, 22)
MAE_RIM, FANG = "5007", "5009"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    """Two amphoe; แม่ริม has grown from 2 to 3, an election with a result and one still to come."""
    party = Party(tmp_path_factory.mktemp("party"))
    two = [member("1", approved="05/08/2566"), member("2", approved="06/09/2566")]
    other = member("9", amphoe="ฝาง")
    party.members("2566-09-15", *two, other)
    party.members("2566-10-22", *two, other, member("3", approved="20/10/2566"))
    elections = [
        election("E1", held="01/10/2566", result="03/10/2566", announced="20/09/2566"),
        election("E2", held="29/10/2566", status="ประกาศแล้ว", announced="21/10/2566"),
        election("E3", amphoe="ฝาง", held="02/10/2566"),
    ]
    party.elections("2566-10-22", *elections)
    party.candidates(
        "2566-10-22",
        candidate("E1", "1", name="ชูใจ จำลองสุข", votes="3", elected="ไม่ได้รับเลือก"),
        candidate("E1", "2", name="มานะ สมมติวงศ์", votes="5", elected="ได้รับเลือก"),
        candidate("E2", "1", name="ปิติ ตัวอย่างดี"),
        candidate("E3", "1", name="วีระ แต่งขึ้นไทย", votes="1"),
    )
    party.publish()
    with editions.open_private(party.public) as opened:
        yield opened


def test_members_are_told_by_month_up_to_the_day(con: Con) -> None:
    months = amphoe.members_by_month(con, amphoe_code=MAE_RIM, until=ON)
    assert months["members"].tolist() == [1, 2, 3]
    assert months["net_change"].tolist() == [1, 1, 1]
    assert months["is_backfilled"].tolist() == [True, False, False]
    assert months["ends_on"].iloc[-1] == pd.Timestamp(ON)
    before = amphoe.members_by_month(con, amphoe_code=MAE_RIM, until=date(2023, 9, 10))
    assert before["members"].tolist() == [1, 2]


def test_where_nobody_was_ever_a_member_there_is_no_month(con: Con) -> None:
    assert amphoe.members_by_month(con, amphoe_code="8302", until=ON).empty
    assert amphoe.members_by_month(con, amphoe_code=MAE_RIM, until=ON, provinces=("83",)).empty


def test_neighbours_go_both_ways_and_over_the_border_of_a_province(con: Con) -> None:
    near = places.neighbours(con, amphoe_code=MAE_RIM)["amphoe_code"].tolist()
    assert MAE_RIM not in near and len(near) > 2
    for code in near:
        assert MAE_RIM in set(places.neighbours(con, amphoe_code=code)["amphoe_code"])
    assert {code[:2] for code in places.neighbours(con, amphoe_code="5013")["amphoe_code"]} > {"50"}


def test_candidates_are_told_newest_election_first_with_votes_once_there_is_a_result(
    con: Con,
) -> None:
    stood = amphoe.candidates(con, amphoe_code=MAE_RIM, on=ON)
    assert stood["name"].tolist() == ["ปิติ ตัวอย่างดี", "มานะ สมมติวงศ์", "ชูใจ จำลองสุข"]
    assert stood["votes"].tolist()[1:] == [5, 3]
    assert stood["is_elected"].tolist()[1:] == [True, False]
    counting = amphoe.candidates(con, amphoe_code=MAE_RIM, on=date(2023, 10, 2))
    assert len(counting) == 2 and counting["votes"].isna().all()
    assert amphoe.candidates(con, amphoe_code=MAE_RIM, on=date(2023, 9, 1)).empty
    assert amphoe.candidates(con, amphoe_code=MAE_RIM, on=ON, provinces=("83",)).empty
