"""How does a test speak with the server as the browser does, and see every message?"""

import json
import re
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.signing_in import COOKIE, COOKIE_SECRET, XSRF

SECONDS = 30
TRACK = '<section class="track" aria-label="([^"]+)">.*?<p class="now"><b>([^<]+)</b>'
"""A card of the week's page: what its number is called, and the number."""


def cookie(url: str, claims: Mapping[str, object], secret: str = COOKIE_SECRET) -> str:
    """Return the cookie that Streamlit gives somebody whom the provider vouched for.

    Whoever knows the secret can make one: a test does, an attacker does not.
    """
    told = {**claims, "origin": url, "is_logged_in": True, "provider": "default"}
    return create_signed_value(secret, COOKIE, json.dumps(told)).decode("utf-8")


def claims(issuer: str, email: str, **changed: object) -> dict[str, Any]:
    """Return what a provider tells of somebody who has just signed in."""
    told = {
        "iss": issuer,
        "sub": email,
        "email": email,
        "email_verified": True,
        "iat": int(time.time()),
        "nonce": "n",
    }
    return {**told, **changed}


class Session:
    """A websocket to the server, as a browser at `url` with a cookie would open it.

    `place` is the address that a proxy says it comes from.
    """

    def __init__(
        self, url: str, signed: str = "", origin: str | None = None, place: str = ""
    ) -> None:
        token = generate_xsrf_token_string()
        cookies = f"{XSRF}={token}" + (f"; {COOKIE}={signed}" if signed else "")
        self._url, self._cookies = url, cookies
        self._socket: ClientConnection
        self._open = partial(
            connect,
            f"ws://{urlsplit(url).netloc}/_stcore/stream",
            origin=Origin(url if origin is None else origin),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
            additional_headers={"Cookie": cookies} | ({"X-Forwarded-For": place} if place else {}),
            max_size=None,
            open_timeout=SECONDS,
        )
        self.name = ""
        self.is_away = False
        self.figures: list[tuple[str, str]] = []
        self.drawn: list[bytes] = []
        self.files: list[str] = []

    def run(self, page: str = "", **query: str) -> bytes:
        """Run a page from the top; return every byte that came until it had finished.

        Who is turned away gets the page that the server has in its place, as a browser does.
        `figures` are then the labels and values of its large numbers, `drawn` every part of the
        page with its place, in the order in which they came: all but what numbers the
        run and its files. `files` are what `take` asks for.
        """
        self.figures, self.drawn, self.files = [], [], []
        if self.is_away:
            return self._load(page, query)
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = urlencode(query)
        with suppress(ConnectionClosed):
            self._socket.send(asked.SerializeToString())
        found = []
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            raw = self._socket.recv(timeout=SECONDS)
            assert isinstance(raw, bytes)
            found.append(raw)
            said = ForwardMsg()
            said.ParseFromString(raw)
            if said.WhichOneof("type") == "auth_redirect":
                self.is_away = True
                return self._load(page, query)
            if said.WhichOneof("type") == "new_session":
                self.name = said.new_session.initialize.session_id
            if said.WhichOneof("type") == "delta":
                element = said.delta.new_element
                if element.WhichOneof("type") == "metric":
                    self.figures.append((element.metric.label, element.metric.body))
                self.figures += re.findall(TRACK, element.html.body)
                if element.WhichOneof("type") == "download_button":
                    self.files.append(element.download_button.deferred_file_id)
                    # Where the file is fetched from: drawn by lot in every run.
                    element.download_button.ClearField("deferred_file_id")
                place = said.metadata.SerializeToString(deterministic=True)
                self.drawn.append(place + said.delta.SerializeToString(deterministic=True))
            if said.WhichOneof("type") == "script_finished":
                return b"\n".join(found)
        raise TimeoutError(page)

    def _load(self, page: str, query: Mapping[str, str]) -> bytes:
        """Load a page's address anew, and open the websocket again where it leads to one."""
        address = f"{self._url}/{page}?{urlencode(query)}"
        request = urllib.request.Request(address, headers={"Cookie": self._cookies})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            found = bytes(answer.read())
        self.is_away = b'id="root"' not in found
        if self.is_away:
            return found
        self._socket.close()
        self._socket = self._open()
        return self.run(page, **query)

    def take(self, file: str) -> str:
        """Have a file made, as its button does; return where it waits, empty when refused."""
        asked = BackMsg()
        asked.backend_operation_request.session_id = self.name
        asked.backend_operation_request.deferred_file.file_id = file
        self.send(asked)
        while True:
            said = ForwardMsg.FromString(self._socket.recv(timeout=SECONDS, decode=False))
            if said.WhichOneof("type") == "backend_operation_response":
                return str(said.backend_operation_response.deferred_file.url)

    def send(self, message: BackMsg | bytes | str) -> None:
        """Send a message, or what is none."""
        raw = message.SerializeToString() if isinstance(message, BackMsg) else message
        self._socket.send(raw)

    def ping(self) -> None:
        """Send a ping, which brings nothing."""
        with suppress(ConnectionClosed):
            self._socket.ping()

    def is_ended(self, seconds: float) -> bool:
        """Whether the server ends the connection in so many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                self._socket.recv(timeout=max(0.01, until - time.monotonic()))
            except TimeoutError:
                break
            except ConnectionClosed:
                return True
        return False

    def __enter__(self) -> Self:
        """Open it. Raises websockets' InvalidStatus when the server refuses."""
        self._socket = self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
