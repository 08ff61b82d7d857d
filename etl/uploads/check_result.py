"""What did a check of an upload find? Written by the check, read by the page."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from etl.settings import Settings
from etl.uploads.store import Upload, present
from etl.warehouse import editions
from i18n.messages import Message

FOUND = "found.json"
REJECTS = "rejects.parquet"


@dataclass(frozen=True)
class Figures:
    """An edition's newest day, and the members and amphoe covered on it."""

    newest_on: date | None
    members: int
    covered: int


@dataclass(frozen=True)
class Found:
    """What a check found.

    `loads` are those of the upload's files, `others` the exports beside them that cannot be read;
    `reasons` are (file, reason, column, rows, first line) of the upload's files alone; `unplaced`
    (province, amphoe, reason, rows, rows before) of what the upload adds to. `questions` need a
    yes, `refusal` cannot be helped. `seen` is what the questions are about.
    """

    loads: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[list[Any]] = field(default_factory=list)
    unplaced: list[list[Any]] = field(default_factory=list)
    questions: list[Message] = field(default_factory=list)
    refusal: Message | None = None
    before: Figures | None = None
    after: Figures | None = None
    seen: str = ""

    @property
    def refused(self) -> list[str]:
        """The upload's files that cannot be used."""
        return [load["file"] for load in self.loads if load["status"] == "refused"]

    @property
    def is_publishable(self) -> bool:
        """Whether a yes to every question is all that is missing."""
        return self.refusal is None and len(self.refused) < len(self.loads)


def read(upload: Upload) -> Found | None:
    """Return what the last check found, None before there was one."""
    path = upload.folder / FOUND
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    for name in ("before", "after"):
        if told[name]:
            day = told[name]["newest_on"]
            told[name] = Figures(
                date.fromisoformat(day) if day else None,
                told[name]["members"],
                told[name]["covered"],
            )
    told["questions"] = [Message(**each) for each in told["questions"]]
    told["refusal"] = Message(**told["refusal"]) if told["refusal"] else None
    for load in (*told["loads"], *told["others"]):
        load["problem"] = Message(**load["problem"]) if load["problem"] else None
        load["list_on"] = date.fromisoformat(load["list_on"]) if load["list_on"] else None
    return Found(**told)


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


def seen(settings: Settings) -> str:
    """Return what changes whenever an edition was published or an export came, went or changed."""
    told = [editions.current_edition(settings) or ""]
    for file in present(settings):
        stat = (settings.exports / file).stat()
        told.append(f"{file}|{stat.st_size}|{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
