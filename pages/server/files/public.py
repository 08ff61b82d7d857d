"""Finds the files that anybody may have: Streamlit's own program, and what lies in `static/`.

An address with anything unusual in it finds nothing here, and is left to Streamlit to refuse.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from streamlit.file_util import get_static_dir

from etl.settings import SHIPPED
from pages.server.files.encodings import Forms
from pages.ui.map.static_files import FONTS

_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}
_MOST_BYTES = 16 * 2**20
_FOR_EVER = "public, max-age=31536000, immutable"
_A_WEEK = "public, max-age=604800"
ASK_AGAIN = "no-cache"
"""Kept, but held against the server's each time: an unchanged file is answered in a few bytes."""
PACKED = Path(__file__).parent / "packed"
"""What the map is drawn with, as small as it gets, which takes longer than anybody would wait:
files by the tag of what they hold. `tests/pages/server/files/pack.py` writes them."""
_FOREIGN_FONT = re.compile(
    r"static/media/(MaterialSymbols-Rounded|SourceSansVF-Upright\.ttf)\.[\w-]{8}\.woff2", re.ASCII
)
_OWN_FONTS = {
    "MaterialSymbols-Rounded": FONTS / "icons.woff2",
    "SourceSansVF-Upright.ttf": FONTS / "Sarabun-Regular.woff2",
}
"""What is sent in the place of fonts of Streamlit's: all its icons are more bytes than a page and
its scripts, and the letters it begins with, until it has heard of our theme, are those of no page.
"""
_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_HASHED = re.compile(r"-[0-9a-f]{10}\.[a-z0-9]+|\.[A-Za-z0-9_-]{8}\.(css|js|png|svg|ttf|woff2?)")
_FONT = re.compile(r"\.(ttf|woff2)$")


@dataclass(frozen=True)
class Found:
    """A body in all its forms, and how it is sent: `tag` is a hash of it, without quotes."""

    forms: Forms
    kind: str
    kept: str
    tag: str


def found(body: bytes, kind: str, kept: str) -> Found:
    """Return a body as it is sent, under its own hash."""
    tag = tag_of(body)
    packed = PACKED / f"{tag}.br"
    made = {"br": packed.read_bytes()} if packed.is_file() else {}
    return Found(Forms(body, made), kind, kept, tag)


def tag_of(body: bytes) -> str:
    """Return what a body is known by: twenty letters of its SHA-256."""
    return hashlib.sha256(body).hexdigest()[:20]


class PublicFiles:
    """Every file by its address, read when it is first asked for and again when it has changed."""

    def __init__(self, program: Path | None = None, static: Path = SHIPPED / "static") -> None:
        program = program or Path(get_static_dir())
        self._roots = {"static": program / "static", "app/static": static}
        self._kept: dict[Path, tuple[tuple[int, int], Found]] = {}

    def find(self, address: str) -> Found | None:
        """Return what lies at an address such as `app/static/map/index.json`, or nothing."""
        file = self._file(address)
        if file is None:
            return None
        told = file.stat()
        version = (told.st_mtime_ns, told.st_size)
        kept = self._kept.get(file)
        if kept is None or kept[0] != version:
            kept = (version, _read(file))
            self._kept[file] = kept
        return kept[1]

    def _file(self, address: str) -> Path | None:
        foreign = _FOREIGN_FONT.fullmatch(address)
        if foreign:
            return _OWN_FONTS[foreign[1]]
        for prefix, root in self._roots.items():
            if not address.startswith(f"{prefix}/"):
                continue
            parts = address.removeprefix(f"{prefix}/").split("/")
            file = root.joinpath(*parts)
            is_plain = all(map(_PART.fullmatch, parts)) and file.suffix in _KINDS
            if not is_plain or not file.is_file() or file.stat().st_size > _MOST_BYTES:
                return None
            # A link may lead out of the folder.
            return file if file.resolve().is_relative_to(root.resolve()) else None
        return None


def _read(file: Path) -> Found:
    kept = ASK_AGAIN
    if _HASHED.search(file.name):
        kept = _FOR_EVER
    elif _FONT.search(file.name) and file.parent != FONTS:
        kept = _A_WEEK
    return found(file.read_bytes(), _KINDS[file.suffix], kept)
