"""Does a build store forecasts that hold together, and keep those made before?"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import build
from etl.warehouse import editions, forecast_history
from etl.warehouse.seals import rewriting
from metrics.forecast import run as outlook
from metrics.members import projections as exact_projections
from metrics.targets import projections
from tests.party import Party, Silent, election, member

HEAD = "metric,value,start_on,deadline,label_th,label_en,source,area"
AMPHOE = (
    "แม่ริม",
    "สันทราย",
    "ฝาง",
    "หางดง",
    "แม่แตง",
    "สารภี",
    "จอมทอง",
    "แม่แจ่ม",
    "เชียงดาว",
    "ดอยสะเก็ด",
)
FIRST = date(2023, 8, 3)


def thai(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year + 543}"


def write_party(party: Party, weeks: int, elections: int = 0) -> None:
    """Twelve members more each week, told by lists four weeks apart, and some elections."""
    people = [member(f"f{number}") for number in range(400)]
    for week in range(weeks + 1):
        on = FIRST + timedelta(days=7 * week)
        if week:
            people += [
                member(f"w{week}-{n}", approved=thai(on - timedelta(days=n % 5)))
                for n in range(12 + week % 3)
            ]
        if week % 4 == weeks % 4:
            party.members(f"{on.year + 543}-{on.month:02}-{on.day:02}", *people)
    last = FIRST + timedelta(days=7 * weeks)
    votes = [
        election(str(n), amphoe=AMPHOE[n], held=thai(last - timedelta(days=3 * n)))
        for n in range(elections)
    ]
    if votes:
        party.elections(f"{last.year + 543}-{last.month:02}-{last.day:02}", *votes)


@pytest.fixture
def party(party: Party) -> Party:
    party.write_list(
        "targets.csv",
        HEAD,
        "members,700,2566-08-03,2567-03-31,ท,t,x,",
        "members,650,2566-08-03,2567-01-31,ท,t,x,50",
        "amphoe_covered,40,2566-08-03,2567-03-31,ท,t,x,",
        "amphoe_covered,9,2566-08-03,2567-03-31,ท,t,x,ect:north",
    )
    return party


def found(party: Party, edition: str | None = None) -> Mapping[str, list[tuple[Any, ...]]]:
    return {table: party.rows(f"from {table}", edition) for table in forecast_history.TABLES}


def test_an_edition_says_what_is_to_be_expected(party: Party) -> None:
    write_party(party, 20, elections=9)
    party.publish(looks_ahead=True)
    runs = party.rows(
        "select metric, area_kind, area_code, method, reason, weeks_used, made_on"
        " from forecast_runs order by metric, area_kind"
    )
    last = FIRST + timedelta(days=140)
    assert runs[2:] == [
        ("members", "country", "", "model", None, 21, last),
        ("members", "province", "50", "model", None, 21, last),
    ]
    assert [run[:4] for run in runs[:2]] == [
        ("amphoe_covered", "country", "", "model"),
        ("amphoe_covered", "ect", "north", "model"),
    ]
    ((broken,),) = party.rows(
        "select count(*) from forecasts where not (0 <= lo95 and lo95 <= lo80 and lo80 <= lo50"
        " and lo50 <= median and median <= hi50 and hi50 <= hi80 and hi80 <= hi95)"
        " or (metric = 'amphoe_covered' and hi95 > 928)"
        " or week_ends_on <> made_on + 7 * weeks_ahead"
    )
    assert broken == 0
    ((median, pace),) = party.rows(
        "select median, last_pace from forecasts where metric = 'members'"
        " and area_kind = 'country' and weeks_ahead = 4"
    )
    assert 400 + 20 * 13 + 20 < median < pace + 25
    chances = party.rows("select value, chance from forecast_chances order by value")
    assert [value for value, _ in chances] == [9, 40, 650, 700]
    assert all(0.005 <= chance <= 0.995 for _, chance in chances)


def test_the_same_exports_give_the_same_forecasts(party: Party, tmp_path: Path) -> None:
    other = Party(tmp_path / "other")
    other.write_list("targets.csv", HEAD, "members,700,2566-08-03,2567-03-31,ท,t,x,")
    party.write_list("targets.csv", HEAD, "members,700,2566-08-03,2567-03-31,ท,t,x,")
    for each in (party, other):
        write_party(each, 12, elections=9)
        each.publish(looks_ahead=True)
    query = "select * exclude (edition) from {} order by all"
    for table in ("forecasts", "forecast_chances"):
        assert party.rows(query.format(table)) == other.rows(query.format(table))
    for table in ("forecast_tests", "amphoe_chances", "hazard_terms"):
        assert party.rows(f"from {table} order by all") == other.rows(f"from {table} order by all")


def test_every_amphoe_without_a_representative_has_its_chance(party: Party) -> None:
    write_party(party, 12, elections=9)
    party.publish(looks_ahead=True)
    chances = party.rows("select amphoe_code, chance_4w, chance_13w from amphoe_chances")
    assert len(chances) == 928 - 9
    assert all(0.005 <= soon <= later <= 0.995 for _, soon, later in chances)


def test_a_short_past_shows_the_pace_and_says_why(party: Party) -> None:
    write_party(party, 4, elections=2)
    party.publish(looks_ahead=True)
    assert party.rows(
        "select metric, method, reason from forecast_runs where area_kind = 'country' order by 1"
    ) == [
        ("amphoe_covered", "announced_only", "too_few_elections"),
        ("members", "pace_only", "too_few_weeks"),
    ]
    ((bands, lines),) = party.rows(
        "select count(median), count(last_pace) from forecasts where metric = 'members'"
    )
    assert (bands, lines > 0) == (0, True)
    assert party.rows("select distinct chance from forecast_chances where metric = 'members'") == [
        (None,)
    ]


def test_nothing_to_forecast_is_no_error(tmp_path: Path) -> None:
    only_votes = Party(tmp_path / "votes")
    only_votes.elections("2566-10-22", election("1"))
    only_members = Party(tmp_path / "members")
    only_members.members("2566-10-22", member("1", state="ลาออก"))
    for each in (only_votes, only_members):
        each.publish(looks_ahead=True)
    assert only_votes.rows("select metric, method from forecast_runs") == [
        ("amphoe_covered", "announced_only")
    ]
    assert only_members.rows("select metric, reason from forecast_runs") == [
        ("members", "too_few_weeks")
    ]


def test_a_target_whose_deadline_is_past_has_no_chance(party: Party) -> None:
    party.write_list("targets.csv", HEAD, "members,700,2566-08-03,2566-09-01,ท,t,x,")
    write_party(party, 12)
    party.publish(looks_ahead=True)
    assert party.rows("select value, chance from forecast_chances") == [(700, None)]


def test_the_forecast_of_before_is_kept_when_its_edition_is_not(tmp_path: Path) -> None:
    party = Party(tmp_path, keep_editions=1)
    party.write_list("targets.csv", HEAD, "members,700,2566-08-03,2567-03-31,ท,t,x,")
    write_party(party, 12)
    party.publish(looks_ahead=True)
    first = party.rows("from forecasts where metric = 'members' order by week_ends_on")
    write_party(party, 16)
    party.publish(looks_ahead=True)
    assert len(editions.editions(party)) == 1
    made = party.rows("select distinct made_on from forecast_runs order by 1")
    assert [day for (day,) in made] == [FIRST + timedelta(days=7 * n) for n in (12, 16)]
    kept = party.rows(
        f"from forecasts where metric = 'members' and made_on = date '{made[0][0]}'"
        " order by week_ends_on"
    )
    assert kept == first


def test_of_two_forecasts_of_one_day_the_newer_stands(party: Party) -> None:
    write_party(party, 12)
    party.publish(looks_ahead=True)
    party.write_list("targets.csv", HEAD, "members,800,2566-08-03,2567-03-31,ท,t,x,")
    name = party.publish(looks_ahead=True)
    assert party.rows(
        "select distinct edition from forecast_runs where metric = 'members'"
        " and area_kind = 'country'"
    ) == [(name,)]
    value = "select value from forecast_chances where area_kind = 'country'"
    assert party.rows(value) == [(800,)]


def test_an_edition_made_before_there_were_forecasts_still_serves(party: Party) -> None:
    write_party(party, 12)
    party.publish(looks_ahead=True)
    with rewriting(party.public.parent), duckdb.connect(str(party.public)) as con:
        for table in forecast_history.TABLES:
            con.execute(f"drop table {table}")
    with party.opened() as con:
        on = FIRST + timedelta(days=84)
        assert projections.runs(con, on=on).empty
        assert exact_projections.fan(con, on=on, metric="members").empty
        assert projections.terms(con).empty
        assert projections.amphoe_chances(con).empty
        decisions = exact_projections.decisions(con, on=on)
        assert len(decisions) == 4
        assert decisions["chance"].isna().all()
    party.write_list("targets.csv", HEAD, "members,900,2566-08-03,2567-03-31,ท,t,x,")
    party.publish(looks_ahead=True)
    assert party.rows("select count(*) from forecast_runs where metric = 'members'") == [(1,)]


def test_the_sample_never_becomes_the_partys_own_record(party: Party) -> None:
    write_party(party, 12)
    party.publish(looks_ahead=True)
    with rewriting(party.public.parent), duckdb.connect(str(party.public)) as con:
        con.execute("update edition set is_sample = true")
    write_party(party, 16)
    party.publish(looks_ahead=True)
    assert len(party.rows("select distinct made_on from forecast_runs")) == 1


def test_a_build_without_an_outlook_says_nothing_of_the_future(party: Party) -> None:
    write_party(party, 12)
    build.build(party, Silent())
    assert all(not found(party)[table] for table in forecast_history.TABLES)


def test_pages_read_what_was_stored(party: Party) -> None:
    write_party(party, 20, elections=9)
    party.publish(looks_ahead=True)
    last = FIRST + timedelta(days=140)
    with party.opened() as con:
        decisions = exact_projections.decisions(con, on=last)
        assert decisions["value"].tolist() == [700, 650, 40, 9]
        assert decisions["chance"].notna().all()
        assert (decisions["method"] == "model").all()
        fan = exact_projections.fan(
            con, on=last, metric="members", area_kind="province", area_code="50"
        )
        assert fan["weeks_ahead"].tolist() == list(range(1, len(fan) + 1))
        # The day before, nothing had been forecast; a province's viewer sees the province.
        assert projections.runs(con, on=last - timedelta(days=1)).empty
        inside = exact_projections.decisions(con, on=last, provinces=("50",))
        assert inside["value"].tolist() == [650]
        assert projections.runs(con, on=last, provinces=("50",))["area_code"].tolist() == ["50"]
        assert exact_projections.fan(con, on=last, metric="members", provinces=("50",)).empty
        assert len(projections.amphoe_chances(con, provinces=("10",))) == 50
        assert {"held_share", "elected_share", "lost_per_week", "members"} <= set(
            projections.terms(con)["term"]
        )


def test_areas_are_the_country_and_those_with_a_target(party: Party) -> None:
    write_party(party, 4)
    party.publish(looks_ahead=True)
    with party.opened() as con:
        by_members, by_coverage = (
            outlook.areas(con, each) for each in ("members", "amphoe_covered")
        )
    assert [(area.kind, area.code) for area in by_members] == [("country", ""), ("province", "50")]
    assert by_members[1].provinces == frozenset({"50"})
    north = by_coverage[1].provinces
    assert north is not None
    assert {"50", "57"} <= north
    assert "90" not in north
