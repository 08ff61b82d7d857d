"""Lists the sign-ins that were ended by signing out, so that a copied cookie opens nothing.

The cookie that keeps somebody signed in is theirs to copy, and stays valid for the browser's 30
days whatever the server thinks. So a sign-out is written down on this side: one line for each in
`<data>/access/signed_out`, a hash that names the sign-in and no person, and when it began.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from etl import safe_files
from etl.settings import Settings
from i18n.messages import UserError, message

LIFETIME_SECONDS = 32 * 24 * 3600
"""Longer than any cookie is taken: those older are forgotten."""


class SignOutsLost(UserError):
    """The list of sign-outs cannot be read or written, so no sign-in can be relied on."""


def key(*parts: object) -> str:
    """Return the name of a sign-in: a hash of what tells it from every other."""
    text = "\x00".join(f"{len(str(part))}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_ended(settings: Settings, sign_in: str) -> bool:
    """Whether the sign-in was ended. Raises SignOutsLost."""
    file = _path(settings)
    try:
        stat = file.stat()
        return sign_in in _read(file, (stat.st_mtime_ns, stat.st_size, stat.st_ino))
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise _lost(file, error) from error


def end(settings: Settings, sign_in: str, began: int, now: int) -> bool:
    """End a sign-in that began at a Unix time; return whether it was not ended before.

    Raises SignOutsLost when that cannot be written.
    """
    file = _path(settings)
    try:
        safe_files.make_folder(file.parent)
        with safe_files.locked(file.with_name(".lock")):
            sign_ins = _parse(file.read_bytes()) if file.exists() else {}
            if sign_in in sign_ins:
                return False
            recent = {each: at for each, at in sign_ins.items() if at > now - LIFETIME_SECONDS}
            _write(file, recent | {sign_in: began})
    except (OSError, ValueError) as error:
        raise _lost(file, error) from error
    return True


@lru_cache(maxsize=4)
def _read(file: Path, _changed: tuple[int, int, int]) -> frozenset[str]:
    return frozenset(_parse(file.read_bytes()))


def _parse(content: bytes) -> dict[str, int]:
    """Return sign-in → when it began; raises ValueError for a line that is none."""
    pairs = (line.split(" ") for line in content.decode("ascii").splitlines())
    return {name: int(began) for name, began in pairs}


def _write(file: Path, sign_ins: dict[str, int]) -> None:
    safe_files.write_whole(file, "".join(f"{name} {began}\n" for name, began in sign_ins.items()))


def _path(settings: Settings) -> Path:
    return settings.data / "access" / "signed_out"


def _lost(file: Path, error: Exception) -> SignOutsLost:
    return SignOutsLost(message("access.sign_outs_lost", file=file, why=str(error)))
