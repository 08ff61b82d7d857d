"""Can the steps of the ladder be told apart, by those who see colours otherwise or none as well?"""

import itertools

import pytest

from metrics.coverage import ladder
from pages.ui import ladder as ladder_view
from tests.sight import apart


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("sight", "least"), [("all", 15), ("protan", 15), ("deutan", 15), ("tritan", 10), ("grey", 5)]
)
def test_steps_are_told_apart_by_the_colour_blind_and_on_a_copy_too(
    sight: str, least: int, theme: int
) -> None:
    assert tuple(ladder_view.COLOURS) == ladder.STEPS
    seen = {step: pair[theme] for step, pair in ladder_view.COLOURS.items()}
    for one, other in itertools.combinations(seen, 2):
        assert apart(sight, seen[one], seen[other]) >= least, (one, other)
