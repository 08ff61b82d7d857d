"""Send one message through LINE's Messaging API, and read its reply.

LINE Notify ended in March 2568; a push through an official account takes its place. A message goes
with a retry key: within 24 hours LINE takes the same key once only, and answers 409 after that.
"""

import uuid
from datetime import UTC, datetime, timedelta

import requests
from urllib3.exceptions import NewConnectionError

from i18n.messages import Message, message
from reports.delivery.outbox import LastWord, NotSent
from reports.delivery.retries import one_line, retry
from reports.delivery.servers import Line

MOST_UNITS = 5000
"""LINE counts the text of a message in UTF-16 code units."""

_REMEMBERS = timedelta(hours=24)
_MARGIN = timedelta(minutes=10)


def is_remembered(known: LastWord) -> bool:
    """Whether LINE still knows the retry key, so that asking again cannot send twice."""
    return datetime.now(UTC) - known.since < _REMEMBERS - _MARGIN


def fit(digest: str, language: str) -> str:
    """Return the digest as LINE takes it: whole lines, and a word about those that were left."""
    text = digest.rstrip("\n")
    if _units(text) <= MOST_UNITS:
        return text
    left = str(getattr(message("delivery.cut"), language))
    lines = text.split("\n")
    while len(lines) > 1 and _units("\n".join([*lines, left])) > MOST_UNITS:
        lines.pop()
    room = MOST_UNITS - _units("\n" + left)
    head = "\n".join(lines).encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return f"{head}\n{left}"


def send(line: Line, token: str, to: str, text: str, key: str, known: LastWord) -> None:
    """Push one message; it is tried again where that may help. Raises NotSent."""
    retry_key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{key} {known.since.isoformat()}"))
    retry(lambda: _send(line, token, to, text, retry_key), line.retry_seconds)


def _send(line: Line, token: str, to: str, text: str, retry_key: str) -> None:
    def authorise(request: requests.PreparedRequest) -> requests.PreparedRequest:
        # As a header alone, a password of this machine's for the same host would replace it.
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    try:
        answer = requests.post(
            line.endpoint,
            json={"to": to, "messages": [{"type": "text", "text": text}]},
            headers={"X-Line-Retry-Key": retry_key},
            auth=authorise,
            timeout=line.timeout_seconds,
            allow_redirects=False,
        )
    except requests.exceptions.SSLError as error:
        why = one_line(str(error))
        raise NotSent(message("delivery.bad_certificate", why=why), is_everyones=True) from error
    except requests.exceptions.RequestException as error:
        raise _silent(line, error) from error
    if answer.status_code in (200, 409):
        return
    raise _refusal(answer)


def _refusal(answer: requests.Response) -> NotSent:
    code = answer.status_code
    why = one_line(_error_text(answer))
    if code in (401, 403):
        sentence = message("delivery.token_refused", code=str(code), why=why)
        return NotSent(sentence, is_everyones=True)
    if code >= 500:
        # LINE may have taken a message that it answers with 500: the same key asks again.
        sentence = message("delivery.asked_again_later", why=f"{code} {why}")
        return NotSent(sentence, is_unsure=True, is_everyones=True, retry_after_seconds=0)
    sentence = message("delivery.answered", code=str(code), why=why)
    if code == 429:
        return NotSent(sentence, is_everyones=True, retry_after_seconds=_retry_after(answer))
    return NotSent(sentence)


def _silent(line: Line, error: requests.exceptions.RequestException) -> NotSent:
    """Return what no answer means: a connection that never was took nothing with it."""
    if isinstance(error, requests.exceptions.Timeout):
        seconds = f"{line.timeout_seconds:g}"
        why: str | Message = message("delivery.timed_out", seconds=seconds)
    else:
        why = type(error).__name__
    if _never_connected(error):
        sentence = message("delivery.not_reached", why=why)
        return NotSent(sentence, is_everyones=True, retry_after_seconds=0)
    sentence = message("delivery.asked_again_later", why=why)
    return NotSent(sentence, is_unsure=True, is_everyones=True, retry_after_seconds=0)


def _never_connected(error: requests.exceptions.RequestException) -> bool:
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, NewConnectionError)


def _error_text(answer: requests.Response) -> str:
    try:
        body = answer.json()
    except ValueError:
        return answer.reason or ""
    return str(body.get("message", "")) if isinstance(body, dict) else answer.reason or ""


def _retry_after(answer: requests.Response) -> float:
    seconds = answer.headers.get("Retry-After", "")
    return float(seconds) if seconds.isascii() and seconds.isdigit() else 0


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
