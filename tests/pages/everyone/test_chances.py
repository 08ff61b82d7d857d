"""Is a chance said in plain words, never as certain, on the overview and in the list of gaps?"""

import re
from pathlib import Path

import pytest
import streamlit as st

from pages.ui import chance_text, text
from tests.metrics.targets.growing_party import day, people, publish, thai, votes
from tests.pages.test_pages import open_page, words
from tests.party import Party
from tests.slow import these

OVERVIEW, GAPS = "pages/everyone/overview/page.py", "pages/organisers/gaps/page.py"
HEAD = "metric,value,start_on,deadline,label_th,label_en,source"


@pytest.fixture(params=["th", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(st, "session_state", {"lang": request.param})
    # A page that this thread drew before has settled on its own.
    monkeypatch.setattr(text._run, "language", None, raising=False)
    return str(request.param)


def test_a_chance_is_whole_per_cent_and_never_certain(language: str) -> None:
    texts = [chance_text.percent(chance) for chance in (0.005, 0.0149, 0.5465, 0.985, 0.995)]
    under, over = ("ไม่ถึง 1%", "มากกว่า 99%") if language == "th" else ("under 1%", "over 99%")
    assert texts == [under, "1%", "55%", "98%", over]
    about = "ประมาณ 55%" if language == "th" else "about 55%"
    assert [chance_text.about(chance) for chance in (0.55, 0.001)] == [about, under]
    assert chance_text.percent(float("nan")) == "–"


def test_the_word_for_a_chance_agrees_with_the_number_shown() -> None:
    chances = (0.995, 0.846, 0.844, 0.596, 0.5, 0.394, 0.146, 0.144, 0.005, float("nan"))
    assert [chance_text.code(chance) for chance in chances] == [
        *("likely", "likely", "rather_likely", "rather_likely", "open"),
        *("rather_unlikely", "rather_unlikely", "unlikely", "unlikely", "unknown"),
    ]


def test_a_chance_is_a_word_and_out_of_a_hundred(language: str) -> None:
    is_thai = language == "th"
    said = [chance_text.whole(chance) for chance in (0.005, 0.5465, 0.995)]
    assert said[0].endswith("ไม่ถึง 1 ใน 100" if is_thai else "under 1 in 100")
    assert said[1].endswith(": ราว 55 ใน 100" if is_thai else ": about 55 in 100")
    assert said[2].endswith("มากกว่า 99 ใน 100" if is_thai else "over 99 in 100")


def test_the_overview_says_the_chance_of_each_target_of_the_country(published: Path) -> None:
    page_text = words(open_page(OVERVIEW, published, lang="en"))
    assert page_text.count(" in 100") == 2
    assert "about 0 in" not in page_text and "about 100 in" not in page_text


def overview(folder: Path, *targets: str, weeks: int = 20, **query: str) -> str:
    """Build the growing party (380 members on 18 Oct 2023) with targets; what its page says."""
    party = Party(folder)
    party.write_list("targets.csv", HEAD, *targets)
    for week in (0, weeks):
        party.members(thai(day(week)), *people(week))
    publish(party)
    return words(open_page(OVERVIEW, folder, lang="en", **query))


@pytest.mark.parametrize(
    ("target", "chance"),
    these(
        (0,),
        [
            ("members,99999,2023-06-01,2023-12-31,ก,a,x", "unlikely: under 1 in 100"),
            ("members,381,2023-06-01,2024-03-31,ข,b,x", "likely: over 99 in 100"),
        ],
    ),
)
def test_a_target_far_off_or_close_by_is_not_certain(
    target: str, chance: str, tmp_path: Path
) -> None:
    assert chance in overview(tmp_path, target)


@pytest.mark.parametrize(
    ("target", "said", "heading"),
    [
        (
            "members,300,2023-06-01,2023-12-31,ก,a,x",
            "Reached, 80 beyond",
            "Members have reached 300",
        ),
        (
            "members,900,2023-06-01,2023-10-01,ข,b,x",
            "The deadline has come, 520 short",
            "Members are 520 short though the deadline has come",
        ),
        (
            "members,800,2023-11-01,2023-12-31,ค,c,x",
            "800 · 31 Dec · from 1 Nov 2023",
            "Members grew by 280 since 31 May 2023",
        ),
    ],
)
def test_a_target_that_is_passed_missed_or_not_begun_has_no_chance(
    target: str, said: str, heading: str, tmp_path: Path
) -> None:
    page_text = overview(tmp_path, target)
    assert said in page_text and heading in page_text
    assert " in 100" not in page_text and "needs" not in page_text


def test_with_a_short_past_the_overview_says_the_pace(tmp_path: Path) -> None:
    target = "members,900,2023-06-01,2023-12-31,ก,a,x"
    page_text = overview(tmp_path, target, weeks=5)
    assert re.search(r"needs [\d.]+ a week gets 14", page_text)
    assert " in 100" not in page_text


def test_of_several_targets_the_one_due_next_is_shown(tmp_path: Path) -> None:
    page_text = overview(
        tmp_path,
        "members,900,2023-06-01,2024-03-31,ก,a,x",
        "members,300,2023-06-01,2023-12-31,ข,b,x",
        "members,800,2023-06-01,2023-12-31,ค,c,x",
    )
    assert "800 · 31 Dec" in page_text and "and 2 more targets" in page_text
    assert "900 ·" not in page_text


def test_a_chance_of_an_earlier_day_says_of_which(party: Party) -> None:
    party.write_list("targets.csv", HEAD, "members,900,2023-06-01,2024-03-31,ก,a,x")
    for week in (0, 12, 16):
        party.members(thai(day(week)), *people(week))
        if week:
            publish(party)
    at = open_page(OVERVIEW, party.data, lang="en", asof=day(14).isoformat())
    assert "Forecast from the data up to 23 Aug 2023" in words(at)
    newest = open_page(OVERVIEW, party.data, lang="en")
    assert "Forecast from the data" not in words(newest)


def test_gaps_are_ranked_by_chance_when_asked_to_and_the_address_keeps_it(published: Path) -> None:
    at = open_page(GAPS, published, lang="en")
    by_score = at.dataframe[0].value
    assert by_score["Score"].is_monotonic_decreasing
    assert "under 1%" in by_score["Chance in 4 weeks"].tolist()
    assert not {"0%", "100%"} & {*by_score["Chance in 4 weeks"], *by_score["Chance in 13 weeks"]}
    at.segmented_control(key="rank-en").set_value("chance_13w").run()
    assert not at.exception, at.exception
    by_chance = at.dataframe[0].value
    assert dict(at.query_params).get("rank") == "chance_13w"
    assert len(by_chance) == len(by_score)
    assert not by_chance["Score"].is_monotonic_decreasing
    ends = [float(by_chance["Chance in 13 weeks"].iloc[n].strip("%")) for n in (0, 10)]
    assert ends[0] >= ends[1]


def test_the_gaps_tell_one_number_of_representatives_with_its_parts(published: Path) -> None:
    said = words(open_page(GAPS, published, lang="en"))
    assert "**29** amphoe have a representative (2 with a term ending, 27 verified)" in said
    assert "**899** have none" in said


def test_gaps_of_an_earlier_day_say_why_there_is_no_chance(published: Path) -> None:
    at = open_page(GAPS, published, lang="en", asof="2023-09-30", rank="chance_4w")
    assert "Chances are known for the newest day" in words(at)
    assert "Chance in 4 weeks" not in at.dataframe[0].value
    assert at.dataframe[0].value["Score"].is_monotonic_decreasing


def test_few_elections_are_told_to_be_all_that_is_counted(party: Party) -> None:
    party.write_list("targets.csv", HEAD, "amphoe_covered,40,2023-06-01,2023-12-31,ก,a,x")
    party.elections(thai(day(16)), *votes(16))
    party.publish(looks_ahead=True)
    page_text = words(open_page(OVERVIEW, party.data, lang="en"))
    assert "Only elections already announced are counted" in page_text
