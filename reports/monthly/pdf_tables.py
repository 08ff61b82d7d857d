"""What does the document draw of each table: its headings, its cells as words, its total?"""

from typing import Any

from i18n.phrases import Text
from reports.monthly import participation, restatement_table
from reports.monthly import tables as pack_tables
from reports.monthly.report import Pack


def areas(pack: Pack, text: Text) -> dict[str, Any]:
    """Return the tables of provinces; of one province its amphoe instead."""
    if pack.scope.kind == "province":
        amphoe = pack_tables.plain(pack, text)["amphoe"].drop(columns=["amphoe_code", "province"])
        drawn = table(amphoe, text, "amphoe", none="no_province")
        return {"provinces": None, "empty": None, "amphoe": drawn}
    return {
        "provinces": _provinces(pack, text),
        "empty": table(pack_tables.empty(pack, text), text, "empty", none="none_empty"),
        "amphoe": None,
    }


def taking_part(pack: Pack, text: Text) -> dict[str, Any] | None:
    """Return the page of members taking part; None where nothing is told of it."""
    if not participation.is_told(pack):
        return None
    tables = participation.tables(pack, text)
    more = ""
    if "polls" in tables:
        tables["polls"], more = participation.on_page(tables["polls"], text)
    if "proposals" in tables:
        tables["proposals"] = participation.by_status(tables["proposals"])
    return {
        "title": text("section.taking_part"),
        "lines": participation.sentences(pack, text),
        "more": more,
        **{
            name: table(tables[name], text, name, none="slide.none") if name in tables else None
            for name in participation.TABLES
        },
    }


def changes(pack: Pack, text: Text) -> dict[str, Any]:
    """Return the table of amphoe gained and lost."""
    return table(pack_tables.changes(pack, text), text, "changes", none="none_changed")


def restated(pack: Pack, text: Text) -> dict[str, Any]:
    """Return the table of what is known otherwise by now."""
    return table(restatement_table.restated(pack, text), text, "restated", none="restated.none")


def published(pack: Pack, text: Text) -> dict[str, Any]:
    """Return the table of totals that others published."""
    rows = pack_tables.published(pack, text).drop(columns="source")
    return table(rows, text, "published", none="none_published")


def _provinces(pack: Pack, text: Text) -> dict[str, Any]:
    rows = pack_tables.provinces(pack, text)
    drawn = table(rows, text, "provinces", none="no_province")
    sums = [
        text.number(int(rows[name].sum())) if name in pack_tables.TOTALS["provinces"] else ""
        for name in rows.columns
    ]
    net = list(rows.columns).index("net_change")
    sums[net] = text.signed(pack.figure("net_change") or 0)
    return {**drawn, "total": [text("total"), *sums[1:]]}


def table(rows: Any, text: Text, name: str, *, none: str) -> dict[str, Any]:  # noqa: ANN401
    """Return what the template draws of a table; `none` names the phrase for one without rows."""
    is_number = [
        bool(len(rows)) and column not in ("note",) and rows[column].dtype.kind in "iuf"
        for column in rows.columns
    ]
    return {
        "title": text(f"section.{name}"),
        "headings": [text(f"column.{column}") for column in rows.columns],
        "is_number": is_number,
        "rows": [
            [_cell(column, cell, text) for column, cell in row.items()]
            for row in pack_tables.records(rows)
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
