"""Match a file's columns to ours; name the personal and the unknown ones."""

from collections.abc import Sequence

from etl.ingest.headings.addresses import evidence_of, share
from etl.ingest.headings.likeness import near
from etl.ingest.headings.lines import count_known
from etl.ingest.headings.plan import Plan
from etl.ingest.headings.redacted import redact_headings
from etl.ingest.headings.refusals import (
    refuse_broken_letters,
    refuse_duplicates,
    refuse_missing,
    twice,
)
from etl.ingest.headings.words import meaning
from etl.ingest.sources import Source
from i18n.thai import compose


def match(source: Source, row: Sequence[str], file: str) -> Plan:
    """Say what each heading of `row` is; an unknown one that may be no heading goes as #3.

    Raises BrokenLetters, HeadingTwice or HeadingMissing, with a sentence that names them.
    """
    names = [compose(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    if not count_known(source, names):
        refuse_broken_letters(names, file)
        # A first row of data: somebody's, so it is not repeated in a sentence.
        names = []
    redacted = redact_headings(source, names)
    refuse_duplicates(names, redacted, file)
    selected: dict[str, int] = {}
    either: dict[str, int] = {}
    unknown: list[str] = []
    strange: list[tuple[str, str]] = []
    personal: list[str] = []
    beside: list[tuple[int, str, str]] = []
    for position, name in enumerate(names):
        match meaning(source, name):
            case ("column", ours):
                _take(selected, ours, position, redacted, file)
            case ("either", part):
                _take(either, part, position, redacted, file)
            case ("evidence", word):
                beside.append((position, *source.evidence[word]))
            case ("personal", _):
                personal.append(name)
            case None:
                unknown.append(redacted[position])
                strange.append((name, redacted[position]))
            case _:
                pass  # somebody has said that it is not to be read
    for part in share(source, selected, either):
        unknown.append(names[either[part]])
    evidence = evidence_of(source, selected, either, beside, names)
    used = {*selected.values(), *(each.position for each in evidence)}
    personal += [names[position] for position, *_ in beside if position not in used]
    refuse_missing(source, selected, redacted, file)
    return Plan(
        width=len(row),
        selected=selected,
        headings={each.column: each.heading for each in reversed(evidence)}
        | {ours: names[position] for ours, position in selected.items()},
        unknown=tuple(unknown),
        personal=tuple(personal),
        near=tuple(near(source, strange, selected)),
        evidence=tuple(evidence),
    )


def _take(
    positions: dict[str, int], ours: str, position: int, names: Sequence[str], file: str
) -> None:
    if ours in positions:
        raise twice(file, names[positions[ours]], names[position])
    positions[ours] = position
