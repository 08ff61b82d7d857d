"""Read one export: its table, its typed rows, its account."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.exports import Load
from etl.ingest.formats.parts import part_of
from etl.ingest.headings.plan import Plan
from etl.ingest.oddities.words import UNTOLD
from etl.ingest.reader.order import Order
from etl.ingest.rows import stage_rows
from etl.ingest.sources import Source
from etl.ingest.tables import open_table
from etl.personal_data.forgotten import use_forgotten
from etl.personal_data.pseudonyms import use_secret
from i18n.messages import UserError, message

_OPENED = 0.7
"""How much of the progress is the table, before its rows are typed."""


class NoRows(UserError):
    """The file has headings and no row, or none that can be used."""


def read(order: Order, path: Path, on_progress: Callable[[float], None]) -> Load:
    """Write the rows of the export whose content is at `path`; return its account.

    Raises a UserError that names the file, duckdb.OutOfMemoryException, OSError or duckdb.Error.
    """
    export = order.export
    with duckdb.connect(config=_memory(order.source, order)) as con:
        use_secret(con, order.secret)
        use_forgotten(con, order.forgotten)
        table = open_table(
            con,
            path,
            export.file,
            order.source,
            order.content,
            order.folder,
            export.list_on,
            lambda done: on_progress(done * _OPENED),
        )
        on_progress(_OPENED)
        if table.rows + len(table.broken) == 0:
            raise NoRows(message("readers.only_headings", file=export.file))
        account = stage_rows(
            con, order.source, table, export.file, export.list_on, order.rows, order.rejects
        )
    if account.rows_in == account.nobody:
        raise NoRows(message("readers.only_headings", file=export.file))
    if account.worst:
        code, column, line, value = account.worst
        is_word = code in {each.problem for each in order.source.columns}
        raise NoRows(
            message(
                "readers.no_row_usable_word" if is_word else "readers.no_row_usable",
                file=export.file,
                rows=account.rows_in,
                reason=message(f"reason.{code}"),
                column=column,
                line=part_of(line)[1],
                **({"word": value or UNTOLD} if is_word else {}),
            )
        )
    return Load(
        file=export.file,
        kind=export.kind,
        sha256=order.content.sha256,
        bytes=order.content.bytes,
        list_on=export.list_on,
        status="loaded",
        encoding=table.encoding,
        rows_in=account.rows_in,
        staged=account.staged,
        duplicates=account.duplicates,
        rejected=account.rejected,
        forgotten=account.forgotten,
        nobody=account.nobody,
        rows_hash=account.rows_hash,
        unknown_headings=table.plan.unknown,
        personal_headings=table.plan.personal,
        findings=(*table.findings, *_not_read(table.plan), *account.findings),
        card=account.card,
    )


def _not_read(plan: Plan) -> list[Finding]:
    return [Finding("heading_not_read", pair) for pair in plan.near]


def _memory(source: Source, order: Order) -> dict[str, str | bool | int | float | list[str]]:
    """What stands beside a person's number never reaches a disk, so there it must all fit."""
    spill = "" if source.has_transient else str(order.folder / "spill")
    return {"memory_limit": order.memory, "temp_directory": spill}
