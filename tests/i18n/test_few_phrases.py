"""Do pages say no more than they did? The number of their phrases only falls."""

from i18n.phrases import rows
from pages.ui.bar.reading import WIDGET
from tests.discovery import enough
from tests.i18n import phrase_use

MOST = 1_413
"""Rows of the catalogue that pages use; the aim is 1,000. Who deletes some lowers it."""


def test_pages_have_no_more_phrases_than_before() -> None:
    of_pages = phrase_use.named_by(("pages", "dashboard.py", "serve.py"))
    # What the framework's widgets say, it says anyhow.
    ours = [key for key, _, _ in rows() if not key.startswith(WIDGET)]
    used = [key for key in ours if of_pages.uses(key)]
    enough(used, 900, "phrases of pages")
    assert len(used) <= MOST, f"pages use {len(used)} phrases"
