"""What the document draws of each table: its headings, its cells as words, its total."""

from typing import Any

from reports.monthly import participation, restatement_table
from reports.monthly import tables as report_tables
from reports.monthly.report import Pack
from reports.text import Text


def areas(report: Pack, text: Text) -> dict[str, Any]:
    """Return the tables of provinces; of one province its amphoe instead."""
    if report.scope.kind == "province":
        amphoe = report_tables.plain(report, text)["amphoe"].drop(
            columns=["amphoe_code", "province"]
        )
        amphoe_table = table(amphoe, text, "amphoe", none="monthly.no_province")
        return {"provinces": None, "empty": None, "amphoe": amphoe_table}
    return {
        "provinces": _provinces(report, text),
        "empty": table(report_tables.empty(report, text), text, "empty", none="monthly.none_empty"),
        "amphoe": None,
    }


def taking_part(report: Pack, text: Text) -> dict[str, Any] | None:
    """Return the page of members taking part; None where nothing is told of it."""
    if not participation.is_told(report):
        return None
    tables = participation.tables(report, text)
    more = ""
    if "polls" in tables:
        tables["polls"], more = participation.on_page(tables["polls"], text)
    if "proposals" in tables:
        tables["proposals"] = participation.by_status(tables["proposals"])
    return {
        "title": text("monthly.section.taking_part"),
        "lines": participation.sentences(report, text),
        "more": more,
        **{
            name: table(tables[name], text, name, none="monthly.slide.none")
            if name in tables
            else None
            for name in participation.TABLES
        },
    }


def changes(report: Pack, text: Text) -> dict[str, Any]:
    """Return the table of amphoe gained and lost."""
    return table(report_tables.changes(report, text), text, "changes", none="monthly.none_changed")


def restated(report: Pack, text: Text) -> dict[str, Any]:
    """Return the table of what is known otherwise by now."""
    return table(
        restatement_table.restated(report, text), text, "restated", none="monthly.restated.none"
    )


def published(report: Pack, text: Text) -> dict[str, Any]:
    """Return the table of totals that others published."""
    rows = report_tables.published(report, text).drop(columns="source")
    return table(rows, text, "published", none="monthly.none_published")


def _provinces(report: Pack, text: Text) -> dict[str, Any]:
    rows = report_tables.provinces(report, text)
    drawing = table(rows, text, "provinces", none="monthly.no_province")
    sums = [
        text.number(int(rows[name].sum())) if name in report_tables.TOTALS["provinces"] else ""
        for name in rows.columns
    ]
    net = list(rows.columns).index("net_change")
    sums[net] = text.signed(report.figure("net_change") or 0)
    return {**drawing, "total": [text("monthly.total"), *sums[1:]]}


def table(rows: Any, text: Text, name: str, *, none: str) -> dict[str, Any]:  # noqa: ANN401
    """Return what the template draws of a table; `none` names the phrase for one without rows."""
    is_number = [
        bool(len(rows)) and column not in ("note",) and rows[column].dtype.kind in "iuf"
        for column in rows.columns
    ]
    return {
        "title": text(f"monthly.section.{name}"),
        "headings": [text(f"monthly.column.{column}") for column in rows.columns],
        "is_number": is_number,
        "rows": [
            [_cell(column, cell, text) for column, cell in row.items()]
            for row in report_tables.records(rows)
        ],
        "none": text(none),
    }


def _cell(column: Any, cell: Any, text: Text) -> str:  # noqa: ANN401
    if cell is None:
        return "–"
    if hasattr(cell, "date"):
        return text.day(cell)
    if isinstance(cell, str):
        return cell
    if column == "change_pct":
        return text.signed(cell, 1)
    if column in ("plain_pct", "covered_pct"):
        return text.number(cell, 1)
    return (
        text.signed(cell)
        if column in ("net_change", "unexplained", "difference")
        else text.number(cell)
    )
