"""Prints what a command says: with progress bars on a terminal, in plain lines anywhere else."""

import os
import sys
import termios
import tty
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from etl.ingest.stage import Load
from i18n.messages import Message, message


class Terminal:
    """A reporter for `build`: one bar a step where there is a terminal, else one line a step."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self._running: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()
        self._bars.stop()

    def step(self, sentence: Message) -> Callable[[float], None]:
        """Start a step; what is returned takes the fraction done."""
        self._finish()
        if not self.console.is_terminal:
            self.console.print(f"{sentence.th} · {sentence.en}", markup=False)
            return lambda _: None
        task = self._bars.add_task(f"{sentence.th} · {sentence.en}", total=1.0)
        self._running = task
        return lambda fraction: self._bars.update(task, completed=min(fraction, 1.0))

    def _finish(self) -> None:
        if self._running is not None:
            self._bars.update(self._running, completed=1.0)
            self._running = None

    def loaded(self, load: Load) -> None:
        """Say what came of a file."""
        if load.problem:
            self.say(load.problem)
        elif load.status == "archived":
            self.say(message("build.file_archived", file=load.file))
        elif load.status == "same_file":
            self.say(message("build.file_same", file=load.file))
        else:
            self.say(
                message(
                    "build.file_loaded",
                    file=load.file,
                    rows_in=load.rows_in,
                    staged=load.staged,
                    duplicates=load.duplicates,
                    rejected=load.rejected,
                    more=_more(load),
                )
            )
        if load.forgotten:
            self.say(message("build.file_forgotten", file=load.file, rows=load.forgotten))
        if load.unknown_headings:
            headings = ", ".join(load.unknown_headings)
            self.say(message("build.file_unknown_headings", file=load.file, headings=headings))

    @property
    def is_attended(self) -> bool:
        """Whether somebody is at a terminal, who can be asked."""
        return self.console.is_terminal and sys.stdin.isatty()

    def key(self) -> str:
        """Return the key that is pressed, in lower case; waits for it."""
        stdin = sys.stdin.fileno()
        before = termios.tcgetattr(stdin)
        try:
            tty.setcbreak(stdin, termios.TCSADRAIN)
            return os.read(stdin, 1).decode(errors="replace").lower()
        finally:
            termios.tcsetattr(stdin, termios.TCSADRAIN, before)

    def say(self, sentence: Message) -> None:
        """Print a sentence in both languages."""
        self.console.print(sentence.th, markup=False)
        self.console.print(sentence.en, markup=False)


def _more(load: Load) -> Message:
    """Return what else there is in a file's sum: rows of nobody, and of whom asked to go."""
    parts = [
        message(f"build.file_loaded_{what}", rows=rows)
        for what, rows in (("nobody", load.nobody), ("forgotten", load.forgotten))
        if rows
    ]
    return Message("".join(part.th for part in parts), "".join(part.en for part in parts))
