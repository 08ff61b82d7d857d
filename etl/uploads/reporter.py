"""Reports a build's progress to an upload's page, and stops it when the page asks."""

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
    """Somebody stopped the run. No UserError: nothing is wrong with a file."""


class UploadReporter:
    """The reporter of a run, which raises GivenUp at the next step once a stop was asked for."""

    def __init__(self, upload: Upload, files: int, run: Run) -> None:
        self._upload, self.loads = upload, list[Load]()
        self._weights = [*(3.0 for _ in range(files)), 2.0, float(len(models.model_files())), 2.0]
        if run == "publish":
            self._weights += [25.0, 2.0]
        self._at, self._written_at = -1, 0.0

    def step(self, sentence: Message) -> Callable[[float], None]:
        """A step starts; what is returned takes the fraction done."""
        self._at += 1
        self._write_step(sentence, 0.0, is_new=True)
        return lambda done: self._write_step(sentence, done)

    def loaded(self, load: Load) -> None:
        """Keep what came of a file."""
        self.loads.append(load)

    def wait(self, actor: str) -> None:
        """Say who is waited for."""
        self._stop_if_asked()
        if time.monotonic() - self._written_at > _EVERY:
            self.write(waits_for=actor)

    def write(self, **facts: object) -> None:
        """Write a line."""
        self._written_at = time.monotonic()
        append(self._upload, facts)

    def _write_step(self, sentence: Message, done: float, *, is_new: bool = False) -> None:
        self._stop_if_asked()
        if is_new or time.monotonic() - self._written_at > _EVERY:
            before = sum(self._weights[: self._at])
            here = self._weights[self._at] if self._at < len(self._weights) else 0.0
            fraction = (before + here * min(max(done, 0.0), 1.0)) / sum(self._weights)
            self.write(step=both(sentence), done=round(min(fraction, 1.0), 4))

    def _stop_if_asked(self) -> None:
        if (self._upload.folder / STOP).exists() or not self._upload.folder.exists():
            raise GivenUp
