"""Stores editions, and replaces the one that serves by a new one, wholly or not at all.

An edition is a folder `<warehouse>/<edition>/` with `public.duckdb` (aggregates and reference
tables, what pages open) and `private.duckdb` (rows about people, for officers), sealed with their
hashes. `CURRENT` holds the name of the edition that serves and is written anew whole; a reader
either sees the old edition whole or the new one whole. Where that one is damaged, the newest whole
one serves until a build makes it anew. Replacing a database file in place would not do: a new
connection in the same process keeps reading the old file while an old connection lives.
"""

import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl import data_version, safe_files
from etl.settings import Settings
from etl.warehouse import older_editions, seals
from i18n.dates import BANGKOK
from i18n.messages import UserError, message

POINTER = "CURRENT"
_DRAFT = ".draft-"
_LOCK = "LOCK"
_NAME = "%Y%m%dT%H%M%S.%fZ"
"""An edition's name: the moment it is made, so that the newest comes last."""
_RETRY_SECONDS = 0.2
"""Seconds between two looks at whether the lock is free."""
_MOMENT_SECONDS = 2.0
"""How long a build waits for the lock: a backup has it for a moment."""
MEMORY_LIMIT = "1200MB"
"""What a build lets DuckDB hold in memory; the rest goes to the draft's own folder."""
_BLOCK_BYTES = 64 << 10
"""Each column has blocks of its own: with DuckDB's usual 256 KB most of an edition is empty."""


class BuildBusy(UserError):
    """Another build holds the lock."""


class ClockSetBack(UserError):
    """By the machine's clock an edition that is kept was made in the future."""


class NoEdition(UserError):
    """Nothing has been published yet, or the edition asked for is not kept any more."""


class EditionDamaged(UserError):
    """The files of an edition are not those that were published."""


@dataclass
class Draft:
    """An edition being made. `con` is a private scratch database: nothing in it is published
    unless `publish` names its table, because dropping a table leaves its bytes in the file."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    made_at: datetime
    is_published: bool = False
    _copied: bool = False

    @property
    def name(self) -> str:
        """The moment it is made, to the microsecond: what the edition is known by."""
        return f"{self.made_at:{_NAME}}"

    def publish(self, public: Sequence[str], private: Sequence[str]) -> None:
        """Copy the named tables into fresh files; the pointer moves when the `with` block ends."""
        for file, tables in (("public", public), ("private", private)):
            path = self.folder / f"{file}.duckdb"
            self.con.execute(
                f"attach $path as {file}_file (block_size {_BLOCK_BYTES})", {"path": str(path)}
            )
            for table in tables:
                self.con.execute(f"create table {file}_file.{table} as from {table}")
            self.con.execute(f"detach {file}_file")
            path.chmod(safe_files.PRIVATE)
        self._copied = True


@dataclass(frozen=True)
class BuildLock:
    """The lock is held: only its holder builds."""


@contextmanager
def new_edition(
    settings: Settings, *, actor: str = "", lock: BuildLock | None = None
) -> Iterator[Draft]:
    """Make an edition: all or nothing. Who waits is told `actor`; a `lock` is held already.

    The pointer moves only if the block ends without an exception and `publish` was called.
    A killed build leaves a folder that starts with `.draft-`; the next build removes it. One
    build at a time: a second one raises BuildBusy. The lock dies with its process.
    """
    safe_files.make_folder(settings.warehouse, close=True)
    own_lock = build_lock(settings.warehouse, actor=actor, patience=_MOMENT_SECONDS)
    with nullcontext(lock) if lock else own_lock:
        data_version.begin(settings)
        safe_files.sweep(settings.data)
        for leftover in settings.warehouse.glob(f"{_DRAFT}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        made_at = datetime.now(UTC)
        _refuse_older(settings, made_at)
        folder = settings.warehouse / f"{_DRAFT}{made_at:{_NAME}}"
        safe_files.make_folder(folder)
        try:
            with _scratch(folder) as con:
                draft = Draft(con, folder, made_at)
                yield draft
            if draft._copied:
                _serve(settings, draft)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _refuse_older(settings: Settings, now: datetime) -> None:
    """Raise ClockSetBack rather than make an edition that would count as an older one."""
    newest = next(iter(editions(settings)), "")
    if newest >= f"{now:{_NAME}}":
        moment = f"{now.astimezone(BANGKOK):%Y-%m-%d %H:%M}"
        folder = settings.warehouse / newest
        raise ClockSetBack(message("build.clock_back", now=moment, edition=newest, folder=folder))


def _scratch(folder: Path) -> duckdb.DuckDBPyConnection:
    # In memory, what does not fit goes to the draft's folder: a scratch file would be compressed
    # and written for nothing.
    return duckdb.connect(
        config={"memory_limit": MEMORY_LIMIT, "temp_directory": str(folder / "spill")},
    )


def _serve(settings: Settings, draft: Draft) -> None:
    for path in draft.folder.iterdir():
        if path.suffix == ".duckdb":
            safe_files.sync(path)
        else:
            shutil.rmtree(path)
    seals.seal(draft.folder)
    draft.folder.rename(settings.warehouse / draft.name)
    safe_files.sync(settings.warehouse)
    if (settings.warehouse / POINTER).is_dir():
        shutil.rmtree(settings.warehouse / POINTER)
    safe_files.write_whole(settings.warehouse / POINTER, draft.name)
    draft.is_published = True


@contextmanager
def build_lock(
    folder: Path,
    *,
    actor: str = "",
    patience: float = 0.0,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[BuildLock]:
    """Hold the lock of `folder` while the block runs; it dies with its process.

    Waits for whoever has it up to `patience` seconds, and tells `on_wait` again and again who that
    is, as far as they said. Raises BuildBusy when they still have it then.
    """
    safe_files.make_folder(folder)
    path, until = folder / _LOCK, time.monotonic() + patience
    while True:
        with safe_files.locked(path, wait=False) as handle:
            if handle is not None:
                os.ftruncate(handle, 0)
                os.write(handle, actor.encode())
                yield BuildLock()
                return
        if time.monotonic() >= until:
            raise BuildBusy(message("build.busy"))
        if on_wait:
            on_wait(path.read_text(encoding="utf-8"))
        time.sleep(_RETRY_SECONDS)


def names(settings: Settings) -> list[str]:
    """Return the names of the editions there are, newest first, whole or damaged."""
    return sorted((path.name for path in settings.warehouse.glob("[0-9]*/")), reverse=True)


def editions(settings: Settings) -> list[str]:
    """Return the names of the editions kept that can be looked at, newest first."""
    return [name for name in names(settings) if seals.has_its_sizes(settings.warehouse / name)]


def current_edition(settings: Settings) -> str | None:
    """Return the name of the edition that serves, or None before the first build.

    It is the one published last, or the newest whole one before it.
    """
    published = _published(settings)
    if published is None or _is_whole(settings, published):
        return published
    older = (name for name in names(settings) if not _is_name(published) or name < published)
    return next((name for name in older if _is_whole(settings, name)), None)


def damaged_edition(settings: Settings) -> str | None:
    """Return what is damaged where not the newest edition serves: its name, or the pointer's."""
    published = _published(settings)
    if published is None or _is_whole(settings, published):
        return None
    return published if published in names(settings) else POINTER


def _published(settings: Settings) -> str | None:
    """Return what the pointer says, which may be damaged itself; None before the first build."""
    try:
        return (settings.warehouse / POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def _is_name(edition: str) -> bool:
    return bool(edition) and Path(edition).name == edition


def _is_whole(settings: Settings, edition: str) -> bool:
    return _is_name(edition) and seals.is_whole(settings.warehouse / edition)


def serving_edition(settings: Settings) -> str:
    """Return the edition that serves; raises NoEdition before the first build, EditionDamaged."""
    edition = current_edition(settings)
    damaged = damaged_edition(settings)
    if edition is None and damaged is not None:
        raise EditionDamaged(message("build.damaged", edition=damaged))
    if edition is None:
        raise NoEdition(message("build.no_edition_yet"))
    return edition


def public_path(settings: Settings, edition: str) -> Path:
    """Return the file pages open for `edition`.

    Raises NoEdition when it is not kept, EditionDamaged when it is not what was published.
    """
    path = settings.warehouse / edition / "public.duckdb"
    if not _is_name(edition) or not path.is_file():
        raise NoEdition(message("build.no_edition", edition=edition))
    if not _is_whole(settings, edition):
        raise EditionDamaged(message("build.damaged", edition=edition))
    return path


def open_edition(path: Path) -> duckdb.DuckDBPyConnection:
    """Open an edition's file read-only: no file, network or setting can be reached through it.

    Raises NoEdition when it has been removed.
    """
    with _may_be_gone(path):
        con = duckdb.connect(
            str(path),
            read_only=True,
            config={"enable_external_access": "false", "lock_configuration": "true"},
        )
    older_editions.complete(con)
    return con


def open_private(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the edition whose public file is `path` with its private tables, read-only as well.

    For one viewer who may see names: it is never shared between them. Tables go by their plain
    names. Raises NoEdition when the edition has been removed.
    """
    con = duckdb.connect()
    for name, file in (("public_file", path), ("private_file", path.with_name("private.duckdb"))):
        with _may_be_gone(file):
            con.execute(f"attach $path as {name} (read_only)", {"path": str(file)})
    # The scratch database that attaching needs goes: what is left can only be read.
    con.execute("use public_file")
    con.execute("detach memory")
    con.execute("set search_path = 'public_file.main,private_file.main'")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    older_editions.complete(con, private=True)
    return con


def prune(settings: Settings, keep: int, *, never: Collection[str] = ()) -> list[str]:
    """Remove the oldest editions beyond `keep`; return their names.

    The one that serves stays, and those of `never`. An edition goes whole: killed in the middle,
    none is left with half of its files for somebody to choose.
    """
    stays = {current_edition(settings), *never}
    removed = [name for name in names(settings)[keep:] if name not in stays]
    for name in removed:
        folder = (settings.warehouse / name).rename(settings.warehouse / f"{_DRAFT}{name}")
        shutil.rmtree(folder)
    return removed


@contextmanager
def _may_be_gone(file: Path) -> Iterator[None]:
    """Say it in a sentence when a file could not be opened because its edition was removed."""
    try:
        yield
    except duckdb.IOException as error:
        if file.exists():
            raise
        raise NoEdition(message("build.no_edition", edition=file.parent.name)) from error
