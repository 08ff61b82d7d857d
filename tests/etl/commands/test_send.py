"""Does `send` reach everybody once, through real servers, whatever those do?"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from reports.delivery import line as delivery_line
from reports.delivery import outbox
from reports.delivery.outbox import LastWord
from tests.browser import free_port
from tests.conftest import ROOT, Say
from tests.party import Party, candidate, election, member
from tests.reports.delivery.delivery_servers import (
    TOKEN,
    Chat,
    Mailbox,
    line_server,
    mail_server,
)
from tests.slow import these, unless

PASSWORD = "password-of-nobody"
GROUP, USER = f"C{'0' * 31}1", f"U{'0' * 31}2"


@pytest.fixture
def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Party:
    """A party of 40 members in Chiang Mai, three of them in an amphoe of their own."""
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PAKTHONG_LINE_TOKEN", TOKEN)
    monkeypatch.delenv("PAKTHONG_SMTP_PASSWORD", raising=False)
    party = Party(tmp_path / "data")
    party.members("2566-09-30", *[member(f"M{n}") for n in range(30)])
    party.members("2566-10-22", *[member(f"M{n}") for n in range(40)])
    party.elections("2566-10-22", election("E1", term_from="30/09/2566"))
    party.publish()
    return party


@dataclass(frozen=True)
class Post:
    """A party that sends its reports: to a mailbox, to LINE, as `delivery.toml` says."""

    party: Party
    mailbox: Mailbox
    chat: Chat
    say: Say

    def configure(
        self,
        email: tuple[str, ...] = ("head@example.org",),
        line: tuple[str, ...] = (GROUP,),
        smtp: str = "",
        seconds: float = 5,
    ) -> None:
        """Write the file: the country by mail, the province by LINE, unless told otherwise."""
        waits = f"timeout_seconds = {seconds}\nretry_seconds = 0.01"
        server = smtp or f'port = {self.mailbox.port}\nsecurity = "none"'
        told = [
            f'[smtp]\nhost = "127.0.0.1"\n{server}\nfrom = "reports@example.org"\n{waits}',
            f'[line]\nendpoint = "{self.chat.endpoint}"\n{waits}',
            '[[recipients]]\nname = "Head office"\nlanguage = "en"\nscope = "country"',
            f"email = {json.dumps(email)}",
        ]
        if line:
            told += [
                '[[recipients]]\nname = "เชียงใหม่"\nlanguage = "th"\nscope = "province:50"',
                f"line = {json.dumps(line)}",
            ]
        self.party.write_list("delivery.toml", *told)

    def alter(self, before: str, after: str) -> None:
        """Write the file with one thing in place of another."""
        path = self.party.data / "delivery.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")

    def send(self, *words: str, code: int = 0) -> str:
        """Send October's, and return what was said."""
        output = self.say("send", "--month", "2566-10", *words, code=code)
        assert TOKEN not in output
        assert PASSWORD not in output
        return output

    @property
    def path(self) -> Path:
        """The log of what was sent."""
        return self.party.data / "delivery" / "outbox.jsonl"

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def age_log(self, hours: int) -> None:
        """Make everything in the log that many hours older."""
        older = timedelta(hours=hours)
        aged = [
            {**step, "at": (datetime.fromisoformat(step["at"]) - older).isoformat()}
            for step in self.log()
        ]
        self.path.write_text("".join(json.dumps(step) + "\n" for step in aged), encoding="utf-8")


@pytest.fixture
def post(party: Party, say: Say) -> Iterator[Post]:
    with mail_server(Mailbox()) as mailbox, line_server(Chat()) as chat:
        post = Post(party, mailbox, chat, say)
        post.configure()
        yield post


def test_the_whole_goes_by_mail_with_its_pdf_and_a_province_by_line(post: Post) -> None:
    output = post.send()
    assert "Sent: 2" in output
    (mail,) = post.mailbox.taken
    assert post.mailbox.to == ["head@example.org"]
    assert "Oct 2023" in mail["Subject"]
    assert "whole country" in mail["Subject"].lower()
    body, pdf = mail.get_body(), next(mail.iter_attachments())
    assert body is not None
    assert "40 members" in body.get_content()
    assert pdf.get_filename() == "pakthong_2023-10_en.pdf"
    assert pdf.get_content().startswith(b"%PDF")
    (push,) = post.chat.taken
    assert push["to"] == GROUP
    assert "เชียงใหม่" in push["messages"][0]["text"]
    assert post.path.stat().st_mode & 0o077 == 0
    assert [step["state"] for step in post.log()] == ["sending", "sent"] * 2
    kept = post.path.read_text(encoding="utf-8")
    assert "example.org" not in kept and GROUP not in kept


def test_a_thai_mail_keeps_its_letters(post: Post) -> None:
    post.configure(line=())
    post.alter('language = "en"', 'language = "th"')
    post.send()
    (mail,) = post.mailbox.taken
    body = mail.get_body()
    assert body is not None
    assert mail["Subject"].startswith("รายงานประจำเดือน ต.ค. 2566")
    assert "อำเภอ" in body.get_content()


def test_the_same_digest_goes_once_and_a_new_figure_goes_again(post: Post) -> None:
    post.send()
    output = post.send()
    assert "Sent: 0 · sent before: 2" in output
    # The same figures built anew are no news, though the moment they are known on has changed.
    post.party.candidates("2566-10-22", candidate("E1", "1"))
    post.party.publish()
    assert "Sent: 0 · sent before: 2" in post.send()
    post.party.members("2566-10-25", *[member(f"M{n}") for n in range(47)])
    post.party.publish()
    assert "Sent: 2 · sent before: 0" in post.send()
    assert len(post.mailbox.taken) == len(post.chat.taken) == 2


@pytest.mark.slow
def test_a_dry_run_shows_everything_and_sends_nothing(
    monkeypatch: pytest.MonkeyPatch, post: Post
) -> None:
    monkeypatch.delenv("PAKTHONG_LINE_TOKEN")
    post.configure(email=("head@example.org", "staff@example.org"))
    output = post.send("--dry-run")
    assert "e-mail to Head office, to be sent: head@example.org, staff@example.org" in output
    assert f"LINE to เชียงใหม่, to be sent: {GROUP}" in output
    assert "Attached: pakthong_2023-10_en.pdf" in output
    assert "40 members" in output
    assert not post.mailbox.taken
    assert not post.chat.requests
    assert not (post.party.data / "delivery").exists()
    monkeypatch.setenv("PAKTHONG_LINE_TOKEN", TOKEN)
    post.send()
    assert "sent before, not to be sent again: head@example.org" in post.send("--dry-run")


def test_only_those_named_are_sent_to(post: Post) -> None:
    post.send("--only", "เชียงใหม่")
    assert (len(post.mailbox.taken), len(post.chat.taken)) == (0, 1)
    output = post.send("--only", "Chiang Rai", code=1)
    assert "There is no recipient “Chiang Rai”. There are Head office, เชียงใหม่" in output


@pytest.mark.parametrize("field", these((0,), ["--month", "--week", "--as-of", "--only"]))
def test_an_empty_word_is_never_everything(field: str, post: Post) -> None:
    assert "“”" in post.say("send", field, "", code=1)
    assert (len(post.mailbox.taken), len(post.chat.taken)) == (0, 0)


@pytest.mark.slow
def test_a_server_that_is_down_loses_nothing_and_the_next_run_sends_it(post: Post) -> None:
    port = free_port()
    addresses = ("head@example.org", "staff@example.org")
    post.configure(email=addresses, smtp=f'port = {port}\nsecurity = "none"')
    output = post.send(code=1)
    assert "Head office (address 1 of 2) was not sent: the server could not be reached" in output
    assert "Head office (address 2 of 2) was not sent: not tried" in output
    assert "Sent: 1 · sent before: 0 · not sent: 2 · not known: 0" in output
    assert "head@example.org" not in output
    with mail_server(Mailbox(), port) as mailbox:
        assert "Sent: 2 · sent before: 1" in post.send()
        assert mailbox.to == list(addresses)
    assert len(post.chat.taken) == 1


@pytest.mark.slow
def test_a_line_that_is_down_is_not_unsure(post: Post) -> None:
    answering = post.chat.endpoint.split("/v2")[0]
    post.alter(answering, f"http://127.0.0.1:{free_port()}")
    output = post.send(code=1)
    assert "LINE to เชียงใหม่ (address 1 of 1) was not sent: the server could not be rea" in output
    assert post.log()[-1]["state"] == "unsent"


def test_a_slow_line_gets_the_same_retry_key_and_one_message(post: Post) -> None:
    post.configure(seconds=0.5)
    post.chat.slow_seconds = 3
    post.send("--only", "เชียงใหม่")
    assert len(post.chat.taken) == 1
    assert len(post.chat.requests) == 2
    assert len({headers["x-line-retry-key"] for headers, _ in post.chat.requests}) == 1


@pytest.mark.slow
def test_too_many_requests_wait_as_long_as_line_says(post: Post) -> None:
    post.chat.answers = [(429, {"Retry-After": "1"}, {"message": "Too many requests"})]
    began = time.monotonic()
    post.send("--only", "เชียงใหม่")
    assert time.monotonic() - began > 1
    assert len(post.chat.taken) == 1


def test_a_month_s_quota_that_is_used_up_is_told_and_the_rest_not_tried(post: Post) -> None:
    post.configure(line=(GROUP, USER))
    post.chat.answers = [(429, {}, {"message": "You have reached your monthly limit."})] * 4
    output = post.send("--only", "เชียงใหม่", code=1)
    assert "the server answered 429 You have reached your monthly limit." in output
    assert "address 2 of 2) was not sent: not tried" in output
    assert len(post.chat.requests) == 4
    post.send("--only", "เชียงใหม่")
    assert [push["to"] for push in post.chat.taken] == [GROUP, USER]


def test_a_token_that_is_refused_is_tried_once(monkeypatch: pytest.MonkeyPatch, post: Post) -> None:
    monkeypatch.setenv("PAKTHONG_LINE_TOKEN", "expired")
    output = post.send(code=1)
    assert "LINE refuses the token in PAKTHONG_LINE_TOKEN (401 Authentication failed.)" in output
    assert "Sent: 1" in output
    assert len(post.chat.requests) == 1


@pytest.mark.slow
def test_a_broken_line_is_asked_again_with_the_same_key_for_a_day(post: Post) -> None:
    post.chat.answers = [(500, {}, {"message": "Internal"})] * 4
    output = post.send(code=1)
    assert "not known whether it was sent: LINE did not answer (500 Internal)" in output
    assert post.log()[-1]["state"] == "sending"
    post.send()
    assert len(post.chat.requests) == 5
    assert len({headers["x-line-retry-key"] for headers, _ in post.chat.requests}) == 1


@pytest.mark.parametrize("hours", unless(lambda hours: hours == 30, [0, 30]))
def test_killed_between_sending_and_sent_nothing_goes_twice(hours: int, post: Post) -> None:
    post.configure(seconds=60)
    post.chat.slow_seconds = 60
    process = subprocess.Popen(
        [sys.executable, "-m", "etl", "send", "--month", "2566-10"],
        cwd=ROOT,
        env={**os.environ, "PAKTHONG_DATA": str(post.party.data)},
        stdout=subprocess.DEVNULL,
    )
    while not post.chat.taken:  # however long a busy machine takes to come so far
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(post.mailbox.taken) == 1
    assert post.log()[-1]["state"] == "sending"
    post.age_log(hours)
    post.configure()
    # If the log was written anew with the same moments, the key is the same: LINE says 409.
    output = post.send(code=1 if hours else 0)
    assert len(post.mailbox.taken) == 1
    assert len(post.chat.taken) == 1
    if not hours:
        return
    assert "ask the recipient" in output
    assert len(post.chat.requests) == 1
    post.send("--again-unsure")
    assert len(post.chat.taken) == 2


@pytest.mark.slow
def test_a_mail_server_that_takes_the_message_and_hangs_up_is_not_asked_again(post: Post) -> None:
    handed_over = []

    def slow(envelope: Envelope) -> str:
        handed_over.append(envelope)
        time.sleep(1.5)
        return "250 OK"

    post.mailbox.answer = slow
    post.configure(line=(), seconds=0.5)
    output = post.send(code=1)
    assert "not known whether it was sent: the mail server took the message and did not" in output
    assert len(handed_over) == 1
    output = post.send(code=1)
    assert "an earlier run stopped in the middle" in output
    assert len(handed_over) == 1
    post.mailbox.answer = lambda _: "250 OK"
    post.send("--again-unsure")


def test_a_mail_server_that_says_not_now_is_asked_again(post: Post) -> None:
    answers = ["451 later", "451 later", "250 OK"]
    post.mailbox.answer = lambda _: answers.pop(0)
    post.configure(line=())
    post.send()
    assert len(post.mailbox.taken) == 1


def test_a_mail_server_that_says_never_is_not(post: Post) -> None:
    envelopes = []

    def never(envelope: Envelope) -> str:
        envelopes.append(envelope)
        return "554 no such thing"

    post.mailbox.answer = never
    post.configure(line=())
    output = post.send(code=1)
    assert "the server answered 554 no such thing" in output
    assert len(envelopes) == 1
    assert post.log()[-1]["state"] == "unsent"


@pytest.mark.slow
def test_a_password_goes_only_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, post: Post
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
        post.configure(line=(), smtp=smtp)
        output = post.send(code=1)
        assert "PAKTHONG_SMTP_PASSWORD is not set" in output
        monkeypatch.setenv("PAKTHONG_SMTP_PASSWORD", "guess")
        output = post.send(code=1)
        assert "the mail server refuses the user or PAKTHONG_SMTP_PASSWORD (535" in output
        monkeypatch.setenv("PAKTHONG_SMTP_PASSWORD", PASSWORD)
        post.send()
        assert len(mailbox.taken) == 1


def test_nothing_goes_in_the_open_where_encryption_was_asked_for(post: Post) -> None:
    post.configure(line=(), smtp=f'port = {post.mailbox.port}\nsecurity = "starttls"')
    output = post.send(code=1)
    assert "does not offer what was set" in output
    assert not post.mailbox.taken


@pytest.mark.slow
def test_two_commands_do_not_send_at_once(post: Post) -> None:
    with outbox.opened(outbox.path_in(post.party.data)):
        output = post.send(code=1)
    assert "Another command is sending already" in output
    assert not post.chat.requests


@pytest.mark.slow
def test_a_log_cut_short_is_mended_and_a_log_that_is_none_stops_everything(post: Post) -> None:
    post.send()
    with post.path.open("a", encoding="utf-8") as out:
        out.write('{"at": "20')
    assert "sent before: 2" in post.send()
    kept = post.path.read_text(encoding="utf-8")
    post.path.write_text(f"ส่งแล้วนะ\n{kept}", encoding="utf-8")
    output = post.send(code=1)
    assert "Line 1 of the log outbox.jsonl cannot be read" in output
    assert len(post.chat.requests) == 1


def test_a_text_too_long_for_line_is_cut_at_a_line_and_says_so() -> None:
    digest = "\n".join(f"{n} {'😀' * 100}" for n in range(40))
    text = delivery_line.fit(digest, "en")
    assert len(text.encode("utf-16-le")) // 2 <= delivery_line.MOST_UNITS
    *kept, last = text.split("\n")
    assert kept == digest.split("\n")[: len(kept)]
    assert last == "… (too long for a message: the rest is in the report)"
    assert len(delivery_line.fit("ก" * 9000, "th").encode("utf-16-le")) // 2 <= 5000
    assert delivery_line.fit("สั้น\n", "th") == "สั้น"


def test_a_digest_tells_no_small_count_and_no_name(post: Post) -> None:
    few = [member(f"X{n}", province="ลำพูน", amphoe="ลี้") for n in range(3)]
    post.party.members("2566-10-25", *[member(f"M{n}") for n in range(40)], *few)
    post.party.publish()
    post.alter("province:50", "province:51")
    post.send("--only", "เชียงใหม่")
    text = post.chat.taken[0]["messages"][0]["text"]
    assert "ลำพูน" in text
    assert "3 คน" not in text
    assert "มานะ" not in text


def test_before_there_is_anything_to_send_to_a_sentence_says_what_to_do(
    party: Party, say: Say
) -> None:
    assert "Copy delivery.example.toml" in say("send", "--month", "2566-10", code=1)


def test_line_remembers_a_key_for_less_than_a_day() -> None:
    now = datetime.now(UTC)
    assert delivery_line.is_remembered(LastWord("sending", now - timedelta(hours=23)))
    assert not delivery_line.is_remembered(LastWord("sending", now - timedelta(hours=24)))
