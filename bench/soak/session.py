"""Clicks about as one person does, without the weight of a browser.

A session speaks what the browser speaks: Streamlit's own messages over a real websocket, with the
page, the address and what was chosen. It runs the whole page or, in a fragment, only its part, and
takes files as the browser does. What it sees is judged by `soak`.
"""

import asyncio
import itertools
import random
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Navigation_pb2 import Navigation
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

RUN_SECONDS = 180
_MOST_BYTES = 64 * 2**20
_OUT, _LEAVING = "-sign_out", 0.15
_STEERING = 0.4, 0.06
"""How often another page is opened and a file is taken; the rest are choices on the page."""


class SessionBroken(Exception):
    """The server closed the session, or did not answer in time."""


@dataclass
class Run:
    """One run of a page: when it was asked for, how long it took, and what went wrong in it.

    `newest_day` is that of the edition shown, in the page's words, where the page names it;
    `is_older_chosen` whether the session has chosen to look at an older edition; `is_out` whether
    it was sent away, to sign out or in.
    """

    session: int
    asked_at: float
    took: float = 0.0
    page: str = ""
    newest_day: str = ""
    is_older_chosen: bool = False
    is_out: bool = False
    errors: list[str] = field(default_factory=list)


class Session:
    """One websocket and what its browser would hold."""

    def __init__(
        self, address: str, number: int, headers: Mapping[str, str], again: int = 0
    ) -> None:
        self._address = address
        self._number = number
        self._headers = dict(headers)
        self._cookies = dict(headers)
        self._random = random.Random(number + 10_000 * again)
        self._socket: ClientConnection | None = None
        self._elements: dict[tuple[int, ...], Delta] = {}
        self._touched: dict[str, WidgetState] = {}
        self._pages: Sequence[tuple[str, str]] = ()
        self._page = ("", "")
        self._address_query = self._identity = ""
        self._requests = itertools.count()

    async def open(self, page: str = "") -> Run:
        """Connect and open a page (the first if none is named), as a browser with its cookies."""
        token = await asyncio.to_thread(self._xsrf_token)
        cookies = f"{self._headers.pop('Cookie', '')}; _streamlit_xsrf={token}".lstrip("; ")
        self._socket = await connect(
            f"ws{self._address.removeprefix('http')}/_stcore/stream",
            origin=Origin(self._address),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
            additional_headers={**self._headers, "Cookie": cookies},
            max_size=_MOST_BYTES,
            compression=None,
            open_timeout=RUN_SECONDS,
            ping_interval=None,  # a browser answers pings and sends none
        )
        return await self._run(page=page)

    async def close(self) -> None:
        """Leave, as one who closes the tab."""
        if self._socket:
            await self._socket.close()

    async def again(self) -> Run:
        """Run the page from the top, as it is."""
        return await self._run()

    async def click(self) -> Run:
        """Do one thing at random: another page, a file, or a choice on this page."""
        chance, (other_page, file) = self._random.random(), _STEERING
        if chance < other_page and self._pages:
            self._page = self._random.choice(self._pages)
            self._touched.clear()
            return await self._run()
        if chance < other_page + file and self._with("download_button"):
            return await self._take()
        return await self._choose()

    async def _choose(self) -> Run:
        choices = [*filter(None, map(self._choice, self._elements.values()))]
        if not choices:
            return await self._run()
        state, fragment = self._random.choice(choices)
        if state.id.endswith(_OUT) and self._random.random() > _LEAVING:
            return await self._run()  # or everybody would leave every minute
        self._touched[state.id] = state
        run = await self._run(fragment)
        if state.WhichOneof("value") == "trigger_value":
            del self._touched[state.id]
        return run

    def _choice(self, delta: Delta) -> tuple[WidgetState, str] | None:
        """Return a random choice in an element that takes one, and the fragment it is in."""
        state = WidgetState()
        if delta.WhichOneof("type") == "add_block":
            self._toggle(delta.add_block, state)
        else:
            self._pick(delta.new_element, state)
        return (state, delta.fragment_id) if state.id else None

    def _toggle(self, block: Block, state: WidgetState) -> None:
        if block.id and block.HasField("expandable"):
            before = self._touched.get(block.id)
            state.id, state.bool_value = block.id, not (before and before.bool_value)

    def _pick(self, element: Element, state: WidgetState) -> None:
        kind = element.WhichOneof("type")
        widget = getattr(element, kind) if kind else None
        if widget is None or getattr(widget, "disabled", True):
            return
        if kind == "selectbox" and widget.options:
            state.id, state.string_value = widget.id, self._random.choice(widget.options)
        elif kind == "button_group" and widget.options:
            state.id = widget.id
            state.string_array_value.data.append(self._random.choice(widget.options).content)
        elif kind == "slider" and widget.options:
            state.id = widget.id
            state.string_array_value.data.append(self._random.choice(widget.options))
        elif kind == "number_input":
            state.id = widget.id
            state.double_value = self._random.randint(int(widget.min), int(widget.max))
        elif kind == "checkbox":
            state.id, state.bool_value = widget.id, self._random.random() < 0.5
        elif kind == "button":
            state.id, state.trigger_value = widget.id, True

    def _with(self, kind: str) -> list[Delta]:
        return [
            delta
            for delta in self._elements.values()
            if delta.WhichOneof("type") == "new_element"
            and delta.new_element.WhichOneof("type") == kind
        ]

    async def _run(self, fragment: str = "", page: str = "") -> Run:
        message = BackMsg()
        request = message.rerun_script
        request.page_script_hash, request.query_string = self._page[0], self._address_query
        request.fragment_id, request.page_name = fragment, page
        request.widget_states.widgets.extend(self._touched.values())
        run = Run(self._number, time.time())
        await self._send(message)
        while True:
            reply = await self._next()
            kind = reply.WhichOneof("type")
            if kind == "new_session":
                self._identity = reply.new_session.initialize.session_id
            if kind == "new_session" and not fragment:
                self._elements.clear()
                self._page = (reply.new_session.page_script_hash, self._page[1])
            elif kind == "delta":
                self._elements[tuple(reply.metadata.delta_path)] = reply.delta
            elif kind == "navigation":
                self._navigate(reply.navigation)
            elif kind == "page_info_changed":
                self._address_query = reply.page_info_changed.query_string
            elif kind == "auth_redirect":
                run.is_out = True  # the browser leaves the page
                return run
            elif kind in ("page_not_found", "session_event"):
                run.errors.append(f"{kind}: {reply}")
            elif kind == "script_finished":
                finished = reply.script_finished
                if finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    run.errors.append("the page does not compile")
                if finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    break
                fragment = ""  # a part of the page that asks for another run asks for the whole
        run.took = time.time() - run.asked_at
        self._look(run)
        return run

    def _navigate(self, navigation: Navigation) -> None:
        self._pages = [(page.page_script_hash, page.page_name) for page in navigation.app_pages]
        names = dict(self._pages)
        self._page = (navigation.page_script_hash, names.get(navigation.page_script_hash, ""))

    def _look(self, run: Run) -> None:
        run.page = self._page[1]
        for delta in self._with("exception"):
            shown = delta.new_element.exception
            run.errors.append(f"{shown.type}: {shown.message}")
        for delta in self._with("alert"):
            if delta.new_element.alert.format == Alert.ERROR:
                run.errors.append(delta.new_element.alert.body)
        for delta in self._with("selectbox"):
            box = delta.new_element.selectbox
            _, _, name = box.id.rpartition("-on-")
            if name in ("th", "en"):
                run.newest_day = box.options[0]
            _, _, name = box.id.rpartition("-edition-")
            if name in ("th", "en"):
                chosen = box.raw_value if box.set_value else box.options[box.default]
                run.is_older_chosen = chosen != box.options[0]

    async def download_path(self) -> str:
        """Have a file of the page made, as its button does; return where it waits, or the error."""
        files = [each.new_element.download_button for each in self._with("download_button")]
        return await self._make(self._random.choice(files).deferred_file_id) if files else ""

    async def _make(self, file: str) -> str:
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = str(next(self._requests)), self._identity
        request.deferred_file.file_id = file
        await self._send(message)
        while (reply := await self._next()).WhichOneof("type") != "backend_operation_response":
            continue
        answer = reply.backend_operation_response
        return answer.error_msg or answer.deferred_file.url

    async def _take(self) -> Run:
        run = Run(self._number, time.time(), page=f"{self._page[1]} (a file)")
        where = await self.download_path()
        if not where.startswith("/"):
            run.errors.append(where)
        elif wrong := await asyncio.to_thread(self._fetch, where):
            run.errors.append(wrong)
        run.took = time.time() - run.asked_at
        return run

    def _fetch(self, path: str) -> str:
        request = urllib.request.Request(f"{self._address}{path}", headers=self._cookies)
        try:
            with urllib.request.urlopen(request, timeout=RUN_SECONDS) as answer:
                return "" if answer.read() else "the file is empty"
        except urllib.error.HTTPError as error:
            return f"the file is gone: {error}"

    def _xsrf_token(self) -> str:
        host = urlsplit(self._address).netloc
        request = urllib.request.Request(f"{self._address}/_stcore/health", headers={"Host": host})
        with urllib.request.urlopen(request, timeout=RUN_SECONDS) as answer:
            cookies = answer.headers.get_all("Set-Cookie") or []
        found = [each for each in cookies if each.startswith("_streamlit_xsrf=")]
        if not found:
            raise SessionBroken("the server set no XSRF cookie")
        return str(found[0]).partition("=")[2].partition(";")[0]

    async def _send(self, message: BackMsg) -> None:
        assert self._socket
        await self._socket.send(message.SerializeToString())

    async def _next(self) -> ForwardMsg:
        assert self._socket
        try:
            raw = await asyncio.wait_for(self._socket.recv(decode=False), RUN_SECONDS)
        except TimeoutError as error:
            raise SessionBroken(f"no answer for {RUN_SECONDS} s") from error
        reply = ForwardMsg()
        reply.ParseFromString(raw)
        return reply
