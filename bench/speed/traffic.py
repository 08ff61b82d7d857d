"""Counts what a browser receives on one visit, by address and by the clock."""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import CDPSession

_Told = Mapping[str, Any]
"""What the browser tells of one moment of a request, as the DevTools protocol writes it."""


class Traffic:
    """Bytes as they came over the line, headers included; a websocket's messages unpacked.

    `words_seconds` and `map_seconds` since the visit began are told by who watches the page.
    """

    def __init__(self, line: CDPSession, address: str) -> None:
        self.words_seconds = self.map_seconds = 0.0
        self._origin = address
        self._began: float | None = None
        self._urls: dict[str, str] = {}
        self._received: list[tuple[float, str, int]] = []
        self._counted: defaultdict[str, int] = defaultdict(int)
        self._kept: set[str] = set()
        line.on("Network.requestWillBeSent", self._ask)
        line.on("Network.webSocketCreated", self._ask_stream)
        line.on("Network.responseReceived", self._answer)
        line.on("Network.requestServedFromCache", lambda told: self._kept.add(told["requestId"]))
        line.on("Network.dataReceived", self._take)
        line.on("Network.loadingFinished", self._finish)
        line.on("Network.webSocketFrameReceived", self._hear)

    def kilobytes(self, seconds: float | None = None) -> float:
        """Return the thousands of bytes received by so many seconds, or in all."""
        until = None if seconds is None else (self._began or 0.0) + seconds
        return sum(n for at, _, n in self._received if until is None or at <= until) / 1000

    def by_address(self) -> dict[str, int]:
        """Return the bytes received of each address, without the server's own name."""
        found: defaultdict[str, int] = defaultdict(int)
        for _, url, size in self._received:
            found[url] += size
        return dict(found)

    def _ask(self, told: _Told) -> None:
        if self._began is None:
            self._began = float(told["timestamp"])
        url = str(told["request"]["url"]).removeprefix(self._origin).partition("?")[0]
        self._urls[told["requestId"]] = url if len(url) < 80 else f"{url[:77]}…"

    def _ask_stream(self, told: _Told) -> None:
        self._urls[told["requestId"]] = "the websocket's messages"

    def _answer(self, told: _Told) -> None:
        if told["response"].get("fromDiskCache"):
            self._kept.add(told["requestId"])

    def _take(self, told: _Told) -> None:
        self._count(told, int(told["encodedDataLength"]))

    def _finish(self, told: _Told) -> None:
        # The whole with its headers: what the pieces did not tell came with the last of them.
        whole = int(told["encodedDataLength"])
        self._count(told, max(0, whole - self._counted[told["requestId"]]))

    def _hear(self, told: _Told) -> None:
        frame = told["response"]
        is_text = frame["opcode"] == 1
        data = frame["payloadData"]
        self._count(told, len(data.encode() if is_text else b64decode(data)))

    def _count(self, told: _Told, size: int) -> None:
        name = told["requestId"]
        url = self._urls.get(name, "")
        if name in self._kept or url.startswith(("data:", "blob:")):
            return
        self._counted[name] += size
        self._received.append((float(told["timestamp"]), url, size))
