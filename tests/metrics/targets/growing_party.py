"""What does a test of kept forecasts need? A party that grows evenly, built week after week.

100 members on the first list, of week 0, and two more every day; one amphoe more is covered every
four weeks from week 4 on.
"""

from datetime import date, timedelta

from tests.etl.kept_editions import make_once
from tests.party import Party, Row, election, member

FIRST = date(2023, 5, 31)
AMPHOE = ("แม่ริม", "สันทราย", "ฝาง", "หางดง", "แม่แตง")


def day(week: int) -> date:
    """Return the last day of a week; the first list is of week 0."""
    return FIRST + timedelta(days=7 * week)


def thai(on: date) -> str:
    """Return a day as exports write it."""
    return f"{on.year + 543}-{on.month:02}-{on.day:02}"


def people(week: int) -> list[Row]:
    """Return the members' list of the last day of a week."""
    rows = [member(f"f{number}") for number in range(100)]
    for each in range(1, 7 * week + 1):
        joined = thai(FIRST + timedelta(days=each))
        rows += [member(f"d{each}-{n}", approved=joined) for n in range(2)]
    return rows


def votes(week: int) -> list[Row]:
    """Return the elections export of the last day of a week."""
    held = range(4, week + 1, 4)
    return [
        election(f"E{n}", amphoe=amphoe, held=thai(day(each)))
        for n, (each, amphoe) in enumerate(zip(held, AMPHOE, strict=False))
    ]


def publish(party: Party) -> None:
    """Build an edition with its forecasts."""
    party.publish(looks_ahead=True)


def grow(party: Party) -> Party:
    """Publish lists of weeks 0, 4, 12, 16 (twice, the second corrected) and 20, each on its day.

    The corrected list of week 16 has five more, of week 15, who are gone from the list of week 20.
    Elections are told of up to week 16.
    """
    make_once("growing_party", party.data, lambda: _grow(party))
    return party


def _grow(party: Party) -> None:
    party.members(thai(day(0)), *people(0))
    for week in (4, 12, 16, 20):
        party.members(thai(day(week)), *people(week))
        if week in (12, 16):
            party.elections(thai(day(week)), *votes(week))
        publish(party)
        if week == 16:
            late = [member(f"late{n}", approved=thai(day(15))) for n in range(5)]
            party.members(thai(day(16)), *(people(16) + late))
            publish(party)
