"""How do tests sign people in? With a real OpenID provider on this machine."""

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Page

from tests import scope_party
from tests.browser import ROOT, Serve, settle

COOKIE_SECRET = "an invented secret of more than 32 characters"
COOKIE, XSRF = "_streamlit_user", "_streamlit_xsrf"
ISSUER = "https://accounts.example.org"
"""The provider of tests in which nobody is really signed in."""


@dataclass(frozen=True)
class Provider:
    """An OpenID provider; `issuer` is its address."""

    issuer: str

    def know(self, name: str, **claims: str | bool | int) -> None:
        """Have it vouch for somebody, with these claims in the ID token."""
        requests.put(
            f"{self.issuer}/users/{name}", json=dict(claims), timeout=10
        ).raise_for_status()


@dataclass(frozen=True)
class Site:
    """A dashboard that people sign in to: its address, the party's folder, the provider."""

    url: str
    data: Path
    provider: Provider

    def list_people(self, *rows: str, issuer: str = "", hours: float = 12) -> None:
        """Write the list of who may look; each row is the inside of a [[people]] table."""
        write_list(self.data, issuer or self.provider.issuer, *rows, hours=hours)


def write_list(data: Path, issuer: str, *rows: str, hours: float = 12) -> None:
    """Write `access.toml` whole or not at all, as an editor does."""
    head = f'issuer = "{issuer}"\nsession_hours = {hours}\ncontact = "office@example.org"\n'
    draft = data / ".access.new"
    draft.write_text(head + "".join(f"[[people]]\n{row}\n" for row in rows), encoding="utf-8")
    draft.replace(data / "access.toml")


def person(email: str, role: str, provinces: Sequence[str] | None = None) -> str:
    """Return a row for `list_people`."""
    told = json.dumps(provinces if isinstance(provinces, str) else list(provinces or ()))
    codes = "" if provinces is None else f"\nprovinces = {told}"
    return f'email = "{email}"\nrole = "{role}"{codes}'


def write_secrets(folder: Path, issuer: str, **changed: str) -> Path:
    """Write the secrets of a server whose port Streamlit fills in; returns the file."""
    told = {
        "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": COOKIE_SECRET,
        "client_id": "pakthong",
        "client_secret": "invented",
        "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
    } | changed
    file = folder / "secrets.toml"
    lines = [f'{name} = "{value}"' for name, value in told.items() if value]
    file.write_text("[auth]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return file


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same party twice, but for what happens in provinces 52 and 83, with a list of people."""
    folders = tmp_path_factory.mktemp("world_0"), tmp_path_factory.mktemp("world_1")
    for world, folder in enumerate(folders):
        scope_party.build(folder, world)
        write_list(
            folder,
            ISSUER,
            person("officer@example.org", "officer", scope_party.OWN),
            person("organiser@example.org", "organiser", scope_party.OWN),
            person("third@example.org", "officer", ["52"]),
            person("country@example.org", "officer"),
        )
    return folders


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """An OpenID provider on this machine; it vouches for whom a test tells it of."""
    before = os.environ.get("AUTHLIB_INSECURE_TRANSPORT")
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it is asked without TLS, on loopback
    with run_server_in_thread() as server:
        yield Provider(f"http://127.0.0.1:{server.server_port}")
    if before is None:
        del os.environ["AUTHLIB_INSECURE_TRANSPORT"]


def start_site(
    serve: Serve,
    data: Path,
    provider: Provider,
    folder: Path,
    env: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
) -> Site:
    """Start a dashboard on the party's folder `data`, which has a list already."""
    secrets = write_secrets(folder, provider.issuer)
    options = [f"--secrets.files={secrets}", *more]
    url = serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(data), **(env or {})}, options)
    return Site(url, data, provider)


def sign_in(page: Page, name: str) -> None:
    """Press the one button of the sign-in page, and be vouched for as `name`."""
    page.locator("#sign_in").click()
    page.wait_for_selector("input[name=sub]", timeout=30_000)
    page.fill("input[name=sub]", name)
    page.locator("form:has(input[name=sub]) button").first.click()
    page.wait_for_selector("h1", timeout=30_000)
    settle(page)
