"""Tell of which address plain headings (อำเภอ, จังหวัด) are, and the evidence beside them."""

from collections.abc import Sequence

from etl.ingest.headings.plan import Beside
from etl.ingest.sources import Source


def share(source: Source, selected: dict[str, int], either: dict[str, int]) -> list[str]:
    """Give the plain headings (อำเภอ, จังหวัด) to an address; return those nobody needs.

    With a plain amphoe the plain headings are an address of their own: that of each address
    the file has no heading for. A plain province alone completes the amphoe that lacks one.
    """
    absent = [
        address
        for address in source.serves
        if not any(f"{address}_{part}" in selected for part in ("province", "amphoe"))
    ]
    incomplete = [
        address
        for address in source.serves
        if f"{address}_amphoe" in selected and f"{address}_province" not in selected
    ]
    needy = absent if "amphoe" in either else incomplete or absent
    for part, position in either.items():
        for address in needy:
            selected[f"{address}_{part}"] = position
    return [] if needy else list(either)


def evidence_of(
    source: Source,
    selected: dict[str, int],
    either: dict[str, int],
    beside: Sequence[tuple[int, str, str]],
    names: Sequence[str],
) -> list[Beside]:
    """Say of which address each column of evidence is; a plain one is of the plain amphoe's, or of
    the only address there is. An address column is the amphoe's where there is none."""
    found: list[Beside] = []
    for position, whose, says in beside:
        for address in [whose] if whose or not source.serves else _plain(source, selected, either):
            prefix = f"{address}_" if address else ""
            if says == "address":
                if source.serves:
                    selected.setdefault(f"{prefix}amphoe", position)
            else:
                found.append(Beside(f"{prefix}evidence", says, position, names[position]))
    return found


def _plain(source: Source, selected: dict[str, int], either: dict[str, int]) -> list[str]:
    """Return the addresses that plain headings are of: none where it cannot be told."""
    shared = [
        address
        for address in source.serves
        if any(selected.get(f"{address}_{part}") == position for part, position in either.items())
    ]
    there = [a for a in source.serves if f"{a}_amphoe" in selected or f"{a}_province" in selected]
    if shared or len(there) == 1:
        return shared or there
    return [] if there else list(source.serves)
