"""What to read of a file, and which columns are looked at beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Beside:
    """A column of the file that is evidence for our column of that name: what it tells, where."""

    column: str
    says: str
    position: int
    heading: str


@dataclass(frozen=True)
class Plan:
    """What to read of a file. `selected` maps our column to the position of the file's (0 first);
    two of ours may share one of the file's. `headings` are the file's own, by our column. `near`
    are headings that are not known, each with the known one that it may mean; `evidence` are the
    columns that are looked at and not kept."""

    width: int
    selected: dict[str, int]
    headings: dict[str, str]
    unknown: tuple[str, ...]
    personal: tuple[str, ...]
    near: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Beside, ...] = ()

    @property
    def uses(self) -> dict[str, int]:
        """The position of every column that is read, by what it is read for."""
        beside = enumerate(self.evidence)
        return self.selected | {f"{e.column} {e.says} {n}": e.position for n, e in beside}

    @property
    def positions(self) -> list[int]:
        """The file's columns that are read, each once, in the file's order."""
        return sorted(set(self.uses.values()))

    @property
    def cells(self) -> list[str]:
        """What those columns are called in the table `raw`."""
        return [f"c{position}" for position in self.positions]
