"""Does `send` reach everybody once, through real servers, whatever those do?"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from etl.__main__ import main
from etl.settings import Settings
from reports.delivery import line as delivery_line
from reports.delivery import outbox
from reports.delivery.outbox import LastWord
from tests.conftest import ROOT
from tests.etl.exports import (
    CANDIDATE,
    election,
    member,
    publish,
    write_candidates,
    write_elections,
    write_members,
)
from tests.reports.delivery.delivery_servers import (
    TOKEN,
    Chat,
    Mailbox,
    free_port,
    line_server,
    mail_server,
)
from tests.slow import unless

PASSWORD = "password-of-nobody"
GROUP, USER = f"C{'0' * 31}1", f"U{'0' * 31}2"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A party of 40 members in Chiang Mai, three of them in an amphoe of their own."""
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PAKTHONG_LINE_TOKEN", TOKEN)
    monkeypatch.delenv("PAKTHONG_SMTP_PASSWORD", raising=False)
    settings = Settings(data=tmp_path / "data")
    write_members(settings, "2566-09-30", [member(f"M{n}") for n in range(30)])
    write_members(settings, "2566-10-22", [member(f"M{n}") for n in range(40)])
    write_elections(settings, "2566-10-22", [election("E1", term_from="30/09/2566")])
    publish(settings)
    return settings


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def chat() -> Iterator[Chat]:
    with line_server(Chat()) as chat:
        yield chat


Configure = Callable[..., None]


@pytest.fixture
def configure(settings: Settings, mailbox: Mailbox, chat: Chat) -> Configure:
    """Write `delivery.toml`: the country by mail, the province by LINE, unless told otherwise."""

    def write(
        email: tuple[str, ...] = ("head@example.org",),
        line: tuple[str, ...] = (GROUP,),
        smtp: str = "",
        seconds: float = 5,
    ) -> None:
        waits = f"timeout_seconds = {seconds}\nretry_seconds = 0.01\n"
        server = smtp or f'port = {mailbox.port}\nsecurity = "none"'
        (settings.data / "delivery.toml").write_text(
            f'[smtp]\nhost = "127.0.0.1"\n{server}\nfrom = "reports@example.org"\n{waits}'
            f'[line]\nendpoint = "{chat.endpoint}"\n{waits}'
            '[[recipients]]\nname = "Head office"\nlanguage = "en"\nscope = "country"\n'
            f"email = {json.dumps(email)}\n"
            + (
                '[[recipients]]\nname = "เชียงใหม่"\nlanguage = "th"\nscope = "province:50"\n'
                f"line = {json.dumps(line)}\n"
                if line
                else ""
            ),
            encoding="utf-8",
        )

    write()
    return write


def send(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["send", "--month", "2566-10", *arguments])
    output = capsys.readouterr().out
    assert TOKEN not in output
    assert PASSWORD not in output
    return code, output


def log(settings: Settings) -> list[dict[str, Any]]:
    path = settings.data / "delivery" / "outbox.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def age_log(settings: Settings, hours: int) -> None:
    """Make everything in the log that many hours older."""
    path = settings.data / "delivery" / "outbox.jsonl"
    aged = [
        {**step, "at": (datetime.fromisoformat(step["at"]) - timedelta(hours=hours)).isoformat()}
        for step in log(settings)
    ]
    path.write_text("".join(json.dumps(step) + "\n" for step in aged), encoding="utf-8")


def test_the_whole_goes_by_mail_with_its_pdf_and_a_province_by_line(
    settings: Settings,
    configure: Configure,
    mailbox: Mailbox,
    chat: Chat,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, output = send(capsys)
    assert code == 0, output
    assert "Sent: 2" in output
    (mail,) = mailbox.taken
    assert mailbox.to == ["head@example.org"]
    assert "Oct 2023" in mail["Subject"]
    assert "whole country" in mail["Subject"].lower()
    body, pdf = mail.get_body(), next(mail.iter_attachments())
    assert body is not None
    assert "40 members" in body.get_content()
    assert pdf.get_filename() == "pakthong_2023-10_en.pdf"
    assert pdf.get_content().startswith(b"%PDF")
    (push,) = chat.taken
    assert push["to"] == GROUP
    assert "เชียงใหม่" in push["messages"][0]["text"]
    path = settings.data / "delivery" / "outbox.jsonl"
    assert path.stat().st_mode & 0o077 == 0
    assert [step["state"] for step in log(settings)] == ["sending", "sent"] * 2
    assert "example.org" not in path.read_text(encoding="utf-8")
    assert GROUP not in path.read_text(encoding="utf-8")


def test_a_thai_mail_keeps_its_letters(
    settings: Settings, configure: Configure, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(line=())
    path = settings.data / "delivery.toml"
    path.write_text(path.read_text().replace('language = "en"', 'language = "th"'))
    send(capsys)
    (mail,) = mailbox.taken
    body = mail.get_body()
    assert body is not None
    assert mail["Subject"].startswith("รายงานประจำเดือน ต.ค. 2566")
    assert "อำเภอ" in body.get_content()


def test_the_same_digest_goes_once_and_a_new_figure_goes_again(
    settings: Settings,
    configure: Configure,
    mailbox: Mailbox,
    chat: Chat,
    capsys: pytest.CaptureFixture[str],
) -> None:
    send(capsys)
    code, output = send(capsys)
    assert code == 0
    assert "Sent: 0 · sent before: 2" in output
    # The same figures built anew are no news, though the moment they are known on has changed.
    write_candidates(settings, "2566-10-22", [CANDIDATE])
    publish(settings)
    assert "Sent: 0 · sent before: 2" in send(capsys)[1]
    write_members(settings, "2566-10-25", [member(f"M{n}") for n in range(47)])
    publish(settings)
    assert "Sent: 2 · sent before: 0" in send(capsys)[1]
    assert len(mailbox.taken) == len(chat.taken) == 2


def test_a_dry_run_shows_everything_and_sends_nothing(
    settings: Settings,
    configure: Configure,
    mailbox: Mailbox,
    chat: Chat,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PAKTHONG_LINE_TOKEN")
    configure(email=("head@example.org", "staff@example.org"))
    code, output = send(capsys, "--dry-run")
    assert code == 0
    assert "e-mail to Head office, to be sent: head@example.org, staff@example.org" in output
    assert f"LINE to เชียงใหม่, to be sent: {GROUP}" in output
    assert "Attached: pakthong_2023-10_en.pdf" in output
    assert "40 members" in output
    assert not mailbox.taken
    assert not chat.requests
    assert not (settings.data / "delivery").exists()
    monkeypatch.setenv("PAKTHONG_LINE_TOKEN", TOKEN)
    send(capsys)
    assert "sent before, not to be sent again: head@example.org" in send(capsys, "--dry-run")[1]


def test_only_those_named_are_sent_to(
    configure: Configure, mailbox: Mailbox, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(capsys, "--only", "เชียงใหม่")[0] == 0
    assert (len(mailbox.taken), len(chat.taken)) == (0, 1)
    code, output = send(capsys, "--only", "Chiang Rai")
    assert code == 1
    assert "There is no recipient “Chiang Rai”. There are Head office, เชียงใหม่" in output


@pytest.mark.parametrize("field", ["--month", "--week", "--as-of", "--only"])
def test_an_empty_word_is_never_everything(
    field: str,
    configure: Configure,
    mailbox: Mailbox,
    chat: Chat,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["send", field, ""]) == 1
    assert "“”" in capsys.readouterr().out
    assert (len(mailbox.taken), len(chat.taken)) == (0, 0)


@pytest.mark.slow
def test_a_server_that_is_down_loses_nothing_and_the_next_run_sends_it(
    settings: Settings, configure: Configure, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    addresses = ("head@example.org", "staff@example.org")
    configure(email=addresses, smtp=f'port = {port}\nsecurity = "none"')
    code, output = send(capsys)
    assert code == 1
    assert "Head office (address 1 of 2) was not sent: the server could not be reached" in output
    assert "Head office (address 2 of 2) was not sent: not tried" in output
    assert "Sent: 1 · sent before: 0 · not sent: 2 · not known: 0" in output
    assert "head@example.org" not in output
    with mail_server(Mailbox(), port) as mailbox:
        assert "Sent: 2 · sent before: 1" in send(capsys)[1]
        assert mailbox.to == list(addresses)
    assert len(chat.taken) == 1


def test_a_line_that_is_down_is_not_unsure(
    settings: Settings, configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    path = settings.data / "delivery.toml"
    content = path.read_text(encoding="utf-8")
    start = content.index("http://127.0.0.1:") + len("http://127.0.0.1:")
    path.write_text(content[:start] + str(port) + content[content.index("/v2") :], encoding="utf-8")
    code, output = send(capsys)
    assert code == 1
    assert "LINE to เชียงใหม่ (address 1 of 1) was not sent: the server could not be rea" in output
    assert log(settings)[-1]["state"] == "unsent"


def test_a_slow_line_gets_the_same_retry_key_and_one_message(
    configure: Configure, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(seconds=0.5)
    chat.slow_seconds = 3
    code, _ = send(capsys, "--only", "เชียงใหม่")
    assert code == 0
    assert len(chat.taken) == 1
    assert len(chat.requests) == 2
    assert len({headers["x-line-retry-key"] for headers, _ in chat.requests}) == 1


def test_too_many_requests_wait_as_long_as_line_says(
    configure: Configure, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    chat.answers = [(429, {"Retry-After": "1"}, {"message": "Too many requests"})]
    began = time.monotonic()
    assert send(capsys, "--only", "เชียงใหม่")[0] == 0
    assert time.monotonic() - began > 1
    assert len(chat.taken) == 1


def test_a_month_s_quota_that_is_used_up_is_told_and_the_rest_not_tried(
    settings: Settings, configure: Configure, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(line=(GROUP, USER))
    chat.answers = [(429, {}, {"message": "You have reached your monthly limit."})] * 4
    code, output = send(capsys, "--only", "เชียงใหม่")
    assert code == 1
    assert "the server answered 429 You have reached your monthly limit." in output
    assert "address 2 of 2) was not sent: not tried" in output
    assert len(chat.requests) == 4
    assert send(capsys, "--only", "เชียงใหม่")[0] == 0
    assert [push["to"] for push in chat.taken] == [GROUP, USER]


def test_a_token_that_is_refused_is_tried_once(
    configure: Configure,
    chat: Chat,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAKTHONG_LINE_TOKEN", "expired")
    code, output = send(capsys)
    assert code == 1
    assert "LINE refuses the token in PAKTHONG_LINE_TOKEN (401 Authentication failed.)" in output
    assert "Sent: 1" in output
    assert len(chat.requests) == 1


@pytest.mark.slow
def test_a_broken_line_is_asked_again_with_the_same_key_for_a_day(
    settings: Settings, configure: Configure, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    chat.answers = [(500, {}, {"message": "Internal"})] * 4
    code, output = send(capsys)
    assert code == 1
    assert "not known whether it was sent: LINE did not answer (500 Internal)" in output
    assert log(settings)[-1]["state"] == "sending"
    assert send(capsys)[0] == 0
    assert len(chat.requests) == 5
    assert len({headers["x-line-retry-key"] for headers, _ in chat.requests}) == 1


@pytest.mark.parametrize("hours", unless(lambda hours: hours == 30, [0, 30]))
def test_killed_between_sending_and_sent_nothing_goes_twice(
    hours: int,
    settings: Settings,
    configure: Configure,
    mailbox: Mailbox,
    chat: Chat,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(seconds=60)
    chat.slow_seconds = 60
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", "send", "--month", "2566-10"],
        cwd=ROOT,
        env={**os.environ, "PAKTHONG_DATA": str(settings.data)},
        stdout=subprocess.DEVNULL,
    )
    while not chat.taken:  # however long a busy machine takes to come so far
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(mailbox.taken) == 1
    assert log(settings)[-1]["state"] == "sending"
    age_log(settings, hours)
    configure()
    code, output = send(capsys)
    assert len(mailbox.taken) == 1
    assert len(chat.taken) == 1
    if not hours:
        # The log was written anew with the same moments, so the key is the same: LINE says 409.
        assert code == 0, output
        return
    assert code == 1
    assert "ask the recipient" in output
    assert len(chat.requests) == 1
    assert send(capsys, "--again-unsure")[0] == 0
    assert len(chat.taken) == 2


@pytest.mark.slow
def test_a_mail_server_that_takes_the_message_and_hangs_up_is_not_asked_again(
    settings: Settings, configure: Configure, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_over = []

    def slow(envelope: Envelope) -> str:
        handed_over.append(envelope)
        time.sleep(1.5)
        return "250 OK"

    mailbox.answer = slow
    configure(line=(), seconds=0.5)
    code, output = send(capsys)
    assert code == 1
    assert "not known whether it was sent: the mail server took the message and did not" in output
    assert len(handed_over) == 1
    code, output = send(capsys)
    assert code == 1
    assert "an earlier run stopped in the middle" in output
    assert len(handed_over) == 1
    mailbox.answer = lambda _: "250 OK"
    assert send(capsys, "--again-unsure")[0] == 0


def test_a_mail_server_that_says_not_now_is_asked_again(
    configure: Configure, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = ["451 later", "451 later", "250 OK"]
    mailbox.answer = lambda _: answers.pop(0)
    configure(line=())
    assert send(capsys)[0] == 0
    assert len(mailbox.taken) == 1


def test_a_mail_server_that_says_never_is_not(
    settings: Settings, configure: Configure, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    envelopes = []

    def never(envelope: Envelope) -> str:
        envelopes.append(envelope)
        return "554 no such thing"

    mailbox.answer = never
    configure(line=())
    code, output = send(capsys)
    assert code == 1
    assert "the server answered 554 no such thing" in output
    assert len(envelopes) == 1
    assert log(settings)[-1]["state"] == "unsent"


@pytest.mark.slow
def test_a_password_goes_only_where_it_is_asked_for(
    configure: Configure, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, login: LoginPassword
    ) -> AuthResult:
        # Not handled: the server gives the answer itself, 235 or 535.
        return AuthResult(success=login.password == PASSWORD.encode(), handled=False)

    with mail_server(
        Mailbox(), authenticator=check, auth_require_tls=False, auth_required=True
    ) as mailbox:
        smtp = f'port = {mailbox.port}\nsecurity = "none"\nuser = "reports"'
        configure(line=(), smtp=smtp)
        code, output = send(capsys)
        assert code == 1
        assert "PAKTHONG_SMTP_PASSWORD is not set" in output
        monkeypatch.setenv("PAKTHONG_SMTP_PASSWORD", "guess")
        code, output = send(capsys)
        assert code == 1
        assert "the mail server refuses the user or PAKTHONG_SMTP_PASSWORD (535" in output
        monkeypatch.setenv("PAKTHONG_SMTP_PASSWORD", PASSWORD)
        assert send(capsys)[0] == 0
        assert len(mailbox.taken) == 1


def test_nothing_goes_in_the_open_where_encryption_was_asked_for(
    configure: Configure, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(line=(), smtp=f'port = {mailbox.port}\nsecurity = "starttls"')
    code, output = send(capsys)
    assert code == 1
    assert "does not offer what was set" in output
    assert not mailbox.taken


def test_two_commands_do_not_send_at_once(
    settings: Settings, configure: Configure, capsys: pytest.CaptureFixture[str], chat: Chat
) -> None:
    with outbox.opened(outbox.path_in(settings.data)):
        code, output = send(capsys)
    assert code == 1
    assert "Another command is sending already" in output
    assert not chat.requests


@pytest.mark.slow
def test_a_log_cut_short_is_mended_and_a_log_that_is_none_stops_everything(
    settings: Settings, configure: Configure, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    send(capsys)
    path = settings.data / "delivery" / "outbox.jsonl"
    with path.open("a", encoding="utf-8") as out:
        out.write('{"at": "20')
    assert "sent before: 2" in send(capsys)[1]
    path.write_text("ส่งแล้วนะ\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    code, output = send(capsys)
    assert code == 1
    assert "Line 1 of the log outbox.jsonl cannot be read" in output
    assert len(chat.requests) == 1


def test_a_text_too_long_for_line_is_cut_at_a_line_and_says_so() -> None:
    digest = "\n".join(f"{n} {'😀' * 100}" for n in range(40))
    text = delivery_line.fit(digest, "en")
    assert len(text.encode("utf-16-le")) // 2 <= delivery_line.MOST_UNITS
    *kept, last = text.split("\n")
    assert kept == digest.split("\n")[: len(kept)]
    assert last == "… (too long for a message: the rest is in the report)"
    assert len(delivery_line.fit("ก" * 9000, "th").encode("utf-16-le")) // 2 <= 5000
    assert delivery_line.fit("สั้น\n", "th") == "สั้น"


def test_a_digest_tells_no_small_count_and_no_name(
    settings: Settings, configure: Configure, chat: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    few = [member(f"X{n}", province="ลำพูน", amphoe="ลี้") for n in range(3)]
    write_members(settings, "2566-10-25", [*[member(f"M{n}") for n in range(40)], *few])
    publish(settings)
    path = settings.data / "delivery.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("province:50", "province:51"))
    assert send(capsys, "--only", "เชียงใหม่")[0] == 0
    text = chat.taken[0]["messages"][0]["text"]
    assert "ลำพูน" in text
    assert "3 คน" not in text
    assert "มานะ" not in text


def test_before_there_is_anything_to_send_to_a_sentence_says_what_to_do(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = send(capsys)
    assert code == 1
    assert "Copy delivery.example.toml" in output


def test_line_remembers_a_key_for_less_than_a_day() -> None:
    now = datetime.now(UTC)
    assert delivery_line.is_remembered(LastWord("sending", now - timedelta(hours=23)))
    assert not delivery_line.is_remembered(LastWord("sending", now - timedelta(hours=24)))
