"""Which version of the program are the party's files of? It stands in `<data>/VERSION`.

Version 0.1 wrote no such file: it is known by what else it left.
"""

from etl import safe_files
from etl.settings import Settings
from i18n.messages import UserError, message

NOW = "0.2.0"
"""The version of this program."""
BEFORE_VERSIONS = "0.1.0"
_FILE = "VERSION"


class OtherVersion(UserError):
    """The party's files are of a version that this program does not work with as they are."""


def number(version: str) -> tuple[int, ...]:
    """Return what versions are ordered by. Raises ValueError for what is none."""
    return tuple(int(part) for part in version.split("."))


def found(settings: Settings) -> str | None:
    """Return the version of the party's files, None before there are any. Raises OtherVersion."""
    try:
        version = (settings.data / _FILE).read_text(encoding="utf-8").strip()
        number(version)
    except (FileNotFoundError, NotADirectoryError):
        left = (settings.warehouse / "CURRENT", settings.data / "audit" / "log.jsonl")
        return BEFORE_VERSIONS if any(path.exists() for path in left) else None
    except ValueError as error:
        file = settings.data / _FILE
        raise OtherVersion(message("version.not_understood", file=file)) from error
    return version


def write(settings: Settings) -> None:
    """Write that the party's files are of this version. Raises OSError."""
    safe_files.write_whole(settings.data / _FILE, f"{NOW}\n")


def begin(settings: Settings) -> None:
    """Write the same where nothing is there yet. Raises OSError, OtherVersion."""
    if found(settings) is None:
        write(settings)


def refuse_newer(settings: Settings) -> None:
    """Raise OtherVersion when a newer program has written the party's files."""
    version = found(settings)
    if version and number(version) > number(NOW):
        raise OtherVersion(message("version.newer", found=version, now=NOW))


def refuse_other(settings: Settings) -> None:
    """Raise OtherVersion unless the party's files are of this version, or not begun yet."""
    refuse_newer(settings)
    version = found(settings)
    if version and number(version) < number(NOW):
        raise OtherVersion(message("version.older", found=version, now=NOW))
