"""Are web pages named .xls, XML workbooks of 2003 and OpenDocument sheets read, and safely so?"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

import pytest

from etl.ingest.accounts.findings import Finding
from tests.etl.ingest.reading import HEADINGS, is_refused_naming, rejects_of, row, rows_of
from tests.party import Party

Rows = Sequence[Sequence[str]]

XLS = "members_2566-10-22.xls"
ODS = "members_2566-10-22.ods"
ROWS: Rows = [HEADINGS, row(id="0001"), row(id="0002", applied="ไม่ใช่วันที่")]


def page(rows: Rows, head: str = "<html><head><meta charset='utf-8'></head><body>") -> str:
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>" for cells in rows
    )
    return f"{head}<h1>ทะเบียน</h1><table border=1>{lines}</table></body></html>"


def xml_2003(sheets: Mapping[str, Rows], entity: str = "") -> str:
    tables = "".join(
        f'<Worksheet ss:Name="{name}"><Table>'
        + "".join(
            "<Row>"
            + "".join(f'<Cell><Data ss:Type="String">{escape(c)}</Data></Cell>' for c in cells)
            + "</Row>"
            for cells in rows
        )
        + "</Table></Worksheet>"
        for name, rows in sheets.items()
    )
    return (
        f'<?xml version="1.0"?>{entity}<?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">' + tables + "</Workbook>"
    )


def ods(rows: Rows, tail: str = "") -> bytes:
    """As LibreOffice writes it: empty cells and rows to the end of the sheet, repeated."""
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in cells
        )
        + '<table:table-cell table:number-columns-repeated="16370"/></table:table-row>'
        for cells in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="แผ่น1">{lines}{tail}'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (XLS, page(ROWS)),
        (XLS, page(ROWS, "<!DOCTYPE html>\n<html>")),
        (XLS, page(ROWS, "<table><tr><td>เมนู</td></tr></table>")),
        (XLS, "\ufeff" + page(ROWS)),
        ("members_2566-10-22.html", page(ROWS)),
        (XLS, xml_2003({"สมาชิก": ROWS})),
        ("members_2566-10-22.xml", xml_2003({"สรุป": [("รวม", "2")], "สมาชิก": ROWS})),
        (ODS, ods(ROWS)),
    ],
)
def test_a_table_of_markup_is_the_list_it_is(party: Party, name: str, content: str | bytes) -> None:
    party.drop(name, content)
    load = party.load()
    assert (load.staged, load.rejected, load.findings) == (1, 1, ())
    assert rows_of(load)[0]["current_amphoe"] == "พนมสารคาม"
    assert rejects_of(load)[0]["reason"] == "not_a_date"


def test_an_old_page_in_thai_windows_letters_is_read(party: Party) -> None:
    party.drop(XLS, page(ROWS, "<html>").encode("cp874"))
    assert party.load().staged == 1


def test_sheets_of_another_month_are_asked_about(party: Party) -> None:
    party.drop(XLS, xml_2003({"ต.ค.": ROWS, "ก.ย.": ROWS}))
    assert party.load().findings == (Finding("other_sheets", ("ต.ค.", "ก.ย.")),)


def test_days_and_numbers_of_an_open_document_are_what_they_are(party: Party) -> None:
    content = ods(ROWS[:1])
    cells = [
        '<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p>',
        *(f"<table:table-cell><text:p>{cell}</text:p>" for cell in row()[1:5]),
        '<table:table-cell office:value-type="date" office:date-value="2023-09-22">'
        "<text:p>22 ก.ย. 66</text:p>",
        f"<table:table-cell><text:p>{row()[6]}</text:p>",
    ]
    line = "<table:table-row>" + "</table:table-cell>".join([*cells, ""]) + "</table:table-row>"
    content = ods(ROWS[:1], line)
    party.drop(ODS, content)
    (member,) = rows_of(party.load())
    assert str(member["applied_on"]) == "2023-09-22"


@pytest.mark.parametrize(
    "content",
    [
        xml_2003({"สมาชิก": ROWS}, '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        xml_2003({"สมาชิก": ROWS})[:-40],
        page([("ก", "ข"), ("1", "2")]),
        "<html><body>Your session has expired</body></html>",
        '<?xml version="1.0"?><feed><entry/></feed>',
    ],
)
def test_what_is_no_list_or_may_harm_is_refused(party: Party, content: str) -> None:
    party.drop(XLS, content)
    assert is_refused_naming(party.load())


def test_a_row_that_is_repeated_without_end_is_refused(party: Party) -> None:
    line = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell'
        ' table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    party.drop(ODS, ods(ROWS, line))
    assert is_refused_naming(party.load())
