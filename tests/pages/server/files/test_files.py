"""Does the program reach a browser small, once, and whole?"""

import base64
import gzip
import hashlib
import http.client
import re
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from streamlit.file_util import get_static_dir

from pages.server.files import encodings
from pages.server.files.encodings import Forms, choose
from pages.server.files.public import PACKED, PublicFiles, tag_of
from tests.browser import ROOT
from tests.pages.server.files.pack import MAP

PROGRAM = Path(get_static_dir())
MAIN = next((PROGRAM / "static" / "js").glob("index.*.js"))
FOR_EVER = "public, max-age=31536000, immutable"


def ask(
    address: str, path: str, *, method: str = "GET", **headers: str
) -> tuple[int, Mapping[str, str], bytes]:
    """A request with no header but those given; underscores in their names are dashes."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    content = answer.read()
    connection.close()
    return answer.status, told, content


def test_the_program_is_sent_compressed_and_kept_for_ever(address: str) -> None:
    status, told, body = ask(address, f"/static/js/{MAIN.name}", Accept_Encoding="gzip, deflate")
    assert status == 200
    assert told["content-encoding"] == "gzip"
    assert told["cache-control"] == FOR_EVER
    assert told["vary"] == "Accept-Encoding"
    assert told["content-type"].startswith("text/javascript")
    assert told["x-content-type-options"] == "nosniff"
    assert int(told["content-length"]) == len(body) < MAIN.stat().st_size / 3
    assert gzip.decompress(body) == MAIN.read_bytes()


def test_a_browser_that_takes_brotli_gets_less(address: str) -> None:
    path = f"/static/js/{MAIN.name}"
    _, told, body = ask(address, path, Accept_Encoding="gzip, deflate, br")
    assert told["content-encoding"] == "br"
    assert brotli.decompress(body) == MAIN.read_bytes()
    assert len(body) < 0.95 * len(ask(address, path, Accept_Encoding="gzip")[2])


def test_who_takes_no_compression_gets_the_file_as_it_is(address: str) -> None:
    for headers in ({}, {"Accept_Encoding": "gzip;q=0"}, {"Accept_Encoding": "identity"}):
        status, told, body = ask(address, f"/static/js/{MAIN.name}", **headers)
        assert status == 200
        assert "content-encoding" not in told
        assert told["vary"] == "Accept-Encoding"
        assert body == MAIN.read_bytes()


def test_what_a_browser_has_is_not_sent_again(address: str) -> None:
    for path in ("/", "/gaps?lang=en", f"/static/js/{MAIN.name}", "/app/static/map/index.json"):
        tags = set()
        for accepted in ("gzip", ""):
            status, told, body = ask(address, path, Accept_Encoding=accepted)
            assert (status, bool(body)) == (200, True)
            tags.add(told["etag"])
            for known in (told["etag"], f'"other", W/{told["etag"]}'):
                status, again, body = ask(
                    address, path, Accept_Encoding=accepted, If_None_Match=known
                )
                assert (status, body) == (304, b""), path
                assert again["etag"] == told["etag"]
                assert again["cache-control"] == told["cache-control"]
            assert ask(address, path, Accept_Encoding=accepted, If_None_Match='"x"')[0] == 200
        assert len(tags) == 2, "two forms are two bodies"


def test_only_what_has_its_hash_in_its_name_is_kept_for_ever(address: str) -> None:
    vendor = {file.suffix: file.name for file in (ROOT / "static" / "vendor").glob("*-*.*s*")}
    geometry = next((ROOT / "static" / "map").glob("amphoe-*.json")).name
    for path in (f"vendor/{vendor['.js']}", f"vendor/{vendor['.css']}", f"map/{geometry}"):
        assert ask(address, f"/app/static/{path}")[1]["cache-control"] == FOR_EVER
    assert ask(address, "/app/static/map/index.json")[1]["cache-control"] == "no-cache"
    assert ask(address, "/")[1]["cache-control"] == "no-cache"


def test_the_front_page_is_every_pages_and_asks_for_no_font_of_streamlits(address: str) -> None:
    bodies = {ask(address, path)[2] for path in ("/", "/gaps", "/gaps?province=50", "/no_page")}
    assert len(bodies) == 1
    page = bodies.pop().decode()
    assert "SourceSans" in (PROGRAM / "index.html").read_text("utf-8")
    assert re.findall(r"[\w-]+\.woff2", page) == ["Sarabun-Regular.woff2"]
    assert f"./static/js/{MAIN.name}" in page
    # The script that nginx's policy lets run is still that one.
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in (ROOT / "deploy" / "nginx.conf").read_text("utf-8")


def test_the_front_page_asks_at_once_for_what_the_first_words_are_drawn_with(address: str) -> None:
    page = ask(address, "/")[2].decode()
    asked = re.findall(r'(?:href|src)="\./(static/[^"]+\.js)"', page)
    assert len(asked) == len(set(asked)) > 80
    assert {"Html", "ButtonGroup", "Selectbox", "Metric", "Progress", "PageLink"} <= {
        Path(name).name.partition(".")[0] for name in asked
    }
    assert not [name for name in asked if "embed." in name or "Plotly" in name]
    assert all((PROGRAM / name).is_file() for name in asked)


def test_streamlits_fonts_are_ours_and_are_asked_for_again(address: str) -> None:
    every = next((PROGRAM / "static" / "media").glob("MaterialSymbols-Rounded.*"))
    _, told, body = ask(address, f"/static/media/{every.name}", Accept_Encoding="gzip, br")
    assert body == (ROOT / "pages" / "ui" / "fonts" / "icons.woff2").read_bytes()
    assert told["cache-control"] == "no-cache"  # the name stays when an icon is added
    assert "content-encoding" not in told
    first = next((PROGRAM / "static" / "media").glob("SourceSansVF-Upright.*"))
    _, told, body = ask(address, f"/static/media/{first.name}")
    assert body == (ROOT / "pages" / "ui" / "fonts" / "Sarabun-Regular.woff2").read_bytes()
    assert told["cache-control"] == "no-cache"
    font = "/app/static/vendor/Sarabun-Bold.woff2"
    assert ask(address, font)[1]["cache-control"] == "public, max-age=604800"


def test_a_part_of_a_file_is_sent_as_it_lies(address: str) -> None:
    path = f"/static/js/{MAIN.name}"
    status, told, body = ask(address, path, Range="bytes=10-19", Accept_Encoding="gzip")
    assert status == 206
    assert "content-encoding" not in told
    assert body == MAIN.read_bytes()[10:20]


def test_a_head_tells_the_size_and_sends_nothing(address: str) -> None:
    path = f"/static/js/{MAIN.name}"
    status, told, body = ask(address, path, method="HEAD", Accept_Encoding="gzip")
    assert (status, body) == (200, b"")
    assert told["content-length"] == ask(address, path, Accept_Encoding="gzip")[1]["content-length"]


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip; q=0", "identity"),
        ("gzip;q=0.000", "identity"),
        ("", "identity"),
        ("xgzip", "identity"),
    ],
)
def test_the_encoding_is_one_that_is_taken(accepted: str, chosen: str) -> None:
    assert choose(accepted) == chosen


def test_a_file_is_compressed_once_however_many_ask_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    begun = threading.Barrier(8)

    def squeeze(body: bytes) -> bytes:
        made.append(len(body))
        return gzip.compress(body)

    monkeypatch.setattr(encodings, "ENCODINGS", {"gzip": squeeze})
    forms = Forms(b"word " * 1_000)

    def get(_: int) -> bytes:
        begun.wait()
        return forms.form("gzip")

    with ThreadPoolExecutor(8) as several:
        assert len(set(several.map(get, range(8)))) == 1
    assert made == [5_000]


def test_what_does_not_shrink_is_sent_as_it_is() -> None:
    packed = gzip.compress(bytes(range(256)) * 40)
    assert Forms(packed).form("gzip") == packed


def test_what_the_map_is_drawn_with_is_packed_beforehand_and_whole(address: str) -> None:
    """If this fails, the map's files have changed: `python -m tests.pages.server.files.pack`."""
    packed = {file.stem: file.read_bytes() for file in PACKED.iterdir()}
    assert len(MAP) == 2
    assert packed.keys() == {tag_of(file.read_bytes()) for file in MAP}
    for file in MAP:
        body = file.read_bytes()
        small = packed[tag_of(body)]
        assert brotli.decompress(small) == body
        assert len(small) < 0.95 * len(encodings.ENCODINGS["br"](body))
    geometry = next(file for file in MAP if file.name.startswith("amphoe-"))
    sent = ask(address, f"/app/static/map/{geometry.name}", Accept_Encoding="br")[2]
    assert sent == packed[tag_of(geometry.read_bytes())]


def test_a_file_that_changes_is_sent_anew(tmp_path: Path) -> None:
    file = tmp_path / "own" / "names.json"
    file.parent.mkdir()
    file.write_text("{}")
    files = PublicFiles(static=tmp_path)
    first = files.find("app/static/own/names.json")
    assert first is files.find("app/static/own/names.json")
    file.write_text("[1]")
    second = files.find("app/static/own/names.json")
    assert first and second
    assert second.tag != first.tag
    assert second.forms.made("identity") == b"[1]"


def test_nothing_beside_the_public_folders_is_found(tmp_path: Path) -> None:
    static = tmp_path / "static"
    static.mkdir()
    (tmp_path / "secret.json").write_text("{}")
    (static / ".hidden.json").write_text("{}")
    (static / "program.py").write_text("")
    (static / "link.json").symlink_to(tmp_path / "secret.json")
    files = PublicFiles(static=static)
    for name in ("../secret.json", ".hidden.json", "program.py", "link.json", "", "/secret.json"):
        assert files.find(f"app/static/{name}") is None, name
    assert files.find("static/../index.html") is None
    assert files.find("app/staticmap/index.json") is None
