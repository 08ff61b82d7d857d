"""Every slip in `delivery.toml` is refused before anything is sent; a server's word is kept."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.settings import SHIPPED
from reports.delivery import config, email
from reports.delivery.config import BadDelivery
from reports.delivery.outbox import LastWord, NotSent
from reports.delivery.servers import Smtp
from tests.certificates import write_certificate
from tests.reports.delivery.delivery_servers import Mailbox, mail_server

AREAS = {"province": ["50", "51"], "region": ["north"]}
SMTP = """
[smtp]
host = "smtp.example.org"
port = 587
security = "starttls"
user = "reports"
from = "reports@example.org"
"""
HEAD = """
[[recipients]]
name = "Head office"
language = "th"
scope = "country"
email = ["head@example.org"]
"""


def refused(tmp_path: Path, toml: str) -> str:
    """Return what is said of a file that cannot be used."""
    path = tmp_path / "delivery.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(BadDelivery) as caught:
        config.read(path, AREAS)
    assert caught.value.message.th != caught.value.message.en
    return caught.value.message.en


def test_the_example_is_a_file_that_can_be_used() -> None:
    delivery = config.read(SHIPPED / "data" / "delivery.example.toml", AREAS)
    assert delivery.smtp is not None
    assert (delivery.smtp.security, delivery.smtp.timeout_seconds) == ("starttls", 20)
    assert delivery.line.endpoint == "https://api.line.me/v2/bot/message/push"
    assert [each.area for each in delivery.recipients] == [
        ("country", ""),
        ("region", "north"),
        ("province", "50"),
    ]


def test_a_file_from_a_windows_editor_and_addresses_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "delivery.toml"
    toml = SMTP + HEAD.replace('["head@', '["head@example.org", "head@')
    path.write_text(toml.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert config.read(path, AREAS).recipients[0].email == ("head@example.org",)


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("port = 587", "port = 70000", "[smtp], field port: must be a number from 1 to 65535"),
        ("port = 587", "port = 587.5", "[smtp], field port: must be a number from 1 to 65535"),
        ("port = 587", "port = true", "[smtp], field port: must be a number"),
        ("port = 587", 'port = "587"', "[smtp], field port: must be a number"),
        (
            "port = 587",
            "port = 587\ntimeout_seconds = 0",
            "[smtp], field timeout_seconds: must be a number from 0.1 to 600",
        ),
        ("port = 587", "port = 587\ntimeout_seconds = -1", "must be a number from 0.1 to 600"),
        ("port = 587\n", "", "[smtp], field port: must be a number"),
        ("smtp.example.org", "smtp example", "field host: “smtp example” is no host name"),
        ('host = "smtp.example.org"\n', "", "field host: must be given"),
        ("starttls", "ssl", "field security: must be starttls | tls | none"),
        ("starttls", "none", "the password would travel in the open"),
        ('user = "reports"', 'password = "x"', "set the environment variable PAKTHONG_SMTP_PASS"),
        ('user = "reports"', 'usr = "reports"', "field usr: there is no such field; there are"),
        ('from = "reports@', 'from = "Reports <r@', "is no e-mail address"),
        ("[smtp]", "[mail]", "[mail], field –: there is no such field"),
        ("[smtp]", "[[smtp]]", "[smtp], field –: there is no such field"),
        ("[[recipients]]", "[recipients]", "[recipients], field –: there is no such field"),
        ("[smtp]", "[smtp", "delivery.toml cannot be read"),
        ('"country"', '"province:99"', "“province:99” is no scope"),
        ('"country"', '"Province:50"', "“Province:50” is no scope"),
        ('"country"', '"country:50"', "“country:50” is no scope"),
        ('"country"', '"region:south"', "(regions: north)"),
        ('"country"', "50", "field scope: must be one line of text"),
        ('"Head office"', '"  "', "field name: must be one line of text"),
        ('"Head office"', '"Head\\noffice"', "field name: must be one line of text"),
        ('language = "th"', 'language = "TH"', "field language: must be th | en"),
        ('["head@example.org"]', '"head@example.org"', "field email: must be a list of texts"),
        ("head@example.org", "head@example", "“head@example” is no e-mail address"),
        ("head@example.org", "head@example.org\\nBcc: x@example.org", "is no e-mail address"),
        ('["head@example.org"]', "[]", "an address in email or line is needed"),
        ('email = ["head@example.org"]', 'line = ["@pakthong"]', "“@pakthong” is no LINE ID"),
        ('email = ["head@example.org"]', 'mail = ["head@example.org"]', "field mail: there is no"),
    ],
)
def test_a_slip_is_refused_with_its_place(
    was: str, becomes: str, expected: str, tmp_path: Path
) -> None:
    toml = SMTP + HEAD
    assert was in toml
    refusal = refused(tmp_path, toml.replace(was, becomes, 1))
    assert expected in refusal
    assert "Nothing was sent" in refusal or "cannot be read" in refusal


def test_what_only_the_whole_file_shows_is_refused_too(tmp_path: Path) -> None:
    assert "[[recipients]] number 2, field name: “Head office” is the name of an earlier" in (
        refused(tmp_path, SMTP + HEAD + HEAD)
    )
    assert "no table [smtp]" in refused(tmp_path, HEAD)
    assert "has no [[recipients]]" in refused(tmp_path, SMTP)
    assert "must begin with https://" in refused(
        tmp_path, '[line]\nendpoint = "http://line.example.org/push"\n' + HEAD
    )
    assert "set the environment variable PAKTHONG_LINE_TOKEN" in refused(
        tmp_path, '[line]\ntoken = "x"\n' + HEAD
    )


@pytest.mark.parametrize("value", ["", "  ", "รหัส", "two words"])
def test_a_secret_that_cannot_travel_is_not_quoted(value: str) -> None:
    with pytest.raises(BadDelivery) as caught:
        config.secret({config.TOKEN: value}, config.TOKEN)
    assert "PAKTHONG_LINE_TOKEN is not set" in caught.value.message.en
    assert not value.strip() or value not in caught.value.message.en


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_is_trusted_only_when_this_machine_trusts_it(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    # A server of TLS from the first byte, or one that offers it and takes nothing without.
    options = (
        {"ssl_context": context}
        if security == "tls"
        else {"tls_context": context, "require_starttls": True}
    )
    with mail_server(Mailbox(), **options) as mailbox:
        smtp = Smtp("127.0.0.1", mailbox.port, security, None, "reports@example.org", 5, 0.01)
        known = LastWord("sending", datetime.now(UTC))
        mail = email.compose(
            smtp, "head@example.org", "40 members\n", ("report.pdf", b"%PDF-"), "0" * 64, known
        )
        with pytest.raises(NotSent) as caught:
            email.send(smtp, None, "head@example.org", mail)
        assert "certificate is not valid (self-signed certificate)" in caught.value.message.en
        assert caught.value.is_everyones
        assert not mailbox.taken
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        email.send(smtp, None, "head@example.org", mail)
        assert [sent["Subject"] for sent in mailbox.taken] == ["40 members"]
