"""Is a members' list read as it is meant: addresses, words, dates, keys, and nobody's name?"""

import hashlib
from datetime import date

import pytest

from etl.ingest import stage
from tests.etl.ingest.reading import (
    HEADINGS,
    NAME,
    is_refused_naming,
    put_members,
    rejects_of,
    row,
    rows_of,
    text,
)
from tests.party import Party


def key_of(secret: bytes, number: str) -> str:
    """The same rule as in `etl.personal_data.pseudonyms`, in Python's own words."""
    key = hashlib.sha256(b"pakthong member key " + secret).digest()
    return hashlib.sha256(key + number.encode()).hexdigest()[:32]


def test_a_row_comes_out_typed_and_without_a_name(party: Party) -> None:
    path = put_members(party, row())
    load = party.load()
    (member,) = rows_of(load)
    secret = stage.read_secret(party)
    assert member == {
        "member_key": key_of(secret, "0000001"),
        "list_on": date(2023, 10, 22),
        "line": 2,
        "current_province": "ฉะเชิงเทรา",
        "current_amphoe": "พนมสารคาม",
        "registered_province": "ฉะเชิงเทรา",
        "registered_amphoe": "พนมสารคาม",
        "member_type": "yearly",
        "state": "approved",
        "applied_on": date(2023, 9, 22),
        "approved_on": None,
        "expires_on": None,
        "left_on": None,
        "resigned_on": None,
        "died_on": None,
        "removed_on": None,
        "remark": None,
    }
    assert load.personal_headings == ("ชื่อ",)
    assert load.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (load.status, load.encoding, load.bytes) == ("loaded", "utf-8", path.stat().st_size)


def test_no_personal_value_enters_any_staged_file(party: Party) -> None:
    put_members(party, row(name="ลับเฉพาะ"), row(id="2", name="ลับเฉพาะ", applied="31/02/2566"))
    party.load()
    for path in party.staged.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert "ลับเฉพาะ".encode() not in content
            assert b"0000001" not in content


@pytest.mark.parametrize("member_id", ["๐๐๐๐๐๐๑", " 0000001 ", "0000001\u200b", "\ufeff0000001"])
def test_a_number_typed_otherwise_is_the_same_member(party: Party, member_id: str) -> None:
    put_members(party, row(), row(id=member_id))
    load = party.load()
    assert (load.staged, load.duplicates) == (1, 1)


def test_leading_zeros_make_another_member(party: Party) -> None:
    put_members(party, row(), row(id="1"))
    assert party.load().staged == 2


def test_a_long_secret_makes_keys_too(party: Party) -> None:
    secret = b"s" * 100
    party.secret.write_bytes(secret + b"\n")
    put_members(party, row(id="สมาชิก-๑"))
    (member,) = rows_of(party.load())
    wanted = key_of(secret, "สมาชิก-1")
    assert member["member_key"] == wanted


def test_headings_with_split_sara_am_are_read(party: Party) -> None:
    split = [heading.replace("ำ", "\u0e4d\u0e32") for heading in HEADINGS]
    assert split != list(HEADINGS)
    party.drop(NAME, text([split, row(amphoe="ลำลูกกา".replace("ำ", "\u0e4d\u0e32"))]))
    load = party.load()
    assert load.unknown_headings == ()
    assert rows_of(load)[0]["current_amphoe"] == "ลำลูกกา"


def test_english_headings_and_system_words_are_read(party: Party) -> None:
    party.drop(
        NAME,
        text(
            [
                (
                    "Member ID",
                    "first_name",
                    "current_address_province",
                    "current_address_district",
                    "register_home_address_province",
                    "register_home_address_district",
                    "membership_type",
                    "state",
                    "expired_at",
                ),
                (
                    "1",
                    "X",
                    "Bangkok",
                    "Dusit",
                    "Trat",
                    "Khlong Yai",
                    "MEMBERSHIP_PERMANENT",
                    "PROFILE_RECHECKED",
                    "",
                ),
                (
                    "2",
                    "X",
                    "Bangkok",
                    "Dusit",
                    "Trat",
                    "Khlong Yai",
                    "UNKNOWN",
                    "APPROVED",
                    "2024-09-21T17:30:00.000Z",
                ),
            ]
        ),
    )
    first, second = rows_of(party.load())
    assert (first["current_amphoe"], first["registered_amphoe"]) == ("Dusit", "Khlong Yai")
    assert (first["member_type"], first["state"]) == ("lifetime", "profile_rechecked")
    assert (second["member_type"], second["expires_on"]) == (None, date(2024, 9, 22))


def test_a_plain_address_serves_the_one_without_headings(party: Party) -> None:
    party.drop(
        NAME,
        text(
            [
                ("รหัสสมาชิก", "เขต/อำเภอ", "จังหวัด", "อำเภอตามทะเบียนบ้าน", "จังหวัดตามทะเบียนบ้าน"),
                ("1", "ดุสิต", "กรุงเทพมหานคร", "คลองใหญ่", "ตราด"),
            ]
        ),
    )
    (member,) = rows_of(party.load())
    assert (member["current_amphoe"], member["current_province"]) == ("ดุสิต", "กรุงเทพมหานคร")
    assert (member["registered_amphoe"], member["registered_province"]) == ("คลองใหญ่", "ตราด")
    assert member["state"] is None


def test_a_plain_province_completes_the_amphoe_that_lacks_one(party: Party) -> None:
    party.drop(NAME, text([("รหัสสมาชิก", "อำเภอ (ที่อยู่ปัจจุบัน)", "จังหวัด"), ("1", "ดุสิต", "กทม.")]))
    (member,) = rows_of(party.load())
    assert (member["current_province"], member["registered_province"]) == ("กทม.", None)


def test_an_unknown_heading_is_told_and_never_loaded(party: Party) -> None:
    party.drop(NAME, text([(*HEADINGS, "ความเห็น"), (*row(), "ฝากไว้ก่อน")]))
    load = party.load()
    assert load.unknown_headings == ("ความเห็น",)
    assert "ฝากไว้ก่อน" not in str(rows_of(load))


@pytest.mark.parametrize(
    ("cells", "reason", "column", "value"),
    [
        ({"id": ""}, "missing_value", "เลขที่สมาชิก", None),
        ({"applied": "22/09/66"}, "two_digit_year", "วันที่สมัคร", "22/09/66"),
        ({"applied": "22/09/2666"}, "date_out_of_range", "วันที่สมัคร", "22/09/2666"),
        ({"applied": "24/10/2566"}, "date_out_of_range", "วันที่สมัคร", "24/10/2566"),
        ({"applied": "31/02/2566"}, "not_a_date", "วันที่สมัคร", "31/02/2566"),
        ({"state": "ไม่แน่ใจ"}, "unknown_state", "สถานะ", None),
        ({"state": ""}, "state_is_empty", "สถานะ", None),
        ({"kind": "รายสามวัน"}, "unknown_type", "ประเภทสมาชิก", None),
        ({"kind": "รายปี่"}, "unknown_type", "ประเภทสมาชิก", "รายปี่"),
    ],
)
def test_a_row_that_cannot_be_typed_is_rejected_with_its_reason(
    party: Party, cells: dict[str, str], reason: str, column: str, value: str | None
) -> None:
    put_members(party, row(), row(**{"id": "2", **cells}))
    load = party.load()
    assert (load.staged, load.rejected) == (1, 1)
    (reject,) = rejects_of(load)
    assert reject == {
        "file": load.file,
        "kind": "members",
        "line": 3,
        "column_name": column,
        "reason": reason,
        "value": value,
    }


def test_the_same_row_twice_is_a_duplicate(party: Party) -> None:
    put_members(party, row(), row(name="เขียนใหม่"), row(applied="22 ก.ย. 2566"), row(id="2"))
    load = party.load()
    assert (load.rows_in, load.staged, load.duplicates, load.rejected) == (4, 2, 2, 0)
    assert [member["line"] for member in rows_of(load)] == [2, 5]


def test_a_member_in_two_amphoe_is_kept_once_and_the_other_told(party: Party) -> None:
    put_members(
        party,
        row(applied="22/09/2566", amphoe="บางคล้า"),
        row(applied="20/09/2566"),
        row(applied="20/09/2566"),
        row(id="2", amphoe="เก่า"),
        row(id="2", amphoe="ใหม่"),
    )
    load = party.load()
    assert (load.staged, load.duplicates, load.rejected) == (2, 1, 2)
    # The later date wins; with equal dates, the later line.
    assert [member["current_amphoe"] for member in rows_of(load)] == ["บางคล้า", "ใหม่"]
    assert [(reject["line"], reject["reason"], reject["value"]) for reject in rejects_of(load)] == [
        (3, "conflicting_duplicate", None),
        (5, "conflicting_duplicate", None),
    ]


def test_an_unknown_word_that_several_rows_say_is_told(party: Party) -> None:
    put_members(party, row(), *(row(id=str(n), state="ไม่แน่ใจ") for n in range(2, 7)))
    assert {reject["value"] for reject in rejects_of(party.load())} == {"ไม่แน่ใจ"}


def test_ten_thousand_broken_rows_are_all_told(party: Party) -> None:
    good = [row(id=f"{number}") for number in range(500)]
    broken = [(f"x{number}", "สองช่อง") for number in range(5_000)]
    wrong = [row(id=f"w{number}", applied="32/13/2566") for number in range(5_000)]
    put_members(party, *good, *broken, *wrong)
    load = party.load()
    assert (load.rows_in, load.staged, load.rejected) == (10_500, 500, 10_000)
    rejects = rejects_of(load)
    assert [reject["line"] for reject in rejects] == list(range(502, 10_502))
    assert {reject["reason"] for reject in rejects} == {"wrong_number_of_columns", "not_a_date"}


def test_a_row_that_slipped_sideways_tells_no_value(party: Party) -> None:
    put_members(party, row(), row(id="2", applied="นายสมมติ", state="08-1234-5678"))
    (reject,) = rejects_of(party.load())
    assert (reject["reason"], reject["value"]) == ("not_a_date", None)


@pytest.mark.parametrize("value", ["081-234-5678", "0-0000-00000-00-0", "m@example.invalid"])
def test_what_looks_personal_is_not_told(party: Party, value: str) -> None:
    put_members(party, row(), row(id="2", state=value))
    (reject,) = rejects_of(party.load())
    assert (reject["reason"], reject["value"]) == ("unknown_state", None)


@pytest.mark.parametrize("delimiter", [",", "^"])
def test_a_file_without_headings_is_refused_and_nobody_named(party: Party, delimiter: str) -> None:
    party.drop(NAME, text([row(name="ลับเฉพาะ"), row(id="2")], delimiter))
    load = party.load()
    assert is_refused_naming(load)
    assert "ลับเฉพาะ" not in str(load.problem)
