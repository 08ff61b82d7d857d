"""Judges whom a provider's claims speak of, and whether the party's list lets them in.

What is relied on, read in Streamlit 1.67:

- `st.user` is the content of the cookie `_streamlit_user`, as it was when the websocket opened:
  the claims of the provider's ID token (iss, sub, aud, email, email_verified, iat, exp, nonce …)
  and `is_logged_in` and `provider`. The token itself was verified once, in the callback: its
  signature, issuer, audience, nonce and expiry (Authlib), and the state of the request.
- The cookie is signed with `auth.cookie_secret` (itsdangerous, SHA-1 HMAC, salted with its name)
  and taken for 31 days. `exp` is not looked at again, and nothing on the server knows a sign-out.
- It is read only if the handshake has an Origin, the one of `redirect_uri`, and the XSRF token.
- `server.trustedUserHeaders` would put headers over the claims: it keeps the server from starting.

So age and sign-outs are ours to keep, by what tells one sign-in from another: iss, sub, iat, nonce.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from etl.access import access_list, ended_sessions
from etl.access.access_list import AccessList, Person

Claims = Mapping[str, object]

CLOCK_SECONDS = 300
"""How far a provider's clock may be ahead of ours."""


@dataclass(frozen=True)
class Refusal:
    """Why somebody is not let in: a code of `sign_in.why.<code>`, and what the record calls them.

    `sign_in` tells this sign-in from others; it is empty for who has not signed in.
    """

    reason: str
    actor: str = ""
    sign_in: str = ""
    detail: str = ""


def sign_in_id(claims: Claims) -> str:
    """Return what tells one sign-in from every other."""
    return ended_sessions.key(*(claims.get(each, "") for each in ("iss", "sub", "iat", "nonce")))


def issued_at(claims: Claims) -> int | None:
    """Return when somebody signed in, as Unix time; None when the provider does not tell."""
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float) or not math.isfinite(issued):
        return None
    return int(issued)


def actor(claims: Claims) -> str:
    """Return what the record calls somebody: their address, or what the provider calls them."""
    subject = f"{claims.get('iss', '')} {claims.get('sub', '')}".strip()
    return access_list.address(claims.get("email")) or subject[:200]


def judge(
    claims: Claims, listed: AccessList, now: float, is_ended: Callable[[str], bool]
) -> Person | Refusal:
    """Return the person of the list that the claims speak of, or why nobody is let in by them.

    `email_verified` has to be the boolean: the text "false" would be as true as "true", and
    OpenID Connect knows no text there.
    """
    if claims.get("is_logged_in") is not True:
        return Refusal("signed_out")
    sign_in = sign_in_id(claims)

    def refuse(reason: str, detail: str = "") -> Refusal:
        return Refusal(reason, actor(claims), sign_in, detail)

    if claims.get("iss") != listed.issuer:
        return refuse("issuer", f"iss = {claims.get('iss')!r}"[:200])
    since = issued_at(claims)
    if since is None or not claims.get("sub"):
        return refuse("claims", "iat, sub")
    if not now - listed.session_hours * 3600 < since < now + CLOCK_SECONDS:
        return refuse("expired")
    if is_ended(sign_in):
        return refuse("ended")
    email = access_list.address(claims.get("email"))
    if email is None:
        return refuse("no_email")
    if claims.get("email_verified") is not True:
        return refuse("unverified", f"email_verified = {claims.get('email_verified')!r}"[:200])
    person = listed.people.get(email)
    if person is None:
        return refuse("stranger")
    if person.fault:
        return refuse("row", person.fault.en)
    return person
