"""Does a row's own code, tambon or postcode choose, refuse, and then go, whatever the export?"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from etl import build
from etl.settings import Settings
from tests.party import Silent
from tests.slow import these

Row = Mapping[str, str]

PLAIN = {
    "เลขที่สมาชิก": "",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
    "ประเภทสมาชิก": "ตลอดชีพ",
    "วันที่อนุมัติ": "05/08/2566",
    "สถานะ": "อนุมัติ",
}


def write(folder: Path, kind: str, rows: Sequence[Row]) -> Settings:
    """Write one export of a kind; returns the settings of its party."""
    path = folder / "exports" / kind / f"{kind}_2566-10-22.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    for each in folder.rglob("*"):
        each.chmod(0o700 if each.is_dir() else 0o600)
    return Settings(data=folder)


def members(folder: Path, rows: Sequence[Row], without: Sequence[str] = ()) -> Settings:
    """Write a members' list: each row is the plain one but for what it says."""
    told = [PLAIN | {"เลขที่สมาชิก": f"P{n}"} | dict(row) for n, row in enumerate(rows)]
    return write(
        folder,
        "members",
        [{name: cell for name, cell in row.items() if name not in without} for row in told],
    )


def built(settings: Settings) -> tuple[int, list[tuple[str | None, str, int]]]:
    """Build; returns how many members are placed, and (amphoe text, reason, rows) of the rest."""
    result = build.build(settings, Silent())
    lost = [(amphoe, reason, rows) for _, amphoe, reason, rows in result.unplaced]
    return result.members - sum(rows for _, _, rows in lost), lost


def staged(settings: Settings, column: str) -> list[str | None]:
    """Return what is staged in a column."""
    files = [str(p) for p in settings.staged.glob("*.parquet") if "rejects" not in p.name]
    with duckdb.connect() as con:
        found = con.execute(
            f"select {column} from read_parquet({files}) order by line"  # noqa: S608 - our names
        ).fetchall()
    return [value for (value,) in found]


RIGHT = {"ตำบล": "ริมใต้", "รหัสไปรษณีย์": "50180", "รหัสอำเภอ": "5007"}


@pytest.mark.parametrize(
    ("heading", "right", "wrong"),
    these(
        (0, 4, 9),
        [
            ("รหัสอำเภอ", "5007", "5006"),
            ("amphoe code", "TH5007", "TH5006"),
            ("รหัสตำบล", "500701", "500601"),
            ("ตำบล", "ริมใต้", "สันทรายน้อย"),
            ("แขวง/ตำบล", "ต.ริมใต้", "ต.สันทรายน้อย"),
            ("subdistrict", "Rim Tai", "San Sai Noi"),
            ("รหัสไปรษณีย์", "50180", "90110"),
            ("zip code", "50180.0", "90110.0"),
            ("ตำบล (ที่อยู่ปัจจุบัน)", "ริมใต้", "สันทรายน้อย"),
            ("current address zipcode", "50180", "90110"),
        ],
    ),
)
def test_a_row_is_refused_by_what_it_says_against_its_name(
    tmp_path: Path, heading: str, right: str, wrong: str
) -> None:
    told = members(tmp_path, [{heading: right}, {heading: wrong}, {heading: ""}])
    assert built(told) == (2, [("แม่ริม", "contradicted", 1)])
    checks = build.build(told, Silent(), publish=False).checks
    assert {c.name: c.detail for c in checks if not c.passed and "contradicts" in c.name} == {
        "no_row_contradicts_its_place": "members 1"
    }


def test_evidence_chooses_between_amphoe_of_one_name(tmp_path: Path) -> None:
    nowhere = {"จังหวัด": "", "อำเภอ": "จอมทอง"}
    told = members(
        tmp_path,
        [
            {**nowhere, "รหัสไปรษณีย์": "50160", "ตำบล": ""},
            {**nowhere, "รหัสไปรษณีย์": "", "ตำบล": "บางขุนเทียน"},
            {**nowhere, "รหัสไปรษณีย์": "", "ตำบล": ""},
        ],
    )
    assert built(told) == (2, [("จอมทอง", "ambiguous", 1)])


def test_nothing_is_kept_of_evidence_but_the_amphoe_that_it_allows(tmp_path: Path) -> None:
    told = members(tmp_path, [RIGHT, {**RIGHT, "อำเภอ": "ต.ริมใต้ อ.แม่ริม 50180"}])
    assert built(told) == (2, [])
    assert staged(told, "current_evidence") == ["5007", "5007"]
    assert staged(told, "current_amphoe") == ["แม่ริม", "อ.แม่ริม"]
    for path in [p for p in told.warehouse.rglob("*") if p.is_file()]:
        content = path.read_bytes()
        assert "ริมใต้".encode() not in content, path
        assert b"50180" not in content, path


def test_the_next_offices_postcode_is_not_heard_against_a_tambon(tmp_path: Path) -> None:
    assert built(members(tmp_path, [{**RIGHT, "รหัสไปรษณีย์": "50000"}])) == (1, [])


def test_a_code_and_a_tambon_that_exclude_each_other_place_nothing(tmp_path: Path) -> None:
    told = members(tmp_path, [{**RIGHT, "รหัสอำเภอ": "5006"}])
    assert built(told) == (0, [("แม่ริม", "contradicted", 1)])


def test_numbers_of_the_tables_own_are_no_codes(tmp_path: Path) -> None:
    told = members(tmp_path, [{"amphoe id": str(9900 + n)} for n in range(5)])
    assert built(told) == (5, [])


def test_a_misspelt_tambon_says_nothing(tmp_path: Path) -> None:
    assert built(members(tmp_path, [{"ตำบล": "สมมติ"}, {"ตำบล": "รืมใต้"}])) == (2, [])


def test_an_address_alone_places_its_row_and_its_house_is_not_kept(tmp_path: Path) -> None:
    told = members(
        tmp_path,
        [
            {"ที่อยู่": "9/7 ม.1 ต.ริมใต้ อ.แม่ริม จ.เชียงใหม่ 50180"},
            {"ที่อยู่": "9/7 ซอยสุขใจ แขวงบางนาใต้ เขตบางนา กทม. 10260"},
            {"ที่อยู่": "9/7 ม.1 ต.สันทรายน้อย อ.แม่ริม จ.เชียงใหม่"},
            {"ที่อยู่": "9/7 หมู่บ้านสุขใจ"},
        ],
        without=("จังหวัด", "อำเภอ"),
    )
    placed, lost = built(told)
    assert placed == 2
    assert {reason for _, reason, _ in lost} == {"contradicted", "blank"}
    texts = [text for text in staged(told, "current_amphoe") if text]
    assert not any("9/7" in text or "สุขใจ" in text or "ริมใต้" in text for text in texts)


def test_an_address_beside_an_amphoe_is_not_read(tmp_path: Path) -> None:
    told = members(tmp_path, [{"ที่อยู่": "9/7 ม.1 ต.สันทรายน้อย อ.สันทราย จ.เชียงใหม่"}])
    assert built(told) == (1, [])


def test_plain_evidence_beside_two_addresses_is_of_neither(tmp_path: Path) -> None:
    told = members(
        tmp_path,
        [
            {
                "จังหวัด (ที่อยู่ปัจจุบัน)": "เชียงใหม่",
                "อำเภอ (ที่อยู่ปัจจุบัน)": "แม่ริม",
                "จังหวัดตามทะเบียนบ้าน": "เชียงใหม่",
                "อำเภอตามทะเบียนบ้าน": "สันทราย",
                "ตำบล": "สันทรายน้อย",
                "ตำบลตามทะเบียนบ้าน": "สันทรายน้อย",
            }
        ],
        without=("จังหวัด", "อำเภอ"),
    )
    assert built(told) == (1, [])
    with pytest.raises(duckdb.BinderException):
        staged(told, "current_evidence")
    assert staged(told, "registered_evidence") == ["5014"]


def test_a_register_and_elections_are_held_to_their_evidence_too(tmp_path: Path) -> None:
    write(
        tmp_path,
        "representatives",
        [
            {
                "ชื่อ-สกุล": f"สมมติ คนที่{n}",
                "จังหวัด": "บึงกาฬ",
                "อำเภอ": "ปากคาด",
                "รหัสอำเภอ": code,
                "วันเริ่มวาระ": "01/09/2566",
            }
            for n, code in enumerate(["3805", "3807"])
        ],
    )
    told = members(tmp_path, [{}])
    result = build.build(told, Silent())
    assert result.covered == 1
    assert [(amphoe, reason) for _, amphoe, reason, _ in result.unplaced] == [
        ("ปากคาด", "contradicted")
    ]


def test_events_are_held_to_their_evidence_too(tmp_path: Path) -> None:
    write(
        tmp_path,
        "events",
        [
            {
                "รหัสกิจกรรม": f"G{n}",
                "ประเภทกิจกรรม": "อบรม",
                "วันที่จัด": "01/09/2566",
                "จังหวัด": "เชียงใหม่",
                "อำเภอ": "แม่ริม",
                "ตำบล": tambon,
            }
            for n, tambon in enumerate(["ริมใต้", "สันทรายน้อย"])
        ],
    )
    told = members(tmp_path, [{}])
    result = build.build(told, Silent())
    assert [(amphoe, reason) for _, amphoe, reason, _ in result.unplaced] == [
        ("แม่ริม", "contradicted")
    ]
