"""List the exports in the party's folder: their kind, and the day each describes."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from etl.ingest.accounts.card import Card
from etl.ingest.accounts.findings import Finding
from etl.ingest.folder import files_below, shown
from etl.ingest.named_days import days_in
from etl.ingest.redaction import number_in_name
from etl.ingest.sources import sources
from etl.settings import Settings
from i18n.dates import today
from i18n.messages import Message, message
from i18n.thai import compose

UNKNOWN_KIND = "unknown"
SUFFIXES = (
    *(".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xml", ".html", ".htm"),
    *(".parquet", ".zip"),
)
"""How the name of a file that can be read ends."""
_COPY = re.compile(r" ?\(\d+\)$")

Status = Literal["loaded", "unchanged", "same_file", "refused", "archived"]


@dataclass(frozen=True)
class Export:
    """A file in the folder. `file` is its path below it; `problem` says why it will be refused."""

    path: Path
    file: str
    kind: str
    list_on: date | None
    problem: Message | None = None


@dataclass(frozen=True)
class Load:
    """What came of a file: rows_in = staged + duplicates + rejected + forgotten + nobody.

    `forgotten` are rows of people who asked to be; `nobody` are totals, notes, headings again.
    `sha256` and `bytes` are the content's; `encoding` is how it was read. `personal_headings`
    were there and never read. `findings` are what somebody must decide or should know;
    `card` is what the file was taken for; `rows_hash` is shared by files of the same rows.
    Only what was loaded or is unchanged has paths.
    """

    file: str
    kind: str
    sha256: str
    bytes: int
    list_on: date | None
    status: Status
    encoding: str | None = None
    rows_in: int = 0
    staged: int = 0
    duplicates: int = 0
    rejected: int = 0
    forgotten: int = 0
    nobody: int = 0
    rows_hash: int = 0
    unknown_headings: tuple[str, ...] = ()
    personal_headings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    card: Card | None = None
    problem: Message | None = None
    staged_path: Path | None = None
    rejects_path: Path | None = None


def find_exports(settings: Settings, as_of: date | None) -> list[Export]:
    """Return every file of the exports folder, the same order each time.

    A list without a date in its name gets `as_of`. A file that is no export is returned with
    its problem; only hidden files and those named in `sources.toml` are passed over.
    """
    errors: list[OSError] = []
    paths = files_below(settings.exports, errors.append)
    found = [_export(path, settings.exports, as_of) for path in paths]
    found += [_unlisted(error, settings.exports) for error in errors]
    return sorted(found, key=_order)


def _order(export: Export) -> tuple[str, str, int, str]:
    """By folder and name, an original before its "name (1)" copy."""
    folder, _, name = export.file.rpartition("/")
    return folder, _COPY.sub("", Path(name).stem), len(name), name


def _unlisted(error: OSError, folder: Path) -> Export:
    path = Path(error.filename)
    file = shown(path.relative_to(folder).as_posix())
    why = message("readers.cannot_open", file=file, why=error.strerror)
    return Export(path, file, UNKNOWN_KIND, None, why)


def _export(path: Path, folder: Path, as_of: date | None) -> Export:
    own = path.relative_to(folder).as_posix()
    file = shown(own)
    if number_in_name(file):
        # Not even to say that it is there: the name is told on pages and in reports.
        file = f"{file.rpartition('/')[0]}/•{shown(path.suffix)}".lstrip("/")
        return Export(path, file, UNKNOWN_KIND, None, message("readers.number_in_name", file=file))
    if file != own:
        return Export(path, file, UNKNOWN_KIND, None, message("readers.bad_name", file=file))
    return Export(path, file, *read_name(file, as_of))


def read_name(file: str, as_of: date | None = None) -> tuple[str, date | None, Message | None]:
    """Return the kind and day that a path below the exports tells, and what is wrong with it."""
    kind, problem = _kind(file)
    list_on = None
    if problem is None:
        list_on, problem = _list_on(file, kind, as_of)
    return kind, list_on, problem


def _kind(file: str) -> tuple[str, Message | None]:
    """The first folder that names a kind says it, else the file's own name."""
    *folders, name = (compose(part).casefold() for part in file.split("/"))
    for part in (*folders, name):
        named = [
            source for source in sources().values() if any(word in part for word in source.files)
        ]
        behind = {kind for source in named for kind in source.before}
        kinds = [source.kind for source in named if source.kind not in behind]
        if len(kinds) > 1:
            return UNKNOWN_KIND, message("readers.two_kinds", file=file)
        if kinds:
            is_readable = Path(name).suffix in SUFFIXES
            return kinds[0], None if is_readable else message("readers.not_an_export", file=file)
    return UNKNOWN_KIND, message("readers.unknown_kind", file=file)


def _list_on(file: str, kind: str, as_of: date | None) -> tuple[date | None, Message | None]:
    name = file.rpartition("/")[2]
    days = days_in(name)
    if len(days) > 1:
        return None, message("readers.two_dates", file=file)
    found = next(iter(days), None)
    if days and found is None:
        return None, message("readers.impossible_date", file=file)
    if found and found > today() + timedelta(days=1):
        return None, message("readers.future_list", file=file, day=found)
    list_on = found or as_of
    if list_on is None and sources()[kind].needs_list_date:
        return None, message("readers.no_date", file=file)
    return list_on, None
