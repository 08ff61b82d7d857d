"""How does a member's own number become a key that nobody can turn back?

HMAC-SHA256 (RFC 2104) with a secret that is kept outside the warehouse, its first 32 hex digits:
the same member has the same key in every list, and a copied edition says nothing about anyone.
"""

import hashlib
import os
import secrets
from pathlib import Path
from tempfile import mkstemp

import duckdb

from etl.sentences import Refused, say
from etl.settings import Settings

_BLOCK = 64
_LEAST = 16
KEY_DIGITS = 32


class NoSecret(Refused):
    """The secret's file is there and holds no secret."""


def read_secret(settings: Settings) -> bytes:
    """Return the secret; make one (32 random bytes as hex, for the owner's eyes only) if none is.

    Raises NoSecret when the file is empty or too short: a new secret would silently make every
    member a stranger to the lists already told.
    """
    path = settings.secret
    if not path.exists():
        _make(path)
    secret = path.read_bytes().strip()
    if len(secret) < _LEAST:
        raise NoSecret(say("readers.no_secret", path=path))
    return secret


def _make(path: Path) -> None:
    """Write the secret whole or not at all; another process may be a moment faster."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(dir=path.parent, prefix=".secret-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def use_secret(con: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Create the macro `member_key(id)` on `con`, vectorised HMAC with `secret`."""
    key = hashlib.sha256(secret).digest() if len(secret) > _BLOCK else secret
    key = key.ljust(_BLOCK, b"\x00")
    for name, pad in (("key_inner", 0x36), ("key_outer", 0x5C)):
        value = bytes(byte ^ pad for byte in key)
        con.execute(f"set variable {name} = $value", {"value": value})
    con.execute(
        "create temp macro member_key(id) as left(sha256(getvariable('key_outer')"
        f" || unhex(sha256(getvariable('key_inner') || encode(id)))), {KEY_DIGITS})"
    )


def secret_fingerprint(secret: bytes) -> str:
    """Return what tells one secret from another and says nothing about either."""
    return hashlib.sha256(b"pakthong staging " + secret).hexdigest()[:16]
