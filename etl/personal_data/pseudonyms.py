"""Turns a member's own number into a pseudonym that nobody can turn back.

SHA-256 over a 32-byte key and the number, cut to its first 128 bits; the key is made from a secret
that is kept outside the warehouse. The same member has the same key in every list, and a copied
edition says nothing about anyone. HMAC exists because a whole SHA-256 can be continued by somebody
who knows it (length extension); half of one cannot, as in SHA-512/256 (FIPS 180-4), and it takes
one block a member in place of four: half a second in a million.
"""

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path

import duckdb

from etl import safe_files
from etl.settings import Settings
from i18n.messages import UserError, message

_LEAST = 16
KEY_DIGITS = 32


class NoSecret(UserError):
    """The secret's file is there and holds no secret."""


def read_secret(settings: Settings) -> bytes:
    """Return the secret; make one (32 random bytes as hex, for the owner's eyes only) if none is.

    Raises NoSecret when the file is empty or too short: a new secret would silently make every
    member a stranger to the lists already read.
    """
    path = settings.secret
    if not path.exists():
        _create(path)
    secret = path.read_bytes().strip()
    if len(secret) < _LEAST:
        raise NoSecret(message("readers.no_secret", path=path))
    return secret


def _create(path: Path) -> None:
    """Write the secret whole or not at all; another process may be a moment faster."""
    safe_files.make_folder(path.parent)
    content = f"{secrets.token_hex(32)}\n".encode()
    with suppress(FileExistsError), safe_files.writing_once(path, content):
        pass


def use_secret(con: duckdb.DuckDBPyConnection, secret: bytes) -> None:
    """Create the macro `member_key(id)` on `con`: the key of a member's number, vectorised."""
    key = hashlib.sha256(b"pakthong member key " + secret).digest()
    con.execute("set variable member_secret = $key", {"key": key})
    con.execute(
        "create temp macro member_key(id) as"
        f" left(sha256(getvariable('member_secret') || encode(id)), {KEY_DIGITS})"
    )


def member_key(secret: bytes, number: str) -> str:
    """Return the key of one member's number, as the macro makes it."""
    key = hashlib.sha256(b"pakthong member key " + secret).digest()
    return hashlib.sha256(key + number.encode()).hexdigest()[:KEY_DIGITS]


def secret_fingerprint(secret: bytes) -> str:
    """Return what tells one secret from another and says nothing about either."""
    return hashlib.sha256(b"pakthong staging " + secret).hexdigest()[:16]
