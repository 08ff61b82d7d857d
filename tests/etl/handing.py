"""What does a test need to hand files in as a page does? Real bytes, the real process beside it."""

import io
import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from etl import intake
from etl.settings import Settings
from tests.etl.exports import write

WHO = "mali@example.org"


def csv_bytes(rows: Iterable[Mapping[str, str]], folder: Path, encoding: str = "utf-8") -> bytes:
    """Return an export of those rows in that encoding."""
    path = write(folder / "made.csv", rows)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return text.encode(encoding)


def hand(
    settings: Settings,
    files: Mapping[str, bytes],
    *,
    who: str = WHO,
    kind: str | None = None,
    day: date | None = None,
    without_sample: bool = False,
    noted: list[str] | None = None,
) -> intake.Upload:
    """Hand files in, as the page does."""
    return intake.take(
        settings,
        [
            intake.Handed(name, io.BytesIO(content), len(content), kind, day)
            for name, content in files.items()
        ],
        who=who,
        note=(noted if noted is not None else []).append,
        most_bytes=300 << 20,
        without_sample=without_sample,
    )


def wait_for(upload: intake.Upload, seconds: float = 90) -> intake.Progress:
    """Wait until what runs has ended; return how."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        progress = intake.progress(upload)
        if progress is None or not progress.is_running:
            assert progress
            return progress
        time.sleep(0.05)
    raise TimeoutError(str(intake.progress(upload)))


def checked(settings: Settings, upload: intake.Upload) -> intake.Found:
    """Check an upload and return what was found."""
    intake.check(settings, upload)
    progress = wait_for(upload)
    assert progress.ended == "checked", progress
    found = intake.found(upload)
    assert found
    return found


def published(
    settings: Settings, upload: intake.Upload, order: intake.Order | None = None
) -> intake.Progress:
    """Publish an upload and return how it ended."""
    intake.publish(settings, upload, order or intake.Order())
    return wait_for(upload)


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
