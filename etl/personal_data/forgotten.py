"""Keeps the list of people who asked to be forgotten, and removes them from what was staged.

`<data>/forgotten.csv` holds the keyed hash of each, never a number, and which secret made it. While
a key is in it, the person's rows are dropped from every members' list that is read, again and
again, and counted; where names are read, the row stays and says nobody's name or number.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl import safe_files, staged_files
from etl.personal_data.pseudonyms import secret_fingerprint
from etl.settings import Settings
from etl.staged_files import rows_of
from i18n.messages import UserError, message

_COLUMNS = ("member_key", "forgotten_on", "secret")
_COUNTS = {"file", "rows_in", "staged", "duplicates", "rejected"}
_NAMES = ("name", "first_name", "last_name")


class ForgottenError(UserError):
    """The list of those forgotten cannot be read, or was made with another secret."""


@dataclass(frozen=True)
class Removal:
    """What was taken out of the staged rows of one export: rows, or names out of rows."""

    file: str
    rows: int
    names: tuple[str, ...] = ()


def path_of(settings: Settings) -> Path:
    """Return where the list is."""
    return settings.data / "forgotten.csv"


def read_keys(settings: Settings, secret: bytes) -> tuple[str, ...]:
    """Return the key of everybody forgotten. Raises ForgottenError.

    A key of another secret would match nobody, and the person would be back without a word.
    """
    path = path_of(settings)
    if not path.exists():
        return ()
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ForgottenError(message("forget.bad_list", file=path)) from error
    if not rows or tuple(rows[0]) != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        raise ForgottenError(message("forget.bad_list", file=path))
    if any(row[2] != secret_fingerprint(secret) for row in rows[1:]):
        raise ForgottenError(message("forget.other_secret", file=path, secret=settings.secret))
    return tuple(dict.fromkeys(row[0] for row in rows[1:]))


def add(settings: Settings, secret: bytes, key: str, on: date) -> None:
    """Put a key in the list, once."""
    if key in read_keys(settings, secret):
        return
    path = path_of(settings)
    before = path.read_text(encoding="utf-8") if path.exists() else ",".join(_COLUMNS) + "\n"
    safe_files.make_folder(path.parent)
    safe_files.write_whole(path, f"{before}{key},{on.isoformat()},{secret_fingerprint(secret)}\n")


def find(settings: Settings, key: str) -> list[Removal]:
    """Return in the rows of which exports somebody is, and under which names."""
    with duckdb.connect() as con:
        return [
            found
            for account in accounts(settings)
            if (found := _find(con, account, (key,))) is not None
        ]


def sweep(settings: Settings, forgotten: Iterable[str]) -> list[Removal]:
    """Take everybody of `forgotten` out of what is staged; a killed sweep is finished by the next.

    The account of an export is corrected after its rows, from what these hold.
    """
    forgotten = tuple(forgotten)
    if not forgotten:
        return []
    removed = []
    with duckdb.connect() as con:
        for account in accounts(settings):
            found = _find(con, account, forgotten)
            if found is not None:
                staged_files.write_unsure(account, _facts(account))
                _rewrite(con, rows_of(account), forgotten)
                removed.append(found)
            _correct(con, account)
    return removed


def accounts(settings: Settings) -> list[Path]:
    """Return the account of every export that is staged; what is damaged is read again anyway."""
    return [
        path
        for path in sorted(settings.staged.glob("*.json"))
        if rows_of(path).exists()
        and (facts := staged_files.facts_of(path)) is not None
        and facts.keys() >= _COUNTS
        and staged_files.are_whole(path, facts)
    ]


def _facts(account: Path) -> staged_files.Facts:
    facts = staged_files.facts_of(account)
    assert facts is not None  # it was whole a moment ago
    return facts


def use_forgotten(con: duckdb.DuckDBPyConnection, forgotten: Iterable[str]) -> None:
    """Create the table `forgotten(member_key)` on `con`."""
    con.execute("create or replace temp table forgotten (member_key text)")
    con.execute("insert into forgotten select unnest($keys)", {"keys": list(forgotten)})


def _find(
    con: duckdb.DuckDBPyConnection, account: Path, forgotten: Iterable[str]
) -> Removal | None:
    columns = _columns(con, rows_of(account))
    if "member_key" not in columns:
        return None
    use_forgotten(con, forgotten)
    whole = [name for name in _NAMES if name in columns]
    full_name = f"concat_ws(' ', {', '.join(whole)})" if whole else "null"
    rows, names = con.execute(
        f"select count(*), list(distinct {full_name}) from read_parquet($path)"  # noqa: S608 - our names
        " semi join forgotten using (member_key)",
        {"path": str(rows_of(account))},
    ).fetchone() or (0, [])
    return (
        Removal(_facts(account)["file"], rows, tuple(filter(None, names or ()))) if rows else None
    )


def _rewrite(con: duckdb.DuckDBPyConnection, path: Path, forgotten: Iterable[str]) -> None:
    """Write the rows anew: what is only marked as gone would stay in the file's bytes."""
    columns = _columns(con, path)
    use_forgotten(con, forgotten)
    names = [name for name in _NAMES if name in columns]
    if names:
        is_theirs = "coalesce(member_key in (from forgotten), false)"
        blanks = ", ".join(
            f"case when not {is_theirs} then {name} end as {name}"
            for name in ("member_key", *names)
        )
        rows_query = f"select * replace ({blanks}) from read_parquet($path)"  # noqa: S608 - our names
    else:
        rows_query = "select * from read_parquet($path) anti join forgotten using (member_key)"
    with safe_files.replacing(path) as draft:
        con.execute(
            f"copy ({rows_query}) to $draft (format parquet, compression snappy)",
            {"path": str(path), "draft": str(draft)},
        )


def _correct(con: duckdb.DuckDBPyConnection, account: Path) -> None:
    """Correct an account: how many rows there are, and that the others were forgotten."""
    facts = _facts(account)
    # A row of counted people stands for several of the export's.
    is_counted = "stands_for" in _columns(con, rows_of(account))
    count = "coalesce(sum(stands_for), 0)::bigint" if is_counted else "count(*)"
    (rows,) = con.execute(
        f"select {count} from read_parquet($path)",  # noqa: S608 - our names
        {"path": str(rows_of(account))},
    ).fetchone() or (0,)
    if rows != facts["staged"]:
        forgotten = facts["rows_in"] - facts["duplicates"] - facts["rejected"] - rows
        facts |= {"staged": rows, "forgotten": forgotten}
    elif staged_files.is_known(facts):
        return
    staged_files.write(account, facts)


def _columns(con: duckdb.DuckDBPyConnection, path: Path) -> set[str]:
    rows = con.execute("describe from read_parquet($path)", {"path": str(path)}).fetchall()
    return {row[0] for row in rows}
