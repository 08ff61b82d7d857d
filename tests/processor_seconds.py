"""How many seconds of processor does each file of tests take? Its servers and browsers count too.

Seconds by the clock say little on a machine that does other things; these are what a run costs.
"""

import os
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

DEAREST = 10
COLLECTING = "(collecting)"


class Meter:
    """Adds up what this process and its children have used, by the file that ran meanwhile."""

    def __init__(self, *, runs_tests: bool) -> None:
        self.by_file: defaultdict[str, float] = defaultdict(float)
        self._runs_tests = runs_tests
        self._file = COLLECTING
        self._counted = 0.0

    def pytest_runtest_logstart(self, location: tuple[str, int | None, str]) -> None:
        if self._runs_tests and location[0] != self._file:
            self._count()
            self._file = location[0]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self._count()
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["processor_seconds"] = dict(self.by_file)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        told = getattr(node, "workeroutput", {}).get("processor_seconds", {})
        for file, seconds in told.items():
            self.by_file[file] += seconds

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        total = sum(self.by_file.values())
        terminalreporter.section(f"{total:.0f} seconds of processor; the dearest files")
        for file in sorted(self.by_file, key=self.by_file.__getitem__, reverse=True)[:DEAREST]:
            terminalreporter.line(f"{self.by_file[file]:6.1f}  {file}")

    def _count(self) -> None:
        # Who only hands tests out has the processes that run them for children: they tell it.
        now = used() if self._runs_tests else time.process_time()
        self.by_file[self._file] += now - self._counted
        self._counted = now


def pytest_configure(config: pytest.Config) -> None:
    """Count in every process of a run; the one that hands the tests out tells of all."""
    hands_out = bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")
    config.pluginmanager.register(Meter(runs_tests=not hands_out), "processor_seconds_meter")


def used() -> float:
    """Return the seconds that this process, its children of all ages and theirs have used."""
    if not Path("/proc/self/stat").exists():
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system
    ticks, children = Counter[int](), dict[int, list[int]]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        process = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(process)
        ticks[process] = sum(map(int, fields[11:15]))  # its own, and of children that ended
    family, total = [os.getpid()], 0
    while family:
        process = family.pop()
        total += ticks[process]
        family += children.get(process, [])
    return total / os.sysconf("SC_CLK_TCK")
