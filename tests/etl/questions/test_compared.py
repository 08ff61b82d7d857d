"""Does a build compare lists below the country, and ask where a careful person would?"""

import shutil

import pytest

from tests.etl.questions.asking import PLACES, asked, cases, people, placed, spread
from tests.party import Party, csv_text, representative
from tests.slow import these

Rows = list[dict[str, str]]


def two_lists(party: Party, before: Rows, now: Rows) -> None:
    """Write the lists of two months."""
    party.members("2566-09-30", *before)
    party.members("2566-10-22", *now)


@pytest.mark.parametrize("left", these((1,), [0, 12]))
def test_a_province_missing_or_cut_by_a_third_asks(party: Party, left: int) -> None:
    everybody = [*spread(90), *(people(f"Q{n}") for n in range(60))]
    ours = [row for row in everybody if row["จังหวัด"] == "สงขลา"]
    gone = ours[left:]
    two_lists(party, everybody, [row for row in everybody if row not in gone])
    (case,) = cases(party)
    assert case.name == "sudden_drop_in_a_province"
    assert "Songkhla" in case.sentence.en
    assert "สงขลา" in case.sentence.th


def test_a_province_whose_members_lapsed_by_their_own_days_or_a_tiny_one_does_not_ask(
    party: Party,
) -> None:
    lapsed = [row | {"ประเภทสมาชิก": "รายปี", "วันหมดอายุ": "01/10/2566"} for row in spread(60)[2::3]]
    rest = [row for row in spread(150) if row["จังหวัด"] != "สงขลา"]
    tiny = [people(f"T{n}", province="ตราด", amphoe="เกาะช้าง") for n in range(3)]
    two_lists(party, [*rest, *lapsed, *tiny], [*rest, *tiny[:1]])
    assert asked(party) == []


@pytest.mark.parametrize(
    ("before", "now", "is_asked"),
    these(
        (2, 4),
        [
            (1300, 1000, True),
            (960, 1000, True),
            (0, 500, True),
            (0, 501, False),
            (1300, 1100, False),
        ],
    ),
)
def test_a_file_that_stops_where_systems_stop_asks(
    party: Party, before: int, now: int, is_asked: bool
) -> None:
    party.members("2566-10-22", *[people(f"P{n}") for n in range(now)])
    if before:
        party.members("2566-09-30", *[people(f"P{n}") for n in range(before)])
    assert asked(party) == ["stops_at_a_limit"] * is_asked


def test_the_same_bytes_on_a_later_day_ask_and_so_does_an_old_list_under_a_new_name(
    party: Party,
) -> None:
    first = party.members("2566-08-31", *spread(30))
    shutil.copy(first, first.with_name("members_2566-09-30.csv"))
    assert asked(party) == ["same_file_as_another_day"]
    party.members("2566-09-30", *spread(33))
    assert asked(party) == []
    shutil.copy(first, first.with_name("members_2566-10-22.csv"))
    assert asked(party) == ["same_file_as_another_day"]


@pytest.mark.slow
def test_an_old_list_saved_again_in_another_form_asks_and_a_quiet_month_of_few_does_not(
    party: Party,
) -> None:
    party.members("2566-08-31", *spread(30))
    saved = csv_text(spread(30)[::-1]).replace(",", ";").encode("utf-8-sig")
    party.drop("members/members_2566-09-30.csv", saved)
    (case,) = cases(party)
    assert case.name == "same_file_as_another_day"
    assert "identical to members/members_2566-08-31.csv" in case.sentence.en
    # In two files of that day; beside somebody new; of a few people.
    party.members("2566-09-30", *spread(30)[:12])
    second = party.drop("members/ข_2566-09-30.csv", csv_text(spread(30)[12:]))
    assert asked(party) == ["same_file_as_another_day"]
    second.write_text(csv_text(spread(31)[12:]), encoding="utf-8")
    assert asked(party) == []
    shutil.rmtree(party.exports)
    two_lists(party, spread(12), spread(12)[::-1])
    assert asked(party) == []
    party.members("2566-09-30", *spread(13))
    party.members("2566-08-31", *spread(12))
    assert asked(party) == ["same_file_as_another_day"]


def test_a_register_may_stay_as_it_is_but_not_become_what_it_was(party: Party) -> None:
    party.members("2566-10-22", *spread(30))
    one = [representative("", term_from="01/08/2566")]
    first = party.representatives("2566-08-31", *one)
    shutil.copy(first, first.with_name("representatives_2566-09-15.csv"))
    assert asked(party) == []
    more = [*one, representative("", name="สมใจ สมมติ", amphoe="สันทราย", term_from="01/09/2566")]
    party.representatives("2566-09-15", *more)
    shutil.copy(first, first.with_name("representatives_2566-10-01.csv"))
    assert asked(party) == ["same_file_as_another_day"]


def test_a_province_that_moves_at_once_asks(party: Party) -> None:
    before = spread(150)
    moved = [
        placed(row, PLACES[0]) if n % 3 == 2 and n < 75 else row for n, row in enumerate(before)
    ]
    two_lists(party, before, moved)
    assert asked(party) == ["mass_move_of_a_province"]
    assert "Songkhla" in cases(party)[0].sentence.en


def test_columns_of_places_that_slipped_by_a_row_ask(party: Party) -> None:
    before = spread(60)
    slipped = [
        placed(row, (before[n - 1]["จังหวัด"], before[n - 1]["อำเภอ"]))
        for n, row in enumerate(before)
    ]
    two_lists(party, before, slipped)
    assert asked(party) == ["everybody_moved"]


def test_places_that_are_suddenly_unknown_ask(party: Party) -> None:
    before = spread(60)
    lost = [placed(row, ("", f"หมู่บ้าน {n}")) for n, row in enumerate(before)]
    two_lists(party, before, lost)
    assert asked(party) == ["most_places_unknown"]


def test_a_number_given_to_somebody_else_asks_and_a_move_does_not(party: Party) -> None:
    before = spread(60)
    two_lists(party, before, [placed(before[0], PLACES[2]), *before[1:]])
    assert asked(party) == []
    other = placed(before[0], PLACES[2]) | {"วันที่อนุมัติ": "12/10/2566"}
    two_lists(party, before, [other, *before[1:]])
    assert asked(party) == ["numbers_given_to_others"]
    # Somebody approved anew who applied when they did before is the same person.
    applied = [row | {"วันที่สมัคร": "28/07/2566"} for row in (*before, other)]
    two_lists(party, applied[:60], [applied[60], *applied[1:60]])
    assert asked(party) == []


def test_numbers_that_are_only_those_of_rows_ask(party: Party) -> None:
    people_of_both = spread(60)
    two_lists(party, numbered(people_of_both), numbered(people_of_both[1:]))
    assert asked(party) == ["everybody_moved", "numbers_are_rows"]
    shutil.rmtree(party.exports)
    for n, (province, amphoe) in enumerate(PLACES):
        rows = [people(str(k), province=province, amphoe=amphoe) for k in range(20)]
        party.drop(f"members/{n}_2566-10-22.csv", csv_text(rows))
    assert asked(party) == ["numbers_in_several_files"]


def days_of(rows: Rows, *days: str) -> Rows:
    """The same people, approved on these days by turns."""
    return [row | {"วันที่อนุมัติ": days[n % len(days)]} for n, row in enumerate(rows)]


def test_joining_days_that_are_others_than_before_ask_and_renewals_do_not(party: Party) -> None:
    before = days_of(spread(60), "08/07/2566", "05/06/2566")
    two_lists(party, before, days_of(spread(60), "07/08/2566", "06/05/2566"))
    (case,) = cases(party)
    assert case.name == "joining_days_changed"
    assert "100% of the members on both" in case.sentence.en
    renewed = [*days_of(before[:20], "10/10/2566"), *before[20:]]
    two_lists(party, before, renewed)
    assert asked(party) == []
    # So many do not renew between two lists: somebody wrote one day over all.
    two_lists(party, before, days_of(before, "10/10/2566"))
    assert asked(party) == ["joining_days_changed"]


def test_types_that_are_others_than_before_ask_and_some_who_pay_for_life_do_not(
    party: Party,
) -> None:
    def typed(kinds: str) -> Rows:
        return [
            row | {"ประเภทสมาชิก": "รายปี" if kinds[n % len(kinds)] == "y" else "ตลอดชีพ"}
            for n, row in enumerate(spread(60))
        ]

    two_lists(party, typed("yylll"), typed("lyyll"))
    (case,) = cases(party)
    assert case.name == "types_changed"
    assert "40% of the members on both" in case.sentence.en
    two_lists(party, typed("yylll"), typed("lylll"))
    assert asked(party) == []


def numbered(rows: Rows) -> Rows:
    """The same people with the numbers of their rows for numbers of their own."""
    return [row | {"เลขที่สมาชิก": str(n)} for n, row in enumerate(rows, start=1)]


@pytest.mark.slow
def test_row_numbers_ask_where_all_are_in_one_place(party: Party) -> None:
    first = [people(f"P{n}") for n in range(20)]
    more = [people(f"Q{n}", approved="05/10/2566") for n in range(3)]
    party.members("2566-09-30", *numbered(first))
    assert asked(party) == []
    party.members("2566-10-22", *numbered([*first[2:], *more]))
    assert asked(party) == ["numbers_are_rows"]
    # A register of all who ever joined has every number for good.
    left = first[0] | {"สถานะ": "ลาออก"}
    two_lists(party, numbered([left, *first[1:]]), numbered([left, *first[1:], *more]))
    assert asked(party) == []
    two_lists(party, numbered([left, *first[1:]]), numbered(first[2:]))
    assert asked(party) == ["numbers_are_rows"]
    # Numbers as a party writes them have zeros before them, or gaps.
    padded = [row | {"เลขที่สมาชิก": f"{n:05}"} for n, row in enumerate(first, start=1)]
    two_lists(party, padded, [*padded, *more])
    assert asked(party) == []


@pytest.mark.slow
def test_row_numbers_in_two_files_of_a_day_ask_where_all_are_in_one_place(party: Party) -> None:
    party.drop("members/ก_2566-10-22.csv", csv_text(numbered([people("P")] * 20)))
    party.drop("members/ข_2566-10-22.csv", csv_text(numbered([people("P")] * 15)))
    assert asked(party) == ["copy_lacks_members", "numbers_are_rows"]


def test_a_register_that_lacks_a_third_asks(party: Party) -> None:
    party.members("2566-10-22", *spread(30))
    amphoe = ("แม่ริม", "สันทราย", "ฝาง", "แม่แตง", "จอมทอง", "สะเมิง", "ดอยเต่า", "ฮอด")
    register = [
        representative("", name=f"สมมติ ชื่อ{n}", amphoe=place, term_from="01/08/2566")
        for n, place in enumerate(amphoe)
    ]
    party.representatives("2566-09-01", *register)
    party.representatives("2566-10-01", *register[1:])
    assert asked(party) == []
    party.representatives("2566-10-01", *register[3:])
    assert asked(party) == ["sudden_drop_in_the_register"]


@pytest.mark.parametrize("lost", these((0,), ["สถานะ", "วันหมดอายุ"]))
def test_a_column_that_the_list_before_had_asks(party: Party, lost: str) -> None:
    everybody = [row | {"วันหมดอายุ": "31/12/2567", "ประเภทสมาชิก": "รายปี"} for row in spread(40)]
    fewer = [{key: cell for key, cell in row.items() if key != lost} for row in everybody]
    two_lists(party, everybody, [*fewer, *fewer[:0]])
    (case,) = cases(party)
    assert (case.name, lost in case.sentence.en) == ("column_lost", True)
    two_lists(party, fewer, everybody)
    assert asked(party) == []


def test_a_column_that_is_only_empty_or_in_another_file_of_the_day_is_not_lost(
    party: Party,
) -> None:
    everybody = [row | {"วันหมดอายุ": "31/12/2567", "ประเภทสมาชิก": "รายปี"} for row in spread(40)]
    two_lists(party, everybody, [row | {"วันหมดอายุ": ""} for row in everybody])
    assert asked(party) == []


def test_a_tenth_of_the_rows_that_cannot_be_used_ask(party: Party) -> None:
    odd = [row | {"วันที่อนุมัติ": "เมื่อวาน"} for row in spread(30)[:3]]
    party.members("2566-10-22", *odd, *spread(30)[3:])
    assert asked(party) == ["many_rows_rejected"]
    party.members("2566-10-22", *odd[:2], *spread(30)[2:])
    assert asked(party) == []


def test_a_corrected_copy_that_lacks_people_asks_and_one_that_has_more_does_not(
    party: Party,
) -> None:
    first = party.members("2566-10-22", *spread(30))
    copy = first.with_name("members_2566-10-22 (1).csv")
    corrected = [row | {"สถานะ": "ลาออก"} for row in spread(30)[2:]]
    copy.write_text(csv_text(corrected), encoding="utf-8")
    (case,) = cases(party)
    assert (case.name, "lacks 2 of" in case.sentence.en) == ("copy_lacks_members", True)
    copy.write_text(csv_text([*spread(33)[::-1]]), encoding="utf-8")
    assert asked(party) == []
    # What the copy says counts, wherever in it a row stands.
    first.write_text(csv_text([people("P99"), *spread(30)]), encoding="utf-8")
    copy.write_text(csv_text([*corrected, *spread(2), people("P99")]), encoding="utf-8")
    party.publish()
    assert party.rows(
        "select sum(net_untyped + net_lifetime + net_yearly) from membership_daily"
    ) == [(3,)]


def test_two_files_of_a_day_that_share_some_people_do_not_ask(party: Party) -> None:
    first = party.members("2566-10-22", *spread(30))
    other = first.with_name("members_2566-10-22 online.csv")
    other.write_text(csv_text([people(f"P{n}") for n in range(24, 44)]), encoding="utf-8")
    assert asked(party) == []
