"""Takes files uploaded through a page, checks them apart from the exports, and publishes them.

The one part of etl through which a page adds data. Reading and building runs in a process of its
own (`python -m etl intake`): a page never holds the build's memory or Python's lock, a build that
is killed ends no session, and who closes the browser finds it further on. Where a unit of its own
listens for it the process is that unit's, and its memory too; elsewhere it is a child of this one.
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
from etl.uploads import landing
from etl.uploads.apart import handed_over
from etl.uploads.progress import Run, begin, stop
from etl.uploads.store import Upload
from etl.warehouse import editions
from i18n.messages import UserError, message

_ORDER = "order.json"


class StillRunning(UserError):
    """A check or a build of this upload has not ended."""


@dataclass(frozen=True)
class Order:
    """What somebody confirmed: the questions answered with yes, as --accept does, that files are
    left out, as --skip-refused, and that exports of the same name are replaced."""

    accept: tuple[str, ...] = ()
    skip_refused: bool = False
    replace: tuple[str, ...] = ()


def check(settings: Settings, upload: Upload) -> None:
    """Start a check: `progress.read` tells how far it is, `check_result.read` what came of it."""
    _start(settings, upload, "check")


def publish(settings: Settings, upload: Upload, order: Order) -> None:
    """Start a build with the upload, which publishes if every guard lets it."""
    safe_files.write_whole(upload.folder / _ORDER, json.dumps(asdict(order), ensure_ascii=False))
    _start(settings, upload, "publish")


def order_of(upload: Upload) -> Order:
    """Return what was confirmed."""
    facts = json.loads((upload.folder / _ORDER).read_text(encoding="utf-8"))
    return Order(tuple(facts["accept"]), facts["skip_refused"], tuple(facts["replace"]))


def discard(upload: Upload) -> None:
    """Stop a running check or build and remove the upload, at once or when that has stopped."""
    stop(upload)
    if not landing.remove(upload.folder):
        threading.Thread(target=_remove_later, args=(upload,), daemon=True).start()


def _remove_later(upload: Upload) -> None:
    for _ in range(600):
        if landing.remove(upload.folder):
            return
        threading.Event().wait(0.5)


def tend(settings: Settings) -> None:
    """Remove uploads older than a day, and finish what a killed build left half done."""
    landing.sweep(settings)
    if landing.landing_uploads(settings):
        # Whoever builds now does it, or has it under way.
        with contextlib.suppress(editions.BuildBusy), editions.build_lock(settings.warehouse):
            landing.tidy(settings)


def sample_files(settings: Settings) -> int:
    """Return how many of the exports are the sample's."""
    return len(write.files_of(settings.exports))


def _start(settings: Settings, upload: Upload, run: Run) -> None:
    with landing.run_lock(upload.folder) as handle:
        if handle is None:
            raise StillRunning(message("intake.still_running"))
        begin(upload, run)
        if handed_over(settings, run, upload, handle):
            return
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
