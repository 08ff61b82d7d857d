"""Writes and reads how far a check or a build of an upload is, a line of JSON at a time.

The lines lie in a file of the upload: a page may read them at any time, and the run never waits
for it.
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

_LOG = "progress.jsonl"
STOP = "stop"
_TAIL = 1 << 16


@dataclass(frozen=True)
class Progress:
    """How far a run is. `ending` is "checked", "published", "refused", "given_up", or "broken" when
    it ended without a line. `waits_for` is who builds, "" when that is not known."""

    run: Run
    is_running: bool
    step: Message | None = None
    done: float = 0.0
    waits_for: str | None = None
    ending: str | None = None
    sentences: tuple[Message, ...] = ()
    edition: str = ""


def both(sentence: Message) -> dict[str, str]:
    """Return a sentence as it stands in a line."""
    return {"th": sentence.th, "en": sentence.en}


def begin(upload: Upload, run: Run) -> None:
    """Start the account of a run anew."""
    for name in (_LOG, STOP):
        (upload.folder / name).unlink(missing_ok=True)
    append(upload, {"run": run})


def append(upload: Upload, facts: Mapping[str, object]) -> None:
    """Add a line to the account."""
    # Not synced to the disk: it is only for a page, and comes many times a second.
    with safe_files.appending(upload.folder / _LOG, durable=False) as log:
        log.append(json.dumps(facts, ensure_ascii=False))


def last_line(
    ending: str, sentences: Sequence[Message] = (), edition: str = ""
) -> dict[str, object]:
    """Return the last line of an account."""
    return {"ended": ending, "sentences": [both(each) for each in sentences], "edition": edition}


def stop(upload: Upload) -> None:
    """Ask what runs to stop at its next step."""
    (upload.folder / STOP).touch(mode=0o600)


def read(upload: Upload) -> Progress | None:
    """Return how far the last run of an upload is; None when there was none."""
    # First whether it runs, so that the line it writes just before it ends is not missed.
    with landing.run_lock(upload.folder) as handle:
        is_running = handle is None
    lines = _lines(upload.folder / _LOG)
    if not lines:
        return None
    facts: dict[str, Any] = {}
    for line in lines:
        facts |= line
        if "step" in line:
            facts["waits_for"] = None
    ending = facts.get("ended")
    if ending is None and not is_running and not (upload.folder / landing.FILES).exists():
        # Killed after the files had landed, or landed by the build that came next.
        ending = "published"
    return Progress(
        facts["run"],
        is_running,
        Message(**facts["step"]) if "step" in facts else None,
        facts.get("done", 0.0),
        facts.get("waits_for"),
        ending or (None if is_running else "broken"),
        tuple(Message(**each) for each in facts.get("sentences", [])),
        facts.get("edition", ""),
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
