"""What does a test need to hear what a build asks? The names of the questions that are open."""

import functools

from etl import build
from etl.build_result import NotPublished
from etl.questions.cases import Case
from etl.warehouse import editions
from tests.party import Party, Silent, member

PLACES = (("เชียงใหม่", "แม่ริม"), ("ลำปาง", "เมืองลำปาง"), ("สงขลา", "หาดใหญ่"))
people = functools.partial(member, approved="01/08/2566")


def cases(party: Party) -> list[Case]:
    """Everything that a build of the exports asks; of the same files it was told already."""
    files = sorted(path for path in party.data.rglob("*") if path.is_file())
    made = (party.staged, party.warehouse, party.secret)
    files = [path for path in files if not {path, *path.parents} & {*made}]
    serves = editions.current_edition(party)
    read = repr(
        [party, serves, *((path, path.read_bytes(), path.stat().st_mtime_ns) for path in files)]
    )
    if read not in _told:
        _told.clear()
        _told[read] = _asked(party)
    return _told[read]


_told: dict[str, list[Case]] = {}
"""What the last build asked, by all that it read."""


def _asked(party: Party) -> list[Case]:
    try:
        return build.build(party, Silent(), publish=False).questions
    except NotPublished as refused:
        assert refused.result, refused.message
        return refused.result.questions


def asked(party: Party) -> list[str]:
    """The names of the questions that a build of the exports asks, gravest first."""
    return list(dict.fromkeys(case.name for case in cases(party)))


def spread(members: int = 60) -> list[dict[str, str]]:
    """A list of members spread evenly over three provinces."""
    return [
        people(f"P{n}", province=PLACES[n % 3][0], amphoe=PLACES[n % 3][1]) for n in range(members)
    ]


def placed(row: dict[str, str], place: tuple[str, str]) -> dict[str, str]:
    """The same member in another place."""
    return row | {"จังหวัด": place[0], "อำเภอ": place[1]}
