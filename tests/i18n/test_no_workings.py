"""Is nobody below the officers told of files, folders, commands or tables of the product's own?"""

import re

import pytest

from i18n.phrases import LANGUAGES, phrases
from tests.discovery import enough

BELOW_OFFICERS = (
    "banner",
    "overview",
    "map",
    "ladder",
    "growth",
    "belonging",
    "projections",
    "chance",
    "scenario",
    "track",
    "elections",
    "events",
    "committees",
    "gaps",
    "amphoe",
    "listening",
    "proposals",
    "reviews",
    "finding",
    "data_health",
    "check",
    "small",
    "told",
)
FOR_OFFICERS = {"data_health.unplaced_how"}
"""What such a page says to officers alone."""
WORKINGS = re.compile(r"\.(csv|toml|md|py|sql|json)\b|\bexports/|\bdocs/|python -m|\{path\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_below_the_officers_names_files_or_commands(language: str) -> None:
    told = {key: words for key, words in phrases().items() if key.split(".")[0] in BELOW_OFFICERS}
    enough(told, 700, "phrases below the officers")
    found = {key for key, words in told.items() if WORKINGS.search(words[language])}
    assert found <= FOR_OFFICERS, sorted(found - FOR_OFFICERS)
