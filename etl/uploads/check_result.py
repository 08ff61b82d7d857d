"""Holds what a check of an upload found: written by the check, read by the page."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from etl.questions.wording import Asked
from etl.settings import Settings
from etl.uploads.store import Upload, present
from etl.warehouse import editions
from i18n.messages import Message

RESULT = "found.json"
REJECTS = "rejects.parquet"


@dataclass(frozen=True)
class Figures:
    """An edition's newest day, and the members and amphoe covered on it."""

    newest_on: date | None
    members: int
    covered: int


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    `loads` are those of the upload's files, `others` the exports beside them that cannot be read;
    `reasons` are (file, reason, column, rows, first line) of the upload's files alone; `unplaced`
    (province, amphoe, reason, rows, rows before) of what the upload adds to. `questions` need a
    yes, `refusal` cannot be helped. `stamp` is that of what the questions are about.
    """

    loads: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[list[Any]] = field(default_factory=list)
    unplaced: list[list[Any]] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)
    refusal: Message | None = None
    before: Figures | None = None
    after: Figures | None = None
    stamp: str = ""

    @property
    def refused(self) -> list[str]:
        """The upload's files that cannot be used."""
        return [load["file"] for load in self.loads if load["status"] == "refused"]

    @property
    def is_publishable(self) -> bool:
        """Whether a yes to every question is all that is missing."""
        return self.refusal is None and len(self.refused) < len(self.loads)


def read(upload: Upload) -> CheckResult | None:
    """Return what the last check found, None before there was one."""
    path = upload.folder / RESULT
    if not path.exists():
        return None
    facts = json.loads(path.read_text(encoding="utf-8"))
    for name in ("before", "after"):
        if facts[name]:
            day = facts[name]["newest_on"]
            facts[name] = Figures(
                date.fromisoformat(day) if day else None,
                facts[name]["members"],
                facts[name]["covered"],
            )
    facts["questions"] = [
        Asked(each["name"], Message(**each["sentence"]), each["more"])
        for each in facts["questions"]
    ]
    facts["refusal"] = Message(**facts["refusal"]) if facts["refusal"] else None
    for load in (*facts["loads"], *facts["others"]):
        load["problem"] = Message(**load["problem"]) if load["problem"] else None
        load["list_on"] = date.fromisoformat(load["list_on"]) if load["list_on"] else None
    facts["stamp"] = facts.pop("seen")
    return CheckResult(**facts)


def rejects(upload: Upload) -> list[tuple[Any, ...]]:
    """Return (file, kind, line, column, reason, value) of every row that cannot be used.

    A value that could be personal was left out when the file was read.
    """
    with duckdb.connect() as con:
        return con.execute(
            "select file, kind, line, column_name, reason, value from read_parquet($path)"
            " order by file, line",
            {"path": str(upload.folder / REJECTS)},
        ).fetchall()


def stamp(settings: Settings) -> str:
    """Return a hash that changes with the edition that serves, and with any export."""
    parts = [editions.current_edition(settings) or ""]
    for file in present(settings):
        stat = (settings.exports / file).stat()
        parts.append(f"{file}|{stat.st_size}|{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()
