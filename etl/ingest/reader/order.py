"""What a reading is told, and what it may cost before it is stopped."""

import os
import resource
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from etl.ingest.exports import Export
from etl.ingest.fingerprints import Content
from etl.ingest.sources import Source

OPENED_AT = "/dev/fd/"
"""Below which a reading opens its export, whatever the export is called."""

_MOST_DATA = 3 << 30
"""What a reading may hold: a full sheet of 26 columns takes two gigabytes, and so do ten million
answers."""
_SHARE_OF_MACHINE = 0.75
_SECONDS, _SECONDS_A_MB = 15, 2
"""Seconds of the processor: an honest file takes a tenth of that."""
_PATIENCE = 10
"""How many times longer it may wait for a slow disk, or for others on the processor."""


@dataclass(frozen=True)
class Order:
    """One export to be read to `rows` and `rejects` in `folder`; `forgotten` are keys of people
    who asked to be. `memory` is what DuckDB may hold."""

    export: Export
    source: Source
    content: Content
    folder: Path
    secret: bytes
    forgotten: Sequence[str]
    memory: str

    @property
    def rows(self) -> Path:
        """Where the typed rows go."""
        return self.folder / "rows.parquet"

    @property
    def rejects(self) -> Path:
        """Where the rows go that cannot be used."""
        return self.folder / "rejects.parquet"

    @property
    def processor_seconds(self) -> int:
        """How long the processor may work on it."""
        return _SECONDS + _SECONDS_A_MB * (self.content.bytes >> 20)

    @property
    def seconds(self) -> int:
        """How long it may take by the clock."""
        return _PATIENCE * self.processor_seconds


def limit_this_process(order: Order) -> None:
    """Let this process take no more than the order allows, and leave no picture of its memory."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    _limit(resource.RLIMIT_DATA, min(_MOST_DATA, int(machine * _SHARE_OF_MACHINE)))
    _limit(resource.RLIMIT_CPU, int(time.process_time()) + 1 + order.processor_seconds)
    _limit(resource.RLIMIT_CORE, 0)


def be_ended_before_others(score: int) -> None:
    """Have the machine end this process before others where no memory is left: 1000 is the first.

    Nothing changes where the machine does not let it.
    """
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(score))


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))
