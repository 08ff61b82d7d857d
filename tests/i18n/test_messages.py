"""How are days, numbers and messages written in Thai and in English?"""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from i18n import dates, numbers
from i18n.messages import Message, either, message, phrase

DAY = date(2023, 10, 22)


def test_a_day_is_of_the_readers_era() -> None:
    assert dates.day_text(DAY, "th") == "22 ต.ค. 2566"
    assert dates.day_text(DAY, "en") == "22 Oct 2023"
    assert dates.month_text(DAY, "th") == "ต.ค. 2566"


@pytest.mark.parametrize("missing", [None, pd.NaT, float("nan")])
def test_what_is_missing_is_a_dash(missing: object) -> None:
    assert dates.day_text(missing, "th") == "–"  # type: ignore[arg-type]
    if missing is not pd.NaT:
        assert numbers.number(missing) == numbers.signed(missing) == "–"  # type: ignore[arg-type]


def test_a_moment_is_of_thailand() -> None:
    late = datetime(2023, 10, 22, 18, 30, tzinfo=UTC)
    assert dates.moment_parts(late, "en") == {"day": "23 Oct 2023", "time": "01:30"}


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [(1234, 0, "+1,234"), (-5, 0, "−5"), (0, 0, "0"), (-0.04, 1, "0.0"), (2.25, 1, "+2.2")],
)
def test_a_change_has_its_sign(value: float, digits: int, written: str) -> None:
    assert numbers.signed(value, digits) == written


def test_a_number_has_its_commas() -> None:
    assert [numbers.number(1234567), numbers.number(1234.56, 1)] == ["1,234,567", "1,234.6"]


def test_values_are_written_in_the_language_of_the_phrase() -> None:
    inner = Message("ไทย", "English")
    th, en = (phrase("edition.made", each, day=DAY, time=inner) for each in ("th", "en"))
    assert "22 ต.ค. 2566" in th and "ไทย" in th
    assert "22 Oct 2023" in en and "English" in en
    assert "1,234" in message("closed.done", **dict.fromkeys(_places("closed.done"), 1234)).en


def test_a_code_without_words_stays_itself() -> None:
    assert either("check.of_nobody", "of_nobody") == "of_nobody"
    assert either("month_name.1", "1") == Message("ม.ค.", "Jan")


def _places(key: str) -> list[str]:
    import string

    from i18n.phrases import phrases

    return [name for _, name, _, _ in string.Formatter().parse(phrases()[key]["en"]) if name]
