"""Streamlit's front page, asking for what our pages use and for nothing that they never use.

It asks for a font of Streamlit's before any script: ours is another. What every page of ours draws
with, it asks for only once the server has said what to draw; here that comes with the program.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from streamlit.file_util import get_static_dir

from pages.server.files.public import ASK_AGAIN, Found, found

_FOREIGN_FONT = re.compile(r'\s*<link\s+rel="preload"\s+href="[^"]+\.woff2"[^>]*>')

_DRAWN_WITH = ("Html", "ButtonGroup", "Selectbox", "Metric", "Progress", "PageLink")
"""The parts of Streamlit's program that the frame and the first words are drawn with."""
_STATIC_IMPORT = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
_FONT = "./app/static/vendor/Sarabun-Regular.woff2"


@cache
def front_page() -> Found:
    """Return the page, ready to be sent; the same for every address of a page."""
    page = (Path(get_static_dir()) / "index.html").read_text("utf-8")
    ahead = [f'<link rel="modulepreload" crossorigin href="{url}">' for url in _ahead(page)]
    font = f'<link rel="preload" href="{_FONT}" as="font" type="font/woff2" crossorigin>'
    page = _FOREIGN_FONT.sub("", page).replace("</head>", "\n".join([*ahead, font, "</head>"]))
    return found(page.encode(), "text/html; charset=utf-8", ASK_AGAIN)


def _ahead(page: str) -> Iterator[str]:
    """Yield the scripts that the first words need and the page does not name."""
    scripts = Path(get_static_dir()) / "static" / "js"
    waiting = [file for name in _DRAWN_WITH for file in sorted(scripts.glob(f"{name}.*.js"))]
    seen = set()
    while waiting:
        script = waiting.pop(0)
        if script.name in seen or not script.is_file():
            continue
        seen.add(script.name)
        if f"/{script.name}" not in page:
            yield f"./static/js/{script.name}"
            text = script.read_text("utf-8")
            waiting += [scripts / name for name in _STATIC_IMPORT.findall(text)]
