"""How does a pack become one workbook, a sheet a table, with charts the spreadsheet draws?"""

import pandas as pd

from i18n.phrases import Text
from reports.monthly import charts as pack_charts
from reports.monthly import sentences as said
from reports.monthly import tables as pack_tables
from reports.monthly.report import Pack
from reports.spreadsheets.xlsx_files import Chart, xlsx_bytes

_DAYS = {"th": "[$-107041E]d mmm yyyy;@", "en": "d mmm yyyy"}
"""Days as the reader counts years; 07 in the locale is the Buddhist calendar, 041E Thai."""
_MONTHS = {"th": "[$-107041E]mmm yyyy;@", "en": "mmm yyyy"}
_FAN = {
    "median": pack_charts.BAND,
    "lo80": "#8FBAE0",
    "hi80": "#8FBAE0",
    "last_pace": pack_charts.QUIET,
}
"""The lines of a forecast's chart and their colours."""
_IN_WHOLE = ("median", "lo50", "hi50", "lo80", "hi80", "lo95", "hi95", "last_pace")
"""Columns of people or amphoe to come, which no tenth belongs to."""


def workbook(pack: Pack, text: Text) -> bytes:
    """Return the pack's tables as XLSX; the same pack gives the same bytes."""
    tables = {_title(name, text): rows for name, rows in pack_tables.tables(pack, text).items()}
    totals = {
        _title(name, text): (text("total"), [text(f"column.{column}") for column in columns])
        for name, columns in pack_tables.TOTALS.items()
    }
    charts = {
        _title("growth", text): Chart(
            across=text("column.ends_on"),
            lines={text("column.members"): pack_charts.ACCENT},
            title=text("section.growth"),
            day_format=_MONTHS[text.language],
        ),
        **_fans(pack, text),
    }
    number_formats = {
        text("column.chance"): "0%",
        **{text(f"column.{name}"): "#,##0" for name in _IN_WHOLE},
    }
    return xlsx_bytes(
        {text("table.about"): _about(pack, text), **tables, **_fan_tables(pack, text)},
        day_format=_DAYS[text.language],
        number_formats=number_formats,
        totals=totals,
        charts=charts,
        stamp=" · ".join([said.title(pack, text), said.scope(pack, text), said.dates(pack, text)]),
    )


def _about(pack: Pack, text: Text) -> pd.DataFrame:
    """Return what a reader asks of a workbook that came by mail: of when, of where, known when."""
    told = [
        (text("about.report"), said.title(pack, text)),
        (text("about.scope"), said.scope(pack, text)),
        (text("about.as_of"), text.day(pack.period.until)),
        (text("about.compared_with"), text.day(pack.period.since)),
        (text("about.known_on"), said.known_on(pack, text)),
        (text("about.edition"), str(pack.edition["edition"])),
        (text("about.numbers"), text("about.withheld")),
    ]
    if pack.edition["is_sample"]:
        told.append((text("about.data"), text("sample")))
    return pd.DataFrame(told, columns=[text("column.about"), text("column.about_value")])


def _fan_tables(pack: Pack, text: Text) -> dict[str, pd.DataFrame]:
    """Return a sheet a forecast, so that its chart has one range of cells; none where none is."""
    rows = pack_tables.plain(pack, text)["forecast"]
    return {
        _fan_title(str(metric), text): pack_tables.worded(own.drop(columns="metric"), text)
        for metric, own in rows.groupby("metric", sort=False)
    }


def _fans(pack: Pack, text: Text) -> dict[str, Chart]:
    return {
        title: Chart(
            across=text("column.week_ends_on"),
            lines={text(f"column.{name}"): colour for name, colour in _FAN.items()},
            title=title,
            day_format=_DAYS[text.language],
        )
        for title in _fan_tables(pack, text)
    }


def _fan_title(metric: str, text: Text) -> str:
    return f"{text('table.forecast')} {metric}"


def _title(name: str, text: Text) -> str:
    return text(f"table.{name}")
