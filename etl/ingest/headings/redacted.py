"""Say how each heading of a file may be told: what stands there can be somebody's data."""

from collections.abc import Sequence

from etl.ingest.headings.words import is_known
from etl.ingest.redaction import looks_personal
from etl.ingest.sources import Source
from etl.ingest.word_lists import plain


def redact_headings(source: Source, names: Sequence[str]) -> list[str]:
    """Return how each heading of a file may be told: its name, or its position as #3.

    Names are told of a row that is headings indeed: half of it is known, or some of it and
    nothing looks like somebody's data.
    """
    plain_names = [plain(name) for name in names]
    is_ours = [is_known(source, name) for name in names]
    filled, known = sum(map(bool, plain_names)), sum(is_ours)
    odd = any(looks_personal(name) for name, ours in zip(names, is_ours, strict=True) if not ours)
    is_headings = known * 2 >= filled or (known >= 3 and not odd)
    return [
        name if ours or (name and is_headings and not looks_personal(name)) else f"#{position}"
        for position, (name, ours) in enumerate(zip(names, is_ours, strict=True), start=1)
    ]
