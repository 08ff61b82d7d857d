"""Reads who somebody is from the cookies of a request, as Streamlit reads them."""

import json

from starlette.requests import HTTPConnection
from starlette.types import Scope
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.access.identity import Claims


def claims_of(scope: Scope) -> Claims:
    """Return the claims of a request's cookies; none unless they are signed by us and for here."""
    cookies = HTTPConnection(scope).cookies

    def read_cookie(name: str) -> bytes | None:
        signed = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(get_cookie_secret(), name, signed) if signed else None

    payload = get_cookie_with_chunks(read_cookie, USER_COOKIE_NAME)
    try:
        claims = json.loads(payload or b"{}")
    except ValueError:
        return {}
    is_ours = isinstance(claims, dict) and claims.get("origin") == get_origin_from_redirect_uri()
    return claims if is_ours else {}
