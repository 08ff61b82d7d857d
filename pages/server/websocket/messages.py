"""Judges a message of a websocket before Streamlit takes it in.

Read in Streamlit 1.67: any message is obeyed whoever sends it, one that clears what is kept for all
included; a page's state is taken as it comes, up to 25 MB; and what a message calls a run, a part
of a page or a question ends in the server's log as it is.
"""

import re
from collections.abc import Iterable, Iterator

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.server.websocket.limits import Limits

_MOST_DEEP = 32
_LONGEST_NAME = 1_000
_LONGEST_QUERY = 8_000
_MOST_HASHES = 10_000
_MOST_FILES = 500
_VALUES = frozenset(
    {
        "trigger_value",
        "bool_value",
        "double_value",
        "int_value",
        "string_value",
        "double_array_value",
        "int_array_value",
        "string_array_value",
        "json_value",
        "json_trigger_value",
        "file_uploader_state_value",
    }
)
"""What the pages' own controls send. Tables of Arrow, recordings and chats are none of theirs."""
_JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


class Malformed(Exception):
    """A message that no browser sends: too large, too deep, or not what the pages ask for."""


def kind_of(raw: bytes | None, limits: Limits) -> str:
    """Return the kind of a message. Raises Malformed for one that must not be taken in."""
    if raw is None or len(raw) > limits.message_bytes:
        raise Malformed("text, or too large")
    message = BackMsg()
    try:
        message.ParseFromString(raw)
    except DecodeError as error:
        raise Malformed("not a message") from error
    kind = message.WhichOneof("type")
    if kind == "rerun_script":
        _check_run(message.rerun_script, limits)
    elif kind == "backend_operation_request":
        _check_request(message.backend_operation_request)
    elif kind == "file_urls_request":
        names = message.file_urls_request.file_names
        _check_names([message.file_urls_request.request_id, *names], most=_MOST_FILES)
    return kind or ""


def _check_run(run: ClientState, limits: Limits) -> None:
    if len(run.widget_states.widgets) > limits.widgets:
        raise Malformed("widgets")
    if len(run.query_string) > _LONGEST_QUERY:
        raise Malformed("query")
    _check_names([run.page_name, run.page_script_hash, run.fragment_id], most=_MOST_FILES)
    _check_names(run.cached_message_hashes, most=_MOST_HASHES)
    for widget in run.widget_states.widgets:
        _check_widget(widget)


def _check_widget(widget: WidgetState) -> None:
    _check_names([widget.id], most=1)
    value = widget.WhichOneof("value")
    if value is not None and value not in _VALUES:
        raise Malformed(f"value: {value}")
    if value in ("json_value", "json_trigger_value") and _is_deep(getattr(widget, value)):
        raise Malformed("depth")


def _check_request(request: BackendOperationRequest) -> None:
    if request.WhichOneof("payload") != "deferred_file":
        raise Malformed("request")
    names = [request.request_id, request.session_id, request.deferred_file.file_id]
    _check_names(names, most=len(names))


def _check_names(names: Iterable[str], *, most: int) -> None:
    """Raise Malformed for names that are too many or too long, or would forge lines of a log."""
    for number, name in enumerate(names, start=1):
        if number > most or len(name) > _LONGEST_NAME or not name.isprintable():
            raise Malformed("names")


def _is_deep(text: str) -> bool:
    return any(depth > _MOST_DEEP for depth in _depths(text))


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for bracket in _BRACKET.finditer(_JSON_TEXT.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        yield depth
