"""Publishes the files that the browser fetches, and gives their addresses.

`static/` is served without sign-in, so only public files are put there. A file that may change
carries the hash of its content in its name: browsers keep it for ever. `vendor/`
holds what this folder and `pages/ui/fonts/` bring, `own/` a party's own boundaries; both are
made here and never committed.
"""

import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from etl import safe_files
from etl.settings import SHIPPED, Settings
from reports.figures.map import Geometry

FONTS = Path(__file__).parents[1] / "fonts"
"""Sarabun's letters that pages show, packed for the web; made by `tests/pages/ui/fonts/make.py`."""
WEIGHTS = ("Regular", "SemiBold", "Bold")
"""The weights of Sarabun that the theme names in `.streamlit/config.toml`."""


SCRIPT = Path(__file__).parent / "script"
"""The map's script in parts, which the browser gets as one file, in the order of their names."""


@dataclass(frozen=True)
class VendorFiles:
    """Addresses relative to the app's root: `app/static/vendor/amphoe_map-1a2b3c4d5e.js`."""

    script_url: str
    style_url: str


@dataclass(frozen=True)
class MapFiles:
    """The geometry in use. `codes` is the order in which the map takes its values.

    `bounds` is province_code → (west, south, east, north) in degrees, `country` the same for all.
    """

    amphoe_url: str
    provinces_url: str
    codes: tuple[str, ...]
    bounds: dict[str, tuple[float, float, float, float]]
    country: tuple[float, float, float, float]


def ensure_vendor_files(static: Path = SHIPPED / "static") -> VendorFiles:
    """Put the map's script and style, and the fonts in `static/vendor/`.

    Safe to repeat and to run in several processes at once: what is there already is left alone.
    """
    vendor = static / "vendor"
    beside = Path(__file__).parent
    for weight in WEIGHTS:
        name = f"Sarabun-{weight}.woff2"
        _place((FONTS / name).read_bytes(), vendor / name)
    script = b"\n".join(part.read_bytes() for part in sorted(SCRIPT.glob("*.js")))
    return VendorFiles(
        script_url=publish("amphoe_map.js", script, vendor),
        style_url=_publish(beside / "amphoe_map.css", vendor),
    )


def map_files(settings: Settings, static: Path = SHIPPED / "static") -> MapFiles:
    """The party's own geometry where it has one, else the shipped.

    Read again only when its index changes. A party's own files are published in `static/own/`.
    """
    own = settings.boundaries / "index.json"
    index = own if own.is_file() else static / "map" / "index.json"
    return _read_index(index, index.stat().st_mtime_ns, static)


def geometry(settings: Settings) -> Geometry:
    """The same geometry as whole files, for what draws a map by itself."""
    own = settings.boundaries / "index.json"
    index = own if own.is_file() else SHIPPED / "static" / "map" / "index.json"
    found = json.loads(index.read_text(encoding="utf-8"))
    return Geometry(
        *((index.parent / found[kind]).read_bytes() for kind in ("amphoe", "provinces"))
    )


@functools.lru_cache(maxsize=4)
def _read_index(index: Path, _changed: int, static: Path) -> MapFiles:
    found = json.loads(index.read_text(encoding="utf-8"))
    urls = {}
    for kind in ("amphoe", "provinces"):
        file = index.parent / found[kind]
        inside = file.is_relative_to(static)
        urls[kind] = _url(file, static) if inside else _publish(file, static / "own")
    west, south, east, north = found["country"]
    return MapFiles(
        amphoe_url=urls["amphoe"],
        provinces_url=urls["provinces"],
        codes=tuple(found["codes"]),
        bounds={code: (w, s, e, n) for code, (w, s, e, n) in found["bounds"].items()},
        country=(west, south, east, north),
    )


def publish(name: str, body: bytes, folder: Path) -> str:
    """Write a file into a folder of `static/` under its hash; returns its address."""
    digest = hashlib.sha256(body).hexdigest()[:10]
    stem = name.split(".")[0].split("-")[0]
    target = folder / f"{stem}-{digest}{Path(name).suffix}"
    _place(body, target)
    return _url(target, folder.parent)


def _publish(source: Path, folder: Path) -> str:
    return publish(source.name, source.read_bytes(), folder)


def _place(body: bytes, target: Path) -> None:
    """Write whole or not at all: the server may be handing out `target` at this moment."""
    if target.is_file() and target.read_bytes() == body:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # Anybody may read these: a web server in front may hand them out as another user.
    safe_files.write_whole(target, body, mode=safe_files.PUBLIC)


def _url(file: Path, static: Path) -> str:
    return "app/static/" + file.relative_to(static).as_posix()


if __name__ == "__main__":
    ensure_vendor_files()
