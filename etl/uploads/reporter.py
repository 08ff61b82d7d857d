"""How does a build tell an upload's page how far it is, and hear that it should stop?"""

import time
from collections.abc import Callable

from etl.ingest.stage import Load
from etl.models import run as models
from etl.uploads.progress import STOP, Run, append, both
from etl.uploads.store import Upload
from i18n.messages import Message

_EVERY = 0.2
"""Seconds between two lines of one step."""


class GivenUp(Exception):
    """Somebody asked for this to stop. No UserError: nothing is wrong with a file."""


class Told:
    """The reporter of a run: where a build tells how far it is, and hears that it should stop."""

    def __init__(self, upload: Upload, files: int, run: Run) -> None:
        self._upload, self.loads = upload, list[Load]()
        rest = [2.0, *(1.0 for _ in models.model_files()), 2.0]
        self._weights = [*(3.0 for _ in range(files)), *rest]
        if run == "publish":
            self._weights += [25.0, 2.0]
        self._at, self._said = -1, 0.0

    def step(self, sentence: Message) -> Callable[[float], None]:
        """A step starts; what is returned takes the fraction done."""
        self._at += 1
        self._move(sentence, 0.0, is_new=True)
        return lambda done: self._move(sentence, done)

    def loaded(self, load: Load) -> None:
        """Keep what came of a file."""
        self.loads.append(load)

    def wait(self, actor: str) -> None:
        """Say who is waited for."""
        self._look_up()
        if time.monotonic() - self._said > _EVERY:
            self.line(waits_for=actor)

    def line(self, **facts: object) -> None:
        """Write a line."""
        self._said = time.monotonic()
        append(self._upload, facts)

    def _move(self, sentence: Message, done: float, *, is_new: bool = False) -> None:
        self._look_up()
        if is_new or time.monotonic() - self._said > _EVERY:
            before = sum(self._weights[: self._at])
            here = self._weights[self._at] if self._at < len(self._weights) else 0.0
            fraction = (before + here * min(max(done, 0.0), 1.0)) / sum(self._weights)
            self.line(step=both(sentence), done=round(min(fraction, 1.0), 4))

    def _look_up(self) -> None:
        if (self._upload.folder / STOP).exists() or not self._upload.folder.exists():
            raise GivenUp
