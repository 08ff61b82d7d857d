"""Keeps the audit log in a file a year, so that neither a line more nor a backup costs all of them.

`2026.jsonl` holds the lines of that year in Bangkok, numbered on from the year before; `log.jsonl`,
where there is one, is what version 0.1 wrote and comes first.
"""

from collections.abc import Iterator
from pathlib import Path

BEFORE_YEARS = "log.jsonl"
_YEARS = "[0-9]" * 4 + ".jsonl"
_BLOCK = 1 << 16


def files(folder: Path) -> list[Path]:
    """Return the files of the log, oldest first."""
    oldest = folder / BEFORE_YEARS
    return [*([oldest] if oldest.exists() else []), *sorted(folder.glob(_YEARS))]


def to_append(folder: Path, year: int) -> Path:
    """Return the file that takes a line of the year: the newest, whatever the clock says."""
    return max([folder / f"{year:04}.jsonl", *folder.glob(_YEARS)])


def lines(path: Path, size: int) -> Iterator[bytes]:
    """Give the whole lines among a file's first bytes; one cut short does not count."""
    with path.open("rb") as file:
        for line in file:
            size -= len(line)
            if size < 0 or not line.endswith(b"\n"):
                return
            yield line[:-1]


def last_line(folder: Path) -> bytes | None:
    """Return the log's last whole line, reading no more than that; None when there is none."""
    return next((line for path in reversed(files(folder)) if (line := _last_of(path))), None)


def count(folder: Path) -> int:
    """Return how many whole lines there are: reads them all."""
    return sum(1 for path in files(folder) for _ in lines(path, path.stat().st_size))


def _last_of(path: Path) -> bytes | None:
    with path.open("rb") as file:
        start = file.seek(0, 2)
        tail = b""
        while start:
            start, block = max(start - _BLOCK, 0), min(start, _BLOCK)
            file.seek(start)
            tail = file.read(block) + tail
            whole, ending, _ = tail.rpartition(b"\n")
            if ending and (b"\n" in whole or not start):
                return whole.rpartition(b"\n")[2]
    return None
