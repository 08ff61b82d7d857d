"""Does the page of listening say what members said, and no more than may be said?"""

from pathlib import Path

import pytest

from i18n.phrases import phrases
from pages.organisers.listening import findings
from tests.pages.test_pages import cards, open_page, words
from tests.party import DAY, Party, count, member, poll, proposal
from tests.slow import these

PAGE = "pages/organisers/listening/page.py"


def test_a_poll_is_told_weighted_and_unweighted(published: Path) -> None:
    at = open_page(PAGE, published, lang="en")
    assert set(cards(at)) == {
        "People who answered",
        "Of the members",
        "Worth in answers (statistically)",
    }
    table = at.dataframe[0].value
    assert {"Choice", "Weighted (95%)", "95% low", "95% high", "Unweighted", "Answers"} <= set(
        table
    )
    assert table["Weighted (95%)"].sum() == pytest.approx(100, abs=0.3)
    assert (table["95% low"] < table["Weighted (95%)"]).all()
    assert int(table["Answers"].sum()) == int(cards(at)["People who answered"].replace(",", ""))
    assert "Newcombe" in words(at)


def test_the_same_question_again_says_what_changed(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", poll="ถาม-04")
    page_text = words(at)
    assert "Against the same question opened on 10 Jul 2023" in page_text
    assert "rose by +" in page_text and "fell by −" in page_text
    assert "answered after the poll had closed, so it does not count: < 5" in page_text
    first = words(open_page(PAGE, published, lang="en", poll="ถาม-01"))
    assert "Against the same question" not in first


def test_while_a_poll_is_open_only_who_took_part_is_told(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", poll="ถาม-05", asof="2023-10-15")
    assert "Still open, or no closing day told" in words(at)
    assert "Worth in answers (statistically)" not in cards(at)
    assert next(iter(at.dataframe[0].value)) == "Region (ECT’s 4)"


@pytest.mark.parametrize("by", these((0, 3), ["royal", "nesdb", "province", "amphoe"]))
def test_who_took_part_is_told_by_area_and_never_of_a_few(by: str, published: Path) -> None:
    at = open_page(PAGE, published, lang="en", by=by)
    table = at.dataframe[1].value
    for name in ("People who answered", "Members"):
        counts = table[name].dropna().astype(int)
        assert not counts.between(1, 4).any()
    if by in ("province", "amphoe"):
        # In a province its few of several amphoe are hidden: together they would tell of each.
        marks = {"not told"} if by == "province" else {"< 5", "not told"}
        assert marks <= set(table["People who answered *"])
        assert "“< 5” is 1 to 4 people" in words(at)


@pytest.fixture
def party(party: Party) -> Party:
    """One poll for each thing a page may have to say of it, and a proposal out of order."""
    party.members(DAY, *[member(str(n)) for n in range(90)])
    asked = [
        poll("P1", closed=""),
        poll("P2", choices="เสาร์"),
        poll("P3"),
        poll("P4", choices="เสาร์ | อาทิตย์"),
    ]
    party.polls(DAY, *asked)
    said = [count("เสาร์", "40", poll=number) for number in ("P1", "P4")]
    said += [count("เสาร์", "9", poll="P2"), count("อาทิตย์", "9", poll="P3")]
    party.poll_answers(DAY, *said, count("วันพระ", "7", poll="P3"))
    party.proposals(DAY, proposal("K1", status="รับข้อเสนอ", adopted="01/08/2566"))
    party.publish()
    return party


TOLD = {
    "P1": ("verdict.still_open",),
    "P2": ("verdict.too_few",),
    "P3": ("verdict.too_few",),
    "P4": ("verdict.withheld",),
}
FLAGGED = {
    "P2": {
        "th": "คำถามมีตัวเลือกไม่ถึงสองข้อ คำตอบจึงไม่บอกอะไร",
        "en": "the poll has fewer than two choices, so its answers say nothing",
    },
    "P3": {"th": "ไม่มีตัวเลือกนี้", "en": "no such choice"},
}


@pytest.mark.parametrize("lang", these((0,), ["th", "en"]))
def test_what_cannot_be_told_of_a_poll_is_said_in_both_languages(lang: str, party: Party) -> None:
    for number, keys in TOLD.items():
        at = open_page(PAGE, party.data, lang=lang, poll=number)
        for key in keys:
            assert phrases()[f"listening.{key}"][lang].format(least=30) in words(at)
        if number in FLAGGED:
            assert FLAGGED[number][lang] in words(at)
    at = open_page(PAGE, party.data, lang=lang, part="proposals")
    early = {"th": "มีมติรับก่อนวันที่เสนอ", "en": "it was adopted before it was raised"}
    assert early[lang] in at.dataframe[-1].value.to_csv()


def test_proposals_are_told_by_status_topic_and_area(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", part="proposals")
    board, steps, provinces, listed = (frame.value for frame in at.dataframe)
    assert int(board["All"].sum()) == int(cards(at)["Proposals"]) == len(listed)
    assert steps["Step"].tolist()[0] == "Raised → supported"
    assert int(provinces["Proposals"].sum()) == len(listed)
    adopted = open_page(PAGE, published, lang="en", part="proposals", status="adopted", area="50")
    rows = adopted.dataframe[3].value if len(adopted.dataframe) > 3 else None
    assert rows is None or set(rows["Status"]) == {"Adopted"}
    only = open_page(PAGE, published, lang="en", part="proposals", area="10")
    assert set(only.dataframe[3].value["Province"]) == {"Bangkok"}


@pytest.mark.parametrize(
    ("lang", "said"), these((1,), [("en", "Answered, day not told"), ("th", "ได้คำตอบแล้ว ไม่บอกวันที่")])
)
def test_an_answer_without_its_day_is_told_as_one(lang: str, said: str, tmp_path: Path) -> None:
    settings = Party(tmp_path)
    settings.members(DAY, *[member(str(n)) for n in range(9)])
    settings.proposals(DAY, proposal("K1", status="รับข้อเสนอ", raised="01/08/2566"))
    settings.publish()
    at = open_page(PAGE, tmp_path, lang=lang, part="proposals")
    assert [metric.value for metric in at.metric] == ["1", "1", "–"]
    assert said in at.dataframe[-1].value.to_csv()
    amphoe = open_page("pages/organisers/amphoe/page.py", tmp_path, lang=lang, at="5007")
    assert said in " ".join(frame.value.to_csv() for frame in amphoe.dataframe)


def test_without_exports_the_page_says_what_to_bring(tmp_path: Path) -> None:
    settings = Party(tmp_path)
    settings.members("2566-10-22", member("1"))
    settings.publish()
    for part in ("polls", "proposals"):
        at = open_page(PAGE, tmp_path, lang="en", part=part)
        assert phrases()["empty.none_loaded"]["en"] in words(at)


def test_before_the_first_poll_there_is_none(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", asof="2023-06-30")
    assert phrases()["word.none_here"]["en"] in words(at)


def test_the_overview_tells_the_weeks_voices(published: Path) -> None:
    at = open_page("pages/everyone/overview/page.py", published, lang="en")
    assert "Proposals: 4 raised, 0 answered" in words(at).replace("\N{NO-BREAK SPACE}", " ")
    early = open_page("pages/everyone/overview/page.py", published, lang="en", asof="2023-02-28")
    assert "Proposals:" not in words(early)


def test_a_choice_in_a_chart_is_words_and_no_markup() -> None:
    assert findings.short("<b>x</b>\n<a href='y'>") == "‹b›x‹/b› ‹a href='y'›"
    assert len(findings.short("ก" * 300)) == 42
