"""Does the example of disclosure control come out as it is told?"""

import doctest

from tests.discovery import ROOT


def test_every_line_of_the_worked_example_comes_out_as_written() -> None:
    told = doctest.testfile(str(ROOT / "docs/privacy-example.md"), module_relative=False)
    assert told.attempted >= 12
    assert not told.failed
