"""Seals a published edition with the hash of its files, and tells whether it is whole still.

`seal.json` in an edition's folder names the bytes and the SHA-256 of each of its files. An edition
of an earlier version has none, and counts as whole.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from etl import safe_files
from etl.file_sums import is_what_it_was, sums_of

_SEAL = "seal.json"
_FILES = ("public.duckdb", "private.duckdb")

_State = tuple[int, int, int]
"""What changes with a file: where it is on the disk, its bytes, when it was written."""


def seal(folder: Path) -> None:
    """Write what the files of an edition are now."""
    sums = {path.name: sums_of(path) for path in _files(folder)}
    safe_files.write_whole(folder / _SEAL, json.dumps(sums, indent=1) + "\n")


@contextmanager
def rewriting(folder: Path) -> Iterator[None]:
    """Let the files of an edition be written anew; killed meanwhile, it is one without a seal."""
    was_sealed = (folder / _SEAL).exists()
    (folder / _SEAL).unlink(missing_ok=True)
    yield
    if was_sealed:
        seal(folder)


def is_whole(folder: Path) -> bool:
    """Whether an edition is what was published: asked at every page, hashed once a process."""
    states = _states(folder)
    return states is not None and _is_whole(folder, states)


def has_its_sizes(folder: Path) -> bool:
    """Whether the files of an edition are as long as they were: a look, where many are asked."""
    states = _states(folder)
    return states is not None and _sealed(folder, states, by_hash=False)


def _files(folder: Path) -> list[Path]:
    return [folder / name for name in _FILES if (folder / name).is_file()]


def _states(folder: Path) -> tuple[_State | None, ...] | None:
    """Return the state of the seal and of each file; None where no edition is."""
    states = tuple(_state(folder / name) for name in (_SEAL, *_FILES))
    return states if (folder / _FILES[0]).is_file() else None


def _state(path: Path) -> _State | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=256)
def _is_whole(folder: Path, states: tuple[_State | None, ...]) -> bool:
    return _sealed(folder, states, by_hash=True)


def _sealed(folder: Path, states: tuple[_State | None, ...], *, by_hash: bool) -> bool:
    seal_state, *file_states = states
    if seal_state is None:
        return all(_is_database(path) for path in _files(folder))
    try:
        sums = json.loads((folder / _SEAL).read_bytes())
        sizes = {name: each[1] for name, each in zip(_FILES, file_states, strict=True) if each}
        return sizes == {name: each["bytes"] for name, each in sums.items()} and (
            not by_hash or all(is_what_it_was(folder / name, sums[name]) for name in sums)
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def _is_database(path: Path) -> bool:
    """Whether a file begins as DuckDB's do: an emptied one would be taken for one of no tables."""
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"
