"""Is a text file read whatever its encoding, delimiter and line ends, and is no line lost?"""

import pytest

from tests.etl.ingest.reading import (
    HEADINGS,
    NAME,
    is_refused_naming,
    rejects_of,
    row,
    rows_of,
    text,
)
from tests.party import Party
from tests.slow import these

THREE = [HEADINGS, row(), row(id="2", amphoe="ลำลูกกา"), row(id="3")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
@pytest.mark.parametrize("delimiter", these((0, 2), [",", "\t", ";", "|"]))
@pytest.mark.parametrize("end", these((0, 1), ["\r\n", "\n", "\r"]))
def test_encodings_delimiters_and_line_ends_are_told_by_the_bytes(
    party: Party, codec: str, delimiter: str, end: str
) -> None:
    party.drop(NAME, text(THREE, delimiter, end).encode(codec))
    load = party.load()
    assert load.encoding == ("cp874" if codec == "tis-620" else codec)
    assert [member["line"] for member in rows_of(load)] == [2, 3, 4]
    assert rows_of(load)[1]["current_amphoe"] == "ลำลูกกา"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_too(party: Party, codec: str) -> None:
    party.drop(NAME, text(THREE).encode(codec))
    load = party.load()
    assert (load.encoding, load.staged) == (codec, 3)


@pytest.mark.parametrize("name", ["members_2566-10-22.tsv", "members_2566-10-22.txt"])
def test_the_ending_of_the_name_says_nothing(party: Party, name: str) -> None:
    party.drop(name, text(THREE, "\t"))
    assert party.load().staged == 3


def test_the_first_thai_letter_may_come_late(party: Party) -> None:
    english = ("member id", "amphoe", "province")
    plain = [(f"{number}", "Dusit", "Bangkok") for number in range(80_000)]
    rows = [english, *plain, ("x", "ดุสิต", "กรุงเทพมหานคร")]
    party.drop(NAME, text(rows).encode("cp874"))
    load = party.load()
    assert (load.encoding, load.staged, load.rejected) == ("cp874", 80_001, 0)
    assert rows_of(load)[-1]["current_amphoe"] == "ดุสิต"


def test_a_few_damaged_letters_reject_their_rows_only(party: Party) -> None:
    rows = [row(id=f"{number}") for number in range(30)]
    content = text([HEADINGS, *rows]).encode() + b"99,x,\xc5\xd3,y,,,\xcd\r\n"
    party.drop(NAME, content)
    load = party.load()
    assert (load.encoding, load.staged, load.rejected) == ("utf-8", 30, 1)
    assert [(reject["line"], reject["reason"]) for reject in rejects_of(load)] == [
        (32, "bad_encoding")
    ]


def test_damage_in_a_column_that_is_not_read_costs_no_row(party: Party) -> None:
    content = text([HEADINGS, *(row(id=f"{number}") for number in range(30))]).encode()
    party.drop(NAME, content.replace("ตัวอย่าง".encode(), b"\xff\xfe", 1))
    assert party.load().staged == 30


def test_lines_with_nul_are_rejected_and_no_other(party: Party) -> None:
    content = text([HEADINGS, row(), row(id="2"), row(id="3")])
    party.drop(NAME, content.replace("\n2,", "\n2\x00,") + "\x00" * 5000)
    load = party.load()
    assert (load.staged, load.rejected) == (2, 2)
    assert [(reject["line"], reject["reason"]) for reject in rejects_of(load)] == [
        (3, "nul_byte"),
        (5, "nul_byte"),
    ]


def test_titles_above_the_headings_and_blank_lines_are_passed_over(party: Party) -> None:
    title = "รายชื่อสมาชิก,,,,,,\r\n\r\nณ วันที่ 22 ตุลาคม 2566\r\n"
    party.drop(NAME, title + text(THREE) + "\r\n\r\n" + text([row(id="9")]) + "\r\n \r\n")
    load = party.load()
    assert [member["line"] for member in rows_of(load)] == [5, 6, 7, 10]
    assert load.rejected == 0


def test_blank_lines_at_the_end_are_no_rows(party: Party) -> None:
    party.drop(NAME, text(THREE) + "\r\n\r\n")
    load = party.load()
    assert (load.rows_in, load.staged) == (3, 3)


def test_a_cell_may_hold_delimiters_quotes_and_line_breaks(party: Party) -> None:
    rows = [HEADINGS, row(name='บ้าน "ใหญ่", ซอย 1\nถนน 2'), row(id="2", amphoe="a,b"), row(id="3")]
    party.drop(NAME, text(rows))
    load = party.load()
    assert (load.staged, load.rejected) == (3, 0)
    assert [member["line"] for member in rows_of(load)] == [2, 4, 5]
    assert rows_of(load)[1]["current_amphoe"] == "a,b"


def test_quotes_that_never_close_cost_their_own_line_only(party: Party) -> None:
    rows = [row(id=f"{number}") for number in range(200)]
    content = text([HEADINGS, *rows])
    party.drop(NAME, content.replace("\n7,", '\n7,"', 1).replace("\n150,", '\n"150,', 1))
    load = party.load()
    assert (load.rows_in, load.staged, load.rejected) == (200, 198, 2)
    assert [(reject["line"], reject["reason"]) for reject in rejects_of(load)] == [
        (9, "broken_quote"),
        (152, "broken_quote"),
    ]


def test_a_stray_quote_that_closes_ten_rows_later_hides_no_row(party: Party) -> None:
    rows = [row(id=f"{number}") for number in range(40)]
    lines = text([HEADINGS, *rows]).split("\r\n")
    lines[5] = lines[5].replace(",ตัวอย่าง", ',"ตัวอย่าง')
    lines[15] = lines[15].replace("ตัวอย่าง,", 'ตัวอย่าง",')
    party.drop(NAME, "\r\n".join(lines))
    load = party.load()
    assert (load.rows_in, load.staged) == (40, 39)
    assert [reject["line"] for reject in rejects_of(load)] == [6]


def test_a_delimiter_at_the_end_of_every_row_is_no_column(party: Party) -> None:
    party.drop(NAME, text([HEADINGS, (*row(), ""), (*row(id="2"), "x")]))
    load = party.load()
    assert (load.staged, load.rejected) == (1, 1)


@pytest.mark.parametrize("delimiter", ["^", " ", ":"])
def test_a_delimiter_nobody_uses_is_refused(party: Party, delimiter: str) -> None:
    rows = [("member_id", "amphoe", "province"), ("1", "a", "b")]
    party.drop(NAME, text(rows, delimiter))
    assert is_refused_naming(party.load(), "member_id")


def test_a_file_of_another_delimiter_in_its_rows_is_refused(party: Party) -> None:
    party.drop(NAME, text([HEADINGS]) + text([row(), row(id="2")], ";"))
    load = party.load()
    assert is_refused_naming(load)


@pytest.mark.parametrize(
    ("content", "named"),
    these(
        (0, 3, 6, 9, 12),
        [
            *(
                (nothing, ())
                for nothing in (b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xff\xfe", b"\x00" * 900)
            ),
            (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", ("PDF",)),
            (b"<?xml version='1.0'?><feed><entry/></feed>", ("XML",)),
            (b"\x1f\x8b\x08\x00\x00", ("gzip",)),
            (text([HEADINGS]), ()),
            # Two headings that are the same, two that mean the same, none of what there must be.
            (text([(*HEADINGS, "จังหวัด"), (*row(), "ตราด")]), ("จังหวัด",)),
            (text([(*HEADINGS, "รหัสสมาชิก"), (*row(), "1")]), ("เลขที่สมาชิก", "รหัสสมาชิก")),
            (text([HEADINGS[1:], row()[1:]]), ("เลขที่สมาชิก", "ประเภทสมาชิก")),
            (text([("เลขที่สมาชิก", "สถานะ"), ("1", "อนุมัติ")]), ("จังหวัด / อำเภอ",)),
        ],
    ),
)
def test_what_is_no_list_of_members_is_refused_with_what_is_wrong(
    party: Party, content: bytes | str, named: tuple[str, ...]
) -> None:
    party.drop(NAME, content)
    assert is_refused_naming(party.load(), *named)
