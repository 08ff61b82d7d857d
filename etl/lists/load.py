"""Load the party's lists (targets, published totals, weights, regions) into an edition.

Each list is a CSV with a heading row; a row that cannot be typed stops the build with the file,
the line and the reason, because a mistyped target is worse than none.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from etl.ingest.sql import exact_path
from etl.lists.population import known_amphoe, residents
from etl.lists.reading import bad_list, count, day, metric, read_lines
from etl.lists.reviews import COLUMNS as REVIEW_COLUMNS
from etl.lists.reviews import read_reviews
from etl.lists.rules import COLUMNS as RULE_COLUMNS
from etl.lists.rules import read_rules
from etl.lists.targets import COLUMNS as TARGET_COLUMNS
from etl.lists.targets import read_targets
from etl.places.gazetteer import gazetteer, provinces
from etl.settings import SHIPPED, Settings
from i18n.messages import message

Value = str | int | float | date | None
Typed = Callable[[str], Value]


def _weight(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1000:
        raise ValueError(text)
    return number


def _label(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


LISTS: Mapping[str, Mapping[str, tuple[str, Typed]]] = {
    "published_totals": {
        "as_of": ("date", day),
        "metric": ("text", metric),
        "value": ("bigint", count),
        "reported_by": ("text", str),
        "body": ("text", str),
        "source": ("text", str),
    },
    "marks": {
        "marked_on": ("date", day),
        "label_th": ("text", _label),
        "label_en": ("text", _label),
        "source": ("text", str),
    },
    "gap_weights": {
        "part": ("text", str),
        "weight": ("double", _weight),
    },
    "population": {
        "amphoe_code": ("text", known_amphoe),
        "population": ("bigint", residents),
        "as_of": ("date", day),
        "source": ("text", str),
    },
    "regions": {
        "province_code": ("text", str),
        "region_ect": ("text", str),
        "region_royal": ("text", str),
        "region_nesdb": ("text", str),
    },
    "region_names": {
        "scheme": ("text", str),
        "region_code": ("text", str),
        "region_th": ("text", str),
        "region_en": ("text", str),
    },
}
"""Every list but `targets`, rules and reviews: its columns, their type in the edition and how their
text is read."""


KEYS: Mapping[str, tuple[str, ...]] = {
    "gap_weights": ("part",),
    "population": ("amphoe_code", "as_of"),
    "regions": ("province_code",),
    "region_names": ("scheme", "region_code"),
}
"""What a list may tell once only: of two lines that differ nobody knows which is meant."""


def read_list(name: str, path: Path) -> list[tuple[Value, ...]]:
    """Return the rows of the list `name`; a missing file is an empty list.

    Raises BadList for a missing heading, for the first row that cannot be typed, and for one that
    tells another thing of what a line before it told.
    """
    columns = LISTS[name]
    key = [list(columns).index(column) for column in KEYS.get(name, columns)]
    rows: dict[tuple[Value, ...], tuple[Value, ...]] = {}
    for line, cells in read_lines(path, columns):
        row = _row(columns, cells, path, line)
        of = tuple(row[at] for at in key)
        if rows.setdefault(of, row) != row:
            what = " ".join(str(part) for part in of)
            raise bad_list(path, line, message("build.list_twice", what=what))
    return list(rows.values())


def _row(
    columns: Mapping[str, tuple[str, Typed]], row: Mapping[str, str], path: Path, line: int
) -> tuple[Value, ...]:
    values: list[Value] = []
    for column, (_, read) in columns.items():
        try:
            values.append(read(row[column]))
        except ValueError as error:
            raise bad_list(path, line, f"{column} = “{row[column]}”") from error
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
    targets = read_targets(settings.own_list("targets.csv"), _areas(settings))
    create_table(con, "targets", TARGET_COLUMNS, targets)
    rules = read_rules(settings.own_list("rules.toml"), settings.threshold)
    create_table(con, "told_rules", RULE_COLUMNS, rules)
    reviews = read_reviews(settings.own_list("representative_reviews.csv"))
    create_table(con, "reviews", REVIEW_COLUMNS, reviews)
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
    con.execute(
        "create table amphoe_neighbours as select amphoe_code, neighbour_code"
        " from read_csv($path, header = true, delim = ',', all_varchar = true)",
        {"path": exact_path(_neighbours(settings))},
    )
    # Spark has no generate_series over dates; a table of days is the same everywhere.
    con.execute(
        "create table calendar as select cast(day as date) as date"
        " from range(date '1900-01-01', date '2101-01-01', interval 1 day) as days(day)"
    )


def _areas(settings: Settings) -> dict[str, set[str]]:
    """Return the codes of every kind of area that a target may name: those that hold a province."""
    path = settings.own_list("regions.csv")
    areas = {"province": {place.province_code for place in provinces()}}
    for scheme in ("ect", "royal", "nesdb"):
        rows = [row for _, row in read_lines(path, LISTS["regions"])]
        held = {
            row[f"region_{scheme}"] for row in rows if row["province_code"] in areas["province"]
        }
        areas[scheme] = held - {""}
    return areas


def _neighbours(settings: Settings) -> Path:
    own = settings.boundaries / "neighbours.csv"
    return own if own.exists() else SHIPPED / "shapefiles" / "neighbours.csv"


def inputs(settings: Settings) -> list[Path]:
    """Return every file `create_reference` reads: what an edition depends on beside exports."""
    names = ("targets", *LISTS, "place_aliases", "representative_reviews", "headings", "words")
    lists = [settings.own_list(name) for name in (*(f"{name}.csv" for name in names), "rules.toml")]
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
