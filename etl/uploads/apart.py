"""Hands a check or a build over to a unit of its own, whose memory is not the dashboard's.

Who asks sends one message over a socket, the run's name with the upload's lock, and goes. The lock
is held from the first moment to the last: on its way it is the message's, then the process's that
systemd starts for it, however that ends.
"""

import json
import socket
from dataclasses import dataclass
from typing import Self

from etl.settings import Settings
from etl.uploads.progress import Run
from etl.uploads.store import NoUpload, Upload
from i18n.messages import message

_MOST_BYTES = 4096
_PATIENCE_SECONDS = 5.0
_RUNS: tuple[Run, ...] = ("check", "publish")


def handed_over(settings: Settings, run: Run, upload: Upload, lock: int) -> bool:
    """Hand a run over with its lock; False where there is no unit, or it does not listen."""
    if settings.intake_socket is None:
        return False
    told = json.dumps({"run": run, "upload": upload.folder.name}).encode()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as way:
        way.settimeout(_PATIENCE_SECONDS)
        try:
            way.connect(str(settings.intake_socket))
            socket.send_fds(way, [told], [lock])
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class Handed:
    """A run that was handed over; its lock is held as long as this process lives."""

    run: Run
    upload: str
    lock: int

    @classmethod
    def over(cls, handle: int) -> Self:
        """Take the run that comes over an open connection. Raises NoUpload where none does."""
        with socket.socket(fileno=handle) as way:
            way.settimeout(_PATIENCE_SECONDS)
            try:
                told, locks, *_ = socket.recv_fds(way, _MOST_BYTES, 1)
                facts = json.loads(told)
                return cls(_RUNS[_RUNS.index(facts["run"])], str(facts["upload"]), locks[0])
            except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
                raise NoUpload(message("intake.no_upload")) from error
