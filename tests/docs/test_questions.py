"""Does docs/data.md say of every question when it is asked?"""

import re
from pathlib import Path

from etl.questions.kinds import kinds

DATA = Path(__file__).parents[2] / "docs" / "data.md"


def test_every_question_stands_in_the_documentation_of_exports_and_no_other_does() -> None:
    _, _, below = DATA.read_text(encoding="utf-8").partition("| question | when |")
    rows = below.partition("\n\n")[0].splitlines()[2:]
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert len(told) > 30
    assert sorted(told) == sorted(kinds())
