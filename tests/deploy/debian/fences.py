"""Reads a page of documentation as what it is to somebody who types it: commands, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"(?ms)^## (?P<section>[^\n]+)$"
    r"|(?P<file><!-- file: [^\n]+ -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$"
)


@dataclass(frozen=True)
class Line:
    """One command; `is_first` of its fence, where nothing of a fence before holds any more."""

    section: str
    text: str
    is_first: bool


class Page:
    """The commands of a page, and the files that it shows."""

    def __init__(self, path: Path) -> None:
        self.lines: list[Line] = []
        self.shown: dict[str, str] = {}
        self._read(path.read_text(encoding="utf-8"))

    def _read(self, text: str) -> None:
        section, edited = "", ""
        for found in _FENCE.finditer(text):
            section = found["section"] or section
            if found["language"] == "sh" and not found["file"]:
                for number, line in enumerate(_commands(found["text"])):
                    self.lines.append(Line(section, line, number == 0))
                    edited = line if line.startswith("editor ") else ""
            elif edited and found["language"]:
                self.shown[Path(edited.split()[1]).name] = found["text"]
                edited = ""

    def of(self, section: str) -> list[Line]:
        """Return the commands of a section."""
        return [line for line in self.lines if line.section == section]

    def of_others(self, section: str) -> list[Line]:
        """Return the commands of all but a section."""
        return [line for line in self.lines if line.section != section]


def _commands(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
