"""Do exports become the history they tell, and does nothing else become of them?"""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from etl import build
from etl.build_result import NotPublished
from etl.warehouse import editions
from i18n.messages import UserError
from tests.party import Party, Silent, election, member, write

CHANGES = "select change, changed_on, amphoe_code, reason from member_changes order by all"


def total(party: Party, on: str) -> int:
    daily = party.rows(
        "select date, joined + returned + moved_in - left_members - moved_out as net"
        " from membership_daily"
    )
    return sum(int(str(net)) for day, net in daily if str(day) <= on)


def test_the_first_list_tells_of_survivors_and_marks_them(party: Party) -> None:
    party.members("2566-09-30", member("1"), member("2", approved="15/09/2566"))
    party.publish()
    assert party.rows("select date, joined, is_backfilled from membership_daily order by date") == [
        (date(2023, 1, 1), 1, True),
        (date(2023, 9, 15), 1, True),
    ]
    assert total(party, "2023-09-30") == 2


def test_an_edition_tells_the_moment_it_is_named_after(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages show the name, reports what it tells: a minute must not end between the two."""
    party.members("2566-09-30", member("1"))
    monkeypatch.setattr(build, "read_exports", _slowly(build.read_exports))
    build.build(party, Silent())  # not a copy of what was built before
    named = datetime.strptime(party.edition, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC, microsecond=0)
    ((built_at,),) = party.rows("select built_at from edition")
    assert datetime.fromisoformat(str(built_at)) == named


def _slowly(read: Callable[..., Any]) -> Callable[..., Any]:
    def reading(*told: object) -> Any:  # noqa: ANN401
        time.sleep(1)
        return read(*told)

    return reading


def test_two_lists_tell_who_joined_left_moved_and_returned(party: Party) -> None:
    party.members(
        "2566-08-31",
        member("stays"),
        member("moves"),
        member("resigns"),
        member("vanishes"),
        member("back"),
    )
    party.members(
        "2566-09-30",
        member("stays"),
        member("moves", amphoe="สันทราย"),
        member("resigns", state="ลาออก", left="10/09/2566"),
        member("new", approved="12/09/2566"),
        member("late", approved="01/08/2566"),
    )
    party.members(
        "2566-10-22", *[member(name) for name in ("stays", "moves", "new", "late", "back")]
    )
    party.publish()
    found = party.worked_out(CHANGES)
    assert [row for row in found if row[0] != "joined"] == [
        ("left", date(2023, 9, 10), "5007", "resigned"),
        ("left", date(2023, 9, 30), "5007", "unknown"),
        ("left", date(2023, 9, 30), "5007", "unknown"),
        ("moved_in", date(2023, 9, 30), "5014", None),
        ("moved_in", date(2023, 10, 22), "5007", None),
        ("moved_out", date(2023, 9, 30), "5007", None),
        ("moved_out", date(2023, 10, 22), "5014", None),
        ("returned", date(2023, 10, 22), "5007", None),
    ]
    # A date inside the interval is the row's own; one before it says only that the list was late.
    assert ("joined", date(2023, 9, 12), "5007", None) in found
    assert ("joined", date(2023, 9, 30), "5007", None) in found
    assert [total(party, day) for day in ("2023-08-31", "2023-09-30", "2023-10-22")] == [5, 4, 5]


def test_a_yearly_membership_lapses_and_a_lifetime_one_does_not(tmp_path: Path) -> None:
    people = [
        member("yearly", type="รายปี", expires="10/09/2566"),
        member("lifetime", type="ตลอดชีพ", expires="10/09/2560"),
    ]
    for grace, expected in ((0, 1), (30, 2)):
        party = Party(tmp_path / str(grace), grace_days=grace)
        party.members("2566-08-31", *people)
        party.members("2566-09-30", *people)
        party.publish()
        assert total(party, "2023-08-31") == 2
        assert total(party, "2023-09-30") == expected
    found = Party(tmp_path / "0").worked_out(CHANGES)
    assert ("left", date(2023, 9, 11), "5007", "lapsed") in found


def test_somebody_first_seen_as_lapsed_returns_and_somebody_pending_joins(party: Party) -> None:
    party.members(
        "2566-08-31",
        member("0"),
        member("lapsed", type="รายปี", expires="01/08/2566"),
        member("pending", state="รออนุมัติ"),
    )
    party.members(
        "2566-09-30",
        member("0"),
        member("lapsed", type="รายปี", expires="01/08/2570"),
        member("pending", approved="05/09/2566"),
    )
    party.publish()
    found = party.worked_out(CHANGES)
    assert [row[:2] for row in found] == [
        ("joined", date(2023, 1, 1)),
        ("joined", date(2023, 9, 5)),
        ("returned", date(2023, 9, 30)),
    ]


def test_the_address_that_counts_is_a_setting(tmp_path: Path) -> None:
    row = member("1") | {"จังหวัดตามทะเบียนบ้าน": "ภูเก็ต", "อำเภอตามทะเบียนบ้าน": "กะทู้"}
    places = {}
    for address in ("current", "registered"):
        party = Party(tmp_path / address, address=address)
        party.members("2566-09-30", row)
        party.publish()
        places[address] = party.rows("select amphoe_code from membership_daily")
    assert places == {"current": [("5007",)], "registered": [("8302",)]}


def test_only_the_states_named_count_as_members(tmp_path: Path) -> None:
    people = [member("1"), member("2", state="รอชำระเงิน"), member("3", state="เก็บเข้าคลัง")]
    for states, expected in ((("approved",), 1), (("approved", "pending_payment"), 2)):
        party = Party(tmp_path / str(expected), member_states=states)
        party.members("2566-09-30", *people)
        party.publish()
        assert total(party, "2023-09-30") == expected


def test_a_member_of_an_unknown_place_is_counted_and_shown(party: Party) -> None:
    party.members(
        "2566-09-30",
        member("1"),
        member("2", amphoe="มานะ สมมติวงศ์"),
        member("3", province="ต่างประเทศ", amphoe=""),
    )
    party.publish()
    assert total(party, "2023-09-30") == 3
    assert party.rows(
        "select amphoe_code, province_code, joined from membership_daily order by all"
    ) == [("5007", "50", 1), (None, "50", 1), (None, None, 1)]
    assert party.rows("select amphoe_text, rows from unplaced order by all") == [
        ("•••", 1),
        (None, 1),
    ]


def test_lists_may_come_in_any_order_and_twice(tmp_path: Path) -> None:
    lists = {
        "2566-08-31": [member("1"), member("2")],
        "2566-09-30": [member("1", amphoe="สันทราย"), member("3", approved="05/09/2566")],
    }
    found: list[list[tuple[Any, ...]]] = []
    for order in (list(lists), list(reversed(lists))):
        party = Party(tmp_path / order[0])
        for day in order:
            first = party.members(day, *lists[day])
            party.publish()
        if not found:
            shutil.copy(first, first.with_name(f"copy_{first.name}"))
            party.publish()
        found.append(party.rows("from membership_daily order by all"))
    assert found[0] == found[1]


def test_a_list_told_by_region_is_one_list_and_a_member_in_two_files_is_counted_once(
    party: Party,
) -> None:
    folder = party.exports / "members"
    write(folder / "north_2566-09-30.csv", [member("1"), member("2")])
    write(
        folder / "south_2566-09-30.csv",
        [member("2", province="ภูเก็ต", amphoe="กะทู้", approved="02/01/2566"), member("3")],
    )
    party.publish(accept=("numbers_in_several_files",))
    assert total(party, "2023-09-30") == 3
    assert party.rows("select files from lists") == [(2,)]
    found = party.rows("select found from checks where name = 'no_member_in_two_files_of_one_date'")
    assert found == [(1,)]
    later = party.rows("select amphoe_code, joined from membership_daily order by 1")
    assert later == [("5007", 2), ("8302", 1)]


def test_a_second_build_with_nothing_changed_keeps_the_edition(party: Party) -> None:
    party.members("2566-09-30", member("1"))
    first = party.publish()
    outcome = build.build(party, Silent())
    assert outcome.is_unchanged
    assert outcome.edition == first
    assert editions.editions(party) == [first]


def test_a_list_half_the_size_stops_with_a_question(party: Party) -> None:
    party.members("2566-08-31", *[member(str(number)) for number in range(10)])
    first = party.publish()
    party.members("2566-09-30", *[member(str(number)) for number in range(5)])
    with pytest.raises(NotPublished) as refused:
        party.publish(accept=())
    assert "--accept sudden_drop" in refused.value.message.th
    assert "--accept sudden_drop" in refused.value.message.en
    assert editions.current_edition(party) == first
    assert party.publish() != first
    assert total(party, "2023-09-30") == 5


def test_a_drop_that_was_accepted_is_not_asked_again_and_the_next_one_is(party: Party) -> None:
    party.members("2566-08-31", *[member(str(number)) for number in range(10)])
    party.members("2566-09-30", *[member(str(number)) for number in range(5)])
    party.publish()
    party.members("2566-10-22", *[member(str(number)) for number in range(6)])
    party.publish()
    party.members("2566-10-31", *[member(str(number)) for number in range(2)])
    with pytest.raises(NotPublished):
        party.publish(accept=())


def test_member_numbers_that_lost_their_zeros_stop_with_a_question(party: Party) -> None:
    party.members("2566-08-31", *[member(f"{number:05}") for number in range(10)])
    party.publish()
    party.members("2566-09-30", *[member(str(number)) for number in range(10)])
    with pytest.raises(NotPublished) as refused:
        party.publish(accept=())
    assert "leading zeros" in refused.value.message.en
    assert total(party, "2023-09-30") == 10


def test_a_file_of_which_most_rows_are_broken_publishes_nothing(party: Party) -> None:
    party.members("2566-08-31", *[member(str(number)) for number in range(10)])
    first = party.publish()
    party.members(
        "2566-09-30",
        *[
            member(str(number), approved="1/1/66" if number < 4 else "1/1/2566")
            for number in range(10)
        ],
    )
    with pytest.raises(NotPublished):
        party.publish(accept=())
    assert editions.current_edition(party) == first
    party.publish()
    assert party.rows("select count(*), count(distinct reason) from rejects") == [(4, 1)]


def test_a_lifetime_member_whose_card_never_ends_is_a_member(party: Party) -> None:
    party.members("2566-09-30", member("1", expires="9999-12-31"))
    party.publish()
    assert total(party, "2023-09-30") == 1


def test_nothing_like_a_telephone_or_a_name_is_told_of_a_broken_or_unplaced_row(
    party: Party,
) -> None:
    party.members(
        "2566-09-30",
        *(member(str(number)) for number in range(8)),
        member("20", amphoe="081-234-5678"),
        member("21", amphoe="๐๘๑ ๒๓๔ ๕๖๗๘", province="lap@example.invalid"),
        member("22", approved="นามสกุลลับ"),
        member("23", amphoe="081-234-9999"),
        member("23", amphoe="081-234-8888"),
    )
    party.publish()
    seen = str(party.rows("from rejects")) + str(party.rows("from unplaced"))
    for secret in ("5678", "๕๖๗๘", "@", "นามสกุลลับ", "9999", "8888"):
        assert secret not in seen, secret


def test_an_open_term_ends_where_the_next_one_starts(party: Party) -> None:
    party.elections(
        "2566-11-30",
        election("1", held="01/10/2564"),
        election("2", held="01/10/2565", term_to="30/09/2566"),
    )
    party.publish()
    assert party.rows("from coverage_spans") == [("5007", date(2021, 10, 1), date(2023, 9, 30))]


def test_the_file_that_is_always_overwritten_and_the_later_download_win(party: Party) -> None:
    folder = party.exports / "elections"
    party.elections("2566-09-30", election("1", status="ยังไม่เปิด"))
    write(folder / "elections.csv", [election("1", status="ยกเลิก")])
    write(folder / "elections (1).csv", [election("1")])
    party.publish()
    assert party.rows("select status from elections") == [("result_announced",)]


def test_a_target_can_be_dated_in_the_buddhist_era_and_saved_by_a_thai_excel(party: Party) -> None:
    party.members("2566-09-30", member("1"))
    party.data.joinpath("targets.csv").write_bytes(
        "metric,value,start_on,deadline,label_th,label_en,source\n"
        "members,100000,2566-10-22,2566-12-31,เป้า,target,x\n".encode("cp874")
    )
    party.publish()
    assert party.rows("select deadline, label_th from targets") == [(date(2023, 12, 31), "เป้า")]


def test_a_member_state_nobody_knows_is_named(tmp_path: Path) -> None:
    party = Party(tmp_path, member_states=("approvd",))
    party.members("2566-09-30", member("1"))
    with pytest.raises(UserError) as refused:
        party.publish()
    assert "approvd" in refused.value.message.en


def test_a_refused_file_publishes_nothing_unless_told_to_go_on(party: Party) -> None:
    party.members("2566-08-31", member("1"))
    first = party.publish()
    write(party.exports / "members" / "members_2566-09-30.csv", [{"ชื่อ": "ตัวอย่าง"}])
    with pytest.raises(NotPublished):
        party.publish(accept=())
    assert editions.current_edition(party) == first
    assert party.publish(skip_refused=True) != first
    assert total(party, "2023-09-30") == 1


def test_no_exports_is_said_in_a_sentence(party: Party) -> None:
    with pytest.raises(NotPublished) as refused:
        party.publish(accept=())
    assert str(party.exports) in refused.value.message.th


def test_coverage_is_a_span_that_can_end(party: Party) -> None:
    party.elections(
        "2566-10-22",
        election("1", held="01/10/2566", term_to="10/10/2566"),
        election("2", held="11/10/2566", term_to="15/10/2566"),
        election("3", held="20/10/2566"),
        election("4", amphoe="สันทราย", held="08/10/2566", term_from="01/11/2566"),
        election("5", amphoe="ฝาง", held="08/10/2566", status="ยกเลิก"),
        election("6", amphoe="ไม่มีที่นี่", held="08/10/2566"),
    )
    party.publish()
    assert party.rows("from coverage_spans order by all") == [
        ("5007", date(2023, 10, 1), date(2023, 10, 15)),
        ("5007", date(2023, 10, 20), None),
        ("5014", date(2023, 11, 1), None),
    ]
    assert party.rows("select count(*), count(amphoe_code) from elections") == [(6, 5)]
    assert party.rows("select newest_on from edition") == [(date(2023, 10, 22),)]


def test_nothing_about_a_person_is_in_a_byte_of_what_pages_open(party: Party) -> None:
    people = [
        member(f"SECRETNO{number}")
        | {"ชื่อ": f"PLANTEDNAME{number}", "เลขประจำตัวประชาชน": f"99999000{number:05}"}
        for number in range(200)
    ]
    party.members("2566-09-30", *people)
    edition = party.publish()
    private = (party.warehouse / edition / "private.duckdb").read_bytes()
    public = (party.warehouse / edition / "public.duckdb").read_bytes()
    for marked in (b"SECRETNO", b"PLANTEDNAME", b"99999000"):
        assert marked not in private
        assert marked not in public
    key = party.worked_out("select min(member_key) from member_changes")[0][0]
    assert str(key).encode() not in public + private


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, dict[str, str]]]:
    """Up to four lists of up to eight members in every state, place and type."""
    person = st.fixed_dictionaries(
        {
            "amphoe": st.sampled_from(["แม่ริม", "สันทราย", "ไม่รู้จักเลย"]),
            "type": st.sampled_from(["รายปี", "ตลอดชีพ", ""]),
            "approved": st.sampled_from(["01/01/2566", "12/09/2566", "05/10/2566", ""]),
            "expires": st.sampled_from(["", "05/09/2566", "01/01/2570"]),
            "left": st.sampled_from(["", "15/09/2566"]),
            "state": st.sampled_from(["อนุมัติ", "อนุมัติ", "ลาออก", "รออนุมัติ"]),
        }
    )
    one_list = st.dictionaries(st.sampled_from("abcdefgh"), person, min_size=1)
    return draw(st.lists(one_list, min_size=1, max_size=4))


@pytest.mark.slow
@given(histories())
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_on_each_lists_date_the_history_adds_up_to_the_list(
    tmp_path: Path, history: list[dict[str, dict[str, str]]]
) -> None:
    folder = tmp_path / "history"
    shutil.rmtree(folder, ignore_errors=True)
    party = Party(folder, drop_pct=1000)
    days = ["2566-08-31", "2566-09-10", "2566-09-30", "2566-10-22"]
    for day, people in zip(days, history, strict=False):
        # One row is always usable: a list of none is refused, which another test is about.
        listed = [member("always"), *(member(name, **facts) for name, facts in people.items())]
        party.members(day, *listed)
    party.publish()
    broken = party.rows("select name, detail from checks where is_fatal and not passed")
    assert not broken
    months = party.rows("select sum(yearly + lifetime + untyped - members) from membership_monthly")
    assert months[0][0] in (0, None)
