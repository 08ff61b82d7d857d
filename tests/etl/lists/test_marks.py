"""Are the party's marks read as they were written, refused by name, and told between two days?"""

from datetime import date

import pytest

from etl import build
from etl.lists.reading import BadList
from metrics import marks
from tests.party import Party, Silent, member

HEAD = "marked_on,label_th,label_en,source"


@pytest.fixture
def party(party: Party) -> Party:
    party.members("2566-09-30", member("1"))
    return party


def test_marks_are_days_of_either_era_told_between_two_days(party: Party) -> None:
    party.write_list("marks.csv", HEAD, "2566-09-23,ประชุม,meeting,x", "2023-09-16,ลงพื้นที่,canvass,")
    party.publish()
    with party.opened() as con:
        told = marks.between(con, since=date(2023, 9, 1), until=date(2023, 9, 30))
        assert [(row.marked_on.date(), row.label_en) for row in told.itertuples()] == [
            (date(2023, 9, 16), "canvass"),
            (date(2023, 9, 23), "meeting"),
        ]
        # At the edge of a curve there is nothing on its other side.
        assert marks.between(con, since=date(2023, 9, 16), until=date(2023, 9, 23)).empty


@pytest.mark.parametrize("line", ["2566-09-31,ก,a,x", "2566-09-23,,a,x", "2566-09-23,ก,,x"])
def test_a_mark_without_a_day_or_a_name_stops_the_build_with_its_line(
    line: str, party: Party
) -> None:
    party.write_list("marks.csv", HEAD, "2566-09-16,ก,a,x", line)
    with pytest.raises(BadList, match=r"marks\.csv.*3"):
        build.build(party, Silent())


def test_without_a_list_of_its_own_the_shipped_one_serves(party: Party) -> None:
    party.publish()
    assert party.rows("select marked_on from marks") == [(date(2023, 9, 23),)]
