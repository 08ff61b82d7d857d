"""Is every phrase whole, named by the code, and written once? Is every key the code names there?"""

import re
import subprocess
import sys
from collections import Counter
from functools import cache

import pytest

from i18n.phrases import FOLDER, LANGUAGES, phrases, rows
from tests.discovery import ROOT, enough
from tests.i18n import phrase_use


@cache
def named() -> phrase_use.Named:
    """What the code names."""
    return phrase_use.named()


def repeated(things: list[object]) -> set[object]:
    """What stands more than once."""
    return {thing for thing, times in Counter(things).items() if times > 1}


def test_every_key_stands_once_and_its_first_part_in_one_file() -> None:
    written = list(rows())
    enough(written, 1900, "phrases")
    assert not [row for row in written if len(row) != 3]
    assert not repeated([key for key, _, _ in written])
    homes = {
        (line.partition(",")[0].partition(".")[0], path.name)
        for path in FOLDER.glob("*.csv")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"[a-z_]+[.,]", line) and not line.startswith("key,")
    }
    enough(homes, 40, "first parts")
    assert not repeated([first for first, _ in homes])


def test_no_text_stands_twice() -> None:
    own = [(th, en) for _, th, en in rows() if not th.startswith("@")]
    enough(own, 1700, "texts")
    assert not repeated(list(own))


def test_a_key_that_has_the_words_of_another_names_one_that_has_its_own() -> None:
    own = {key for key, th, _ in rows() if not th.startswith("@")}
    others = {key: (th[1:], en) for key, th, en in rows() if th.startswith("@")}
    enough(others, 50, "keys with the words of another")
    assert not {key for key, (other, en) in others.items() if other not in own or en}


def test_every_phrase_has_both_languages_and_the_same_places_to_fill() -> None:
    known = phrases()
    enough(known, 1900, "phrases")
    for key, words in known.items():
        assert words["th"].strip() and words["en"].strip(), key
        places = [set(re.findall(r"{(\w+)}", words[language])) for language in LANGUAGES]
        assert places[0] == places[1], key


def test_every_phrase_is_named_by_the_code() -> None:
    enough(named().keys, 130, "patterns of keys")
    assert sorted(key for key in phrases() if not named().uses(key)) == []


def test_every_key_the_code_names_has_words() -> None:
    enough(named().asked, 900, "keys asked for")
    assert sorted(named().asked - set(phrases())) == []


def test_every_pattern_of_the_code_has_a_phrase() -> None:
    firsts = {key.partition(".")[0] for key in phrases()}
    patterns = {each for each in named().keys if each.pattern.partition("\\.")[0] in firsts}
    enough(patterns, 125, "patterns of keys")
    known = "\n".join(phrases())
    for pattern in patterns:
        assert re.search(f"^{pattern.pattern}", known, re.MULTILINE), pattern.pattern


@pytest.mark.parametrize("module", ["i18n.messages", "etl.settings"])
def test_the_catalogue_is_not_read_before_it_is_asked_for(module: str) -> None:
    code = f"import {module}; from i18n.phrases import phrases; print(phrases.cache_info().misses)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "0"
