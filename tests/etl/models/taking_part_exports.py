"""What does a test need to make exports of members taking part? Rows with Thai headings."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from etl.settings import Settings
from tests.etl.exports import write

DAY = "2566-10-22"
Row = dict[str, str]

EVENT = {
    "รหัสกิจกรรม": "G1",
    "ประเภทกิจกรรม": "สมาชิกสัมพันธ์",
    "วันที่จัด": "14 ต.ค. 2566",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
    "สถานที่": "",
    "ผู้จัด": "",
    "ลงทะเบียน": "40",
    "ผู้เข้าร่วม": "30",
    "สมัครสมาชิก": "4",
}
COMMITTEE = {
    "จังหวัด": "เชียงใหม่",
    "วันที่ตั้ง": "01/08/2566",
    "วันที่สิ้นสุด": "",
    "จำนวนคนทำงาน": "9",
}
POLL = {
    "รหัสคำถาม": "P1",
    "คำถาม": "ควรประชุมวันใด",
    "ตัวเลือก": "เสาร์ | อาทิตย์ | วันธรรมดา",
    "รูปแบบ": "ข้อเดียว",
    "วันที่เปิด": "01/10/2566",
    "วันที่ปิด": "15/10/2566",
    "ขอบเขต": "ทั่วประเทศ",
}
COUNT = {
    "รหัสคำถาม": "P1",
    "คำตอบ": "เสาร์",
    "วันที่ตอบ": "02/10/2566",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
    "จำนวน": "7",
}
PERSON = {
    "รหัสคำถาม": "P1",
    "เลขที่สมาชิก": "0000001",
    "คำตอบ": "เสาร์",
    "วันที่ตอบ": "02/10/2566",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
}
PROPOSAL = {
    "รหัสข้อเสนอ": "K1",
    "วันที่เสนอ": "01/09/2566",
    "จังหวัด": "เชียงใหม่",
    "อำเภอ": "แม่ริม",
    "หมวด": "ขนส่งสาธารณะ",
    "ผู้สนับสนุน": "12",
    "สถานะ": "เสนอแล้ว",
    "วันที่สนับสนุนครบ": "",
    "วันที่พิจารณา": "",
    "วันที่มีมติรับ": "",
    "วันที่มีมติไม่รับ": "",
    "วันที่ดำเนินการแล้ว": "",
}
_SHORT = {
    "province": "จังหวัด",
    "amphoe": "อำเภอ",
    "kind": "ประเภทกิจกรรม",
    "held": "วันที่จัด",
    "venue": "สถานที่",
    "by": "ผู้จัด",
    "registered": "ลงทะเบียน",
    "attended": "ผู้เข้าร่วม",
    "joined": "สมัครสมาชิก",
    "formed": "วันที่ตั้ง",
    "ended": "วันที่สิ้นสุด",
    "people": "จำนวนคนทำงาน",
    "question": "คำถาม",
    "choices": "ตัวเลือก",
    "mode": "รูปแบบ",
    "opened": "วันที่เปิด",
    "closed": "วันที่ปิด",
    "scope": "ขอบเขต",
    "poll": "รหัสคำถาม",
    "choice": "คำตอบ",
    "on": "วันที่ตอบ",
    "count": "จำนวน",
    "respondents": "จำนวนผู้ตอบ",
    "raised": "วันที่เสนอ",
    "topic": "หมวด",
    "supporters": "ผู้สนับสนุน",
    "status": "สถานะ",
    "supported": "วันที่สนับสนุนครบ",
    "debated": "วันที่พิจารณา",
    "adopted": "วันที่มีมติรับ",
    "declined": "วันที่มีมติไม่รับ",
    "done": "วันที่ดำเนินการแล้ว",
}


def _row(pattern: Mapping[str, str], own: Mapping[str, str], changed: Mapping[str, str]) -> Row:
    return {**pattern, **own, **{_SHORT[name]: text for name, text in changed.items()}}


def event(number: str, **changed: str) -> Row:
    """One row of an events export; keyword arguments name the short headings above."""
    return _row(EVENT, {"รหัสกิจกรรม": number}, changed)


def committee(province: str, **changed: str) -> Row:
    """One row of a committees export."""
    return _row(COMMITTEE, {"จังหวัด": province}, changed)


def poll(number: str, **changed: str) -> Row:
    """One row of a polls export."""
    return _row(POLL, {"รหัสคำถาม": number}, changed)


def count(choice: str, number: str, **changed: str) -> Row:
    """One row of poll answers told as counts."""
    return _row(COUNT, {"คำตอบ": choice, "จำนวน": number}, changed)


def person(member: str, choice: str, **changed: str) -> Row:
    """One row of poll answers told by person."""
    return _row(PERSON, {"เลขที่สมาชิก": member, "คำตอบ": choice}, changed)


def proposal(number: str, **changed: str) -> Row:
    """One row of a proposals export."""
    return _row(PROPOSAL, {"รหัสข้อเสนอ": number}, changed)


def put(settings: Settings, kind: str, rows: Iterable[Mapping[str, str]], day: str = DAY) -> Path:
    """Write an export of a kind as known on a day."""
    return write(settings.exports / kind / f"{kind}_{day}.csv", rows)
