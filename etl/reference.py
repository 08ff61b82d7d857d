"""Which of the party's lists (targets, published totals, weights, regions) go into an edition?

Each list is a CSV with a heading row; a row that cannot be typed stops the build with the file,
the line and the reason, because a mistyped target is worse than none.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from etl.places import gazetteer, provinces
from etl.sentences import Refused, say
from etl.settings import SHIPPED, Settings

Value = str | int | float | date | None
Typed = Callable[[str], Value]


class BadList(Refused):
    """A list the party keeps by hand has a row that means nothing."""


def _text(value: str) -> str:
    return value.strip()


def _metric(value: str) -> str:
    if value.strip() not in ("members", "amphoe_covered"):
        raise ValueError(f"metric: {value}")
    return value.strip()


def _day(value: str) -> date:
    """Read 2566-12-31 or 2023-12-31: from 2400 on a year is of the Buddhist era."""
    year, month, day = (int(part) for part in value.strip().split("-"))
    return date(year - 543 if year >= 2400 else year, month, day)


def _count(value: str) -> int:
    number = int(value.replace(",", ""))
    if number < 0:
        raise ValueError(value)
    return number


def _weight(value: str) -> float:
    number = float(value)
    if not 0 <= number <= 1000:
        raise ValueError(value)
    return number


LISTS: Mapping[str, Mapping[str, tuple[str, Typed]]] = {
    "targets": {
        "metric": ("text", _metric),
        "value": ("bigint", _count),
        "start_on": ("date", _day),
        "deadline": ("date", _day),
        "label_th": ("text", _text),
        "label_en": ("text", _text),
        "source": ("text", _text),
    },
    "published_totals": {
        "as_of": ("date", _day),
        "metric": ("text", _metric),
        "value": ("bigint", _count),
        "reported_by": ("text", _text),
        "body": ("text", _text),
        "source": ("text", _text),
    },
    "gap_weights": {
        "part": ("text", _text),
        "weight": ("double", _weight),
    },
    "regions": {
        "province_code": ("text", _text),
        "region_ect": ("text", _text),
        "region_royal": ("text", _text),
        "region_nesdb": ("text", _text),
    },
    "region_names": {
        "scheme": ("text", _text),
        "region_code": ("text", _text),
        "region_th": ("text", _text),
        "region_en": ("text", _text),
    },
}
"""Every list, with its columns: the type in the edition and how its text is read."""


def read_list(name: str, path: Path) -> list[tuple[Value, ...]]:
    """Return the rows of the list `name`; a missing file is an empty list.

    Raises BadList for a missing heading or for the first row that cannot be typed.
    """
    columns = LISTS[name]
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(_decoded(path)))
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise BadList(say("build.bad_list", file=path.name, line=1, why=", ".join(missing)))
    return [_row(columns, row, path, reader.line_num) for row in reader]


def _decoded(path: Path) -> str:
    """Return a list's text: UTF-8, or the CP874 that a Thai Excel saves."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp874", errors="replace")


def _row(
    columns: Mapping[str, tuple[str, Typed]], row: Mapping[str, str], path: Path, line: int
) -> tuple[Value, ...]:
    values: list[Value] = []
    for column, (_, read) in columns.items():
        text = row[column] or ""
        try:
            values.append(read(text))
        except ValueError as error:
            why = f"{column} = “{text}”"
            raise BadList(say("build.bad_list", file=path.name, line=line, why=why)) from error
    return tuple(values)


def create_reference(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create every reference table of an edition: lists, gazetteer, neighbours, calendar."""
    for name, columns in LISTS.items():
        create_table(
            con,
            name,
            {column: kind for column, (kind, _) in columns.items()},
            read_list(name, settings.own_list(f"{name}.csv")),
        )
    create_table(
        con,
        "amphoe",
        dict.fromkeys(("amphoe_code", "province_code", "amphoe_th", "amphoe_en"), "text")
        | {"is_khet": "boolean"},
        [
            (
                place.amphoe_code,
                place.province_code,
                place.amphoe_th,
                place.amphoe_en,
                place.is_khet,
            )
            for place in gazetteer()
        ],
    )
    create_table(
        con,
        "named_provinces",
        dict.fromkeys(("province_code", "province_th", "province_en"), "text"),
        [(place.province_code, place.province_th, place.province_en) for place in provinces()],
    )
    con.execute(
        "create table provinces as select * from named_provinces"
        " left join regions using (province_code) order by province_code"
    )
    with _neighbours(settings).open(encoding="utf-8", newline="") as file:
        pairs = [(row["amphoe_code"], row["neighbour_code"]) for row in csv.DictReader(file)]
    create_table(con, "amphoe_neighbours", {"amphoe_code": "text", "neighbour_code": "text"}, pairs)
    # Spark has no generate_series over dates; a table of days is the same everywhere.
    con.execute(
        "create table calendar as select cast(day as date) as date"
        " from range(date '1900-01-01', date '2101-01-01', interval 1 day) as days(day)"
    )


def _neighbours(settings: Settings) -> Path:
    own = settings.boundaries / "neighbours.csv"
    return own if own.exists() else SHIPPED / "shapefiles" / "neighbours.csv"


def inputs(settings: Settings) -> list[Path]:
    """Return every file `create_reference` reads: what an edition depends on beside exports."""
    lists = [settings.own_list(f"{name}.csv") for name in (*LISTS, "place_aliases")]
    return [path for path in (*lists, _neighbours(settings)) if path.exists()]


def create_table(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    rows: Sequence[tuple[Value, ...]],
) -> None:
    """Create `table` with typed `columns` (name → SQL type) and fill it with `rows`."""
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    con.execute(f"create table {table} ({declared})")
    if rows:
        # One statement with lists is some hundred times faster than executemany.
        marks = ", ".join(
            f"unnest(cast(? as {kind}[])) as {name}" for name, kind in columns.items()
        )
        con.execute(
            f"insert into {table} select {marks}",
            [list(values) for values in zip(*rows, strict=True)],
        )
