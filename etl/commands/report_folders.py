"""Writes a report's folder, wholly or not at all."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from etl import safe_files
from i18n.messages import UserError, message

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
        safe_files.make_folder(folder.parent)
        with safe_files.draft(folder) as draft:
            _put_back(folder)
            safe_files.write_files(draft, files)
            _swap(draft, folder)
    except OSError as error:
        why = error.strerror or str(error)
        raise NotWritten(message("report.not_written", folder=folder.parent, why=why)) from error


def _swap(draft: Path, folder: Path) -> None:
    is_replaced = folder.exists()
    if is_replaced:
        folder.rename(_old(folder))
    draft.rename(folder)
    safe_files.sync(folder.parent)
    if is_replaced:
        shutil.rmtree(_old(folder))


def _put_back(folder: Path) -> None:
    """Remove what a killed command left; an old report that lost its place gets it back."""
    if _old(folder).exists():
        if folder.exists():
            shutil.rmtree(_old(folder))
        else:
            _old(folder).rename(folder)


def _old(folder: Path) -> Path:
    return folder.with_name(f".old-report-{folder.name}")
