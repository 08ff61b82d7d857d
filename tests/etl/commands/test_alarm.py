"""Do those who look after the server hear once what is not well, and once that it is again?"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Self

import pytest

from etl import safe_files
from etl.audit import log
from etl.commands.alarms import alarm, watching
from i18n.dates import today
from tests.browser import free_port
from tests.conftest import ROOT, Say
from tests.damages import cut
from tests.party import Party, event, member
from tests.reports.delivery.delivery_servers import (
    TOKEN,
    Chat,
    Mailbox,
    line_server,
    mail_server,
)
from tests.slow import these

OPERATOR, OTHER = "operator@example.org", "second@example.org"
GROUP = f"C{'0' * 31}7"


@dataclass(frozen=True)
class Watch:
    """A party whose operators hear alarms by mail and LINE."""

    party: Party
    mailbox: Mailbox
    chat: Chat
    say: Say

    def configure(
        self,
        email: tuple[str, ...] = (OPERATOR,),
        line: tuple[str, ...] = (GROUP,),
        seconds: float = 5,
        port: int | None = None,
    ) -> None:
        waits = f"timeout_seconds = {seconds}\nretry_seconds = 0.01"
        self.party.write_list(
            "delivery.toml",
            f'[smtp]\nhost = "127.0.0.1"\nport = {port or self.mailbox.port}\nsecurity = "none"',
            f'from = "server@example.org"\n{waits}',
            f'[line]\nendpoint = "{self.chat.endpoint}"\n{waits}',
            f"[alarms]\nemail = {json.dumps(email)}\nline = {json.dumps(line)}",
        )

    def mails(self) -> list[str]:
        """The bodies taken since the last look."""
        bodies = []
        for mail in self.mailbox.taken:
            body = mail.get_body()
            assert body is not None
            bodies.append(body.get_content().replace("\r\n", "\n"))
        self.mailbox.taken.clear()
        return bodies

    @property
    def state(self) -> Path:
        return self.party.data / "delivery" / "alarms.json"


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say) -> Iterator[Watch]:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PAKTHONG_LINE_TOKEN", TOKEN)
    monkeypatch.delenv("MONITOR_SERVICE_RESULT", raising=False)
    monkeypatch.setenv("INVOCATION_ID", "0" * 32)
    party = Party(tmp_path / "data")
    party.data.mkdir(mode=0o700)
    with mail_server(Mailbox()) as mailbox, line_server(Chat()) as chat:
        watch = Watch(party, mailbox, chat, say)
        watch.configure()
        yield watch


def clock(ahead: timedelta) -> type[datetime]:
    """The machine's clock, so much later."""

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + ahead

    return Later


def members_of(party: Party, day: date) -> str:
    """Publish a list of forty members of a day."""
    party.members(f"{day.year + 543}-{day:%m-%d}", *[member(f"M{n}") for n in range(40)])
    return party.publish()


def test_a_service_that_failed_is_told_once_in_both_languages_by_every_channel(
    watch: Watch,
) -> None:
    assert "Alarms sent: 2 · not sent: 0" in watch.say("alarm", "pakthong-build.service")
    (mail,) = watch.mailbox.taken
    assert watch.mailbox.to == [OPERATOR]
    assert mail["Subject"] == "ปักธงแจ้งเตือน · Pakthong: something is not well"
    assert not list(mail.iter_attachments())
    (body,) = watch.mails()
    assert "การสร้างข้อมูลชุดใหม่ไม่สำเร็จ (จบด้วยข้อผิดพลาด)" in body
    assert "Building a new edition failed (it ended with an error)" in body
    assert "journalctl --unit pakthong-build" in body
    (push,) = watch.chat.taken
    assert push["to"] == GROUP
    assert push["messages"][0]["text"] in body
    for _ in range(3):
        assert "Alarms sent: 0 · not sent: 0" in watch.say("alarm", "pakthong-build.service")
    assert not watch.mailbox.taken
    assert len(watch.chat.requests) == 1


def test_where_there_is_no_systemd_nobody_is_sent_to_its_journal(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.configure(line=())
    monkeypatch.delenv("INVOCATION_ID")
    watch.say("alarm", "pakthong-build")
    (body,) = watch.mails()
    assert "The service's log on the server says why." in body
    assert "journalctl" not in body


def test_it_is_told_again_after_a_week_or_when_it_ends_in_another_way(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.configure(line=())
    watch.say("alarm", "pakthong-build")
    assert len(watch.mails()) == 1
    for days, mails in ((6, 0), (7, 1), (8, 0), (13, 0), (14, 1)):
        monkeypatch.setattr(alarm, "datetime", clock(timedelta(days=days, minutes=1)))
        watch.say("alarm", "pakthong-build")
        assert len(watch.mails()) == mails, days
    monkeypatch.setenv("MONITOR_SERVICE_RESULT", "oom-kill")
    watch.say("alarm", "pakthong-build")
    (body,) = watch.mails()
    assert "it ran out of memory" in body


def test_well_again_is_told_once_and_only_of_what_was_told(watch: Watch) -> None:
    watch.configure(line=())
    assert watch.say("alarm", "pakthong-send", "--well") == ""
    watch.say("alarm", "pakthong-send")
    watch.say("alarm", "pakthong-backup", "--well")
    assert len(watch.mails()) == 1
    watch.say("alarm", "pakthong-send", "--well")
    (body,) = watch.mails()
    assert body.startswith("ปักธง: เรียบร้อยแล้ว · Pakthong: well again")
    assert "Sending the report's digest: this works again." in body
    watch.say("alarm", "pakthong-send", "--well")
    assert not watch.mails()
    assert json.loads(watch.state.read_text(encoding="utf-8")) == {}
    watch.say("alarm", "pakthong-send")
    assert len(watch.mails()) == 1


def test_what_one_channel_did_not_take_goes_with_the_next_run_and_nothing_twice(
    watch: Watch,
) -> None:
    port = free_port()
    watch.configure(email=(OPERATOR, OTHER), port=port)
    output = watch.say("alarm", "pakthong-report", code=1)
    assert "Alarms sent: 1 · not sent: 2" in output
    assert OPERATOR not in output
    with mail_server(Mailbox(), port) as mailbox:
        # A run about something else brings what was left behind as well.
        watch.say("alarm", "pakthong-backup")
        assert sorted(mailbox.to) == sorted([OPERATOR, OTHER] * 2)
    assert len(watch.chat.taken) == 2


def test_without_a_secret_the_other_channel_still_goes(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAKTHONG_LINE_TOKEN")
    output = watch.say("alarm", "pakthong-build", code=1)
    assert "PAKTHONG_LINE_TOKEN is not set" in output
    assert len(watch.mails()) == 1


def test_each_alarm_is_in_the_record_without_an_address(watch: Watch) -> None:
    watch.say("alarm", "pakthong-build")
    lines = [(each.action, each.what) for each in log.read(watch.party).entries]
    assert lines == [
        ("alarm_sent", f"unit pakthong-build · {channel} · operators")
        for channel in ("mail", "line")
    ]
    kept = b"".join(path.read_bytes() for path in watch.state.parent.iterdir())
    assert OPERATOR.encode() not in kept and GROUP.encode() not in kept
    assert {path.stat().st_mode & 0o077 for path in watch.state.parent.iterdir()} == {0}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "has no table [alarms] to say who hears alarms"),
        ("[alarms]", "an address in email or line is needed"),
        ('[alarms]\nemail = ["nobody"]', "“nobody” is no e-mail address"),
        ('[alarms]\nemail = ["a@example.org"]', "there are addresses, but no table [smtp]"),
        (f'[alarms]\nline = ["{GROUP}"]\nagain_days = 0', "must be a number from 1 to 365"),
        (f'[alarms]\nline = ["{GROUP}"]\nname = "x"', "there is no such field"),
        ("alarms = 1", "there is no such field"),
    ],
)
def test_a_setting_that_names_nobody_is_said_in_a_sentence(
    table: str, said: str, watch: Watch
) -> None:
    watch.party.write_list("delivery.toml", table)
    assert said in watch.say("alarm", "pakthong-build", code=1)
    (watch.party.data / "delivery.toml").unlink()
    assert "to say whom to send to" in watch.say("alarm", "pakthong-build", code=1)


def test_a_slip_among_the_recipients_of_reports_silences_no_alarm(watch: Watch) -> None:
    path = watch.party.data / "delivery.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[recipients]]\nscope = "nowhere"\n')
    watch.say("alarm", "pakthong-build")
    assert len(watch.mails()) == 1


@pytest.mark.parametrize("unit", ["a\nBcc: x@example.org", "../../etc", "", "x" * 200, "-rf"])
def test_what_is_no_service_s_name_goes_nowhere(unit: str, watch: Watch) -> None:
    assert "no name of a service" in watch.say("alarm", "--", unit, code=1)
    assert not watch.mails()


def test_overdue_exports_are_told_by_kind_and_anew_when_that_changes(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.configure(line=())
    party = watch.party
    party.events("2566-10-22", event("G1"))
    members_of(party, today() - timedelta(days=8))
    watch.say("alarm")
    (body,) = watch.mails()
    assert "members of " in body and "8 days ago (due every 7 days)" in body
    assert "events of 22 Oct 2023" in body and "ไฟล์ส่งออกเก่าเกินกำหนด" in body
    assert "40" not in body
    # Another day is no news.
    tomorrow = today() + timedelta(days=1)
    with monkeypatch.context() as later:
        later.setattr(watching, "today", lambda: tomorrow)
        watch.say("alarm")
    assert not watch.mails()
    members_of(party, today())
    watch.say("alarm")
    (body,) = watch.mails()
    assert "members of " not in body and "events of 22 Oct 2023" in body
    party.write_list(
        "rules.toml", '[[rules]]\nname = "rhythm_events"\nvalue = 0\nfrom = 2023-01-01'
    )
    party.publish()
    watch.say("alarm")
    (body,) = watch.mails()
    assert "No export is overdue any more." in body
    watch.say("alarm")
    assert not watch.mails()


def test_damage_is_told_without_its_place_and_again_when_it_is_mended(watch: Watch) -> None:
    watch.configure(line=())
    members_of(watch.party, today() - timedelta(days=1))
    members_of(watch.party, today())
    damaged = watch.party.edition
    cut(watch.party.public)
    watch.say("alarm")
    (body,) = watch.mails()
    assert "Of what is kept, not well: Editions." in body
    assert str(watch.party.data) not in body and damaged not in body
    watch.say("alarm")
    assert not watch.mails()
    watch.say("build")
    shutil.rmtree(watch.party.warehouse / damaged)
    watch.say("alarm")
    (body,) = watch.mails()
    assert "All that is kept is well again." in body


def test_a_dashboard_is_well_again_once_its_port_answers(watch: Watch) -> None:
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/_stcore/health" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    watch.configure(line=())
    members_of(watch.party, today())
    port = free_port()
    watch.say("alarm", f"pakthong@{port}")
    watch.say("alarm")
    (body,) = watch.mails()
    assert "Serving the dashboard failed" in body
    server = HTTPServer(("127.0.0.1", port), Healthy)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        watch.say("alarm")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (body,) = watch.mails()
    assert "Serving the dashboard: this works again." in body


@pytest.mark.parametrize("channel", these((0,), ["mail", "line"]))
def test_killed_between_sending_and_noting_the_next_run_says_the_same_message(
    channel: str, watch: Watch
) -> None:
    """LINE takes it once; a mail may come twice, and has the one Message-ID by which programs
    show it once."""
    handed: list[bytes] = []

    def slow(_: object) -> str:
        handed.append(b"")
        time.sleep(0 if len(handed) > 1 else 3)
        return "250 OK"

    is_mail = channel == "mail"
    watch.configure(
        email=(OPERATOR,) if is_mail else (), line=() if is_mail else (GROUP,), seconds=60
    )
    watch.mailbox.answer, watch.chat.slow_seconds = slow, 60
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", "alarm", "pakthong-build"],
        cwd=ROOT,
        env={**os.environ},
        stdout=subprocess.DEVNULL,
    )
    while not (handed or watch.chat.taken):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert "Alarms sent: 1 · not sent: 0" in watch.say("alarm", "pakthong-build")
    assert "Alarms sent: 0 · not sent: 0" in watch.say("alarm", "pakthong-build")
    if is_mail:
        while len(watch.mailbox.taken) < 2:  # the first, which the server took all the same
            time.sleep(0.02)
        assert len({mail["Message-ID"] for mail in watch.mailbox.taken}) == 1
        assert len({mail["Date"] for mail in watch.mailbox.taken}) == 1
    else:
        assert len(watch.chat.taken) == 1
        assert len({headers["x-line-retry-key"] for headers, _ in watch.chat.requests}) == 1


def test_on_a_full_disk_it_goes_all_the_same_and_is_one_message_a_day(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of the process on what it may write stands for the full disk."""
    watch.configure(line=())
    script = (
        "import resource, signal, sys\n"
        "from etl.__main__ import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "sys.exit(main(['alarm', 'pakthong-build']))\n"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "What was told could not be noted" in done.stdout
        assert "could not be noted in the record" in done.stdout
    assert len(watch.mailbox.taken) == 2
    assert len({mail["Message-ID"] for mail in watch.mailbox.taken}) == 1


@pytest.mark.parametrize("name", ["alarms.json", "alarms.jsonl"])
@pytest.mark.parametrize("content", [b"\xff\x00", b"[1]\n", b'{"a": {}}\n'])
def test_notes_that_are_damaged_silence_nothing_and_heal(
    name: str, content: bytes, watch: Watch
) -> None:
    watch.configure(line=())
    watch.say("alarm", "pakthong-build")
    (watch.state.parent / name).write_bytes(content + b"\n")
    watch.say("alarm", "pakthong-build")
    assert 1 <= len(watch.mails()) <= 2
    watch.say("alarm", "pakthong-build")
    assert not watch.mails()


def test_files_of_another_version_and_a_broken_record_silence_nothing(watch: Watch) -> None:
    watch.configure(line=())
    safe_files.write_whole(watch.party.data / "VERSION", "99.0.0\n")
    (watch.party.data / "audit").write_bytes(b"not a folder")
    output = watch.say("alarm", "pakthong-build")
    assert "could not be noted in the record" in output
    assert len(watch.mails()) == 1


@pytest.mark.slow
def test_two_that_fail_at_once_are_both_told(watch: Watch) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "etl", "alarm", f"pakthong-{name}"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        for name in ("build", "backup", "report")
    ]
    assert [each.wait(120) for each in running] == [0, 0, 0]
    assert len(watch.mails()) == len(watch.chat.taken) == 3
