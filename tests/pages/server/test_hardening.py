"""Is every setting that guards the server really in force, in the server as it runs?"""

import asyncio
import http.client
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.soak.session import Session
from tests.browser import ROOT, Serve

STREAM = "/_stcore/stream"
FOREIGN = (
    "https://evil.example",
    "http://localhost:3000",  # another program of this machine
    "http://127.0.0.1:9",
    "http://0.0.0.0",
    "null",
    "file://",
    "http://[::1",
)


def ask(
    address: str, path: str, *, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, Mapping[str, str], bytes]:
    """A request as it is, with no browser's manners; underscores in names of headers are dashes."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body or None, headers=named)
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    content = answer.read()
    connection.close()
    return answer.status, told, content


def xsrf(address: str) -> str:
    _, headers, _ = ask(address, "/_stcore/health")
    return headers["set-cookie"].partition("=")[2].partition(";")[0]


def opened(address: str, *, origin: str | None = None) -> ClientConnection:
    token = xsrf(address)
    return connect(
        f"ws{address.removeprefix('http')}{STREAM}",
        origin=websockets.Origin(origin or address),
        subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol(token)],
        additional_headers={"Cookie": f"_streamlit_xsrf={token}"},
        max_size=2**26,
    )


def session_of(stream: ClientConnection) -> str:
    message = BackMsg()
    message.rerun_script.query_string = ""
    stream.send(message.SerializeToString())
    while True:
        told = ForwardMsg.FromString(stream.recv(timeout=60, decode=False))
        if told.WhichOneof("type") == "new_session":
            return str(told.new_session.initialize.session_id)


def form(size: int) -> tuple[bytes, dict[str, str]]:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    kind = {"Content_Type": "multipart/form-data; boundary=x"}
    return head + b"a" * size + b"\r\n--x--\r\n", kind


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_page_is_refused_everywhere(origin: str, address: str) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/app/static/map/index.json"):
        status, headers, _ = ask(address, path, Origin=origin)
        assert status == 403, path
        assert headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in headers
    upload = "/_stcore/upload_file/any/any"
    for method in ("PUT", "DELETE", "OPTIONS"):
        assert ask(address, upload, method=method, Origin=origin)[0] == 403
    with pytest.raises(websockets.InvalidStatus) as refused:
        opened(address, origin=origin)
    assert refused.value.response.status_code == 403


def test_a_page_of_its_own_is_let_in(address: str) -> None:
    assert ask(address, "/_stcore/health", Origin=address)[0] == 200
    with opened(address) as stream:
        assert session_of(stream)


def test_an_upload_without_the_token_of_its_own_page_is_refused(address: str) -> None:
    body, kind = form(10)
    token = xsrf(address)
    with opened(address) as stream:
        path = f"/_stcore/upload_file/{session_of(stream)}/some-file"
        cookie = f"_streamlit_xsrf={token}"
        for headers in ({}, {"Cookie": cookie}, {"X_Xsrftoken": token}):
            assert ask(address, path, method="PUT", body=body, **kind, **headers)[0] == 403
        own = {"Cookie": cookie, "X_Xsrftoken": token}
        other = own | {"X_Xsrftoken": xsrf(address)}
        assert ask(address, path, method="PUT", body=body, **kind, **other)[0] == 403
        assert ask(address, path, method="PUT", body=body, **kind, **own)[0] == 204
        assert ask(address, "/_stcore/upload_file/none/f", method="PUT", body=body, **kind, **own)[
            0
        ] in (400, 404)


def test_an_upload_larger_than_the_limit_is_refused_before_it_is_read(address: str) -> None:
    token = xsrf(address)
    with opened(address) as stream:
        path = f"/_stcore/upload_file/{session_of(stream)}/some-file"
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        connection.putrequest("PUT", path)
        for name, value in {
            "Cookie": f"_streamlit_xsrf={token}",
            "X-Xsrftoken": token,
            "Content-Type": "multipart/form-data; boundary=x",
            "Content-Length": str(301 * 2**20),
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()


def test_an_upload_that_hides_its_size_is_cut_off(serve: Serve, published: Path) -> None:
    small = serve(
        ROOT / "serve.py", {"PAKTHONG_DATA": str(published)}, ["--server.maxUploadSize=1"]
    )
    token = xsrf(small)
    body, _ = form(3 * 2**20)
    with opened(small) as stream:
        path = f"/_stcore/upload_file/{session_of(stream)}/some-file"
        connection = http.client.HTTPConnection(urlsplit(small).netloc, timeout=60)
        headers = {
            "Cookie": f"_streamlit_xsrf={token}",
            "X-Xsrftoken": token,
            "Content-Type": "multipart/form-data; boundary=x",
        }
        pieces = (body[at : at + 65536] for at in range(0, len(body), 65536))
        connection.request("PUT", path, body=pieces, headers=headers, encode_chunked=True)
        assert connection.getresponse().status == 413
        connection.close()


def test_no_program_drives_the_pages_in_place_of_a_browser(address: str) -> None:
    """Streamlit's agent API and its description, and its offer to write files beside the app."""
    body = json.dumps({"page": "agm_roll"}).encode()
    for path in ("agent/interact", "agent/mcp", "agent/openapi.json", "script-health-check"):
        for method in ("POST", "GET"):
            where = f"/_stcore/{path}"
            status, headers, _ = ask(
                address, where, method=method, body=body, Content_Type="application/json"
            )
            assert status == 404, where
            assert "link" not in headers
    before = sorted(ROOT.iterdir())
    with opened(address) as stream:
        session_of(stream)
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.install_skills.SetInParent()
        stream.send(message.SerializeToString())
        with pytest.raises(websockets.ConnectionClosed):
            while stream.recv(timeout=60):
                pass
    assert sorted(ROOT.iterdir()) == before


def test_a_page_that_fails_tells_nothing_of_how(serve: Serve, tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("secret = 'planted-word'\nraise ValueError(secret)\n", encoding="utf-8")
    config = tmp_path / ".streamlit"
    config.mkdir()
    own = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    (config / "config.toml").write_text(own, encoding="utf-8")
    with opened(serve(broken)) as stream:
        message = BackMsg()
        message.rerun_script.query_string = ""
        stream.send(message.SerializeToString())
        texts = []
        while True:
            told = ForwardMsg.FromString(stream.recv(timeout=60, decode=False))
            if told.WhichOneof("type") == "script_finished":
                break
            if told.WhichOneof("type") == "delta":
                texts.append(told.delta)
    assert [each.new_element.WhichOneof("type") for each in texts] == ["exception"]
    raw = texts[0].SerializeToString()
    for planted in (b"planted-word", b"ValueError", b"broken.py", str(tmp_path).encode()):
        assert planted not in raw


def test_what_is_answered_may_not_be_framed_sniffed_or_steered(address: str) -> None:
    for path in ("/", "/gaps", "/_stcore/health", "/app/static/map/index.json", "/nothing/here"):
        _, headers, _ = ask(address, path)
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
    _, _, body = ask(address, "/_stcore/host-config")
    assert json.loads(body)["allowedOrigins"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../data/secret.key",
        "/app/static/..%2fdata/secret.key",
        "/app/static/%2e%2e/%2e%2e/etc/passwd",
        "/app/static/..%5c..%5cdata%5csecret.key",
        "/app/static//etc/passwd",
        "/app/static/vendor/../../.streamlit/secrets.toml",
        "/app/static/%00",
        "/media/../data/secret.key",
        "/media/..%2f..%2fetc%2fpasswd",
        "/_stcore/../data/targets.csv",
        "/.streamlit/secrets.toml",
        "/data/targets.csv",
        "/etl/ingest/sources.toml",
        "/static/..%2f..%2f..%2fetc/passwd",
        "//evil.example/app",
        "/\\evil.example",
    ],
)
def test_no_address_leads_to_a_file_outside_static(path: str, address: str) -> None:
    status, headers, body = ask(address, path)
    assert b"root:" not in body
    assert b"metric,value" not in body
    assert "location" not in headers or not headers["location"].startswith(("//", "http"))
    assert status in (200, 400, 403, 404), status
    if status == 200:  # the app's own shell, which shows its page not found
        assert b"<title>Streamlit</title>" in body


def test_a_file_waits_for_its_browser_however_many_others_click(address: str) -> None:
    """Streamlit forgets a file that was asked for once any two sessions have finished a run."""

    async def take_while_others_click() -> list[str]:
        taker, *others = [Session(address, number, {}) for number in range(3)]
        await taker.open("gaps")
        for each in others:
            await each.open()
        file = await taker.download_path()
        for each in others * 3:
            await each.click()
        status = await asyncio.to_thread(lambda: ask(address, file)[0])
        for each in (taker, *others):
            await each.close()
        return [file, str(status)]

    # In a thread of its own: a browser of another test keeps this one's loop running.
    with ThreadPoolExecutor(1) as apart:
        file, status = apart.submit(asyncio.run, take_while_others_click()).result()
    assert file.startswith("/media/")
    assert status == "200"
