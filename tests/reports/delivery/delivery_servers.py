"""A mail server and a stand-in of LINE for tests: real servers on loopback."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.browser import free_port

Answer = tuple[int, dict[str, str], dict[str, Any]]
TAKEN: Answer = (200, {}, {"sentMessages": [{"id": "1"}]})
TOKEN = "token-of-nobody"


@dataclass
class Mailbox:
    """What the mail server took; `answer` is called with each message before it is taken."""

    answer: Callable[[Envelope], str] = lambda _: "250 OK"
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answer(envelope)
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.taken.append(mail)
            self.to += [str(address) for address in envelope.rcpt_tos]
        return answer


@contextmanager
def mail_server(mailbox: Mailbox, port: int | None = None, **options: Any) -> Iterator[Mailbox]:  # noqa: ANN401
    """Serve on a free port, or on one that was told to a sender before."""
    mailbox.port = port or free_port()
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=mailbox.port, ready_timeout=20, **options
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@dataclass
class Chat:
    """What LINE was asked and what it took: one message a retry key, whatever is asked again."""

    answers: list[Answer] = field(default_factory=list)
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    stopper: threading.Event = field(default_factory=threading.Event)
    slow_seconds: float = 0
    endpoint: str = ""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Judge a request as the reference of the Messaging API does."""
        body_json = json.loads(body)
        self.requests.append((headers, body_json))
        if self.answers:
            return self.answers.pop(0)
        if path != "/v2/bot/message/push" or headers.get("content-type") != "application/json":
            return 404, {}, {"message": "Not found"}
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {}, {"message": "Authentication failed."}
        text = body_json["messages"][0]["text"]
        if len(body_json["messages"]) > 5 or not 0 < len(text.encode("utf-16-le")) // 2 <= 5000:
            return 400, {}, {"message": "The request body has 1 error(s)"}
        key = headers["x-line-retry-key"]
        if key in self.keys:
            return 409, {}, {"message": "The retry key is already accepted"}
        self.keys.add(key)
        self.taken.append(body_json)
        if self.slow_seconds:
            seconds, self.slow_seconds = self.slow_seconds, 0
            self.stopper.wait(seconds)
        return TAKEN


@contextmanager
def line_server(chat: Chat) -> Iterator[Chat]:
    """Serve the stand-in of LINE."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            code, extra, reply = chat.answer(self.path, headers, body)
            try:
                self.send_response(code)
                for name, value in extra.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(json.dumps(reply).encode())
            except OSError:
                pass  # who asked has gone

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    chat.endpoint = f"http://127.0.0.1:{server.server_port}/v2/bot/message/push"
    try:
        yield chat
    finally:
        chat.stopper.set()
        server.shutdown()
        thread.join()
        server.server_close()
