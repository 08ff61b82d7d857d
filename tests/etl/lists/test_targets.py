"""Are targets read as they were written, and refused by name when they mean nothing?"""

from datetime import date
from pathlib import Path

import pytest

from etl import build
from etl import settings as shipped
from etl.lists.reading import BadList
from tests.party import Party, Silent, member
from tests.slow import these

OLD = "metric,value,start_on,deadline,label_th,label_en,source"
NEW = f"{OLD},area"


@pytest.fixture
def party(party: Party) -> Party:
    party.members("2566-09-30", member("1"))
    return party


def set_targets(party: Party, *lines: str) -> None:
    (party.data / "targets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_target_is_of_the_country_a_province_or_a_region_of_any_scheme(party: Party) -> None:
    set_targets(
        party,
        NEW,
        'members,"100,000",2566-10-22,2566-12-31,ก,a,x,',
        "members,900,2023-10-22,2023-12-31,ข,b,x,50",
        "amphoe_covered,60,2023-10-22,2024-04-06,ค,c,x,ect:north",
        "amphoe_covered,40,2023-10-22,2024-04-06,ง,d,x, Royal : west ",
        "members,๕๐,๒๕๖๖-๑๐-๒๒,2566-12-31,จ,e,,nesdb:bangkok",
    )
    party.publish()
    assert party.rows(
        "select target_id, value, start_on, area_kind, area_code from targets order by target_id"
    ) == [
        (1, 100_000, date(2023, 10, 22), "country", ""),
        (2, 900, date(2023, 10, 22), "province", "50"),
        (3, 60, date(2023, 10, 22), "ect", "north"),
        (4, 40, date(2023, 10, 22), "royal", "west"),
        (5, 50, date(2023, 10, 22), "nesdb", "bangkok"),
    ]


def test_a_list_without_the_column_area_is_of_the_country(party: Party) -> None:
    set_targets(party, OLD, "members,10,2566-10-22,2566-12-31,ก,a,x")
    party.publish()
    assert party.rows("select target_id, area_kind, area_code from targets") == [(1, "country", "")]


def test_a_region_is_one_of_the_partys_own_list_of_regions(party: Party) -> None:
    (party.data / "regions.csv").write_text(
        "province_code,region_ect,region_royal,region_nesdb\n50,ours,,\n99,nowhere,,\n",
        encoding="utf-8",
    )
    set_targets(party, NEW, "members,10,2566-10-22,2566-12-31,ก,a,x,ect:ours")
    party.publish()
    assert party.rows("select area_code from targets") == [("ours",)]
    set_targets(party, NEW, "members,10,2566-10-22,2566-12-31,ก,a,x,ect:nowhere")
    with pytest.raises(BadList, match="ect:nowhere"):
        party.publish()


def test_lines_with_nothing_but_commas_are_no_targets(party: Party) -> None:
    set_targets(party, NEW, ",,,,,,,", "members,10,2566-10-22,2566-12-31,ก,a,x,", ",,,,,,,,,")
    party.publish()
    assert party.rows("select target_id, metric from targets") == [(1, "members")]


@pytest.mark.parametrize(
    ("wrong", "said_th", "said_en"),
    these(
        (0, 5, 10, 15),
        [
            (
                "voters,10,2566-10-22,2566-12-31,ก,a,x,",
                "ไม่รู้จักตัวชี้วัด “voters” ตัวชี้วัดที่รู้จักคือ members, amphoe_covered",
                "the metric “voters” is not known; those known are members, amphoe_covered",
            ),
            ("members,10,2566-02-30,2566-12-31,ก,a,x,", "start_on = “2566-02-30”", "is not a date"),
            ("members,10,2566-10-22,31/12/2566,ก,a,x,", "deadline = “31/12/2566”", "is not a date"),
            ("members,10,2566-10-22,23-12-31,ก,a,x,", "deadline = “23-12-31”", "is not a date"),
            ("members,10,2566-10-22,,ก,a,x,", "deadline = “”", "is not a date"),
            ("members,10,2566-10-22,25566-12-31,ก,a,x,", "25566-12-31", "is not a date"),
            ("members,10,0666-10-22,2566-12-31,ก,a,x,", "start_on = “0666-10-22”", "is not a date"),
            (
                "members,10,2566-12-31,2566-12-31,ก,a,x,",
                "ไม่ได้อยู่หลังวันเริ่ม 31 ธ.ค. 2566",
                "is not after the start, 31 Dec 2023",
            ),
            ("members,10,2566-12-31,2023-10-22,ก,a,x,", "22 ต.ค. 2566", "22 Oct 2023"),
            ("members,0,2566-10-22,2566-12-31,ก,a,x,", "value = “0”", "a whole number from 1 on"),
            ("members,-5,2566-10-22,2566-12-31,ก,a,x,", "value = “-5”", "a whole number from 1 on"),
            ("members,many,2566-10-22,2566-12-31,ก,a,x,", "value = “many”", "a whole number"),
            ("members,1.5,2566-10-22,2566-12-31,ก,a,x,", "value = “1.5”", "a whole number"),
            ("members,9999999999999999999,2566-10-22,2566-12-31,ก,a,x,", "value", "a whole number"),
            ("members,10,2566-10-22,2566-12-31,ก,a,x,99", "พื้นที่ “99”", "the area “99” is not known"),
            (
                "members,10,2566-10-22,2566-12-31,ก,a,x,ect:east",
                "พื้นที่ “ect:east”",
                "the area “ect:east” is not known",
            ),
            ("members,10,2566-10-22,2566-12-31,ก,a,x,zone:1", "พื้นที่ “zone:1”", "“zone:1”"),
            ("members,10,2566-10-22,2566-12-31,,a,x,", "label_th ว่างอยู่", "label_th is blank"),
            ("members,10,2566-10-22,2566-12-31,ก, ,x,", "label_en ว่างอยู่", "label_en is blank"),
            ("members,10,2566-10-22,2566-12-31,ก,a,x,50,y", "“y”", "a text with a comma needs"),
            ("members,10,2566-10-22", "deadline = “”", "is not a date"),
        ],
    ),
)
def test_a_target_that_means_nothing_is_refused_with_its_line_in_both_languages(
    party: Party, wrong: str, said_th: str, said_en: str
) -> None:
    set_targets(party, NEW, "members,10,2566-10-22,2566-12-31,ก,a,x,", wrong)
    with pytest.raises(BadList) as refused:
        party.publish()
    sentence = refused.value.message
    assert "targets.csv บรรทัดที่ 3" in sentence.th
    assert said_th in sentence.th
    assert "targets.csv, line 3" in sentence.en
    assert said_en in sentence.en


def test_a_missing_heading_is_named(party: Party) -> None:
    set_targets(party, OLD.replace(",deadline", ""), "members,10,2566-10-22,ก,a,x")
    with pytest.raises(BadList, match="line 1: these columns are missing: deadline"):
        party.publish()


def test_a_refused_target_leaves_the_old_edition_serving(party: Party) -> None:
    set_targets(party, OLD, "members,10,2566-10-22,2566-12-31,ก,a,x")
    party.publish()
    set_targets(party, OLD, "members,0,2566-10-22,2566-12-31,ก,a,x")
    with pytest.raises(BadList):
        party.publish()
    assert party.rows("select value from targets") == [(10,)]


def test_without_any_file_there_are_no_targets(
    party: Party, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Party, "own_list", lambda party, name: _elsewhere(party, name))
    build.build(party, Silent())  # not a copy of a party that has the list
    assert party.rows("select count(*) from targets") == [(0,)]


def _elsewhere(party: Party, name: str) -> Path:
    """Every list as it is shipped, but for targets: that file is nowhere."""
    if name == "targets.csv":
        return party.data / name
    return shipped.SHIPPED / "data" / name
