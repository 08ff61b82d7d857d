"""Read which servers take mail and LINE messages: `[smtp]` and `[line]` of `delivery.toml`."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from i18n.messages import message
from reports.delivery.fields import HOST, MAIL, Fields, Refusal, number, one_of, text, timing

_ENDPOINT = "https://api.line.me/v2/bot/message/push"
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Smtp:
    """The mail server; `sender` is the address that messages come from."""

    host: str
    port: int
    security: str
    user: str | None
    sender: str
    timeout_seconds: float = 20
    retry_seconds: float = 2


@dataclass(frozen=True)
class Line:
    """Where LINE takes messages."""

    endpoint: str = _ENDPOINT
    timeout_seconds: float = 15
    retry_seconds: float = 1


def smtp_of(fields: Fields) -> Smtp:
    """Return the mail server of the table `[smtp]`. Raises Refusal."""
    host, user = text(fields, "host"), text(fields, "user") if "user" in fields else None
    if not HOST.fullmatch(host):
        raise Refusal("host", message("delivery.not_host", text=host))
    security = one_of(fields, "security", ("starttls", "tls", "none"))
    if security == "none" and user and host not in _THIS_MACHINE:
        raise Refusal("security", message("delivery.open_password"))
    sender = text(fields, "from")
    if not MAIL.fullmatch(sender):
        raise Refusal("from", message("delivery.not_address", text=sender))
    port = number(fields, "port", 1, 65535, None)
    if not isinstance(port, int):
        raise Refusal("port", message("delivery.not_number", least="1", most="65535"))
    waits = timing(fields, Smtp.timeout_seconds, Smtp.retry_seconds)
    return Smtp(host, port, security, user, sender, *waits)


def line_of(fields: Fields) -> Line:
    """Return where LINE is, of the table `[line]`. Raises Refusal."""
    endpoint = text(fields, "endpoint") if "endpoint" in fields else _ENDPOINT
    try:
        parts = urlsplit(endpoint)
        is_safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        )
        is_whole = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        is_safe = is_whole = False
    if not (is_safe and is_whole):
        raise Refusal("endpoint", message("delivery.not_endpoint"))
    return Line(endpoint, *timing(fields, Line.timeout_seconds, Line.retry_seconds))
