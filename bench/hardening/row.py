"""One line of the table of hardening: what was tried, how often, and how often it held."""

from dataclasses import dataclass, field


@dataclass
class Row:
    """`broken` says of each attempt that did not hold what happened; `figures` what was seen."""

    what: str
    attempts: int = 0
    broken: list[str] = field(default_factory=list)
    figures: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The line's cells: what, attempts, held, figures."""
        held = self.attempts - len(self.broken)
        return self.what, f"{self.attempts:,}", f"{held:,}", self.figures
