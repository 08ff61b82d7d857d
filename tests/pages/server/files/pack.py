"""Packs anew what the map is drawn with. `python -m tests.pages.server.files.pack`: a minute.

To be run when the geometry has changed.
"""

import brotli

from pages.server.files.public import PACKED, tag_of
from tests.browser import ROOT

MAP = sorted((ROOT / "static" / "map").glob("*-*.json"))


def main() -> None:
    """Write all of them, and remove those of before."""
    PACKED.mkdir(exist_ok=True)
    for old in PACKED.iterdir():
        old.unlink()
    for file in MAP:
        body = file.read_bytes()
        (PACKED / f"{tag_of(body)}.br").write_bytes(brotli.compress(body, quality=11, lgwin=24))


if __name__ == "__main__":
    main()
