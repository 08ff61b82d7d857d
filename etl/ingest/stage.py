"""Turn an export into typed rows without a name in them: the steps for one file.

Strict at the door, and nothing lost: a file whose form or headings are wrong is refused with a
sentence; a row that cannot be typed goes to its rejects; every row is accounted for. Personal
columns are never selected, and a member's own number becomes a keyed hash.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from etl.ingest.cells.answers import answered_words
from etl.ingest.exports import Export, Load, find_exports
from etl.ingest.fingerprints import Content, OpenExport, content_of, opened, refuse_if_changed
from etl.ingest.headings.answers import answered
from etl.ingest.named_days import date_in_name
from etl.ingest.oddities.names import find_in_name
from etl.ingest.reader.client import read_apart
from etl.ingest.reader.order import Order
from etl.ingest.staging_store import (
    forget_unused,
    keep,
    key_of,
    reading_folder,
    recall,
    sweep,
    without_export,
)
from etl.personal_data.pseudonyms import read_secret
from etl.settings import Settings
from i18n.messages import Message, UserError

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

_HASHED, _READ = 0.15, 0.95
"""How far the progress is after the hash, and after the reading."""


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
        with opened(export) as file:
            content = content_of(file, settings, lambda done: on_progress(done * _HASHED))
            load = _load(file, content, settings, secret, on_progress, forgotten)
    except UserError as error:
        return _refusal(export, error.message, content)
    on_progress(1.0)
    return replace(load, findings=(*load.findings, *find_in_name(export.file)))


def _load(
    file: OpenExport,
    content: Content,
    settings: Settings,
    secret: bytes,
    on_progress: Callable[[float], None],
    forgotten: Sequence[str],
) -> Load:
    """Return what is staged of a content, reading it where nothing is."""
    source, headings = answered(settings, file.export.kind)
    source, words = answered_words(settings, source)
    key = key_of(file.export, content, secret, headings + words)
    known = recall(settings, file.export, content, key)
    if known is not None:
        return known
    memory = MEMORY_LIMIT_WITHOUT_DISK if source.has_transient else MEMORY_LIMIT
    with reading_folder(settings) as folder:
        order = Order(file.export, source, content, folder, secret, forgotten, memory)
        load = read_apart(
            order, file.handle, lambda done: on_progress(_HASHED + done * (_READ - _HASHED))
        )
        refuse_if_changed(file, content)
        return keep(settings, load, key, order.rows, order.rejects)


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
