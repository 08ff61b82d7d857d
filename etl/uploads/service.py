"""How do files handed in through a page become exports? Kept apart, checked, then published.

The one door of etl through which a page adds data. What reads the files and builds runs in a
process of its own (`python -m etl intake`): a page never holds the build's memory or Python's lock,
a build that is killed takes no session with it, and who closes the browser finds it further on.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from etl import safe_files
from etl.sample import write
from etl.settings import SHIPPED, Settings
from etl.uploads import check_result, landing
from etl.uploads import progress as intake_told
from etl.uploads.check_result import Figures, Found, rejects
from etl.uploads.names import Named, kinds, lacks_day, recognise, safe_name
from etl.uploads.progress import Progress, Run, progress, stop
from etl.uploads.store import (
    MOST_FILES,
    File,
    Handed,
    NotTaken,
    NoUpload,
    Upload,
    look,
    replaces,
    take,
    uploads_of,
)
from etl.warehouse import editions
from i18n.messages import UserError, message

__all__ = [
    "MOST_FILES",
    "Figures",
    "File",
    "Found",
    "Handed",
    "Named",
    "NoUpload",
    "NotTaken",
    "Order",
    "Progress",
    "Upload",
    "check",
    "discard",
    "found",
    "kinds",
    "lacks_day",
    "look",
    "progress",
    "publish",
    "recognise",
    "rejects",
    "replaces",
    "safe_name",
    "sample_files",
    "stop",
    "take",
    "tend",
    "uploads_of",
]

_ORDER = "order.json"


class StillRunning(UserError):
    """A check or a build of this upload has not ended."""


@dataclass(frozen=True)
class Order:
    """What somebody said yes to: as --accept-drop and --skip-refused, and that exports of the same
    name are replaced."""

    accept: bool = False
    skip_refused: bool = False
    replace: tuple[str, ...] = ()


def check(settings: Settings, upload: Upload) -> None:
    """Start a check of the upload; `progress` tells how far it is, `found` what came of it."""
    _start(settings, upload, "check")


def publish(settings: Settings, upload: Upload, order: Order) -> None:
    """Start a build with the upload, which publishes if every guard lets it."""
    safe_files.write_whole(upload.folder / _ORDER, json.dumps(asdict(order), ensure_ascii=False))
    _start(settings, upload, "publish")


def order_of(upload: Upload) -> Order:
    """Return what was said yes to."""
    told = json.loads((upload.folder / _ORDER).read_text(encoding="utf-8"))
    return Order(told["accept"], told["skip_refused"], tuple(told["replace"]))


def found(upload: Upload) -> Found | None:
    """Return what the last check found; None before one has ended."""
    return check_result.read(upload)


def discard(upload: Upload) -> None:
    """Stop what runs, and remove the upload: at once, or when what runs has heard of it."""
    stop(upload)
    if not landing.remove(upload.folder):
        threading.Thread(target=_remove_later, args=(upload,), daemon=True).start()


def _remove_later(upload: Upload) -> None:
    for _ in range(600):
        if landing.remove(upload.folder):
            return
        threading.Event().wait(0.5)


def tend(settings: Settings) -> None:
    """Remove what nobody published within a day, and finish what a killed build left half done."""
    landing.sweep(settings)
    if landing.under_way(settings):
        # Whoever builds now does it, or has it under way.
        with contextlib.suppress(editions.BuildBusy), editions.build_lock(settings.warehouse):
            landing.tidy(settings)


def sample_files(settings: Settings) -> int:
    """Return how many of the exports are the sample's."""
    return len(write.files_of(settings.exports))


def _start(settings: Settings, upload: Upload, run: Run) -> None:
    with landing.running(upload.folder) as handle:
        if handle is None:
            raise StillRunning(message("intake.still_running"))
        intake_told.begin(upload, run)
        process = subprocess.Popen(
            [sys.executable, "-m", "etl", "intake", run, upload.folder.name],
            cwd=SHIPPED,
            env=_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # The lock of the upload goes along: it is held until the process ends, however it does.
            pass_fds=(handle,),
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()


def _environment(settings: Settings) -> Mapping[str, str]:
    own = {"PAKTHONG_DATA": str(settings.data)}
    if settings.secret_file:
        own["PAKTHONG_SECRET_FILE"] = str(settings.secret_file)
    return {**os.environ, **own}
