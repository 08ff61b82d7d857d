"""What does a test need to hand files in as a page does? Real bytes, the real process beside it."""

import io
import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from etl.uploads import check_result, progress, service, store
from tests.party import Party, csv_text

WHO = "mali@example.org"


def csv_bytes(rows: Iterable[Mapping[str, str]], encoding: str = "utf-8") -> bytes:
    """Return an export of those rows in that encoding."""
    return csv_text(rows).encode(encoding)


def hand(
    party: Party,
    files: Mapping[str, bytes],
    *,
    who: str = WHO,
    kind: str | None = None,
    day: date | None = None,
    without_sample: bool = False,
    noted: list[str] | None = None,
) -> store.Upload:
    """Hand files in, as the page does."""
    return store.receive(
        party,
        [
            store.ReceivedFile(name, io.BytesIO(content), len(content), kind, day)
            for name, content in files.items()
        ],
        owner=who,
        note=(noted if noted is not None else []).append,
        most_bytes=300 << 20,
        without_sample=without_sample,
    )


def wait_for(upload: store.Upload, seconds: float = 90) -> progress.Progress:
    """Wait until what runs has ended; return how."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = progress.read(upload)
        if now is None or not now.is_running:
            assert now
            return now
        time.sleep(0.05)
    raise TimeoutError(str(progress.read(upload)))


def checked(party: Party, upload: store.Upload) -> check_result.CheckResult:
    """Check an upload and return what was found."""
    service.check(party, upload)
    progress = wait_for(upload)
    assert progress.ending == "checked", progress
    found = check_result.read(upload)
    assert found
    return found


def published(
    party: Party, upload: store.Upload, order: service.Order | None = None
) -> progress.Progress:
    """Publish an upload and return how it ended."""
    service.publish(party, upload, order or service.Order())
    return wait_for(upload)


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
