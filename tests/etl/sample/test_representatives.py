"""Is the sample's register of representatives borne out by its elections and its members' lists?"""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.etl.sample.sample_reading import (
    LISTS,
    OCTOBER,
    SEPTEMBER,
    Row,
    amphoe_of,
    covered,
    is_active,
    is_whole,
    read_day,
    read_rows,
)
from tests.party import Party

LAST = LISTS[OCTOBER][0]


@pytest.fixture(scope="session")
def written(sample_exports: Path) -> list[Row]:
    """Every row of the register as it stands."""
    return read_rows(sample_exports / "representatives" / "representatives_2566-10-22.xlsx")


@pytest.fixture(scope="session")
def register(written: list[Row]) -> dict[str, Row]:
    """Whole rows of the register by the number of the member."""
    return {str(row["เลขที่สมาชิก"]): row for row in written if not _is_broken(row)}


def _is_broken(row: Row) -> bool:
    return row["วันเริ่มวาระ"] == "31/09/2566"


def _serves(row: Row, on: date) -> bool:
    begins, ends, left = (
        read_day(row[column]) for column in ("วันเริ่มวาระ", "วันสิ้นสุดวาระ", "วันที่พ้นตำแหน่ง")
    )
    assert begins is not None
    return begins <= on <= (ends or date.max) and (left is None or on < left)


def test_the_register_has_its_dirt(written: list[Row], register: dict[str, Row]) -> None:
    assert len(written) == 32
    assert sum(_is_broken(row) for row in written) == 1
    repeated = Counter(str(sorted(row.items(), key=str)) for row in written)
    assert sorted(repeated.values()) == [1] * 30 + [2]
    assert any(str(row["อำเภอ"]).startswith("อำเภอ") for row in register.values())


def test_the_register_is_the_elected_and_covers_the_same_amphoe_every_day(
    sample_exports: Path, register: dict[str, Row]
) -> None:
    elections = read_rows(sample_exports / "elections" / "elections_2566-10-22.xlsx")
    candidates = read_rows(sample_exports / "candidates" / "candidates_2566-10-22.csv")

    def told(row: Row) -> tuple[str, ...]:
        return tuple(str(row[name]) for name in ("รหัสการเลือกตั้ง", "เลขที่สมาชิก", "ชื่อ-สกุล"))

    elected = {told(row) for row in candidates if row["ผลการเลือกตั้ง"] == "ได้รับเลือก"}
    assert {told(row) for row in register.values()} == elected
    assert len(elected) == 30
    for day in (date(2023, month, n) for month, n in [(9, 30), *((10, n) for n in range(1, 23))]):
        serving = {amphoe_of(row) for row in register.values() if _serves(row, day)}
        assert serving == covered(elections, day), day
    assert sum(_serves(row, LAST) for row in register.values()) == 29


def test_one_resigned_and_two_terms_end_within_sixty_days(register: dict[str, Row]) -> None:
    left = [
        (amphoe_of(row), read_day(row["วันที่พ้นตำแหน่ง"]), row["เหตุที่พ้นตำแหน่ง"])
        for row in register.values()
        if row["วันที่พ้นตำแหน่ง"] != "" or row["เหตุที่พ้นตำแหน่ง"] != ""
    ]
    assert left == [("5013", date(2023, 10, 18), "ลาออก")]
    ends = [read_day(row["วันสิ้นสุดวาระ"]) for row in register.values() if _serves(row, LAST)]
    days = [(day - LAST).days for day in ends if day]
    assert sum(0 < left_days <= 60 for left_days in days) == 2
    assert sum(left_days > 600 for left_days in days) >= 5
    assert sum(day is None for day in ends) >= 5


def test_the_members_lists_bear_out_all_but_one_who_lapsed_and_one_who_moved(
    sample_exports: Path, register: dict[str, Row]
) -> None:
    found = Counter[str]()
    for name in (SEPTEMBER, OCTOBER):
        on, _ = LISTS[name]
        members = {
            str(row["เลขที่สมาชิก"]): row
            for row in read_rows(sample_exports / "members" / name)
            if is_whole(row)
        }
        for number, row in register.items():
            if not _serves(row, on):
                continue
            member = members[number]
            if not is_active(member, on):
                assert member["สถานะ"] == "อนุมัติ"
                assert member["ประเภทสมาชิก"] == "รายปี"
                found["lapsed"] += 1
            elif amphoe_of(member) != amphoe_of(row):
                assert amphoe_of(member) is not None
                found["moved"] += 1
            else:
                found["borne out"] += 1
                continue
            assert on == LAST
            begins = read_day(row["วันเริ่มวาระ"])
            assert begins and begins < LAST
    assert found == {"lapsed": 1, "moved": 1, "borne out": 1 + 27}


def test_a_build_finds_the_one_vacancy_the_two_doubts_and_the_wrong_sum(
    published: Path,
) -> None:
    party = Party(published)
    doubts = party.rows("select reason from term_findings order by 1", file="private")
    assert doubts == [("lapsed",), ("moved",)]
    assert party.rows("select election_id, flag from election_flags") == [
        ("ตทอ-0029", "votes_do_not_add_up")
    ]
    steps = dict(
        party.rows(
            "select step, count(*) from ladder where basis = 'registered'"
            " and date '2023-10-22' between from_on and coalesce(to_on, date '2999-01-01')"
            " group by step"
        )
    )
    assert (steps["serving"], steps["ending"], steps["vacant"]) == (27, 2, 1)
    covered_days = (
        "select count(distinct amphoe_code) from {} where date '2023-10-22'"
        " between covered_from and coalesce(covered_to, date '2999-01-01')"
    )
    assert party.rows(covered_days.format("coverage_spans")) == [(29,)]
    assert party.rows(covered_days.format("verified_spans")) == [(27,)]
