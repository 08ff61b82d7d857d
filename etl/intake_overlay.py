"""What would the exports be with an upload among them, without touching one of them?

A folder of links: the exports as they are, less what the upload takes the place of, and its files.
For a check the warehouse is such a folder as well, so that nothing a check reads, keeps or spoils
is anybody else's.
"""

import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from etl import sample, warehouse
from etl.intake_uploads import Upload, present, replaces
from etl.settings import Settings


@dataclass(frozen=True)
class Overlay(Settings):
    """A party's settings, with other exports and, for a check, another warehouse."""

    exports_folder: Path = Path()
    warehouse_folder: Path = Path()

    @property
    def exports(self) -> Path:
        """The links to the exports as they would be."""
        return self.exports_folder

    @property
    def warehouse(self) -> Path:
        """The warehouse that is read from and published to."""
        return self.warehouse_folder

    @classmethod
    def over(cls, settings: Settings, exports: Path, warehouse_folder: Path) -> Self:
        """Return the settings with these two folders in place of their own."""
        own = {each.name: getattr(settings, each.name) for each in fields(Settings)}
        return cls(**own, exports_folder=exports, warehouse_folder=warehouse_folder)


@dataclass(frozen=True)
class Union:
    """The exports as they would be. `files` are the upload's by their path below the exports,
    `gone` the exports that would be removed, `replaced` those the upload takes the place of."""

    files: Mapping[str, Path]
    gone: tuple[str, ...]
    replaced: tuple[str, ...]


def union(settings: Settings, upload: Upload, *, without: Collection[str] = ()) -> Union:
    """Work out the exports with the upload, leaving out those of its files in `without`."""
    old = replaces(settings, upload)
    used = [file for file in upload.files if file.path not in without]
    files = {old.get(file.path, file.path): upload.content(file) for file in used}
    replaced = tuple(old[file.path] for file in used if file.path in old)
    gone: tuple[str, ...] = ()
    if upload.without_sample:
        own = sample.files_of(settings.exports)
        marker = settings.exports / sample.MARKER
        every = [*own, marker] if marker.exists() else own
        gone = tuple(path.relative_to(settings.exports).as_posix() for path in every)
    return Union(files, tuple(file for file in gone if file not in files), replaced)


def link(settings: Settings, made: Union, folder: Path) -> None:
    """Fill `folder` with links to the exports as they would be."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    kept = {file: settings.exports / file for file in present(settings)}
    for file, path in (kept | dict(made.files)).items():
        if file not in made.gone:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).symlink_to(path.resolve())


def link_warehouse(settings: Settings, folder: Path) -> None:
    """Fill `folder` with links to the edition that serves and to what has been staged."""
    shutil.rmtree(folder, ignore_errors=True)
    staged = folder / "staged"
    staged.mkdir(parents=True, mode=0o700)
    edition = warehouse.current_edition(settings)
    if edition:
        (folder / edition).symlink_to(settings.warehouse / edition)
        shutil.copyfile(settings.warehouse / warehouse.POINTER, folder / warehouse.POINTER)
    for path in settings.staged.glob("*"):
        if path.is_file():
            _link(path, staged / path.name)


def _link(path: Path, at: Path) -> None:
    """By a second name, for a build may forget the rows meanwhile; staged files never change."""
    try:
        os.link(path, at)
    except FileNotFoundError:
        return
    except OSError:
        at.symlink_to(path)


def adopt_staged(checked: Settings, settings: Settings) -> None:
    """Keep what a check staged, so that the build need not read it again: the account goes last."""
    settings.staged.mkdir(parents=True, exist_ok=True, mode=0o700)
    for account in checked.staged.glob("*.json"):
        name = account.stem
        if name == "index" or (settings.staged / account.name).exists():
            continue
        for file in (f"{name}.parquet", f"{name}.rejects.parquet", account.name):
            if (checked.staged / file).exists():
                shutil.move(checked.staged / file, settings.staged / file)
