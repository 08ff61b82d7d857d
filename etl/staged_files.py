"""Writes and reads the account of what is staged of an export: it holds the sums of its files.

The account has a sum of itself too. One of an earlier version has none of them.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from etl import safe_files
from etl.file_sums import is_what_it_was, sums_of

Facts = dict[str, Any]

_FILES, _SUM = "files", "sum"


def rows_of(account: Path) -> Path:
    """Return the file of the rows that an account is about."""
    return account.with_suffix(".parquet")


def rejects_of(account: Path) -> Path:
    """Return the file of the rows that could not be used."""
    return account.with_suffix(".rejects.parquet")


def write(account: Path, facts: Facts) -> None:
    """Write an account, with what its files are by now."""
    files = [path for path in (rows_of(account), rejects_of(account)) if path.is_file()]
    facts = facts | {_FILES: {path.name: sums_of(path) for path in files}}
    _write(account, facts | {_SUM: _sum(facts)})


def write_unsure(account: Path, facts: Facts) -> None:
    """Write an account before its rows are written anew: killed then, it has no sums."""
    _write(account, {name: told for name, told in facts.items() if name not in (_FILES, _SUM)})


def facts_of(account: Path) -> Facts | None:
    """Return what an account says; None when it is damaged or there is none."""
    try:
        facts = json.loads(account.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(facts, dict) or facts.get(_SUM, _sum(facts)) != _sum(facts):
        return None
    return facts


def is_known(facts: Facts) -> bool:
    """Whether an account says what its files are, as those of earlier versions do not."""
    return _FILES in facts


def are_whole(account: Path, facts: Facts) -> bool:
    """Whether the files of an account are there, and what it says where it does."""
    sums = facts.get(_FILES, {})
    files = (rows_of(account), rejects_of(account))
    return all(safe_files.is_whole_parquet(path) for path in files) and all(
        is_what_it_was(account.with_name(name), sums[name]) for name in sums
    )


def _sum(facts: Facts) -> str:
    told = {name: value for name, value in facts.items() if name != _SUM}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _write(account: Path, facts: Facts) -> None:
    safe_files.write_whole(account, json.dumps(facts, ensure_ascii=False))
