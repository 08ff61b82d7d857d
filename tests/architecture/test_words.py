"""Has every phrase both languages, every page its phrases, and no code Thai words of its own?"""

import re

from tests.discovery import modules


def test_thai_words_live_in_lists_not_in_code() -> None:
    thai = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]{3,}")
    for path in [*modules("metrics"), *modules("reports"), *modules("pages")]:
        body = path.read_text(encoding="utf-8")
        assert not thai.search(body), f"{path.name}: {thai.search(body)}"
