"""Does a build ask who was elected where the exports do not tell?"""

import pytest

from tests.etl.questions.asking import asked, spread
from tests.party import Party, candidate, election
from tests.slow import these


@pytest.mark.parametrize(
    ("votes", "outcomes", "names"),
    these(
        (0, 3),
        [
            (("30", "30"), ("", ""), ["tie"]),
            (("30", "30", "12"), ("", "", ""), ["tie"]),
            (("30", "31"), ("", ""), []),
            (("40", "30", "30"), ("", "", ""), []),
            (("30", "30"), ("ได้รับเลือก", "ไม่ได้รับเลือก"), []),
            (("", ""), ("", ""), []),
        ],
    ),
)
def test_of_a_tie_nobody_is_elected_until_somebody_tells(
    party: Party, votes: tuple[str, ...], outcomes: tuple[str, ...], names: list[str]
) -> None:
    party.members("2566-10-22", *spread(30))
    party.elections("2566-10-22", election("E1", held="01/10/2566"))
    party.candidates(
        "2566-10-22",
        *[
            candidate("E1", str(n), name=f"สมมติ ชื่อ{n}", votes=count, elected=outcome)
            for n, (count, outcome) in enumerate(zip(votes, outcomes, strict=True), start=1)
        ],
    )
    assert asked(party) == names
    party.publish(accept=names)
    assert party.rows("select count(*) from coverage_spans") == [(0 if names else 1,)]


@pytest.mark.parametrize(
    ("votes", "outcomes", "names"),
    these(
        (0, 3),
        [
            (("30", "20"), ("ไม่ได้รับเลือก", "ได้รับเลือก"), ["elected_with_fewer_votes"]),
            (("30", "20"), ("", "ได้รับเลือก"), ["elected_with_fewer_votes"]),
            (("30", "20"), ("ถอนตัว", "ได้รับเลือก"), []),
            (("30", "30"), ("ไม่ได้รับเลือก", "ได้รับเลือก"), []),
            (("1.200", "900"), ("", ""), ["many_rows_rejected"]),
        ],
    ),
)
def test_an_outcome_that_the_votes_do_not_bear_out_asks(
    party: Party, votes: tuple[str, ...], outcomes: tuple[str, ...], names: list[str]
) -> None:
    party.members("2566-10-22", *spread(30))
    party.elections("2566-10-22", election("E1", held="01/10/2566"))
    told = enumerate(zip(votes, outcomes, strict=True), start=1)
    lines = [candidate("E1", str(n), name=f"ชื่อ{n}", votes=v, elected=o) for n, (v, o) in told]
    party.candidates("2566-10-22", *lines)
    assert asked(party) == names
