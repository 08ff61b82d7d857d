"""Publishes edition after edition, and kills builds, while people look.

Each build finds another members' list than the one before it, of the day after, so that an edition
is known by its newest day. Some builds are killed without warning, at any moment.
"""

import asyncio
import csv
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from etl.settings import Settings
from etl.warehouse import editions

ROOT = Path(__file__).resolve().parents[2]
KEPT = 3
"""Editions kept: so few that those which sessions look at are removed under them."""

_KILLED = 0.35
_WATCH_SECONDS = 0.05


class BuildFailed(Exception):
    """A build that nobody killed did not publish; carries what it said."""


@dataclass
class Builds:
    """Builds of one folder. `published` is (moment, newest day, edition), oldest first.

    `failed` is what builds said that did not publish and that nobody killed.
    """

    settings: Settings
    pause: tuple[float, float]
    published: list[tuple[float, date, str]] = field(default_factory=list)
    killed: int = 0
    failed: list[str] = field(default_factory=list)
    _lasts: float = 8.0

    def prepare(self) -> None:
        """Publish the first edition: of the exports that are there, or else of the sample."""
        if not self.settings.exports.exists():
            self._finish(self._command("sample"))
        self._lists = sorted((self.settings.exports / "members").glob("members_*.csv"))
        self._newest = self._lists[-1]
        with self._newest.open(encoding="utf-8-sig", newline="") as file:
            self._heading, *self._rows = csv.reader(file)
        _, _, day = self._newest.stem.partition("_")
        self._day = _common_era(day)
        start = time.time()
        self._finish(self._command("build"))
        self._lasts = time.time() - start
        self._note()

    async def run(self, until: float) -> None:
        """Build again and again; kill some."""
        chance = random.Random(2566)
        watch = asyncio.create_task(self._watch(until))
        while time.time() < until:
            await asyncio.sleep(chance.uniform(*self.pause))
            self._write_next_list()
            build = self._command("build")
            if chance.random() < _KILLED:
                await asyncio.sleep(chance.uniform(0.1, 1.1) * self._lasts)
                if build.poll() is None:
                    build.kill()
                    self.killed += 1
                await asyncio.to_thread(build.wait)
                continue
            start = time.time()
            try:
                await asyncio.to_thread(self._finish, build)
            except BuildFailed as failed:
                self.failed.append(str(failed))
                continue
            self._lasts = time.time() - start
        await watch

    async def _watch(self, until: float) -> None:
        while time.time() < until:
            self._note()
            await asyncio.sleep(_WATCH_SECONDS)

    def _note(self) -> None:
        name = editions.current_edition(self.settings)
        if name and (not self.published or self.published[-1][2] != name):
            self.published.append((time.time(), self._day, name))

    def _write_next_list(self) -> None:
        """Put a list of the next day in the place of the last one, a few members shorter."""
        _, day, _ = self.published[-1]
        self._day = day + timedelta(days=1)
        folder = self._newest.parent
        for old in folder.glob("members_*.csv"):
            if old not in self._lists:
                old.unlink()
        path = folder / f"members_{self._day.year + 543}-{self._day:%m-%d}.csv"
        draft = path.with_suffix(".part")
        with draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(self._heading)
            writer.writerows(self._rows[: len(self._rows) - len(self.published)])
        draft.replace(path)

    def _command(self, name: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "etl", name],
            cwd=ROOT,
            env=os.environ
            | {
                "PAKTHONG_DATA": str(self.settings.data),
                "PAKTHONG_KEEP_EDITIONS": str(KEPT),
                "PYTHONPATH": str(ROOT),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _finish(self, build: "subprocess.Popen[str]") -> None:
        output, _ = build.communicate()
        if build.returncode:
            raise BuildFailed(f"exit code {build.returncode}: {output[-2000:]}")


def _common_era(day: str) -> date:
    year, month, number = map(int, day.split("-"))
    return date(year - 543, month, number)
