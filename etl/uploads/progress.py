"""How far is a check or a build of an upload? It tells a line at a time, and a page reads the last.

A line is JSON in a file of the upload: whoever reads may come late, go, and come again, and what
runs never waits for them.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from etl import safe_files
from etl.uploads import landing
from etl.uploads.store import Upload
from i18n.messages import Message

Run = Literal["check", "publish"]

_TOLD = "told.jsonl"
STOP = "stop"
_TAIL = 1 << 16


@dataclass(frozen=True)
class Progress:
    """How far a run is. `ended` is how: "checked", "published", "refused", "given_up", or "broken"
    when it ended without a word. `waits_for` is who builds, "" when they did not say."""

    run: Run
    is_running: bool
    step: Message | None = None
    done: float = 0.0
    waits_for: str | None = None
    ended: str | None = None
    sentences: tuple[Message, ...] = ()
    edition: str = ""


def both(sentence: Message) -> dict[str, str]:
    """Return a sentence as a line holds it."""
    return {"th": sentence.th, "en": sentence.en}


def begin(upload: Upload, run: Run) -> None:
    """Start the account of a run anew."""
    for name in (_TOLD, STOP):
        (upload.folder / name).unlink(missing_ok=True)
    append(upload, {"run": run})


def append(upload: Upload, facts: Mapping[str, object]) -> None:
    """Add a line to the account."""
    # Not made sure of on the disk: it is news for a page, and comes many times a second.
    with safe_files.appending(upload.folder / _TOLD, durable=False) as log:
        log.append(json.dumps(facts, ensure_ascii=False))


def ended(how: str, sentences: Sequence[Message] = (), edition: str = "") -> dict[str, object]:
    """Return the last line of an account."""
    return {"ended": how, "sentences": [both(each) for each in sentences], "edition": edition}


def stop(upload: Upload) -> None:
    """Ask what runs to stop at its next step."""
    (upload.folder / STOP).touch(mode=0o600)


def progress(upload: Upload) -> Progress | None:
    """Return how far the last run of an upload is; None when there was none."""
    # First whether it runs: what it says just before it ends is then not missed.
    with landing.running(upload.folder) as handle:
        is_running = handle is None
    lines = _lines(upload.folder / _TOLD)
    if not lines:
        return None
    told: dict[str, Any] = {}
    for line in lines:
        told |= line
        if "step" in line:
            told["waits_for"] = None
    how = told.get("ended")
    if how is None and not is_running and not (upload.folder / landing.FILES).exists():
        # Killed after the files had landed, or landed by the build that came next.
        how = "published"
    return Progress(
        told["run"],
        is_running,
        Message(**told["step"]) if "step" in told else None,
        told.get("done", 0.0),
        told.get("waits_for"),
        how or (None if is_running else "broken"),
        tuple(Message(**each) for each in told.get("sentences", [])),
        told.get("edition", ""),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    """Return the first line and the last ones; a line that is still being written is left out."""
    try:
        with path.open("rb") as file:
            first = file.readline()
            size = file.seek(0, os.SEEK_END)
            file.seek(max(len(first), size - _TAIL))
            rest = file.read().split(b"\n")
    except FileNotFoundError:
        return []
    whole = rest[:-1] if size - _TAIL <= len(first) else rest[1:-1]
    return [json.loads(line) for line in [first, *whole] if line.strip()]
