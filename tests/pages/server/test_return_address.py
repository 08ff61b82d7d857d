"""Does a sign-in lead back to the page it began on, and never to another site?"""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.server import return_address

OURS = ("growth", "growth?lang=en&from=2566-09-30", "?odd=%26a%3D1", "coverage_map?place=5001")
OTHERS = (
    "//evil.example",
    "/growth",
    "https://evil.example/",
    "growth/../..//evil.example",
    "\\\\evil.example",
    "growth?a=1\r\nSet-Cookie: x=1",
    "growth?a= b",
    "growth?" + "x" * 2_000,
    "หน้า",
)


@pytest.mark.parametrize("address", OURS)
def test_a_page_and_what_it_shows_are_led_back_to(address: str) -> None:
    page, _, query = address.partition("?")
    begin = urlsplit(return_address.begin_address(page, query))
    assert begin.path == "/sign-in"
    assert parse_qs(begin.query) == {"to": [address]}


@pytest.mark.parametrize("address", OTHERS)
def test_whatever_is_no_page_of_ours_is_not(address: str) -> None:
    page, _, query = address.partition("?")
    assert return_address.begin_address(page, query) == "/sign-in"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser at a site whose provider sends everybody to the front page."""
    monkeypatch.setattr(return_address, "generate_login_redirect_url", "/auth/login?{}".format)

    async def callback(request: Request) -> RedirectResponse:
        return RedirectResponse("/", 302)

    app = Starlette(routes=[Route("/oauth2callback", callback)])
    return TestClient(return_address.ReturnAddress(app), follow_redirects=False)


@pytest.mark.parametrize("address", [*OURS, *OTHERS])
def test_only_an_address_of_ours_is_led_back_to_and_once(address: str, browser: TestClient) -> None:
    begun = browser.get("/sign-in", params={"to": address})
    assert begun.status_code == 302
    assert begun.headers["location"].startswith("/auth/login?")
    back = [browser.get("/oauth2callback").headers["location"] for _ in range(2)]
    assert back == [f"/{address}" if address in OURS else "/", "/"]


@pytest.mark.parametrize("address", OTHERS)
def test_a_forged_cookie_leads_nowhere_else(address: str, browser: TestClient) -> None:
    cookie = f"pakthong_return={quote(address, safe='')}"
    back = browser.get("/oauth2callback", headers={"Cookie": cookie})
    assert back.headers["location"] == "/"
