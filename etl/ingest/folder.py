"""Go through the exports folder, and show the names in it."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from etl.ingest.word_lists import is_beside

_NOT_SHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control signs, breaks, signs that turn the text around, and bytes that are no UTF-8."""


def files_below(folder: Path, on_error: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield whatever lies below a folder and is none: also what cannot be read, to be told of.

    Only hidden files and those named in `sources.toml` are passed over. `on_error` gets each
    folder that cannot be listed; a folder that is not there is empty.
    """
    if not folder.exists():
        return
    for top, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = filter(_is_seen, folders)
        links = (name for name in folders if Path(top, name).is_symlink())
        for name in filter(_is_seen, [*names, *links]):
            if not is_beside(name):
                yield Path(top, name)


def _is_seen(name: str) -> bool:
    return not name.startswith((".", "~$", "__MACOSX"))


def shown(file: str) -> str:
    """Return a name as it may be shown: of old Thai bytes the letters that they most likely are,
    and no sign that cannot be seen or that turns others around."""
    name = os.fsencode(file)
    try:
        text = name.decode()
    except UnicodeDecodeError:
        text = name.decode("cp874", "replace")
    return _NOT_SHOWN.sub("\ufffd", text)
