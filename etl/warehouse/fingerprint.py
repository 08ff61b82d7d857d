"""Hashes what an edition is made from: where nothing of that changed, no new one is made."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from etl.ingest.stage import Load
from etl.lists import load as reference
from etl.personal_data import forgotten
from etl.personal_data.file_permissions import files_open_to_others
from etl.settings import Settings
from etl.warehouse import editions
from etl.warehouse.code_version import code_version

_NOT_OF_NUMBERS = (
    "data",
    "secret_file",
    "keep_editions",
    "drop_pct",
    "keep_raw_days",
    "keep_staged_days",
)


def fingerprint(settings: Settings, loads: Sequence[Load]) -> str:
    """Return the hash of the files, lists, settings and code that decide an edition's numbers."""
    sources = {
        "loads": sorted(
            (load.file, load.kind, load.sha256, str(load.list_on), load.status == "refused")
            for load in loads
        ),
        "lists": {path.name: _digest(path) for path in _inputs(settings)},
        "settings": {
            each.name: str(getattr(settings, each.name))
            for each in fields(Settings)
            if each.name not in _NOT_OF_NUMBERS
        },
        "code": code_version(),
        "exposed": len(files_open_to_others(settings)),
    }
    return hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()


def _inputs(settings: Settings) -> list[Path]:
    """Every file but the exports that decides the numbers."""
    own = (forgotten.path_of(settings), settings.archive)
    return [*reference.inputs(settings), *(path for path in own if path.exists())]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_asked_before(settings: Settings) -> set[str]:
    """Return the hashes of what the serving edition was built from, where that was before there
    was a log of answers: whatever was asked of those files had been answered then."""
    edition = editions.current_edition(settings)
    if edition is None:
        return set()
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        if con.execute("select 1 from checks where name = 'sudden_drop'").fetchall():
            return set()
        return {sha256 for (sha256,) in con.execute("select sha256 from loads").fetchall()}


def is_served(settings: Settings, found: str) -> bool:
    """Whether the edition made from what has that hash serves: a build has nothing to do."""
    return editions.damaged_edition(settings) is None and served(settings, "fingerprint") == found


def serves_own_data(settings: Settings) -> bool:
    """Whether an edition serves that was made from the party's own exports."""
    return served(settings, "is_sample") is False


def served(settings: Settings, column: str) -> str | bool | None:
    """Return a column of the serving edition's own row; None when none serves."""
    edition = editions.current_edition(settings)
    if edition is None:
        return None
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        ((value,),) = con.execute(f"select {column} from edition").fetchall()  # noqa: S608
    answer: str | bool = value
    return answer
