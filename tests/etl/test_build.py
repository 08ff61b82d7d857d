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
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import UserError
from tests.etl.exports import (
    Silent,
    election,
    member,
    publish,
    rows,
    worked_out,
    write,
    write_elections,
    write_members,
)

CHANGES = "select change, changed_on, amphoe_code, reason from member_changes order by all"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def total(settings: Settings, on: str) -> int:
    daily = rows(
        settings,
        "select date, joined + returned + moved_in - left_members - moved_out as net"
        " from membership_daily",
    )
    return sum(int(str(net)) for day, net in daily if str(day) <= on)


def test_the_first_list_tells_of_survivors_and_marks_them(settings: Settings) -> None:
    write_members(settings, "2566-09-30", [member("1"), member("2", approved="15/09/2566")])
    publish(settings)
    assert rows(
        settings, "select date, joined, is_backfilled from membership_daily order by date"
    ) == [
        (date(2023, 1, 1), 1, True),
        (date(2023, 9, 15), 1, True),
    ]
    assert total(settings, "2023-09-30") == 2


def test_an_edition_tells_the_moment_it_is_named_after(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages show the name, reports what it tells: a minute must not end between the two."""
    write_members(settings, "2566-09-30", [member("1")])
    monkeypatch.setattr(build, "read_exports", _slowly(build.read_exports))
    edition = publish(settings)
    named = datetime.strptime(edition, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC, microsecond=0)
    ((built_at,),) = rows(settings, "select built_at from edition")
    assert datetime.fromisoformat(str(built_at)) == named


def _slowly(read: Callable[..., Any]) -> Callable[..., Any]:
    def reading(*told: object) -> Any:  # noqa: ANN401
        time.sleep(1)
        return read(*told)

    return reading


def test_two_lists_tell_who_joined_left_moved_and_returned(settings: Settings) -> None:
    write_members(
        settings,
        "2566-08-31",
        [member("stays"), member("moves"), member("resigns"), member("vanishes"), member("back")],
    )
    write_members(
        settings,
        "2566-09-30",
        [
            member("stays"),
            member("moves", amphoe="สันทราย"),
            member("resigns", state="ลาออก", left="10/09/2566"),
            member("new", approved="12/09/2566"),
            member("late", approved="01/08/2566"),
        ],
    )
    write_members(
        settings, "2566-10-22", [member(name) for name in ("stays", "moves", "new", "late", "back")]
    )
    publish(settings, accept_all=True)
    found = worked_out(settings, CHANGES)
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
    assert [total(settings, day) for day in ("2023-08-31", "2023-09-30", "2023-10-22")] == [5, 4, 5]


def test_a_yearly_membership_lapses_and_a_lifetime_one_does_not(tmp_path: Path) -> None:
    people = [
        member("yearly", type="รายปี", expires="10/09/2566"),
        member("lifetime", type="ตลอดชีพ", expires="10/09/2560"),
    ]
    for grace, expected in ((0, 1), (30, 2)):
        settings = Settings(data=tmp_path / str(grace), grace_days=grace)
        write_members(settings, "2566-08-31", people)
        write_members(settings, "2566-09-30", people)
        publish(settings, accept_all=True)
        assert total(settings, "2023-08-31") == 2
        assert total(settings, "2023-09-30") == expected
    found = worked_out(Settings(data=tmp_path / "0"), CHANGES)
    assert ("left", date(2023, 9, 11), "5007", "lapsed") in found


def test_somebody_first_seen_as_lapsed_returns_and_somebody_pending_joins(
    settings: Settings,
) -> None:
    write_members(
        settings,
        "2566-08-31",
        [
            member("0"),
            member("lapsed", type="รายปี", expires="01/08/2566"),
            member("pending", state="รออนุมัติ"),
        ],
    )
    write_members(
        settings,
        "2566-09-30",
        [
            member("0"),
            member("lapsed", type="รายปี", expires="01/08/2570"),
            member("pending", approved="05/09/2566"),
        ],
    )
    publish(settings)
    found = worked_out(settings, CHANGES)
    assert [row[:2] for row in found] == [
        ("joined", date(2023, 1, 1)),
        ("joined", date(2023, 9, 5)),
        ("returned", date(2023, 9, 30)),
    ]


def test_the_address_that_counts_is_a_setting(tmp_path: Path) -> None:
    row = member("1") | {"จังหวัดตามทะเบียนบ้าน": "ภูเก็ต", "อำเภอตามทะเบียนบ้าน": "กะทู้"}
    places = {}
    for address in ("current", "registered"):
        settings = Settings(data=tmp_path / address, address=address)
        write_members(settings, "2566-09-30", [row])
        publish(settings)
        places[address] = rows(settings, "select amphoe_code from membership_daily")
    assert places == {"current": [("5007",)], "registered": [("8302",)]}


def test_only_the_states_named_count_as_members(tmp_path: Path) -> None:
    people = [member("1"), member("2", state="รอชำระเงิน"), member("3", state="เก็บเข้าคลัง")]
    for states, expected in ((("approved",), 1), (("approved", "pending_payment"), 2)):
        settings = Settings(data=tmp_path / str(expected), member_states=states)
        write_members(settings, "2566-09-30", people)
        publish(settings)
        assert total(settings, "2023-09-30") == expected


def test_a_member_of_an_unknown_place_is_counted_and_shown(settings: Settings) -> None:
    write_members(
        settings,
        "2566-09-30",
        [
            member("1"),
            member("2", amphoe="บ้านไร่นาดีใต้"),
            member("3", province="ต่างประเทศ", amphoe=""),
        ],
    )
    publish(settings)
    assert total(settings, "2023-09-30") == 3
    assert rows(
        settings, "select amphoe_code, province_code, joined from membership_daily order by all"
    ) == [("5007", "50", 1), (None, "50", 1), (None, None, 1)]
    assert rows(settings, "select amphoe_text, rows from unplaced order by all") == [
        ("•••", 1),
        (None, 1),
    ]


def test_lists_may_come_in_any_order_and_twice(tmp_path: Path) -> None:
    lists = {
        "2566-08-31": [member("1"), member("2")],
        "2566-09-30": [member("1", amphoe="สันทราย"), member("3", approved="05/09/2566")],
    }
    found = []
    for order in (list(lists), list(reversed(lists))):
        settings = Settings(data=tmp_path / order[0])
        for day in order:
            first = write_members(settings, day, lists[day])
            publish(settings, accept_all=True)
        shutil.copy(first, first.with_name(f"copy_{first.name}"))
        publish(settings, accept_all=True)
        found.append(rows(settings, "from membership_daily order by all"))
    assert found[0] == found[1]


def test_a_list_told_by_region_is_one_list_and_a_member_in_two_files_is_counted_once(
    settings: Settings,
) -> None:
    folder = settings.exports / "members"
    write(folder / "north_2566-09-30.csv", [member("1"), member("2")])
    write(
        folder / "south_2566-09-30.csv",
        [member("2", province="ภูเก็ต", amphoe="กะทู้", approved="02/01/2566"), member("3")],
    )
    publish(settings)
    assert total(settings, "2023-09-30") == 3
    assert rows(settings, "select files from lists") == [(2,)]
    found = rows(
        settings,
        "select found from checks where name = 'no_member_in_two_files_of_one_date'",
    )
    assert found == [(1,)]
    later = rows(settings, "select amphoe_code, joined from membership_daily order by 1")
    assert later == [("5007", 2), ("8302", 1)]


def test_a_second_build_with_nothing_changed_keeps_the_edition(settings: Settings) -> None:
    write_members(settings, "2566-09-30", [member("1")])
    first = publish(settings)
    outcome = build.build(settings, Silent())
    assert outcome.is_unchanged
    assert outcome.edition == first
    assert editions.editions(settings) == [first]


def test_a_list_half_the_size_stops_with_a_question(settings: Settings) -> None:
    write_members(settings, "2566-08-31", [member(str(number)) for number in range(10)])
    first = publish(settings)
    write_members(settings, "2566-09-30", [member(str(number)) for number in range(5)])
    with pytest.raises(NotPublished) as refused:
        publish(settings)
    assert "--accept sudden_drop" in refused.value.message.th
    assert "--accept sudden_drop" in refused.value.message.en
    assert editions.current_edition(settings) == first
    assert publish(settings, accept_all=True) != first
    assert total(settings, "2023-09-30") == 5


def test_a_drop_that_was_accepted_is_not_asked_again_and_the_next_one_is(
    settings: Settings,
) -> None:
    write_members(settings, "2566-08-31", [member(str(number)) for number in range(10)])
    write_members(settings, "2566-09-30", [member(str(number)) for number in range(5)])
    publish(settings, accept_all=True)
    write_members(settings, "2566-10-22", [member(str(number)) for number in range(6)])
    publish(settings)
    write_members(settings, "2566-10-31", [member(str(number)) for number in range(2)])
    with pytest.raises(NotPublished):
        publish(settings)


def test_member_numbers_that_lost_their_zeros_stop_with_a_question(settings: Settings) -> None:
    write_members(settings, "2566-08-31", [member(f"{number:05}") for number in range(10)])
    publish(settings)
    write_members(settings, "2566-09-30", [member(str(number)) for number in range(10)])
    with pytest.raises(NotPublished) as refused:
        publish(settings)
    assert "leading zeros" in refused.value.message.en
    assert total(settings, "2023-09-30") == 10


def test_a_file_of_which_most_rows_are_broken_publishes_nothing(settings: Settings) -> None:
    write_members(settings, "2566-08-31", [member(str(number)) for number in range(10)])
    first = publish(settings)
    write_members(
        settings,
        "2566-09-30",
        [
            member(str(number), approved="1/1/66" if number < 4 else "1/1/2566")
            for number in range(10)
        ],
    )
    with pytest.raises(NotPublished):
        publish(settings)
    assert editions.current_edition(settings) == first
    publish(settings, accept_all=True)
    assert rows(settings, "select count(*), count(distinct reason) from rejects") == [(4, 1)]


def test_a_lifetime_member_whose_card_never_ends_is_a_member(settings: Settings) -> None:
    write_members(settings, "2566-09-30", [member("1", expires="9999-12-31")])
    publish(settings)
    assert total(settings, "2023-09-30") == 1


def test_nothing_like_a_telephone_or_a_name_is_told_of_a_broken_or_unplaced_row(
    settings: Settings,
) -> None:
    write_members(
        settings,
        "2566-09-30",
        [
            *(member(str(number)) for number in range(8)),
            member("20", amphoe="081-234-5678"),
            member("21", amphoe="๐๘๑ ๒๓๔ ๕๖๗๘", province="lap@example.invalid"),
            member("22", approved="นามสกุลลับ"),
            member("23", amphoe="081-234-9999"),
            member("23", amphoe="081-234-8888"),
        ],
    )
    publish(settings)
    seen = str(rows(settings, "from rejects")) + str(rows(settings, "from unplaced"))
    for secret in ("5678", "๕๖๗๘", "@", "นามสกุลลับ", "9999", "8888"):
        assert secret not in seen, secret


def test_an_open_term_ends_where_the_next_one_starts(settings: Settings) -> None:
    write_elections(
        settings,
        "2566-11-30",
        [
            election("1", held="01/10/2564"),
            election("2", held="01/10/2565", term_to="30/09/2566"),
        ],
    )
    publish(settings)
    assert rows(settings, "from coverage_spans") == [("5007", date(2021, 10, 1), date(2023, 9, 30))]


def test_the_file_that_is_always_overwritten_and_the_later_download_win(
    settings: Settings,
) -> None:
    folder = settings.exports / "elections"
    write_elections(settings, "2566-09-30", [election("1", status="ยังไม่เปิด")])
    write(folder / "elections.csv", [election("1", status="ยกเลิก")])
    write(folder / "elections (1).csv", [election("1")])
    publish(settings)
    assert rows(settings, "select status from elections") == [("result_announced",)]


def test_a_target_can_be_dated_in_the_buddhist_era_and_saved_by_a_thai_excel(
    settings: Settings,
) -> None:
    write_members(settings, "2566-09-30", [member("1")])
    settings.data.joinpath("targets.csv").write_bytes(
        "metric,value,start_on,deadline,label_th,label_en,source\n"
        "members,100000,2566-10-22,2566-12-31,เป้า,target,x\n".encode("cp874")
    )
    publish(settings)
    assert rows(settings, "select deadline, label_th from targets") == [(date(2023, 12, 31), "เป้า")]


def test_a_member_state_nobody_knows_is_named(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, member_states=("approvd",))
    write_members(settings, "2566-09-30", [member("1")])
    with pytest.raises(UserError) as refused:
        publish(settings)
    assert "approvd" in refused.value.message.en


def test_a_refused_file_publishes_nothing_unless_told_to_go_on(settings: Settings) -> None:
    write_members(settings, "2566-08-31", [member("1")])
    first = publish(settings)
    write(settings.exports / "members" / "members_2566-09-30.csv", [{"ชื่อ": "ตัวอย่าง"}])
    with pytest.raises(NotPublished):
        publish(settings)
    assert editions.current_edition(settings) == first
    assert publish(settings, skip_refused=True) != first
    assert total(settings, "2023-09-30") == 1


def test_no_exports_is_said_in_a_sentence(settings: Settings) -> None:
    with pytest.raises(NotPublished) as refused:
        publish(settings)
    assert str(settings.exports) in refused.value.message.th


def test_coverage_is_a_span_that_can_end(settings: Settings) -> None:
    write_elections(
        settings,
        "2566-10-22",
        [
            election("1", held="01/10/2566", term_to="10/10/2566"),
            election("2", held="11/10/2566", term_to="15/10/2566"),
            election("3", held="20/10/2566"),
            election("4", amphoe="สันทราย", held="08/10/2566", term_from="01/11/2566"),
            election("5", amphoe="ฝาง", held="08/10/2566", status="ยกเลิก"),
            election("6", amphoe="ไม่มีที่นี่", held="08/10/2566"),
        ],
    )
    publish(settings)
    assert rows(settings, "from coverage_spans order by all") == [
        ("5007", date(2023, 10, 1), date(2023, 10, 15)),
        ("5007", date(2023, 10, 20), None),
        ("5014", date(2023, 11, 1), None),
    ]
    assert rows(settings, "select count(*), count(amphoe_code) from elections") == [(6, 5)]
    assert rows(settings, "select newest_on from edition") == [(date(2023, 10, 22),)]


def test_nothing_about_a_person_is_in_a_byte_of_what_pages_open(settings: Settings) -> None:
    people = [
        member(f"SECRETNO{number}")
        | {"ชื่อ": f"PLANTEDNAME{number}", "เลขประจำตัวประชาชน": f"99999000{number:05}"}
        for number in range(200)
    ]
    write_members(settings, "2566-09-30", people)
    edition = publish(settings)
    private = (settings.warehouse / edition / "private.duckdb").read_bytes()
    public = (settings.warehouse / edition / "public.duckdb").read_bytes()
    for marked in (b"SECRETNO", b"PLANTEDNAME", b"99999000"):
        assert marked not in private
        assert marked not in public
    key = worked_out(settings, "select min(member_key) from member_changes")[0][0]
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
    settings = Settings(data=folder, drop_pct=1000)
    days = ["2566-08-31", "2566-09-10", "2566-09-30", "2566-10-22"]
    for day, people in zip(days, history, strict=False):
        # One row is always usable: a list of none is refused, which another test is about.
        listed = [member("always"), *(member(name, **facts) for name, facts in people.items())]
        write_members(settings, day, listed)
    publish(settings)
    broken = rows(settings, "select name, detail from checks where is_fatal and not passed")
    assert not broken
    months = rows(
        settings, "select sum(yearly + lifetime + untyped - members) from membership_monthly"
    )
    assert months[0][0] in (0, None)
