"""Checks before the start that nobody would see what they may not."""

import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

from streamlit import config

from etl.access import access_list
from etl.settings import Settings
from i18n.messages import Message, UserError, message
from pages.access import local_addresses

_LEAST_SECRET = 32
_SHARED = ("redirect_uri", "cookie_secret")
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_OTHERS = stat.S_IWGRP | stat.S_IRWXO


class NotStarted(UserError):
    """The server would be open to those who may not look, or closed to everybody."""


def refuse_unsafe_start(settings: Settings) -> list[Message]:
    """Raise NotStarted unless it is safe to listen; return what is worth saying on the terminal.

    A list that cannot be read is among the latter: it lets nobody in, and is read again at each
    click, so that it can be mended while the server runs.
    """
    address = config.get_option("server.address")
    auth = _auth()
    listed = access_list.path(settings)
    if config.get_option("server.trustedUserHeaders"):
        raise NotStarted(message("access.trusted_headers"))
    if not auth and access_list.exists(settings):
        raise NotStarted(message("access.no_provider", list=listed))
    if not auth:
        if not local_addresses.is_bound(address):
            listening = address or "0.0.0.0"
            raise NotStarted(message("access.open_address", address=listening, list=listed))
        return []
    _check_auth(auth)
    if not access_list.exists(settings):
        raise NotStarted(message("access.no_list", list=listed))
    try:
        return access_list.read(settings).faults
    except access_list.BadAccessList as bad:
        return [bad.message]


def _auth() -> Mapping[str, object]:
    """Return [auth] of the secrets that Streamlit reads. Raises NotStarted for a file amiss."""
    auth: Mapping[str, object] = {}
    for file in map(Path, config.get_option("secrets.files")):
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise NotStarted(message("access.secrets_unreadable", file=file, why=error)) from error
        section = content.get("auth")
        if section is not None and file.stat().st_mode & _OTHERS:
            raise NotStarted(message("access.secrets_open", file=file))
        if section is not None:
            auth = section if isinstance(section, dict) else {"": section}
    return auth


def _check_auth(auth: Mapping[str, object]) -> None:
    parts = {name: part for name, part in auth.items() if isinstance(part, dict)}
    providers = {name: part for name, part in parts.items() if "server_metadata_url" in part}
    if auth.get("client_id"):
        providers["default"] = dict(auth)
    if len(providers) > 1:
        raise NotStarted(message("access.secrets_providers", names=", ".join(sorted(providers))))
    provider = next(iter(providers.values()), dict(auth))
    missing = [key for key in _SHARED if not auth.get(key)]
    missing += [key for key in _PROVIDER if not provider.get(key)]
    if missing:
        raise NotStarted(message("access.secrets_missing", keys=", ".join(missing)))
    if len(str(auth["cookie_secret"])) < _LEAST_SECRET:
        raise NotStarted(message("access.cookie_secret", least=_LEAST_SECRET))
    redirect = str(auth["redirect_uri"])
    host = local_addresses.hostname(redirect)
    is_private = redirect.startswith("https://") or (
        redirect.startswith("http://") and (host == "localhost" or local_addresses.is_address(host))
    )
    if not is_private or not redirect.endswith("/oauth2callback"):
        raise NotStarted(message("access.redirect_uri", text=redirect))
