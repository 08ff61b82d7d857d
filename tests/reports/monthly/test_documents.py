"""The report's files are small, the same each time, and openable."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pypdfium2
import pytest

from etl.settings import Settings
from etl.warehouse import editions
from i18n.phrases import LANGUAGES
from reports.figures import map
from reports.monthly import documents
from reports.monthly import pdf as report_pdf
from reports.monthly.report import Pack
from reports.step_colours import COLOURS
from reports.text import Text
from tests.conftest import ROOT
from tests.reports.monthly.sample_report import CHIANG_MAI, october, shapes

KILOBYTE = 1024


@pytest.fixture(scope="module")
def files(report: Pack, published: Path) -> dict[str, bytes]:
    return documents.documents(report, Text("th"), shapes(published))


def write_elsewhere(published: Path, out: Path, seed: str) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "etl", "report", "--month", "2566-10", "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "PAKTHONG_DATA": str(published), "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


def test_two_processes_and_two_folders_give_the_same_bytes(published: Path, tmp_path: Path) -> None:
    first = write_elsewhere(published, tmp_path / "one", "1")
    second = write_elsewhere(published, tmp_path / "two", "2")
    assert len(first) >= 16
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_the_pdf_is_small_and_has_every_part(files: dict[str, bytes]) -> None:
    pdf = files["pakthong_2566-10_th.pdf"]
    assert pdf.startswith(b"%PDF")
    assert len(pdf) < 700 * KILOBYTE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_province_is_drawn_as_well(language: str, published: Path) -> None:
    report = october(published, CHIANG_MAI)
    pages = report_pdf.pictures(report, Text(language), shapes(published), ppi=20)
    assert 2 <= len(pages) <= 5


def test_a_workbook_holds_no_formula_but_the_sums_of_provinces(
    files: dict[str, bytes], report: Pack
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["pakthong_2566-10_th.xlsx"]))
    formulas = {
        (sheet.title, str(cell.value))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert {title for title, _ in formulas} == {Text("th")("monthly.table.provinces")}
    assert all(re.fullmatch(r"=SUM\([A-Z]2:[A-Z]79\)", formula) for _, formula in formulas)
    assert sum(len(sheet._charts) for sheet in book) == 3
    days = book[Text("th")("monthly.table.growth")]["A2"]
    assert days.is_date
    assert "041E" in days.number_format


def test_a_workbook_says_of_when_it_is_and_which_months_are_of_survivors_alone(
    files: dict[str, bytes], report: Pack
) -> None:
    text = Text("th")
    book = openpyxl.load_workbook(io.BytesIO(files["pakthong_2566-10_th.xlsx"]))
    about = dict(book[text("monthly.table.about")].iter_rows(values_only=True))
    assert about[text("word.as_of")] == "22 ต.ค. 2566"
    assert about[text("word.edition")] == report.edition["edition"]
    assert about[text("monthly.about.data")] == text("monthly.sample")
    months = report.frames["monthly"]["is_backfilled"].tolist()
    notes = [row[-1].value for row in book[text("monthly.table.growth")].iter_rows(min_row=2)]
    assert [bool(note) for note in notes] == months
    assert {True, False} == set(months)
    figures = book[text("monthly.table.figures")]
    assert (figures["B2"].value, figures["B2"].number_format) == (77760, "#,##0")
    chances = [
        row[8].number_format for row in book[text("monthly.table.targets")].iter_rows(min_row=2)
    ]
    assert chances == ["0%", "0%"]


def test_a_chart_of_a_workbook_names_its_days(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["pakthong_2566-10_th.xlsx"])) as book:
        charts = [book.read(name) for name in book.namelist() if "charts/chart" in name]
    assert len(charts) == 3
    for chart in charts:
        assert b"<c:dateAx>" in chart
        assert b'formatCode="[$-107041E]' in chart


def _recalculated(content: bytes, folder: Path) -> Any:  # noqa: ANN401
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc)")
    (folder / "report.xlsx").write_bytes(content)
    out = folder / "out"
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{folder}/profile"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)),
            str(folder / "report.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return openpyxl.load_workbook(out / "report.xlsx", data_only=True)


@pytest.mark.slow
def test_libreoffice_works_out_the_totals_that_the_pages_show(
    files: dict[str, bytes], report: Pack, tmp_path: Path
) -> None:
    book = _recalculated(files["pakthong_2566-10_th.xlsx"], tmp_path)
    sheet = book[Text("th")("monthly.table.provinces")]
    heading = [cell.value for cell in sheet[1]]
    last = [cell.value for cell in sheet[80]]
    totals = dict(zip(heading, last, strict=True))
    text = Text("th")
    assert totals[text("monthly.column.members")] == report.count("members")
    assert totals[text("monthly.column.net_change")] == report.count("net_change")
    assert totals[text("monthly.column.amphoe_covered")] == report.count("amphoe_covered")


def test_csv_opens_in_thai_and_is_whole(files: dict[str, bytes]) -> None:
    tables = {name for name in files if name.startswith("csv/")}
    assert len(tables) == 16
    for name in tables:
        assert files[name].startswith(b"\xef\xbb\xbf"), name
    assert files["csv/amphoe.csv"].count(b"\r\n") == 929


def test_the_manifest_names_every_document_by_its_hash(files: dict[str, bytes]) -> None:
    fields = json.loads(files["manifest.json"])
    assert fields["documents"].keys() == files.keys() - {"manifest.json"}
    assert all(len(digest) == 64 for digest in fields["documents"].values())
    assert fields["edition"]["is_sample"] is True
    assert {"duckdb", "typst", "xlsxwriter"} <= fields["versions"].keys()


def test_no_name_of_a_person_is_in_any_file(files: dict[str, bytes], published: Path) -> None:
    settings = Settings(data=published)
    edition = editions.current_edition(settings)
    assert edition
    with editions.open_private(editions.public_path(settings, edition)) as con:
        rows = con.execute("select name from terms union select name from candidates").fetchall()
    names = {name for (name,) in rows if name}
    assert len(names) > 50
    plain = b"".join(content for name, content in files.items() if not name.endswith(".pdf"))
    book = openpyxl.load_workbook(io.BytesIO(files["pakthong_2566-10_th.xlsx"]))
    cells = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    everything = plain.decode("utf-8", "ignore") + cells
    assert not {name for name in names if name in everything}


def test_the_map_has_every_amphoe_and_no_letter(report: Pack, published: Path) -> None:
    rows = report.frames["amphoe"]
    colours = dict.fromkeys(rows["amphoe_code"], COLOURS["members"][0])
    svg = map.draw(shapes(published), colours).svg
    assert "<text" not in svg
    assert '#ffffff" stroke=' not in svg  # no amphoe is left without its colour
    assert svg.count("<path") == 2
    assert svg.count("z") >= 928
    only = map.draw(shapes(published), colours, provinces=("50",)).svg
    assert 25 <= only.count("z") < 60


def test_without_its_font_no_document_is_made(
    report: Pack, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_pdf, "FONTS", tmp_path)
    with pytest.raises(report_pdf.FontMissing):
        report_pdf.pdf(report, Text("th"), shapes(published))


def _with_long_names(report: Pack) -> Pack:
    """The same report where every place and file has a name of 60 letters."""
    long_th, long_en = "เมืองทดสอบชื่อยาวมาก" * 3, "Very long name of a place in a test " * 2
    frames = dict(report.frames)
    for name in ("provinces", "empty", "changes", "amphoe"):
        rows = frames[name].copy()
        for column in rows.columns:
            if column.endswith("_th") and not column.startswith("label"):
                rows[column] = long_th[:60]
            if column.endswith("_en") and not column.startswith("label"):
                rows[column] = long_en[:60]
        frames[name] = rows
    checks = frames["checks"].copy()
    checks["passed"], checks["found"] = False, 1000
    frames["checks"] = checks
    frames["files"] = frames["files"].assign(rejected=1000, forgotten=1000)
    return replace(report, frames=frames)


def test_rows_of_a_file_go_where_they_went_and_a_few_are_not_told(
    report: Pack, published: Path
) -> None:
    def lines(**changed: object) -> str:
        files = report.frames["files"].assign(**changed)
        other = replace(report, frames={**report.frames, "files": files})
        (members,) = [
            line
            for line in report_pdf.draw(other, Text("en"), shapes(published))["sources"]["lines"]
            if line.startswith("Members' lists")
        ]
        return str(members)

    counts = dict.fromkeys(("staged", "duplicates", "rejected"), 100)
    count = int((report.frames["files"]["kind"] == "members").sum())
    assert f"{100 * count:,} rejected" in lines(**counts, forgotten=0)
    assert "forgotten" not in lines(**counts, forgotten=0)
    assert f"{5 * count:,} forgotten on request" in lines(**counts, forgotten=5)
    few = pd.Series([None] * len(report.frames["files"]), dtype="Int64")
    hidden = lines(**(counts | {"rejected": few, "staged": few}), forgotten=0)
    assert "rows read" in hidden
    assert "rejected" not in hidden and "used" not in hidden


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["as it is", "long names"])
def test_nothing_runs_over_the_margins(
    which: str, language: str, report: Pack, published: Path
) -> None:
    drawn = _with_long_names(report) if which == "long names" else report
    document = pypdfium2.PdfDocument(report_pdf.pdf(drawn, Text(language), shapes(published)))
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        words = page.get_textpage()
        boxes = [words.get_rect(at) for at in range(words.count_rects())]
        assert boxes
        margin = 12 * 72 / 25.4
        assert min(box[0] for box in boxes) > margin, number
        assert max(box[2] for box in boxes) < width - margin, number
        assert min(box[1] for box in boxes) > 0
        assert max(box[3] for box in boxes) < height


@pytest.mark.slow
def test_libreoffice_opens_the_slides(files: dict[str, bytes], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-impress)")
    (tmp_path / "report.pptx").write_bytes(files["pakthong_2566-10_th.pptx"])
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.pptx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert len(pypdfium2.PdfDocument(tmp_path / "report.pdf")) == 10
