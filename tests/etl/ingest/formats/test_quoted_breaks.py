"""Is a text file read as RFC 4180 says, whatever line breaks and quotes its cells hold?"""

from collections.abc import Sequence

import pytest

from tests.etl.ingest.reading import HEADINGS, NAME, rejects_of, row, rows_of, text
from tests.party import Party
from tests.slow import these

MORE = (*HEADINGS, "หมายเหตุ")
BREAKS = ("โทรแล้ว\nไม่รับสาย", "9/9 ม.1\nต.สมมติ\nอ.สมมติ, จ.สมมติ", 'เรียก "นุ้ย"\n\nย้ายแล้ว', "ก\r\nข")


def rows(count: int, note: str = "") -> list[tuple[str, ...]]:
    return [(*row(id=f"P{number:04}"), note) for number in range(count)]


@pytest.mark.parametrize("note", BREAKS)
@pytest.mark.parametrize("at", these((0, 3), range(len(MORE))))
def test_a_line_break_in_quotes_is_within_a_record_in_any_column(
    party: Party, note: str, at: int
) -> None:
    order = [*range(len(MORE))]
    order.insert(at, order.pop())
    turned = [[cells[n] for n in order] for cells in [MORE, *rows(6, note)]]
    party.drop(NAME, text(turned))
    load = party.load()
    assert (load.rows_in, load.staged, load.rejected) == (6, 6, 0)
    assert {each["state"] for each in rows_of(load)} == {"approved"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_so_it_is_with_every_sign_between_cells(party: Party, delimiter: str) -> None:
    party.drop(NAME, text([MORE, *rows(3, f"ก{delimiter}ข\nค{delimiter}ง")], delimiter))
    load = party.load()
    assert (load.staged, load.rejected) == (3, 0)


def test_a_narrow_file_with_an_address_of_many_commas_is_whole(party: Party) -> None:
    narrow = [("เลขที่สมาชิก", "อำเภอ", "หมายเหตุ")]
    narrow += [(f"P{n}", "แม่ริม", "บ้านเลขที่ 9\nต.สมมติ, อ.สมมติ, จ.สมมติ, 50180") for n in range(4)]
    party.drop(NAME, text(narrow))
    load = party.load()
    assert (load.staged, load.rejected) == (4, 0)


def torn(lines: Sequence[str]) -> str:
    return "\r\n".join([",".join(MORE), *lines]) + "\r\n"


def test_a_quote_that_never_closes_costs_its_own_row_and_is_told_by_its_line(party: Party) -> None:
    good = [",".join(cells) for cells in rows(5)]
    open_quote = ",".join((*row(id="P9999"), '"โทรแล้ว'))
    party.drop(NAME, torn([*good[:2], open_quote, *good[2:]]))
    load = party.load()
    assert (load.staged, load.rejected) == (5, 1)
    assert [(each["line"], each["reason"]) for each in rejects_of(load)] == [(4, "broken_quote")]


def test_rows_between_two_stray_quotes_are_not_swallowed(party: Party) -> None:
    good = [",".join(cells) for cells in rows(5)]
    stray = [",".join((*row(id=f"P99{n}"), note)) for n, note in ((1, '"สูง'), (2, 'ยาว"'))]
    party.drop(NAME, torn([good[0], stray[0], *good[1:3], stray[1], *good[3:]]))
    load = party.load()
    assert load.staged >= 5
    assert {each["line"] for each in rejects_of(load)} >= {3}


def test_nothing_of_a_torn_record_becomes_a_member(party: Party) -> None:
    good = [",".join(cells) for cells in rows(3)]
    party.drop(NAME, torn([good[0], ",".join(row(id="P7")), *good[1:], 'ต.สมมติ"']))
    load = party.load()
    assert load.staged == 3
    assert load.rejected == 2
