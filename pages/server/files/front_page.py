"""Streamlit's front page, without what our pages never use.

It asks for a font of Streamlit's at once, before any script: ours is another.
"""

import re
from functools import cache
from pathlib import Path

from streamlit.file_util import get_static_dir

from pages.server.files.public import ASK_AGAIN, Found, found

_FOREIGN_FONT = re.compile(r'\s*<link\s+rel="preload"\s+href="[^"]+\.woff2"[^>]*>')


@cache
def front_page() -> Found:
    """Return the page, ready to be sent; the same for every address of a page."""
    page = (Path(get_static_dir()) / "index.html").read_text("utf-8")
    body = _FOREIGN_FONT.sub("", page).encode()
    return found(body, "text/html; charset=utf-8", ASK_AGAIN)
