"""How does a pack become one workbook, a sheet a table, with charts the spreadsheet draws?"""

import pandas as pd

from reports import pack_tables
from reports.pack import Pack
from reports.table_files import Chart, xlsx_bytes
from reports.text import Text

_DAYS = {"th": "[$-107041E]d mmm yyyy;@", "en": "d mmm yyyy"}
"""Days as the reader counts years; 07 in the locale is the Buddhist calendar, 041E Thai."""


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
            lines=(text("column.members"),),
            title=text("section.growth"),
        ),
        **_fans(pack, text),
    }
    with_fans = tables | _fan_tables(pack, text)
    return xlsx_bytes(with_fans, day_format=_DAYS[text.language], totals=totals, charts=charts)


def _fan_tables(pack: Pack, text: Text) -> dict[str, pd.DataFrame]:
    """Return a sheet a forecast, so that its chart has one range of cells; none where none is."""
    rows = pack_tables.plain(pack, text)["forecast"]
    return {
        _fan_title(str(metric), text): pack_tables.worded(own.drop(columns="metric"), text)
        for metric, own in rows.groupby("metric", sort=False)
    }


def _fans(pack: Pack, text: Text) -> dict[str, Chart]:
    lines = ("median", "lo80", "hi80", "last_pace")
    return {
        title: Chart(
            across=text("column.week_ends_on"),
            lines=tuple(text(f"column.{name}") for name in lines),
            title=title,
        )
        for title in _fan_tables(pack, text)
    }


def _fan_title(metric: str, text: Text) -> str:
    return f"{text('table.forecast')} {metric}"


def _title(name: str, text: Text) -> str:
    return text(f"table.{name}")
