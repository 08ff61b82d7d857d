"""Lays an upload over the exports in a folder of links, without touching any of them.

It links the exports as they are, less what the upload replaces, and the upload's files. The staged
files are linked in the same way, and for a check the warehouse too, so that a check can change
nothing outside its own folder.
"""

import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from etl import safe_files
from etl.ingest.fingerprints import INDEX
from etl.sample import write
from etl.settings import Settings
from etl.uploads.store import Upload, present, replaces
from etl.warehouse import editions


@dataclass(frozen=True)
class Overlay(Settings):
    """A party's settings with other exports and staged files; for a check, another warehouse."""

    exports_folder: Path = Path()
    staged_folder: Path = Path()
    warehouse_folder: Path = Path()

    @property
    def exports(self) -> Path:
        """The links to the exports as they would be."""
        return self.exports_folder

    @property
    def warehouse(self) -> Path:
        """The warehouse that is read from and published to."""
        return self.warehouse_folder

    @property
    def staged(self) -> Path:
        """Links to what is staged, and what of the upload has been."""
        return self.staged_folder

    @classmethod
    def over(cls, settings: Settings, folder: Path, warehouse_folder: Path) -> Self:
        """Return the settings with exports and staged files in `folder`, and that warehouse."""
        own = {each.name: getattr(settings, each.name) for each in fields(Settings)}
        return cls(
            **own,
            exports_folder=folder / "exports",
            staged_folder=folder / "staged",
            warehouse_folder=warehouse_folder,
        )


@dataclass(frozen=True)
class ExportsAfter:
    """The exports as they would be. `files` are the upload's by their path below the exports,
    `gone` the exports that would be removed, `replaced` those the upload takes the place of."""

    files: Mapping[str, Path]
    gone: tuple[str, ...]
    replaced: tuple[str, ...]


def exports_after(
    settings: Settings, upload: Upload, *, without: Collection[str] = ()
) -> ExportsAfter:
    """Work out the exports with the upload, leaving out those of its files in `without`."""
    old = replaces(settings, upload)
    used = [file for file in upload.files if file.path not in without]
    files = {old.get(file.path, file.path): upload.content(file) for file in used}
    replaced = tuple(old[file.path] for file in used if file.path in old)
    gone: tuple[str, ...] = ()
    if upload.without_sample:
        own = write.files_of(settings.exports)
        marker = settings.exports / write.MARKER
        every = [*own, marker] if marker.exists() else own
        gone = tuple(path.relative_to(settings.exports).as_posix() for path in every)
    return ExportsAfter(files, tuple(file for file in gone if file not in files), replaced)


def link(settings: Settings, exports: ExportsAfter, folder: Path) -> None:
    """Fill `folder` with links to the exports as they would be."""
    shutil.rmtree(folder, ignore_errors=True)
    safe_files.make_folder(folder)
    present_files = {file: settings.exports / file for file in present(settings)}
    for file, path in (present_files | dict(exports.files)).items():
        if file not in exports.gone:
            safe_files.make_folder((folder / file).parent)
            (folder / file).symlink_to(path.resolve())


def link_staged(settings: Settings, folder: Path) -> None:
    """Add to `folder` links to all that is staged; what an earlier check staged there stays."""
    safe_files.make_folder(folder)
    for path in settings.staged.glob("*"):
        if path.is_file() and not (folder / path.name).exists():
            _link(path, folder / path.name)


def link_edition(settings: Settings, folder: Path) -> None:
    """Fill `folder` with links to the edition that serves, and to the totals of dropped lists."""
    shutil.rmtree(folder, ignore_errors=True)
    safe_files.make_folder(folder)
    edition = editions.current_edition(settings)
    if edition:
        (folder / edition).symlink_to(settings.warehouse / edition)
        safe_files.write_whole(folder / editions.POINTER, edition)
    if settings.archive.exists():
        (folder / settings.archive.name).symlink_to(settings.archive)


def _link(path: Path, at: Path) -> None:
    """Give a staged file, which never changes, a second name: a build may remove the first."""
    try:
        os.link(path, at)
    except FileNotFoundError:
        return
    except OSError:
        at.symlink_to(path)


def adopt_staged(over: Settings, settings: Settings) -> None:
    """Move what was staged of a published upload to the party's own: a file's account goes last."""
    safe_files.make_folder(settings.staged)
    for account in over.staged.glob("*.json"):
        if account.name == INDEX or (settings.staged / account.name).exists():
            continue
        rows = (f"{account.stem}.parquet", f"{account.stem}.rejects.parquet", account.name)
        for path in (over.staged / name for name in rows):
            if path.is_file():
                shutil.move(path.resolve(), settings.staged / path.name)
