"""How is a report written, wholly or not at all?"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from i18n.messages import UserError, message

_DRAFT, _OLD = ".draft-report-", ".old-report-"
_MARK = "manifest.json"


class NotWritten(UserError):
    """The disk did not take the report, or something else has its name; nothing was lost."""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into `folder`, which appears whole or stays as it was.

    A report of the same name is replaced; a folder that is no report is not. Whatever a killed
    command left half-written lies under a name of its own and goes at the next writing. Raises
    NotWritten.
    """
    if folder.exists() and not (folder / _MARK).is_file():
        raise NotWritten(message("report.taken", folder=folder))
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder)
        draft = Path(tempfile.mkdtemp(prefix=_prefix(_DRAFT, folder), dir=folder.parent))
        try:
            for name, content in files.items():
                path = draft / name
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with path.open("xb") as out:
                    out.write(content)
                    out.flush()
                    os.fchmod(out.fileno(), 0o600)
                    os.fsync(out.fileno())
            _swap(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise NotWritten(message("report.not_written", folder=folder.parent, why=why)) from error


def _swap(draft: Path, folder: Path) -> None:
    if not folder.exists():
        draft.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=_prefix(_OLD, folder), dir=folder.parent)) / folder.name
    folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old.parent)


def _sweep(folder: Path) -> None:
    """Remove what a killed command left; an old report that lost its place gets it back."""
    for old in folder.parent.glob(f"{_prefix(_OLD, folder)}*"):
        if (old / folder.name).is_dir() and not folder.exists():
            (old / folder.name).rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    for draft in folder.parent.glob(f"{_prefix(_DRAFT, folder)}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _prefix(kind: str, folder: Path) -> str:
    return f"{kind}{folder.name}-"
