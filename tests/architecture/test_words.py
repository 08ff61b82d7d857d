"""Has every phrase both languages, every page its phrases, and no code Thai words of its own?"""

import csv
import re

from tests.discovery import ROOT, enough, modules, words


def test_every_phrase_has_both_languages_and_the_same_places_to_fill() -> None:
    with (ROOT / "i18n/catalogue/pages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [row["key"] for row in rows]
    enough(keys, 1400, "phrases")
    assert len(keys) == len(set(keys))
    for row in rows:
        assert row["th"].strip(), row["key"]
        assert row["en"].strip(), row["key"]
        places = [set(re.findall(r"{(\w+)}", row[language])) for language in ("th", "en")]
        assert places[0] == places[1], row["key"]
        assert None not in row, f"too many commas in {row['key']}"


def test_every_phrase_a_page_names_exists() -> None:
    with (ROOT / "i18n/catalogue/pages.csv").open(encoding="utf-8", newline="") as file:
        keys = {row["key"] for row in csv.DictReader(file)}
    files = [*modules("pages"), ROOT / "dashboard.py"]
    named = words(r'\bt\(\s*"([a-z_.0-9]+)"', files, at_least=800)
    assert not named - keys


def test_thai_words_live_in_lists_not_in_code() -> None:
    thai = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]{3,}")
    for path in [*modules("metrics"), *modules("reports"), *modules("pages")]:
        body = path.read_text(encoding="utf-8")
        assert not thai.search(body), f"{path.name}: {thai.search(body)}"
