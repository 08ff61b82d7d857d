"""What happens on the machine of `machine`: units fail, are mended, check uploads. Run inside it.

What came of it is written as JSON to the folder that is the argument.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from etl.uploads import landing, service
from etl.warehouse import editions
from tests.deploy.machine import ENDED, USER, WHERE
from tests.etl.uploads.handing import csv_bytes, hand, wait_for
from tests.party import Party, member
from tests.reports.delivery.delivery_servers import Mailbox, mail_server

DATA = Path("/var/lib/pakthong")
SOCKET = Path("/run/pakthong/intake.socket")
OWN_GROUP = Path("/proc/self/cgroup")
HURRIED = {
    "pakthong-report.service": "TimeoutStartSec=200ms",
    "pakthong@.service": "RestartSec=0.1",
}
"""What a unit is told besides, so that its end comes soon."""


def main(out: Path) -> None:
    """Drive, and say that it has ended whatever came of it."""
    try:
        with mail_server(Mailbox()) as mailbox:
            (out / "found.json").write_text(json.dumps(driven(mailbox)))
    finally:
        (out / ENDED).touch()


def driven(mailbox: Mailbox) -> dict[str, object]:
    """Return what units did and which mails came."""
    party = Party(DATA)
    party.write_list(
        "delivery.toml",
        f'[smtp]\nhost = "127.0.0.1"\nport = {mailbox.port}\nsecurity = "none"',
        'from = "server@example.org"\n[alarms]\nemail = ["operator@example.org"]',
    )
    party.drop("members/members_2566-10-22.csv", "เลขที่สมาชิก\n1\n")
    found: dict[str, object] = {"failed": start("pakthong-build")}
    mails = [mail_of(mailbox)]
    # Once more: nobody is told again.
    start("pakthong-build")
    party.members("2566-10-22", *[member(str(n)) for n in range(30)])
    found["built"] = start("pakthong-build")
    mails.append(mail_of(mailbox))
    found["backed_up"] = start("pakthong-backup")
    found["backups"] = sorted(path.name for path in Path("/var/backups/pakthong").iterdir())
    found["watched"] = start("pakthong-watch")
    mails.append(mail_of(mailbox))
    hurry()
    found["reported"] = start("pakthong-report")
    mails.append(mail_of(mailbox))
    # There is no secrets.toml: it ends as often as it is started.
    start("pakthong@8501")
    mails.append(mail_of(mailbox))
    _wait(lambda: state_of("pakthong@8501") == "failed")
    found["left"] = len(mailbox.taken)
    found["mails"] = mails
    found |= uploaded()
    return found


def hurry() -> None:
    """Let units that fail do so soon."""
    for unit, line in HURRIED.items():
        folder = Path(WHERE) / "units" / f"{unit}.d"
        folder.mkdir()
        (folder / "hurried.conf").write_text(f"[Service]\n{line}\n")
    subprocess.run(["systemctl", "daemon-reload"], check=True)


def state_of(unit: str) -> str:
    """Return what systemd says of a unit: active, activating, failed."""
    command = ["systemctl", "is-active", unit]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def start(unit: str) -> int:
    """Start a unit as whoever runs it would, and return what systemctl did."""
    subprocess.run(["chown", "--recursive", f"{USER}:{USER}", str(DATA)], check=True)
    return subprocess.run(["systemctl", "start", unit]).returncode


def mail_of(mailbox: Mailbox) -> str:
    """Return the next mail once it has come."""
    _wait(lambda: bool(mailbox.taken))
    body = mailbox.taken.pop(0).get_body()
    assert body is not None
    return str(body.get_content())


def uploaded() -> dict[str, object]:
    """Have an upload checked as the dashboard's user does; return where, and how it ended."""
    start("pakthong-intake.socket")
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setgid(USER)
        os.setuid(USER)
        os.write(writing, json.dumps(_checked()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        return dict(json.loads(told.read()))


def _checked() -> dict[str, object]:
    party = Party(DATA, intake_socket=SOCKET)
    rows = [member(str(n)) for n in range(31)]
    upload = hand(party, {"members_2566-10-29.csv": csv_bytes(rows)})
    account = upload.folder / "progress.jsonl"
    with editions.build_lock(landing.folder_of(party)):
        service.check(party, upload)
        _wait(lambda: '"process"' in account.read_text())
        lines = [json.loads(line) for line in account.read_text().splitlines()]
        process = next(line["process"] for line in lines if "process" in line)
        group = Path(f"/proc/{process}/cgroup").read_text()
    return {"group": group, "own_group": OWN_GROUP.read_text(), "ending": wait_for(upload).ending}


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
