"""Measures what the server holds, minute by minute: memory and open files."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Watch:
    """Samples of a process: (seconds since the start, resident bytes, open files, threads)."""

    process: int
    samples: list[tuple[float, int, int, int]] = field(default_factory=list)

    async def run(self, until: float, every: float) -> None:
        """Look until a moment."""
        start = time.time()
        while time.time() < until:
            self.samples.append((time.time() - start, *self._look()))
            await asyncio.sleep(every)

    def at(self, share: float) -> tuple[float, int, int, int]:
        """Return the sample at a share of the time, 0 to 1."""
        return self.samples[min(int(share * len(self.samples)), len(self.samples) - 1)]

    def growth(self, share: float) -> float:
        """Return by how many bytes a minute memory grew after a share of the time."""
        late = self.samples[int(share * len(self.samples)) :]
        return 60 * _slope([(at, held) for at, held, _, _ in late])

    def _look(self) -> tuple[int, int, int]:
        folder = Path("/proc") / str(self.process)
        status = dict(
            line.split(":", 1) for line in (folder / "status").read_text("utf-8").splitlines()
        )
        held = 1024 * int(status["VmRSS"].split()[0])
        return held, len(list((folder / "fd").iterdir())), int(status["Threads"])


def _slope(points: Sequence[tuple[float, float]]) -> float:
    if len(points) < 2:
        return 0.0
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
