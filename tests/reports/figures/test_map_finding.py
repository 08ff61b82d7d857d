"""Does the map of members claim only what is told, in its title?"""

import pandas as pd
import pytest

from reports.figures import findings
from reports.text import Text


@pytest.mark.parametrize(
    ("mode", "told", "said", "untold"),
    [
        ("members", [100, 99, 500, None, None], "2 of 4 amphoe have 100 members or more", 1),
        ("members", [5, 6, 7, 8, None], "0 of 5 amphoe have 100 members or more", 0),
        # Few may be many where hardly anybody lives.
        ("density", [1.0, 0.99, 3.0, 0.0, None], "2 of 4 amphoe have 1 member in 1,000 or more", 1),
    ],
)
def test_nothing_is_claimed_of_those_not_told(
    mode: str, told: list[float | None], said: str, untold: int
) -> None:
    column = "members" if mode == "members" else "members_per_thousand"
    marks = [None, None, None, "hidden" if told[3] is None else None, "few"]
    frame = pd.DataFrame({column: told, "members_mark": marks}).convert_dtypes()
    found = findings.of_map(Text("en"), frame, "", mode=mode, basis="registered")
    rest = f", not counting {untold} that are not told" if untold else ""
    assert found == said + rest
    whole = findings.of_map(Text("en"), frame, "North", mode=mode, basis="registered")
    assert whole == f"North: {found}"
