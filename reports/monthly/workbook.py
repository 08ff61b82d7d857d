"""A report as one workbook, a sheet a table, with charts the spreadsheet draws."""

import pandas as pd

from reports.figures import palette
from reports.monthly import sentences
from reports.monthly import tables as report_tables
from reports.monthly.report import Pack
from reports.spreadsheets.xlsx_files import Chart, xlsx_bytes
from reports.text import Text

_DAYS = {"th": "[$-107041E]d mmm yyyy;@", "en": "d mmm yyyy"}
"""Days as the reader counts years; 07 in the locale is the Buddhist calendar, 041E Thai."""
_MONTHS = {"th": "[$-107041E]mmm yyyy;@", "en": "mmm yyyy"}
_FAN = {
    "median": palette.FORECAST,
    "lo80": "#8FBAE0",
    "hi80": "#8FBAE0",
    "last_pace": palette.QUIET,
}
"""The lines of a forecast's chart and their colours."""
_IN_WHOLE = ("median", "lo50", "hi50", "lo80", "hi80", "lo95", "hi95", "last_pace")
"""Columns of people or amphoe to come, which no tenth belongs to."""


def workbook(report: Pack, text: Text) -> bytes:
    """Return the report's tables as XLSX; the same report gives the same bytes."""
    tables = {_title(name, text): rows for name, rows in report_tables.tables(report, text).items()}
    totals = {
        _title(name, text): (
            text("monthly.total"),
            [text(f"monthly.column.{column}") for column in columns],
        )
        for name, columns in report_tables.TOTALS.items()
    }
    charts = {
        _title("growth", text): Chart(
            across=text("monthly.column.ends_on"),
            lines={text("monthly.column.members"): palette.ACCENT},
            title=text("monthly.section.growth"),
            day_format=_MONTHS[text.language],
        ),
        **_fans(report, text),
    }
    number_formats = {
        text("monthly.column.chance"): "0%",
        **{text(f"monthly.column.{name}"): "#,##0" for name in _IN_WHOLE},
    }
    return xlsx_bytes(
        {text("monthly.table.about"): _about(report, text), **tables, **_fan_tables(report, text)},
        day_format=_DAYS[text.language],
        number_formats=number_formats,
        totals=totals,
        charts=charts,
        stamp=f"{sentences.heading(report, text)} · {sentences.dates(report, text)}",
    )


def _about(report: Pack, text: Text) -> pd.DataFrame:
    """Return what a reader asks of a workbook that came by mail: of when, of where, known when."""
    facts = [
        (text("word.report"), sentences.title(report, text)),
        (text("word.scope"), sentences.scope(report, text)),
        (text("word.as_of"), text.day(report.period.until)),
        (text("monthly.about.compared_with"), text.day(report.period.since)),
        (text("word.as_known_on"), sentences.known_on(report, text)),
        (text("word.edition"), str(report.edition["edition"])),
        (text("monthly.about.numbers"), text("monthly.about.withheld")),
    ]
    if report.edition["is_sample"]:
        facts.append((text("monthly.about.data"), text("monthly.sample")))
    return pd.DataFrame(
        facts, columns=[text("monthly.column.about"), text("monthly.column.about_value")]
    )


def _fan_tables(report: Pack, text: Text) -> dict[str, pd.DataFrame]:
    """Return a sheet a forecast, so that its chart has one range of cells; none where none is."""
    rows = report_tables.plain(report, text)["forecast"]
    return {
        _fan_title(str(metric), text): report_tables.with_headings(own.drop(columns="metric"), text)
        for metric, own in rows.groupby("metric", sort=False)
    }


def _fans(report: Pack, text: Text) -> dict[str, Chart]:
    return {
        title: Chart(
            across=text("monthly.column.week_ends_on"),
            lines={text(f"monthly.column.{name}"): colour for name, colour in _FAN.items()},
            title=title,
            day_format=_DAYS[text.language],
        )
        for title in _fan_tables(report, text)
    }


def _fan_title(metric: str, text: Text) -> str:
    return f"{text('monthly.table.forecast')} {metric}"


def _title(name: str, text: Text) -> str:
    return text(f"monthly.table.{name}")
