"""Do exports of events, committees and proposals become the tables they tell, dirt and all?"""

import re
from datetime import date
from pathlib import Path

import pytest

from etl.models import participation_tables, run
from tests.i18n.phrase_use import codes
from tests.party import (
    DAY,
    Party,
    committee,
    count,
    election,
    event,
    member,
    person,
    poll,
    proposal,
    write,
)


@pytest.fixture
def party(party: Party) -> Party:
    party.members(DAY, member("1"), member("2", amphoe="ฝาง"))
    return party


def failed(party: Party) -> dict[str, str | None]:
    party.publish()
    return dict(party.rows("select name, detail from checks where not passed"))


def flags(party: Party, table: str) -> list[tuple[object, ...]]:
    party.publish()
    return party.rows(f"from {table} order by all")


def test_absent_exports_give_empty_tables_with_their_columns(party: Party) -> None:
    assert failed(party) == {}
    for table in participation_tables.PUBLIC:
        assert party.rows(f"from {table}") == []
    for table in participation_tables.PRIVATE:
        assert party.rows(f"from {table}", file="private") == []
    described = "select string_agg(column_name, ' ' order by column_index) from duckdb_columns()"
    columns = {
        "events": "event_id kind held_on province_code amphoe_code registered attended joined"
        " listed_on file line",
        "event_flags": "event_id flag",
        "committees": "province_code formed_on ended_on active_people listed_on file line",
        "polls": "poll_id question question_key is_several opened_on closed_on scope_kind"
        " scope_code listed_on file line",
        "poll_choices": "poll_id choice_no choice",
        "poll_flags": "poll_id flag rows",
        "poll_answers": "poll_id choice_no answered_on province_code amphoe_code answers",
        "poll_respondents": "poll_id answered_on province_code amphoe_code respondents",
        "proposals": "proposal_id raised_on province_code amphoe_code topic supporters status"
        " supported_on debated_on adopted_on declined_on done_on answered_on listed_on file line",
        "proposal_flags": "proposal_id flag",
    }
    for table, expected in columns.items():
        assert party.rows(f"{described} where table_name = '{table}'") == [(expected,)], table


def test_every_flag_and_reason_has_its_sentence_in_both_languages() -> None:
    named = set()
    for path in run.model_files():
        if path.stem.endswith(("event_flags", "committee_flags", "poll_flags", "proposal_flags")):
            text = path.read_text(encoding="utf-8")
            named |= set(re.findall(r"^        '(\w+)'(?: as flag)?,$", text, flags=re.M))
        if path.stem.endswith("answers_judged"):
            named |= set(re.findall(r"then '(\w+)'", path.read_text(encoding="utf-8")))
    steps = ("supported", "debated", "adopted", "declined", "done")
    named |= {f"{step}_before_raised" for step in steps}
    assert len(named) > 25
    assert named - {"superseded"} <= codes("flag") | codes("reason")
    assert codes("flag") <= named


def test_an_event_is_told_without_the_people_behind_it(party: Party) -> None:
    party.events(DAY, event("G1", venue="บ้านคุณมานะ สมมติวงศ์", by="ปิติ ตัวอย่างดี"))
    party.publish()
    assert party.rows("select * exclude (file, line) from events") == [
        ("G1", "member_relations", date(2023, 10, 14), "50", "5007", 40, 30, 4, date(2023, 10, 22))
    ]
    assert party.rows("from event_details", file="private") == [
        ("G1", "บ้านคุณมานะ สมมติวงศ์", "ปิติ ตัวอย่างดี")
    ]
    public = (next(party.warehouse.glob("[0-9]*")) / "public.duckdb").read_bytes()
    assert "สมมติวงศ์".encode() not in public
    assert "ตัวอย่างดี".encode() not in public


def test_figures_of_an_event_that_cannot_be_are_kept_and_flagged(party: Party) -> None:
    party.events(
        DAY,
        event("G1", registered="20", attended="30"),
        event("G2", attended="3", joined="4", amphoe="ฝาง"),
        event("G3", held="30/10/2566", attended="12"),
        event("G4", held="31/10/2566", attended="0", joined="0"),
        event("G5", registered="9999999", amphoe="จอมทอง"),
        event("G6", amphoe="สันทราย"),
        event("G7", amphoe="สันทราย"),
    )
    assert flags(party, "event_flags") == [
        ("G1", "attended_above_registered"),
        ("G2", "joined_above_attended"),
        ("G3", "future_with_attendance"),
        ("G5", "implausible_count"),
        ("G6", "same_event_twice"),
        ("G7", "same_event_twice"),
    ]
    assert party.rows("select registered, attended from events where event_id = 'G1'") == [(20, 30)]
    assert failed(party) == {"figures_of_every_event_agree": "G1"}


def test_an_event_after_its_own_export_but_before_the_build_is_future_too(party: Party) -> None:
    party.events(DAY, event("G1", held="23/10/2566"))
    assert flags(party, "event_flags") == [("G1", "future_with_attendance")]
    party.events("2566-10-24", event("G1", held="23/10/2566"))
    assert flags(party, "event_flags") == []
    # An export without a day of its own knows no more than the build does.
    write(party.exports / "events.csv", [event("G2", held="01/01/2640")])
    assert flags(party, "event_flags") == [("G2", "future_with_attendance")]


def test_of_an_event_told_twice_the_newest_export_stands(party: Party) -> None:
    party.events("2566-10-15", event("G1", attended="10"), event("G2", amphoe="ฝาง"))
    party.events(DAY, event("G1", attended="12"), event("G1", attended="11"))
    party.publish()
    assert party.rows("select event_id, attended from events order by 1") == [
        ("G1", 11),
        ("G2", 30),
    ]
    assert party.rows("select reason, column_name from rejects") == [
        ("conflicting_duplicate", "ผู้เข้าร่วม")
    ]


def test_an_event_that_exports_since_its_day_tell_no_more_was_called_off(party: Party) -> None:
    ahead = [
        event("G1", held="18/10/2566", attended="", joined=""),
        event("G2", held="19/10/2566", amphoe="ฝาง", attended="", joined=""),
        event("G3", held="10/10/2566", amphoe="จอมทอง"),
        event("G4", held="30/10/2566", amphoe="ฝาง", attended="", joined=""),
    ]
    party.events("2566-10-15", *ahead)
    # The week after: G1 is gone; G3 was told after its day; G4 is still to come.
    party.events(DAY, event("G2", held="19/10/2566", amphoe="ฝาง"), event("G5"))
    assert failed(party) == {"no_event_was_called_off_untold": "G1"}
    told = party.rows("select event_id from events order by 1")
    assert told == [("G2",), ("G3",), ("G4",), ("G5",)]


def test_an_export_whose_counts_are_all_blank_is_read(party: Party) -> None:
    blank = dict.fromkeys(("registered", "attended", "joined"), "")
    party.events(DAY, event("G1", **blank), event("G2", amphoe="ฝาง", **blank))
    party.committees(DAY, committee("เชียงใหม่", people=""))
    assert failed(party) == {}
    told = party.rows("select event_id, registered, attended, joined from events order by 1")
    assert told == [("G1", None, None, None), ("G2", None, None, None)]
    assert party.rows("select active_people from committees") == [(None,)]


def test_a_misspelt_province_is_told_though_the_amphoe_is_known(party: Party) -> None:
    party.events(DAY, event("G1", province="เชียงหใม่", amphoe="ฝาง"))
    party.proposals(DAY, proposal("K1", province="", amphoe="ฝาง"))
    assert failed(party) == {"every_province_told_is_known": "events 5009"}
    assert party.rows("select distinct amphoe_code from events") == [("5009",)]


def test_an_export_of_a_later_week_alone_calls_nothing_off(party: Party) -> None:
    party.events("2566-10-15", event("G1", held="18/10/2566", attended="", joined=""))
    party.events(DAY, event("G2", held="20/10/2566"), event("G3", held="21/10/2566"))
    assert failed(party) == {}
    assert party.rows("select count(*) from events") == [(3,)]


def test_rows_nobody_can_type_are_told_and_never_lost(party: Party) -> None:
    good = [event(f"G{n}", amphoe="") for n in range(10, 20)]
    bad = [
        event("G1", kind="งานวัด"),
        event("G2", attended="-5"),
        event("G3", attended="หลายคน"),
        event("G4", held="31/02/2566"),
        event("", amphoe="ฝาง"),
    ]
    party.events(DAY, *good, *bad)
    party.publish()
    told = party.rows("select line, column_name, reason, value from rejects order by line")
    assert told == [
        (12, "ประเภทกิจกรรม", "unknown_event_kind", None),
        (13, "ผู้เข้าร่วม", "not_a_number", "-5"),
        (14, "ผู้เข้าร่วม", "not_a_number", None),
        (15, "วันที่จัด", "not_a_date", "31/02/2566"),
        (16, "รหัสกิจกรรม", "missing_value", None),
    ]
    found = "select rows_in, staged, duplicates, rejected from loads where kind = 'events'"
    assert party.rows(found) == [(15, 10, 0, 5)]


def test_a_place_that_does_not_exist_leaves_the_row_and_is_told(party: Party) -> None:
    party.events(DAY, event("G1", province="นครลม", amphoe="ฝาง"), event("G2", amphoe="ฝางง"))
    party.committees(DAY, committee("นครลม"), committee("เชียงราย"))
    party.polls(DAY, poll("P1"))
    party.poll_answers(DAY, count("เสาร์", "3", amphoe="แม่รืม"), count("อาทิตย์", "2", amphoe=""))
    party.proposals(DAY, proposal("K1", province="นครลม"), proposal("K2", amphoe=""))
    party.publish()
    # The province that is written counts, also where only one has an amphoe of that name.
    assert party.rows("select province_code, amphoe_code from events order by event_id") == [
        (None, None),
        ("50", None),
    ]
    assert party.rows("select province_code from committees order by 1") == [("57",), (None,)]
    assert party.rows(
        "select kind, province_text, amphoe_text, rows from unplaced order by all"
    ) == [
        ("committees", "•••", None, 1),
        ("events", "เชียงใหม่", "ฝางง", 1),
        ("events", "•••", "ฝาง", 1),
        ("poll_answers", "เชียงใหม่", "แม่รืม", 1),
        ("proposals", "•••", "แม่ริม", 1),
    ]
    assert party.rows(
        "select province_code, amphoe_code, sum(answers) from poll_answers group by all"
    ) == [("50", None, 5)]


def test_a_committee_is_a_term_and_its_days_must_agree(party: Party) -> None:
    party.committees(
        DAY,
        committee("เชียงใหม่", ended="30/09/2566"),
        committee("เชียงใหม่", formed="01/10/2566"),
        committee("จ.เชียงราย", ended="01/07/2566"),
        committee("ลำปาง"),
        committee("ลำปาง", formed="01/09/2566"),
        committee("ลำปาง", formed="01/09/2566", people="8"),
        committee("น่าน", formed="01/01/2567"),
    )
    assert flags(party, "committee_flags") == [
        ("52", date(2023, 8, 1), "overlaps_the_next"),
        ("55", date(2024, 1, 1), "formed_in_the_future"),
        ("57", date(2023, 8, 1), "ends_before_formed"),
    ]
    terms = party.rows("select province_code, formed_on, ended_on from committees order by all")
    assert terms[:2] == [
        ("50", date(2023, 8, 1), date(2023, 9, 30)),
        ("50", date(2023, 10, 1), None),
    ]
    assert party.rows("select reason from rejects") == [("conflicting_duplicate",)]
    assert failed(party)["days_of_every_committee_agree"] == "52 2023-08-01"


def test_a_committee_gone_from_the_newest_export_is_gone(party: Party) -> None:
    party.committees("2566-09-30", committee("เชียงใหม่"), committee("ลำปาง"))
    party.committees(DAY, committee("ลำปาง", people="11"))
    party.publish()
    assert party.rows("select province_code, active_people from committees") == [("52", 11)]


def test_a_proposal_goes_its_way_and_says_when_it_was_answered(party: Party) -> None:
    party.proposals(
        DAY,
        proposal("K1", status="ดำเนินการแล้ว", supported="5/9/2566", debated="10/9/2566")
        | {"วันที่มีมติรับ": "12/9/2566", "วันที่ดำเนินการแล้ว": "1/10/2566"},
        proposal("K2", status="ไม่รับ", declined="20/9/2566"),
        proposal("K3"),
    )
    assert failed(party) == {}
    assert party.rows(
        "select proposal_id, status, answered_on, done_on from proposals order by 1"
    ) == [
        ("K1", "done", date(2023, 9, 10), date(2023, 10, 1)),
        ("K2", "declined", date(2023, 9, 20), None),
        ("K3", "raised", None, None),
    ]


def test_proposals_told_without_a_day_stand_as_told_on_the_newest_day(party: Party) -> None:
    told = [
        proposal("K1", status="รับข้อเสนอ"),
        proposal("K2", status="ดำเนินการแล้ว", done="23/10/2566"),
    ]
    write(party.exports / "proposals.csv", told)
    # 23 October is after the newest day and before the build.
    assert flags(party, "proposal_flags") == [("K1", "status_without_its_day")]
    assert party.rows("select listed_on, answered_on from proposals order by proposal_id") == [
        (date(2023, 10, 22), None),
        (date(2023, 10, 22), date(2023, 10, 23)),
    ]
    assert party.rows("select newest_on from edition") == [(date(2023, 10, 22),)]


def test_days_of_a_proposal_out_of_order_are_kept_and_flagged(party: Party) -> None:
    party.proposals(
        DAY,
        proposal("K1", status="รับข้อเสนอ", adopted="01/08/2566"),
        proposal("K2", status="ดำเนินการแล้ว", adopted="10/9/2566", done="9/9/2566"),
        proposal("K3", status="อภิปรายแล้ว"),
        proposal("K4", raised="22/10/2570"),
        proposal("K5", adopted="10/9/2566", declined="11/9/2566", debated="11/9/2566"),
        proposal("K6", topic="ขอให้คุณมานะซ่อมถนน โทร 081-234-5678"),
        proposal("K7", topic="ร" * 61),
    )
    assert flags(party, "proposal_flags") == [
        ("K1", "adopted_before_raised"),
        ("K2", "done_before_adopted"),
        ("K3", "status_without_its_day"),
        ("K4", "day_in_the_future"),
        ("K5", "adopted_and_declined"),
        ("K5", "adopted_before_debated"),
        ("K6", "topic_not_told"),
        ("K7", "topic_not_told"),
    ]
    told = party.rows("select topic from proposals where proposal_id in ('K6', 'K7')")
    assert told == [(None,), (None,)]
    public = (party.warehouse / party.publish() / "public.duckdb").read_bytes()
    assert b"081-234-5678" not in public


def test_elections_are_held_against_events_once_there_are_any(party: Party) -> None:
    held = "22/10/2566"
    party.elections(
        DAY,
        election("E0", held="01/10/2566", amphoe="สันทราย"),
        election("E1", held=held),
        election("E2", held=held, amphoe="ฝาง"),
        election("E3", held=held, amphoe="จอมทอง", status="ยกเลิก"),
    )
    assert failed(party) == {}
    party.events(DAY, event("G1", kind="เลือกตั้ง", held=held), event("G2", amphoe="ฝาง"))
    assert failed(party) == {"every_election_has_its_event": "E2"}
    assert party.rows("select count(*) from events") == [(2,)]
    assert party.rows("select count(*) from elections") == [(4,)]


def test_exports_of_taking_part_alone_are_an_edition_of_their_day(tmp_path: Path) -> None:
    party = Party(tmp_path)
    party.events(DAY, event("G1"))
    party.publish()
    assert party.rows("select newest_on from edition") == [(date(2023, 10, 22),)]


def test_every_new_check_has_its_sentence(party: Party) -> None:
    party.events(DAY, event("G1"))
    party.committees(DAY, committee("ลำปาง"))
    party.polls(DAY, poll("P1"))
    party.poll_answers(DAY, person("1", "เสาร์"))
    party.proposals(DAY, proposal("K1"))
    assert failed(party) == {}
    names = {name for (name,) in party.rows("select name from checks")}
    assert {f"rejected_under_1_pct_of_{kind}" for kind in participation_tables.KINDS} <= names
    assert names <= codes("check")
