"""Do words where a day, a number or a name belongs mean what people mean by them?"""

from datetime import date

import duckdb
import pytest

from etl.ingest.cells.nobody import nobody
from etl.ingest.cells.remarks import read_remarks
from etl.ingest.sources import sources

LAST = date(2080, 1, 1)


@pytest.mark.parametrize(
    "name",
    [
        *("ว่าง", "(ยังไม่มีตัวแทน)", "รอเลือกตั้ง", "Vacant", "VACANT", "TBD", "ตำแหน่งว่าง (ลาออก)"),
        *("ว่าง / รอเลือกตั้งใหม่", "- ว่าง -", "[vacant]", "ไม่มี", "N/A", "ยังไม่มี ตัวแทน", "to be elected"),
    ],
)
def test_a_vacancy_is_nobody(name: str) -> None:
    assert nobody(sources()["representatives"].column("nobody"), name) == "vacant"


@pytest.mark.parametrize(
    "name",
    [
        *("อยู่ระหว่างการทาบทาม", "ว่าง ตั้งแต่ 1 ก.ย. 2566", "ยังไม่ได้ประชุมเลือก", "รอการประชุมใหญ่"),
        *("Vacant since September", "กำลังสรรหา", "จะเลือกตั้งเดือนหน้า", "ไม่มีผู้รับตำแหน่ง", "No rep yet"),
        *(
            "not yet elected",
            "Open seat",
            "หาคนลงเลือกตั้งไม่ได้",
            "มานะ สมมติวงศ์ (รักษาการ)",
            "มานะ (ลาออกแล้ว)",
        ),
    ],
)
def test_a_vacancy_told_at_length_is_nobody(name: str) -> None:
    assert nobody(sources()["representatives"].column("nobody"), name) == "vacant"


@pytest.mark.parametrize(
    "name",
    [
        "รอมฎอน สมมติวงศ์",
        "สมมติ ว่างงาน",
        "มานะ สมมติวงศ์",
        "นายรอ เลือกดี",
        "Vacant Smithson",
        "มานะ (เปี๊ยก)",
    ],
)
def test_a_name_is_somebody(name: str) -> None:
    assert nobody(sources()["representatives"].column("nobody"), name) is None


@pytest.mark.parametrize(
    ("name", "stands_for"),
    [
        ("ไม่ประสงค์ลงคะแนน", "no_vote"),
        ("Vote No", "no_vote"),
        ("งดออกเสียง (Vote No)", "no_vote"),
        ("บัตรเสีย", "spoiled"),
        ("บัตรเสีย 12 ใบ", "spoiled"),
        ("รวม", "figure"),
        ("รวมทั้งสิ้น 60 คะแนน", "figure"),
        ("ไม่ประสงค์จะเลือกผู้สมัครผู้ใด", "no_vote"),
        *(("ไม่รับรอง", "no_vote"), ("โหวตไม่เลือกใคร", "no_vote"), ("Reopen nominations", "no_vote")),
        *(("บัตรเปล่า 3 ใบ", "spoiled"), ("มานะ สมมติวงศ์ (ถอนตัว)", "vacant")),
        ("รวมพล สมมติวงศ์", None),
        ("สมมติ รวมใจ", None),
        ("ใจ สมมติ", None),
    ],
)
def test_a_line_of_a_result_is_no_candidate(name: str, stands_for: str | None) -> None:
    assert nobody(sources()["candidates"].column("nobody"), name) == stands_for


@pytest.mark.parametrize(
    ("remark", "means"),
    [
        ("ลาออก 1 ก.ย. 66", "resigned|2023-09-01"),
        ("ลาออกเมื่อวันที่ 1 กันยายน 2566", "resigned|2023-09-01"),
        ("(ลาออก ๑/๙/๖๖)", "resigned|2023-09-01"),
        ("ลาออกจากตำแหน่ง ตั้งแต่วันที่ 1 ก.ย. พ.ศ. 2566", "resigned|2023-09-01"),
        ("เสียชีวิต 01/09/2566", "deceased|2023-09-01"),
        ("Resigned on 1 Sep 2023", "resigned|2023-09-01"),
        ("passed away 2023-09-01", "deceased|2023-09-01"),
        ("ย้ายออก", "moved"),
        ("ลาออกแล้ว", "resigned"),
        ("ลาออก ต้นเดือนหน้า", "unsure"),
        ("แจ้งว่าจะลาออก", "unsure"),
        ("โทรแล้ว ตายไปเมื่อปีก่อน", "unsure"),
        ("ยังไม่ลาออก", None),
        ("มาแทนผู้ที่ลาออก", None),
        ("ย้ายมาจากอำเภออื่น", None),
        ("ติดต่อยาก", None),
        ("", None),
    ],
)
def test_a_remark_tells_who_left_and_when(remark: str, means: str | None) -> None:
    column = sources()["representatives"].column("remark")
    assert read_remarks(duckdb.connect(), column, [remark], LAST).get(remark) == means
