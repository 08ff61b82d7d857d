"""Is the sample's season one story: do events, joins, answers and proposals agree, dirt and all?"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.etl.sample.sample_reading import (
    OCTOBER,
    Row,
    amphoe_of,
    is_active,
    is_whole,
    read_cells,
    read_count,
    read_day,
    read_rows,
)
from tests.party import Party

ON = date(2023, 10, 22)
FIVE = {"1401", "4901", "1106", "1201", "2406"}


@pytest.fixture(scope="session")
def events(sample_exports: Path) -> list[Row]:
    """Every row of the events export whose day can be read, each once."""
    found = {}
    for row in read_rows(sample_exports / "events" / "กิจกรรม_2566-10-22.xlsx"):
        if row["วันที่จัด"] != "31/09/2566":
            found[row["รหัสกิจกรรม"]] = row
    return list(found.values())


@pytest.fixture(scope="session")
def joins(sample_exports: Path) -> Counter[tuple[str | None, date]]:
    """Who joined by amphoe and day, counted straight from the last members' list."""
    found: Counter[tuple[str | None, date]] = Counter()
    seen = set()
    for row in read_rows(sample_exports / "members" / OCTOBER):
        if is_whole(row) and is_active(row, ON) and row["เลขที่สมาชิก"] not in seen:
            seen.add(row["เลขที่สมาชิก"])
            approved = read_day(row["วันที่อนุมัติ"])
            if approved is not None:
                found[amphoe_of(row), approved] += 1
    return found


def test_the_five_elections_of_22_october_are_events(events: list[Row]) -> None:
    that_day = [row for row in events if read_day(row["วันที่จัด"]) == ON]
    held = {amphoe_of(row) for row in that_day if row["ประเภทกิจกรรม"] == "เลือกตั้ง ตทอ."}
    assert held == FIVE
    assert all(read_count(row["ผู้เข้าร่วม"]) for row in that_day)


def test_every_kind_of_event_was_held_over_the_months_and_more_as_time_went_on(
    events: list[Row],
) -> None:
    kinds = Counter(str(row["ประเภทกิจกรรม"]) for row in events)
    assert set(kinds) == {"เลือกตั้ง ตทอ.", "สมาชิกสัมพันธ์", "รับสมัครสมาชิก", "อบรม"}
    assert min(kinds.values()) >= 15
    days = [day for row in events if (day := read_day(row["วันที่จัด"]))]
    months = Counter(day.month for day in days if day <= ON)
    assert months[7] < months[8] < months[9] < months[10]
    coming = [row for row in events if (day := read_day(row["วันที่จัด"])) and day > ON]
    assert len(coming) >= 20
    assert all(row["ผู้เข้าร่วม"] == row["สมัครสมาชิกในงาน"] == "" for row in coming)


def test_who_joined_at_an_event_is_in_the_members_list(
    events: list[Row], joins: Counter[tuple[str | None, date]]
) -> None:
    told = 0
    for row in events:
        joined, day = read_count(row["สมัครสมาชิกในงาน"]), read_day(row["วันที่จัด"])
        if joined and day and (code := amphoe_of(row)):
            assert joined <= joins[code, day], row
            assert joined <= (read_count(row["ผู้เข้าร่วม"]) or 0)
            told += joined
    assert told > 100


def test_events_that_recruit_are_followed_by_more_joining_than_the_country_s(
    events: list[Row], joins: Counter[tuple[str | None, date]]
) -> None:
    def within(code: str | None, first: date, days: int) -> int:
        return sum(joins[code, first + timedelta(days=n)] for n in range(days))

    everywhere: Counter[date] = Counter()
    for (_, joined_on), count in joins.items():
        everywhere[joined_on] += count
    after = before = pace_after = pace_before = 0
    for row in events:
        day = read_day(row["วันที่จัด"])
        if row["ประเภทกิจกรรม"] != "รับสมัครสมาชิก" or day is None or day > ON:
            continue
        first = day - timedelta(days=28)
        after += within(amphoe_of(row), day, 28)
        before += within(amphoe_of(row), first, 28)
        pace_after += sum(everywhere[day + timedelta(days=n)] for n in range(28))
        pace_before += sum(everywhere[first + timedelta(days=n)] for n in range(28))
    assert after / before > 1.25 * pace_after / pace_before


def test_each_export_has_a_little_dirt_and_not_much(
    sample_exports: Path, events: list[Row]
) -> None:
    above = [
        row
        for row in events
        if (read_count(row["ผู้เข้าร่วม"]) or 0) > (read_count(row["ผู้ลงทะเบียน"]) or 0)
    ]
    assert len(above) == 1
    assert sum(amphoe_of(row) is None for row in events) == 1
    people = read_rows(sample_exports / "poll_answers" / "คำตอบรายคน_2566-10-22.csv")
    late = [row for row in people if (day := read_day(row["วันที่ตอบ"])) and day > date(2023, 10, 20)]
    assert len(late) == 1
    assert sum(row["คำตอบ"] == "ไปทางไกล" for row in people) == 1
    assert 30 < len(people) - len({tuple(row.items()) for row in people}) < 150
    proposals = read_rows(sample_exports / "proposals" / "ข้อเสนอ_2566-10-22.csv")
    assert sum(row["วันที่เสนอ"] == "31/06/2566" for row in proposals) == 1


def test_answers_by_person_are_of_the_sample_s_own_invented_members(sample_exports: Path) -> None:
    people = read_rows(sample_exports / "poll_answers" / "คำตอบรายคน_2566-10-22.csv")
    numbers = {row["เลขที่สมาชิก"] for row in people} - {""}
    assert len(numbers) > 2500
    assert numbers <= {row["เลขที่สมาชิก"] for row in read_rows(sample_exports / "members" / OCTOBER)}


def test_one_file_is_a_workbook_and_some_are_in_the_old_encoding(sample_exports: Path) -> None:
    assert len(list((sample_exports / "events").glob("*.xlsx"))) == 1
    for name in ("proposals/ข้อเสนอ_2566-10-22.csv", "poll_answers/คำตอบรายคน_2566-10-22.csv"):
        assert list(read_cells(sample_exports / name))
        with pytest.raises(UnicodeDecodeError):
            (sample_exports / name).read_text(encoding="utf-8")


def test_the_season_is_published_with_its_totals_and_its_dirt_told(published: Path) -> None:
    party = Party(published)
    assert party.rows("select newest_on, (select count(*) from events) > 120 from edition") == [
        (ON, True)
    ]
    five = party.rows(
        "select amphoe_code from events where kind = 'election' and held_on = '2023-10-22'"
    )
    assert {code for (code,) in five} == FIVE
    assert party.rows(
        "select count(distinct province_code) between 45 and 55, count(*) > 50 from committees"
    ) == [(True, True)]
    kept = "select count(*) from checks where is_fatal and not passed"
    assert party.rows(kept) == [(0,)]
    told = {name for (name,) in party.rows("select name from checks where not passed")}
    assert told >= {
        "figures_of_every_event_agree",
        "days_of_every_committee_agree",
        "days_of_every_proposal_agree",
        "every_answer_is_to_an_open_poll",
    }
    assert "every_election_has_its_event" not in told
    assert party.rows("select flag from event_flags") == [("attended_above_registered",)]
    flags = {flag for (flag,) in party.rows("select flag from poll_flags")}
    assert flags == {"answer_after_close", "answered_again", "unknown_choice"}
    statuses = {status for (status,) in party.rows("select distinct status from proposals")}
    assert statuses == {"raised", "supported", "debated", "adopted", "declined", "done"}


def test_one_question_was_put_twice_and_turnout_differs_by_region(published: Path) -> None:
    party = Party(published)
    repeated = party.rows("select count(*) from polls group by question_key having count(*) > 1")
    assert repeated == [(2,)]
    turnout = dict(
        party.rows("""
            with people as (
                select region_ect, sum(respondents) as people
                from poll_respondents join provinces using (province_code)
                where poll_id = 'ถาม-05' group by 1
            ), members as (
                select region_ect, sum(net_yearly + net_lifetime + net_untyped) as members
                from membership_daily join provinces using (province_code) group by 1
            )
            select region_ect, people / members from people join members using (region_ect)
            """)
    )
    assert turnout["central"] > 3 * turnout["northeast"]
    assert party.rows("select count(*) from poll_respondents where respondents is null") == [(0,)]


def test_no_number_of_a_member_stands_in_what_was_made_of_their_answers(published: Path) -> None:
    party = Party(published)
    folder = party.exports / "poll_answers"
    people = read_rows(next(folder.glob("*รายคน*")))
    numbers = [str(row["เลขที่สมาชิก"]).encode() for row in people if row["เลขที่สมาชิก"]]
    kept = [path for path in party.staged.glob("*.json") if "poll_answers" in path.read_text()]
    staged = [
        path.with_suffix(".parquet") for path in kept if path.with_suffix(".parquet").exists()
    ]
    assert len(staged) == 2
    for path in staged:
        content = path.read_bytes()
        assert not [number for number in numbers[:500] if number in content]
