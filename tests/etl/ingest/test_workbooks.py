"""Are XLSX, XLS and Parquet read as the same export would be as text, and broken ones refused?"""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import duckdb
import msoffcrypto.format.ooxml
import pytest
import xlsxwriter
import xlwt

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

XLSX = "members_2566-10-22.xlsx"
XLS = "members_2566-10-22.xls"
PARQUET = "members_2566-10-22.parquet"


def xlsx(rows: Sequence[Sequence[object]], hidden: Sequence[Sequence[object]] = ()) -> bytes:
    """A workbook with a cover sheet, perhaps a hidden sheet, and the rows from cell B3 on."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("ปก").write(0, 0, "รายงาน")
        if hidden:
            sheet = book.add_worksheet("เก่า")
            sheet.hide()
            for line, cells in enumerate(hidden):
                sheet.write_row(line, 0, cells)
        sheet = book.add_worksheet("สมาชิก")
        for line, cells in enumerate(rows):
            sheet.write_row(line + 2, 1, cells)
    return file.getvalue()


def xls(rows: Sequence[Sequence[object]]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("สมาชิก")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for line, cells in enumerate(rows):
        for position, cell in enumerate(cells):
            if isinstance(cell, dt.date):
                sheet.write(line, position, cell, day)
            else:
                sheet.write(line, position, cell)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_cell(applied: object, member_id: object = "0000001") -> list[object]:
    cells: list[object] = [*row()]
    cells[0], cells[5] = member_id, applied
    return cells


def test_a_workbook_is_read_from_the_first_visible_sheet_with_the_headings(party: Party) -> None:
    party.drop(XLSX, xlsx([HEADINGS, row(), [""] * 7, row(id="2")], hidden=[HEADINGS, row(id="9")]))
    load = party.load()
    assert (load.encoding, load.staged, load.rejected) == ("xlsx", 2, 0)
    assert [member["line"] for member in rows_of(load)] == [4, 6]
    assert load.unknown_headings == ()


@pytest.mark.parametrize(
    "applied",
    these(
        (0, 3, 6),
        [
            dt.date(2023, 9, 22),
            dt.datetime(2023, 9, 22, 13, 5),
            dt.date(2566, 9, 22),
            45191,
            45191.5,
            "22/09/2566",
            "๒๒ ก.ย. ๒๕๖๖",
            (dt.date(2566, 9, 22) - dt.date(1899, 12, 30)).days,
        ],
    ),
)
def test_a_date_may_be_a_date_a_serial_or_text(party: Party, applied: object) -> None:
    party.drop(XLSX, xlsx([HEADINGS, with_cell(applied)]))
    assert rows_of(party.load())[0]["applied_on"] == dt.date(2023, 9, 22)


def test_a_number_for_an_identity_loses_its_decimal_point(party: Party) -> None:
    party.drop(XLSX, xlsx([HEADINGS, with_cell("", 12345), with_cell("", "12345")]))
    load = party.load()
    assert (load.staged, load.duplicates) == (1, 1)


def test_titles_above_the_headings_of_a_sheet_are_passed_over(party: Party) -> None:
    party.drop(XLSX, xlsx([["รายชื่อสมาชิก"], ["ณ 22 ตุลาคม 2566"], HEADINGS, row()]))
    assert party.load().staged == 1


def test_an_old_workbook_is_read_the_same(party: Party) -> None:
    party.drop(XLS, xls([HEADINGS, with_cell(dt.date(2023, 9, 22)), row(id="2"), row(id="")]))
    load = party.load()
    assert (load.encoding, load.staged) == ("xls", 2)
    assert {member["applied_on"] for member in rows_of(load)} == {dt.date(2023, 9, 22)}
    assert [reject["line"] for reject in rejects_of(load)] == [4]


def test_a_workbook_renamed_csv_is_read_as_what_it_is(party: Party) -> None:
    party.drop(NAME, xlsx([HEADINGS, row()]))
    assert party.load().encoding == "xlsx"


def test_parquet_with_its_own_types_is_read(party: Party) -> None:
    path = party.drop(PARQUET, "")
    duckdb.execute(
        """
        copy (
            select
                7.0::double as "เลขที่สมาชิก", 'ตัวอย่าง' as "ชื่อ", 'ดุสิต' as "อำเภอ",
                'กทม.' as "จังหวัด", date '2023-09-22' as "วันที่สมัคร",
                timestamptz '2023-09-22 17:30:00+00' as "วันที่อนุมัติ", encode('อนุมัติ') as "สถานะ",
        ) to $path (format parquet)
        """,
        {"path": str(path)},
    )
    load = party.load()
    (member,) = rows_of(load)
    assert load.encoding == "parquet"
    assert (member["applied_on"], member["approved_on"]) == (
        dt.date(2023, 9, 22),
        dt.date(2023, 9, 23),
    )
    assert load.personal_headings == ("ชื่อ",)


@pytest.mark.parametrize("share", these((0, 3), [0.02, 0.3, 0.6, 0.9, 0.99]))
@pytest.mark.parametrize("name", [XLSX, XLS, PARQUET])
def test_a_file_that_is_cut_short_is_refused(party: Party, name: str, share: float) -> None:
    rows = [HEADINGS, *(row(id=f"{number}", amphoe=f"อ{number}") for number in range(3000))]
    if name == PARQUET:
        path = party.drop(name, "")
        source = party.data / "rows.csv"
        source.write_text(text(rows), encoding="utf-8")
        duckdb.execute(
            "copy (from read_csv($source, all_varchar = true)) to $path (format parquet)",
            {"source": str(source), "path": str(path)},
        )
        content = path.read_bytes()
    else:
        content = xlsx(rows) if name == XLSX else xls(rows)
    party.drop(name, content[: int(len(content) * share)])
    assert is_refused_naming(party.load())


def test_a_workbook_with_a_password_is_refused(party: Party) -> None:
    protected = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(xlsx([HEADINGS, row()]))).encrypt(
        "ความลับ", protected
    )
    party.drop(XLSX, protected.getvalue())
    load = party.load()
    assert is_refused_naming(load)
    assert load.problem is not None and "password" in load.problem.en


def bomb(size: int) -> bytes:
    file = io.BytesIO(xlsx([HEADINGS, row()]))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w") as sheet,
    ):
        for _ in range(size >> 20):
            sheet.write(bytes(1 << 20))
    return file.getvalue()


def test_a_zip_bomb_is_refused_by_its_size_before_it_is_unpacked(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bomb(100 << 20)
    monkeypatch.setattr("etl.ingest.formats.workbooks.CalamineWorkbook", None)
    party.drop(XLSX, content)
    assert len(content) < 1 << 20
    assert is_refused_naming(party.load(), "100 MB")


def test_a_bomb_that_declares_four_gigabytes_is_refused(party: Party) -> None:
    content = bytearray(xlsx([HEADINGS, row()]))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = b"\xff\xff\xff\xf0"
    party.drop(XLSX, bytes(content))
    assert is_refused_naming(party.load(), "MB")


@pytest.mark.parametrize("inside", ["word/document.xml", "ไฟล์.csv"])
def test_another_kind_of_archive_is_refused(party: Party, inside: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(inside, "x")
    party.drop(XLSX, file.getvalue())
    assert is_refused_naming(party.load())


@pytest.mark.parametrize(
    ("rows", "named"), [([], ()), ([HEADINGS], ()), ([HEADINGS[1:], row()[1:]], ("เลขที่สมาชิก",))]
)
def test_a_workbook_without_rows_or_headings_is_refused(
    party: Party, rows: list[tuple[str, ...]], named: tuple[str, ...]
) -> None:
    party.drop(XLSX, xlsx(rows))
    assert is_refused_naming(party.load(), *named)
