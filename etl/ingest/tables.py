"""Load the rows of a file, whatever its format, into DuckDB as text.

Only the columns that are known are read. `raw` has one text column `c<position>` for each.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.fingerprints import Content
from etl.ingest.formats.bounds import bounded
from etl.ingest.formats.contents import parts_of
from etl.ingest.formats.encodings import HEAD, container
from etl.ingest.formats.lean_file import SEPARATOR, Tidied, write_tidy
from etl.ingest.formats.memory_rows import insert_records
from etl.ingest.formats.parquet import fill_from_parquet
from etl.ingest.formats.parts import LINES, choose
from etl.ingest.formats.record import Record
from etl.ingest.formats.text_rows import clean_rows, read_rows
from etl.ingest.formats.titles import other_day
from etl.ingest.headings.plan import Plan
from etl.ingest.sources import Source


@dataclass(frozen=True)
class Table:
    """The table `raw`: `line` is the SQL that tells a row's line in the file, `broken` the lines
    that are no rows, each with its reason. `heading_line` is the line of the headings. A workbook
    or an archive has the `sheets` that were read, and those left; a line tells its sheet
    (`formats.parts.part_of`)."""

    plan: Plan
    encoding: str
    line: str
    rows: int
    broken: list[tuple[int, str]]
    heading_line: int = 1
    sheets: tuple[str, ...] = ()
    left_sheets: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def open_table(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    file: str,
    source: Source,
    content: Content,
    folder: Path,
    list_on: date | None,
    on_progress: Callable[[float], None],
) -> Table:
    """Fill `raw` from the file; temporary files go to `folder`.

    Raises a UserError that names the file when its form or its headings are wrong.
    """
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    kind = container(head, file)
    if kind == "parquet":
        plan, count = fill_from_parquet(con, path, file, source)
        return Table(plan, "parquet", "raw.line", count, [])
    parts = parts_of(lambda: path.open("rb"), source, file, content.bytes)
    chosen = choose(parts, source, file, list_on)
    plan, (first, _) = chosen.plan, chosen.parts[0]
    titles = tuple(other_day(chosen.titles(), list_on))
    if (
        first.encoding.startswith("utf-8")
        and not content.has_nul
        and first.delimiter
        and first.line == 1
    ):
        rows = clean_rows(con, path, first.delimiter, plan, content.lines - 1)
        if rows is not None:
            return Table(plan, first.encoding, "raw.rowid + 2", rows, [], findings=titles)

    def on_line(line: int) -> None:
        on_progress(line / max(content.lines, line))

    tidied = _fill(con, source, plan, folder, bounded(chosen.records(), file), on_line)
    if len(chosen.parts) > 1 and _in_two_parts(con, source, plan):
        chosen = chosen.first()
        tidied = _fill(con, source, plan, folder, bounded(chosen.records(), file), on_line)
    return Table(
        plan,
        first.encoding,
        "raw.line",
        tidied.rows,
        tidied.broken,
        first.line,
        chosen.names,
        chosen.left,
        (*chosen.findings, *titles),
    )


def _in_two_parts(con: duckdb.DuckDBPyConnection, source: Source, plan: Plan) -> bool:
    """Whether somebody or something of one part is in another as well.

    A total stands under every part: it has a word for a number, or lacks what tells rows apart.
    """
    groups = (
        [name for choice in group for name in choice if name in plan.selected]
        for group in source.identity
    )
    names = [group[0] for group in groups if group]
    cells = {name: f"c{plan.selected[name]}" for name in names}
    is_somebody = " and ".join(
        f"regexp_matches({cell}, '[0-9๐-๙]')"
        if source.column(name).type == "id"
        else f"{cell} is not null"
        for name, cell in cells.items()
    )
    found = con.execute(
        f"""
        select 1 from raw where {is_somebody or "false"}
        group by {", ".join(cells.values()) or "all"}
        having count(distinct line // {LINES}) > 1 limit 1
        """  # noqa: S608 - our names
    )
    return found.fetchone() is not None


def _fill(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    plan: Plan,
    folder: Path,
    found: Iterable[Record],
    on_line: Callable[[int], None],
) -> Tidied:
    """Fill `raw` from records, by a nameless file in `folder` unless no disk may see them."""
    names = plan.cells
    if source.has_transient:
        return insert_records(con, names, found, on_line)
    # A poll's choices can stand on lines of their own within a cell.
    is_listed = any(column.type == "choices" for column in source.columns)
    with TemporaryFile(dir=folder) as lean:
        tidied = write_tidy(lean, found, on_line, line_break="\f" if is_listed else " ")
        path = Path(f"/dev/fd/{lean.fileno()}")
        read_rows(con, path, SEPARATOR, ["line", *names], ["line", *names], lean=True)
    return tidied
