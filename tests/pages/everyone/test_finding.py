"""Does the heading say what was found, whole and in both languages, whatever that is?"""

import itertools
from datetime import date

import pytest

from i18n.phrases import phrases
from metrics.targets import standing
from metrics.targets.standing import Standing
from reports import standing_words as finding

WELL = {"enough", "kept", "likely", "reached", "grew"}
BADLY = {
    *("missed", "fell", "days", "falling", "still"),
    *("faster_percent", "faster_even", "faster"),
}


def told(kind: str, metric: str = "members") -> Standing:
    """A standing with numbers that tell themselves apart."""
    is_members = metric == "members"
    return Standing(
        kind,
        now=60_001 if is_members else 31,
        change=-42 if kind == "fell" else 42,
        value=100_000 if is_members else 400,
        short_of=39_999 if is_members else 369,
        days_left=3,
        factor=2,
        told_to=date(2023, 10, 15),
    )


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_pair_of_findings_is_one_whole_sentence(language: str) -> None:
    sentences = set()
    for pair in itertools.product(standing.KINDS, repeat=2):
        known = dict(zip(("members", "amphoe_covered"), pair, strict=True))
        words = finding.sentence(
            {metric: told(kind, metric) for metric, kind in known.items()}, language
        )
        assert words and words == words.strip() and words[0] == words[0].upper(), pair
        assert not any(mark in words for mark in ("{", "}", "  ", "None", "nan")), words
        sentences.add(words)
    # Two are the same only where one of both is not known: every kind has words of its own.
    assert len(sentences) == len(standing.KINDS) ** 2


@pytest.mark.parametrize("language", ["th", "en"])
def test_but_stands_between_what_is_well_and_what_is_not(language: str) -> None:
    but = {"th": " แต่", "en": ", but "}[language]
    for first, second in itertools.product(set(standing.KINDS) - {"unknown"}, repeat=2):
        words = finding.sentence(
            {"members": told(first), "amphoe_covered": told(second, "amphoe_covered")}, language
        )
        differ = (first in WELL and second in BADLY) or (first in BADLY and second in WELL)
        is_told = (first == "stale") != (second == "stale")
        assert (but in words) is (differ or is_told), (first, second, words)


def test_each_number_of_a_finding_is_its_own() -> None:
    said = {kind: finding.sentence({"members": told(kind)}, "en") for kind in standing.KINDS}
    has = {
        kind: [
            part
            for part in ("60,001", "42", "100,000", "39,999", "3 days", "2 times", "2%")
            if part in words
        ]
        for kind, words in said.items()
    }
    assert has == {
        "unknown": [],
        "stale": [],
        "grew": ["42"],
        "fell": ["42"],
        "same": [],
        "stands": ["60,001"],
        "reached": ["100,000"],
        "missed": ["39,999"],
        "short": ["100,000", "39,999"],
        "enough": ["100,000"],
        "kept": ["100,000"],
        "likely": ["100,000"],
        "days": ["39,999", "3 days"],
        "falling": [],
        "still": [],
        "faster_percent": ["2%"],
        "faster_even": ["2 times"],
        "faster": ["2 times"],
    }
    assert "15 Oct 2023" in said["stale"]
    since = Standing("grew", change=9464, since=date(2023, 9, 30))
    assert finding.sentence({"members": since}, "en") == "Members grew by 9,464 since 30 Sep 2023"


def test_the_finding_of_the_sample_is_a_sentence_of_thai() -> None:
    members = Standing("enough", value=100_000)
    covered = Standing("faster", value=400, factor=2)
    assert finding.sentence({"members": members, "amphoe_covered": covered}, "th") == (
        "สมาชิกโตเร็วพอสำหรับแสนคน แต่ตัวแทนอำเภอต้องเร็วขึ้นกว่า 2 เท่า"
    )
    fewer = Standing("enough", value=50_000)
    assert finding.sentence({"members": fewer}, "th") == "สมาชิกโตเร็วพอสำหรับ 50,000 คน"
    assert finding.sentence({}, "th") == phrases()["standing.nothing"]["th"]
