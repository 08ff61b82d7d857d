"""The files of a monthly report, and their names."""

from collections.abc import Callable

from reports.figures.map import Geometry
from reports.monthly import digest, manifest, pdf, tables
from reports.monthly.report import Pack
from reports.text import Text


def name(report: Pack, text: Text) -> str:
    """Return what a report's folder and files are called, in letters every disk takes."""
    # By its last day, reached or not: two weeks that the data ends in are two reports.
    period, year = report.period, text.year(report.period.ends_on)
    days = {
        "month": f"{text.year(period.starts_on)}-{period.starts_on:%m}",
        "week": f"week-{year}-{period.ends_on:%m-%d}",
        "day": f"{year}-{period.ends_on:%m-%d}",
    }
    where = "" if report.scope.kind == "country" else f"_{report.scope.kind}-{report.scope.code}"
    return f"pakthong_{days[period.kind]}{where}_{text.language}"


def documents(
    report: Pack,
    text: Text,
    geometry: Geometry,
    on_progress: Callable[[float], None] = lambda _: None,
) -> dict[str, bytes]:
    """Return every file of a report by its name, the manifest last; always the same bytes.

    `on_progress` takes the fraction done, 0 to 1.
    """
    # What writes workbooks and slides takes a while to load; who sends a PDF alone needs neither.
    from reports.monthly import workbook
    from reports.monthly.slides import slides
    from reports.spreadsheets.csv_files import csv_bytes

    stem = name(report, text)
    files = {f"{stem}.pdf": pdf.pdf(report, text, geometry)}
    on_progress(0.5)
    files[f"{stem}.xlsx"] = workbook.workbook(report, text)
    on_progress(0.7)
    files[f"{stem}.pptx"] = slides.slides(report, text, geometry)
    on_progress(0.9)
    for table, rows in tables.tables(report, text).items():
        files[f"csv/{table}.csv"] = csv_bytes(rows)
    files[f"{stem}_digest.txt"] = digest.digest(report, text).encode("utf-8")
    files["manifest.json"] = manifest.manifest(report, text, files)
    on_progress(1.0)
    return files
