"""Does a build ask about answers that are to no poll, or to no choice of it?"""

import pytest

from tests.etl.questions.asking import asked, cases
from tests.party import DAY, Party, Row, count, member, person, poll
from tests.slow import these

EIGHT = [person(f"{n}", "เสาร์") for n in range(8)]


@pytest.mark.parametrize(
    ("told", "names"),
    these(
        (1, 3),
        [
            ([count("เสาร์", "900"), count("วันพระ", "9")], []),
            ([count("เสาร์", "90"), count("วันพระ", "9")], ["answers_to_no_choice"]),
            ([*EIGHT, person("9", "วันพระ")], ["answers_to_no_choice"]),
            ([*EIGHT, person("9", "ข้อ 2")], []),
            ([count("เสาร์", "900"), count("เสาร์", "1", poll="P-1")], ["answers_to_no_poll"]),
        ],
    ),
)
def test_answers_that_would_not_count_are_asked_about(
    party: Party, told: list[Row], names: list[str]
) -> None:
    party.members(DAY, member("M1"))
    party.polls(DAY, poll("P1"))
    party.poll_answers(DAY, *told)
    assert asked(party) == names


def test_a_choice_that_there_is_not_is_named_where_it_is_nobodys_own(party: Party) -> None:
    party.members(DAY, member("M1"))
    party.polls(DAY, poll("P1"))
    own = person("9", "ขอเป็นวันเกิดของฉัน")
    party.poll_answers(DAY, *EIGHT, own)
    (case,) = cases(party)
    assert "1 of the 9 answers to the poll P1" in case.sentence.en and "“…”" in case.sentence.en
    party.poll_answers(DAY, *EIGHT, own, *[person(f"1{n}", "วันพระ") for n in range(5)])
    (case,) = cases(party)
    assert "such as “วันพระ”" in case.sentence.en
