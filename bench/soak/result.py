"""Holds what was seen while sessions clicked and editions were published."""

from dataclasses import dataclass

from bench.soak.browser import Browsers
from bench.soak.builds import Builds
from bench.soak.session import Run
from bench.soak.watch import Watch


@dataclass
class Soak:
    """What was seen."""

    minutes: float
    sessions: int
    runs: list[Run]
    broken: list[str]
    builds: Builds
    watch: Watch
    log: str
    browsers: Browsers
