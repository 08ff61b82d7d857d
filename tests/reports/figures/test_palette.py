"""Can series that stand together be told apart by the colour-blind, and on a grey copy?"""

from itertools import combinations

import pytest

from metrics.events.effect import VERDICTS
from pages.everyone.events.visited_map import CHOSEN, STATES
from pages.ui.map import classes
from reports.figures import palette
from reports.figures.colours import NIGHT, contrast
from tests.sight import apart

SERIES = {
    "a forecast": [palette.ACCENT, palette.FORECAST, palette.TARGET, palette.QUIET],
    "gains": [palette.GAINS[name] for name in ("joined", "returned", "moved_net")],
    "types": [palette.TYPES[name] for name in ("yearly", "lifetime", "untyped")],
    "elections": list(palette.PHASES.values()),
    "turnout": [palette.ACCENT, palette.REST],
    "rivals": [palette.ACCENT, palette.UNCONTESTED],
    "what events bring": list(palette.VERDICTS.values()),
    "areas ahead and behind": [palette.TARGET, palette.ACCENT],
    "polls": [palette.ACCENT, palette.FORECAST],
    **{
        f"visits, theme {theme}": [pair[theme] for pair in (*STATES.values(), CHOSEN)]
        for theme in (0, 1)
    },
}
"""Bars, lines and areas that lie side by side."""
MARKS = {
    "scenarios": [palette.ACCENT, palette.FORECAST, palette.TARGET, *palette.SCENARIOS],
    "published totals": [palette.ACCENT, *palette.REPORTED.values(), palette.QUIET],
}
"""What is told apart by its dashes or its form as well: a copy may show one grey."""
RAMPS = {
    "those who left": list(palette.LOSSES.values()),
    **{
        f"{mode}, theme {theme}": [(each.light, each.dark)[theme] for each in made]
        for theme in (0, 1)
        for mode, made in (
            ("members", classes.classes("members")),
            ("chances", classes.chance_classes()),
            ("two colours", classes.classes("coverage")),
        )
    },
}
"""Steps from light to dark: neighbours may be nearer."""
ALL = SERIES | MARKS | RAMPS
BLIND = ("all", "protan", "deutan", "tritan")


@pytest.mark.parametrize("name", ALL)
def test_colours_that_stand_together_are_told_apart_by_everybody(name: str) -> None:
    least = 7 if name in RAMPS else 12
    for one, other in combinations(dict.fromkeys(ALL[name]), 2):
        near = {sight: apart(sight, one, other) for sight in BLIND}
        assert min(near.values()) >= least, (one, other, near)


@pytest.mark.parametrize("name", [*SERIES, *RAMPS])
def test_they_differ_on_a_black_and_white_copy(name: str) -> None:
    for one, other in combinations(dict.fromkeys(ALL[name]), 2):
        assert apart("grey", one, other) >= 5, (one, other)


def test_lines_and_marks_stand_out_from_light_and_dark_pages() -> None:
    for colour in (palette.ACCENT, palette.FORECAST, palette.TARGET, *palette.REPORTED.values()):
        assert contrast(colour, "#FFFFFF") >= 3, colour
        assert contrast(colour, NIGHT) >= 3, colour


def test_every_verdict_and_phase_has_its_colour() -> None:
    assert set(palette.VERDICTS) == set(VERDICTS)
