"""Does the page say whether each target will be made, and never more than is known?"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from etl.warehouse.seals import rewriting
from tests.pages.test_pages import alts, open_page, words
from tests.party import Party, election, member
from tests.slow import these

PAGE = "pages/everyone/projections/page.py"
CHANCES = ("Chance to make it in time",)

Altered = Callable[..., Path]


@pytest.fixture
def altered(published: Path, tmp_path: Path) -> Altered:
    """Copy the edition and change what is stored in it: what no sample says, a page may meet."""

    def copy(*changes: str) -> Path:
        party = Party(tmp_path / "altered")
        name = (published / "warehouse" / "CURRENT").read_text().strip()
        shutil.copytree(published / "warehouse" / name, party.warehouse / name)
        shutil.copy(published / "warehouse" / "CURRENT", party.warehouse)
        public = party.warehouse / name / "public.duckdb"
        with rewriting(public.parent), duckdb.connect(str(public)) as con:
            for change in changes:
                con.execute(change)
        return party.data

    return copy


def drawn(at: AppTest) -> set[str]:
    """The names of what the fan draws."""
    spec = json.loads(at.get("plotly_chart")[0].proto.spec)
    return {trace.get("name", "") for trace in spec["data"]}


def chances(at: AppTest) -> list[str]:
    return [str(each.value) for each in at.metric if each.label in CHANCES]


@pytest.mark.parametrize("language", ["th", "en"])
def test_each_target_has_a_card_with_its_pace_chance_and_day(
    language: str, published: Path
) -> None:
    at = open_page(PAGE, published, lang=language)
    page_text = words(at)
    labels = (
        ("สมาชิก 100,000 คน ภายในสิ้นปี 2566", "โอกาสทันกำหนด", "22,240", "2,224", "โอกาส 80 %")
        if language == "th"
        else ("100,000 members by the end of 2023", CHANCES[0], "22,240", "2,224", "80% chance")
    )
    for label in labels:
        assert label in page_text
    for pace in ("3,142", "1,631", "15.6", "371"):
        assert pace in page_text
    assert all(alts(at)), "a chart without words for those who cannot see it"


def test_the_chance_shown_is_the_one_stored_with_a_word_beside_it(altered: Altered) -> None:
    data = altered(
        "update forecast_chances set chance = 0.546 where metric = 'members'",
        "update forecast_chances set chance = 0.12 where metric = 'amphoe_covered'",
    )
    at = open_page(PAGE, data, lang="en")
    assert chances(at) == ["55%", "12%"]
    assert [each.delta for each in at.metric if each.label in CHANCES] == [
        "a coin toss",
        "unlikely",
    ]


@pytest.mark.parametrize("language", these((0,), ["th", "en"]))
@pytest.mark.parametrize(
    ("chance", "shown"), these((0, 1), [(0.005, "1%"), (0.995, "99%"), (0.994, "99%")])
)
def test_a_chance_is_never_none_nor_certain(
    chance: float, shown: str, language: str, altered: Altered
) -> None:
    data = altered(f"update forecast_chances set chance = {chance}")  # noqa: S608
    at = open_page(PAGE, data, lang=language)
    values = [str(each.value) for each in at.metric]
    assert len(values) == 2
    for value in values:
        assert value.endswith(shown)
        assert value != shown, "it is under or over, and says so"
    assert not re.search(r"(?<![\d.])(0|100)\s?%", words(at))


@pytest.mark.parametrize(
    ("days", "said"),
    these(
        (0, 2),
        [
            (
                "reached_early = '2023-11-29', reached_median = '2023-12-25', reached_late = null",
                "Most likely reached around **25 Dec 2023** · 80% chance: between 29 Nov 2023 "
                "and after 30 Jun 2024",
            ),
            (
                "reached_early = '2023-11-29', reached_median = '2023-12-25', "
                "reached_late = '2024-02-01'",
                "between 29 Nov 2023 and 1 Feb 2024",
            ),
            (
                "reached_early = '2024-05-01', reached_median = null, reached_late = null",
                "Most likely reached **after 30 Jun 2024** · 10% chance by 1 May 2024",
            ),
            (
                "reached_early = null, reached_median = null, reached_late = null",
                "Most likely **after 30 Jun 2024**",
            ),
        ],
    ),
)
def test_the_days_it_may_be_reached_are_told_as_far_as_they_are_known(
    days: str, said: str, altered: Altered
) -> None:
    data = altered(f"update forecast_chances set {days} where metric = 'members'")  # noqa: S608
    assert said in words(open_page(PAGE, data, lang="en"))


def test_a_passed_target_says_by_how_much_and_whether_it_will_hold(altered: Altered) -> None:
    data = altered(
        "update targets set value = 70000 where metric = 'members'",
        "update forecast_chances set value = 70000, chance = 0.97 where metric = 'members'",
    )
    at = open_page(PAGE, data, lang="en")
    page_text = words(at)
    assert "**Passed**: now **77,760**, which is **7,760** beyond the target" in page_text
    assert f"{CHANCES[0]} 97%" in page_text
    assert "The target of **70,000** is passed already" in page_text
    assert "100%" not in page_text


def test_a_missed_deadline_is_said_plainly(altered: Altered) -> None:
    data = altered(
        "update targets set start_on = '2023-08-01', deadline = '2023-10-01' "
        "where metric = 'members'"
    )
    at = open_page(PAGE, data, lang="en")
    assert "**The deadline was missed**: now **77,760**, still **22,240** short" in words(at)
    assert len(chances(at)) == 1, "there is no chance left to tell"


def test_a_target_that_has_not_begun_says_from_when(altered: Altered) -> None:
    data = altered("update targets set start_on = '2023-11-01' where metric = 'members'")
    at = open_page(PAGE, data, lang="en")
    assert "from 1 Nov 2023" in words(at)
    assert not at.exception, at.exception


def test_a_deadline_beyond_the_forecast_has_no_chance_and_says_why(altered: Altered) -> None:
    data = altered(
        "update targets set deadline = '2030-01-01' where metric = 'members'",
        "update forecast_chances set deadline = '2030-01-01', chance = null "
        "where metric = 'members'",
    )
    at = open_page(PAGE, data, lang="en")
    assert "The deadline lies beyond the forecast, which ends on 30 Jun 2024" in words(at)


def test_a_target_that_the_forecast_did_not_know_has_no_chance_and_no_day(altered: Altered) -> None:
    data = altered("update targets set value = 123456 where metric = 'members'")
    page_text = words(open_page(PAGE, data, lang="en"))
    assert "No chance can be told of this target yet" in page_text
    assert "30 Jun 2024" not in page_text


def test_with_few_weeks_and_elections_only_the_pace_is_told_and_why(party: Party) -> None:
    party.write_list(
        "targets.csv",
        "metric,value,start_on,deadline,label_th,label_en,source",
        "members,50,2023-10-01,2023-12-31,ก,fifty,x",
        "amphoe_covered,3,2023-10-01,2023-12-31,ข,three,x",
    )
    party.members("2566-10-15", *[member(str(number)) for number in range(10)])
    party.members("2566-10-22", *[member(str(number)) for number in range(14)])
    party.elections("2566-10-22", election("1", held="08/10/2566"))
    party.publish(looks_ahead=True)
    at = open_page(PAGE, party.data, lang="en")
    page_text = words(at)
    assert page_text.count("Too little is known to forecast from") >= 2
    assert "| – |" in page_text, "a pace that reaches back before the first list"
    assert "**3.6**" in page_text, "the pace needed"
    assert "At the last pace" in drawn(at)
    assert "Median" not in drawn(at)


def test_without_targets_the_fan_is_drawn_all_the_same(altered: Altered) -> None:
    at = open_page(PAGE, altered("delete from targets"), lang="en")
    assert "No target is set" in words(at)
    assert {"Median", "At the last pace", "50% chance"} <= drawn(at)


def test_an_edition_from_before_there_were_forecasts_shows_the_pace(altered: Altered) -> None:
    tables = ("forecast_runs", "forecasts", "forecast_chances", "forecast_tests")
    data = altered(*(f"drop table {name}" for name in (*tables, "amphoe_chances", "hazard_terms")))
    at = open_page(PAGE, data, lang="en")
    assert "There is no forecast of this day or place" in words(at)
    assert "2,224" in words(at)
    assert not chances(at)


def test_a_day_before_the_first_forecast_says_when_they_begin(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", asof="2023-09-30")
    assert "Forecasts begin on 22 Oct 2023" in words(at)
    assert not chances(at)


def test_a_forecast_of_an_earlier_day_says_which(altered: Altered) -> None:
    tables = ("forecast_runs", "forecasts", "forecast_chances")
    data = altered(*(f"update {name} set made_on = '2023-10-15'" for name in tables))  # noqa: S608
    at = open_page(PAGE, data, lang="en")
    assert "Forecast from the data up to 15 Oct 2023" in words(at)


def test_a_target_of_a_province_has_its_card_its_fan_and_its_line(altered: Altered) -> None:
    kept = "select * replace ('province' as area_kind, '50' as area_code)"
    data = altered(
        "insert into targets by name select 3 as target_id, 'members' as metric, 5000 as value, "
        "date '2023-10-22' as start_on, date '2023-12-31' as deadline, 'เชียงใหม่ 5,000' as "
        "label_th, 'Chiang Mai 5,000' as label_en, 'x' as source, 'province' as area_kind, "
        "'50' as area_code",
        *(
            f"insert into {name} {kept} from {name} where metric = 'members'"
            for name in ("forecast_runs", "forecasts")
        ),
    )
    at = open_page(PAGE, data, lang="en")
    assert "Chiang Mai · 5,000 · 31 Dec 2023" in words(at)
    at.selectbox(key="forecast_area-en").set_value("province-50").run()
    assert not at.exception, at.exception
    assert dict(at.query_params)["forecast_area"] == "province-50"
    assert "Median" in alts(at)[0] and "80% chance: " in alts(at)[0]
    at.session_state["areas_table"] = True  # as a click on it does
    at.run()
    assert "Own target" in at.dataframe[-1].value.columns
