"""Signs the sessions of a soak in: an officer, an organiser, a viewer in turn.

Their cookies are signed by the key that the soak itself gives the server, as the server signs them
after a provider has vouched for somebody; how that happens is tested elsewhere.
"""

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

COOKIE = "_streamlit_user"
ROLES = ("officer", "organiser", "viewer")

_ISSUER = "https://accounts.example.org"
_LIST = f'issuer = "{_ISSUER}"\nsession_hours = 12\ncontact = "office@example.org"\n'


class People:
    """So many people of invented names; lays down the lists that let them in."""

    def __init__(self) -> None:
        self._key = secrets.token_hex(32)

    def options(self, data: Path, address: str) -> Sequence[str]:
        """Write access.toml and the secrets; return what tells the server where these are."""
        rows = [f'[[people]]\nemail = "{_email(role)}"\nrole = "{role}"\n' for role in ROLES]
        rows[1] += 'provinces = ["50", "51", "58"]\n'
        (data / "access.toml").write_text("\n".join([_LIST, *rows]), encoding="utf-8")
        folder = data / ".streamlit"
        folder.mkdir(mode=0o700, exist_ok=True)
        secrets_file = folder / "secrets.toml"
        secrets_file.touch(0o600)
        provider = f"{_ISSUER}/.well-known/openid-configuration"
        secrets_file.write_text(
            f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{self._key}"\n'
            f'client_id = "soak"\nclient_secret = "soak"\nserver_metadata_url = "{provider}"\n',
            encoding="utf-8",
        )
        return (f"--secrets.files={secrets_file}",)

    def headers(self, address: str, number: int) -> Mapping[str, str]:
        """Return the cookie of person `number` at a site."""
        return {"Cookie": f"{COOKIE}={self.cookie(address, ROLES[number % len(ROLES)])}"}

    def cookie(self, address: str, role: str) -> str:
        """Return the value of the cookie of somebody of a role."""
        parts = urlsplit(address)
        claims = {
            "origin": f"{parts.scheme}://{parts.netloc}",
            "is_logged_in": True,
            "provider": "default",
            "iss": _ISSUER,
            "sub": role,
            "email": _email(role),
            "email_verified": True,
            "iat": int(time.time()),
            "nonce": secrets.token_hex(8),
        }
        return create_signed_value(self._key, COOKIE, json.dumps(claims)).decode("ascii")


def _email(role: str) -> str:
    return f"{role}@example.org"
