"""Finds the reports written before, and tells whether they are still what was written.

A command writes them: into the folder of reports, and into that of closed months. Here they are
only read.
"""

import functools
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from etl.audit.log import Entry
from i18n.phrases import LANGUAGES
from pages.access import viewer
from pages.ui import audit
from pages.ui.data import settings
from pages.ui.text import edition_text
from reports.monthly.report import Scope

_MANIFEST, _SEAL = "manifest.json", "close.json"
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration)


@dataclass(frozen=True)
class PastReport:
    """A report that a command wrote: what its manifest tells, and when it was written.

    `is_closed` when it is of a closed month; `code` names it among all.
    """

    folder: Path
    code: str
    is_closed: bool
    title: str
    language: str
    scope: Scope
    as_of: date
    edition: str
    written_at: datetime
    pdf: str
    pdf_sha256: str


def past() -> tuple[list[PastReport], list[str]]:
    """Return the reports that commands wrote, newest first, and the folders that cannot be read.

    A viewer of a few provinces gets those of their provinces only. Raises NotAllowed.
    """
    viewer.require_officer()
    found, damaged = [], []
    for folder in _folders(settings().data):
        try:
            found.append(_read(folder, *_changed_ns(folder)))
        except _DAMAGE:
            damaged.append(folder.relative_to(settings().data).as_posix())
    allowed = viewer.viewer().provinces
    if allowed is not None:
        found = [each for each in found if set(each.scope.provinces or ("",)) <= set(allowed)]
        damaged = []
    return sorted(found, key=lambda each: (each.as_of, each.written_at), reverse=True), damaged


def is_written(on: date) -> bool:
    """Whether a command wrote a report of the month in which a day lies. Raises NotAllowed."""
    return any((each.as_of.year, each.as_of.month) == (on.year, on.month) for each in past()[0])


def pdf_of(each: PastReport) -> bytes | None:
    """Return the document of a past report; None when it is gone or is not what was written."""
    try:
        content = (each.folder / each.pdf).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == each.pdf_sha256 else None


def actions() -> list[Entry]:
    """Return who made, closed or sent which report, newest first.

    An officer of a few provinces is told of reports of those only. Raises NotAllowed, AuditError.
    """
    viewer.require_officer()
    allowed = viewer.viewer().provinces
    return [
        each
        for each in reversed(audit.read_entries())
        if each.action in ("report_made", "report_sent", "month_closed")
        and (allowed is None or (each.scope and set(each.scope.split(",")) <= set(allowed)))
    ]


def _folders(data: Path) -> list[Path]:
    """Return the folder of every report; one of a closed month even when its manifest is gone."""
    written = [manifest.parent for manifest in (data / "reports").glob(f"[!.]*/{_MANIFEST}")]
    closed = (folder for folder in (data / "closed").glob("[0-9]*-[0-9]*/[!.]*") if folder.is_dir())
    return sorted([*written, *closed])


def _is_closed(folder: Path) -> bool:
    return folder.parent.parent.name == "closed"


def _changed_ns(folder: Path) -> tuple[int, int]:
    """Return when the manifest and the seal of a closed month changed; 0 for no seal."""
    seal = (folder.parent / _SEAL).stat().st_mtime_ns if _is_closed(folder) else 0
    return (folder / _MANIFEST).stat().st_mtime_ns, seal


@functools.lru_cache(maxsize=512)
def _read(folder: Path, changed_ns: int, seal_changed_ns: int) -> PastReport:
    manifest = (folder / _MANIFEST).read_bytes()
    content = json.loads(manifest)
    scope, name = content["scope"], str(content["edition"]["edition"])
    edition_text(name)  # a name that is no moment is damage as well
    pdf = next(file for file in content["documents"] if file.endswith(".pdf") and "/" not in file)
    is_closed = _is_closed(folder)
    return PastReport(
        folder=folder,
        code=f"{folder.parent.name}/{folder.name}" if is_closed else folder.name,
        is_closed=is_closed,
        title=str(content["title"]),
        language=LANGUAGES[LANGUAGES.index(content["language"])],
        scope=Scope(scope["kind"], scope["code"], scope["provinces"] and tuple(scope["provinces"])),
        as_of=date.fromisoformat(content["period"]["as_of"]),
        edition=name,
        written_at=_closed_at(folder, manifest)
        if is_closed
        else datetime.fromtimestamp(changed_ns / 1e9, UTC),
        pdf=pdf,
        pdf_sha256=str(content["documents"][pdf]),
    )


def _closed_at(folder: Path, manifest: bytes) -> datetime:
    """Return when the month of a pack was closed. Raises ValueError if that was another pack."""
    seal = json.loads((folder.parent / _SEAL).read_bytes())
    if seal["files"][f"{folder.name}/{_MANIFEST}"] != hashlib.sha256(manifest).hexdigest():
        raise ValueError(folder.name)
    return datetime.fromisoformat(seal["closed_at"])
