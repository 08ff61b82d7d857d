"""Turn an export into typed rows without a name in them: the steps for one file.

Strict at the door, and nothing lost: a file whose form or headings are wrong is refused with a
sentence; a row that cannot be typed goes to its rejects; every row is accounted for. Personal
columns are never selected, and a member's own number becomes a keyed hash.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from etl.ingest.accounts.findings import Finding
from etl.ingest.exports import Export, Load, date_in_name, find_exports
from etl.ingest.fingerprints import Content, content_of
from etl.ingest.headings.answers import answered
from etl.ingest.headings.plan import Plan
from etl.ingest.rows import stage_rows
from etl.ingest.sources import Source, sources
from etl.ingest.staging_store import (
    forget_unused,
    keep,
    key_of,
    reading_folder,
    recall,
    sweep,
    without_export,
)
from etl.ingest.tables import open_table
from etl.personal_data.forgotten import use_forgotten
from etl.personal_data.pseudonyms import read_secret, use_secret
from etl.settings import Settings
from i18n.messages import Message, UserError, message

__all__ = [
    "Export",
    "Load",
    "date_in_name",
    "find_exports",
    "forget_unused",
    "read_secret",
    "stage",
    "sweep",
    "without_export",
]

MEMORY_LIMIT = "1GB"
"""What DuckDB may hold of one file; the rest goes to the reading's own folder."""

MEMORY_LIMIT_WITHOUT_DISK = "2GB"
"""The same of a file that may not go there: some ten million answers."""

_HASHED, _OPENED = 0.15, 0.6
"""How much of the progress is the hash, and how much the reading after it."""


class NoRows(UserError):
    """The file has headings and no row, or none that can be used."""


def stage(
    export: Export,
    settings: Settings,
    secret: bytes,
    on_progress: Callable[[float], None],
    forgotten: Sequence[str] = (),
) -> Load:
    """Read `export` into the staged folder, unless its content is there already.

    Nothing of the people whose keys are in `forgotten` is written.

    Never raises for what is wrong with the file: the Load is then "refused", with the reason.
    Raises OSError or duckdb.Error when the disk or the memory fails, with nothing half-written.
    """
    if export.problem:
        return _refusal(export, export.problem)
    content: Content | None = None
    try:
        content = content_of(export, settings, lambda done: on_progress(done * _HASHED))
        source, answers = answered(settings, export.kind)
        key = key_of(export, content, secret, answers)
        load = recall(settings, export, content, key)
        if load is None:
            load = _read(export, source, content, key, settings, secret, on_progress, forgotten)
    except UserError as error:
        return _refusal(export, error.message, content)
    except duckdb.OutOfMemoryException:
        if not sources()[export.kind].has_transient:
            raise
        return _refusal(export, message("readers.too_many_people", file=export.file), content)
    on_progress(1.0)
    return load


def _read(
    export: Export,
    source: Source,
    content: Content,
    key: str,
    settings: Settings,
    secret: bytes,
    on_progress: Callable[[float], None],
    forgotten: Sequence[str],
) -> Load:
    with (
        reading_folder(settings) as folder,
        duckdb.connect(config=_memory(source, folder)) as con,
    ):
        use_secret(con, secret)
        use_forgotten(con, forgotten)
        table = open_table(
            con,
            export.path,
            export.file,
            source,
            content,
            folder,
            export.list_on,
            lambda done: on_progress(_HASHED + done * (_OPENED - _HASHED)),
        )
        on_progress(_OPENED)
        if table.rows + len(table.broken) == 0:
            raise NoRows(message("readers.only_headings", file=export.file))
        rows, rejects = folder / "rows.parquet", folder / "rejects.parquet"
        account = stage_rows(con, source, table, export.file, export.list_on, rows, rejects)
        if account.rows_in == account.nobody:
            raise NoRows(message("readers.only_headings", file=export.file))
        if account.worst:
            code, column, line = account.worst
            raise NoRows(
                message(
                    "readers.no_row_usable",
                    file=export.file,
                    rows=account.rows_in,
                    reason=message(f"reason.{code}"),
                    column=column,
                    line=line,
                )
            )
        load = Load(
            file=export.file,
            kind=export.kind,
            sha256=content.sha256,
            bytes=content.bytes,
            list_on=export.list_on,
            status="loaded",
            encoding=table.encoding,
            rows_in=account.rows_in,
            staged=account.staged,
            duplicates=account.duplicates,
            rejected=account.rejected,
            forgotten=account.forgotten,
            nobody=account.nobody,
            unknown_headings=table.plan.unknown,
            personal_headings=table.plan.personal,
            findings=(*table.findings, *_not_read(table.plan), *account.findings),
            card=account.card,
        )
        return keep(settings, load, key, rows, rejects)


def _not_read(plan: Plan) -> list[Finding]:
    return [Finding("heading_not_read", pair) for pair in plan.near]


def _memory(source: Source, folder: Path) -> dict[str, str | bool | int | float | list[str]]:
    """What stands beside a person's number never reaches a disk, so there it must all fit."""
    if source.has_transient:
        return {"memory_limit": MEMORY_LIMIT_WITHOUT_DISK, "temp_directory": ""}
    return {"memory_limit": MEMORY_LIMIT, "temp_directory": str(folder / "spill")}


def _refusal(export: Export, problem: Message, content: Content | None = None) -> Load:
    return Load(
        file=export.file,
        kind=export.kind,
        sha256=content.sha256 if content else "",
        bytes=content.bytes if content else 0,
        list_on=export.list_on,
        status="refused",
        problem=problem,
    )
