"""Keep the rows of every content read, so that nothing is read twice.

`staged/<key>.parquet` holds the rows of one export, `<key>.rejects.parquet` those that could not be
used and `<key>.json` the account of both. The key is a hash of the content, the kind, the day, how
it is read and the secret's fingerprint; so an unchanged export is never read twice, and a changed
reader reads again. The account is written last: without it nothing was staged. It says what its
files are, and what is damaged is read again.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from etl import safe_files, staged_files
from etl.ingest.accounts import card
from etl.ingest.accounts.findings import as_lists, restored
from etl.ingest.exports import Export, Load
from etl.ingest.fingerprints import INDEX, Content, is_still_there
from etl.ingest.word_lists import fingerprint
from etl.personal_data.pseudonyms import secret_fingerprint
from etl.settings import Settings
from i18n.messages import UserError, message

READER_VERSION = 8
"""Raise it when the same file would now be read differently."""


class SecretChanged(UserError):
    """Rows whose export is gone were staged with another secret, and can match nobody now."""


class StagedDamaged(UserError):
    """What is kept of an export cannot be read any more."""


_ACCOUNT = (
    *("encoding", "rows_in", "staged", "duplicates", "rejected", "forgotten", "nobody"),
    "rows_hash",
)


def key_of(export: Export, content: Content, secret: bytes, answers: str = "") -> str:
    """Return the name under which the rows of `export` are kept; `answers` are those of a person
    that it was read by, hashed."""
    parts = (
        content.sha256,
        export.kind,
        str(export.list_on),
        str(READER_VERSION),
        fingerprint(export.kind),
        secret_fingerprint(secret),
        *([answers] if answers else []),
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def recall(settings: Settings, export: Export, content: Content, key: str) -> Load | None:
    """Return the account of rows staged before; None when there is none, or it is damaged.

    When the rows came from another file that is still there with the same content, this one is
    that one again: status "same_file", every row a duplicate.
    """
    rows, rejects, account = _paths(settings, key)
    stored = staged_files.facts_of(account)
    if (
        stored is None
        or not staged_files.is_known(stored)
        or not staged_files.are_whole(account, stored)
    ):
        return None
    try:
        return _known(settings, export, content, stored, (rows, rejects, account))
    except (ValueError, KeyError, TypeError):
        # An account of another version is written anew, and its rows with it.
        return None


def _known(
    settings: Settings,
    export: Export,
    content: Content,
    stored: staged_files.Facts,
    paths: tuple[Path, Path, Path],
) -> Load:
    rows, rejects, account = paths
    load = Load(
        file=export.file,
        kind=export.kind,
        sha256=content.sha256,
        bytes=content.bytes,
        list_on=export.list_on,
        status="unchanged",
        unknown_headings=tuple(stored["unknown_headings"]),
        personal_headings=tuple(stored["personal_headings"]),
        findings=restored(stored["findings"]),
        card=card.restored(stored.get("card")),
        staged_path=rows,
        rejects_path=rejects,
        **{name: stored.get(name, 0) for name in _ACCOUNT},
    )
    if stored["file"] != export.file:
        if is_still_there(settings, stored["file"], content):
            return replace(
                load,
                status="same_file",
                staged=0,
                duplicates=load.rows_in,
                rejected=0,
                forgotten=0,
                nobody=0,
                staged_path=None,
                rejects_path=None,
            )
        # The file was renamed: the rows are its own now.
        staged_files.write_unsure(account, stored)
        _rename(rejects, export.file)
        staged_files.write(account, stored | {"file": export.file})
    return load


def keep(settings: Settings, load: Load, key: str, rows: Path, rejects: Path) -> Load:
    """Move freshly written files to their place and write the account last."""
    rows_path, rejects_path, account = _paths(settings, key)
    for draft, path in ((rows, rows_path), (rejects, rejects_path)):
        if path.is_dir():
            shutil.rmtree(path)
        with safe_files.replacing(path) as target:
            draft.replace(target)
    stored = {name: getattr(load, name) for name in (*_ACCOUNT, "file")}
    stored |= {
        "unknown_headings": list(load.unknown_headings),
        "personal_headings": list(load.personal_headings),
        "findings": as_lists(load.findings),
        "card": load.card.as_facts() if load.card else None,
    }
    staged_files.write(account, stored)
    return replace(load, staged_path=rows_path, rejects_path=rejects_path)


def _rename(rejects: Path, file: str) -> None:
    with safe_files.replacing(rejects) as draft, duckdb.connect() as con:
        con.execute(
            "copy (select * replace ($file as file) from read_parquet($rejects))"
            " to $draft (format parquet)",
            {"file": file, "rejects": str(rejects), "draft": str(draft)},
        )


@contextmanager
def reading_folder(settings: Settings) -> Iterator[Path]:
    """Give a folder for a reading's temporary files, on the warehouse's own disk.

    It goes when the block ends; one left by a process that was killed goes with the next.
    """
    safe_files.make_folder(settings.staged)
    with safe_files.draft(settings.staged / "reading") as folder:
        safe_files.make_folder(folder)
        yield folder


def without_export(settings: Settings, exports: Iterable[Export], secret: bytes) -> list[Load]:
    """Return what is staged of exports that were removed because their time was over.

    A new export of the same name takes its place. Raises SecretChanged, or StagedDamaged: what an
    account says that cannot be read, and that no export has written anew, nothing else knows.
    """
    present = {export.file for export in exports}
    loads = []
    for account in sorted(settings.staged.glob("*.json")):
        if account.name == INDEX:
            continue
        stored = staged_files.facts_of(account)
        if stored is None:
            # Of an export that is there it would have been written anew by now.
            raise StagedDamaged(message("build.staged_damaged", file=account))
        if "export_removed" not in stored or stored["file"] in present:
            continue
        if not staged_files.are_whole(account, stored):
            rows = staged_files.rows_of(account)
            raise StagedDamaged(message("staged.damaged", file=rows, export=stored["file"]))
        if stored["secret"] != secret_fingerprint(secret):
            raise SecretChanged(message("forget.rows_of_other_secret", secret=settings.secret))
        rows, rejects, _ = _paths(settings, account.stem)
        loads.append(
            Load(
                file=stored["file"],
                kind=stored["kind"],
                sha256=stored["sha256"],
                bytes=stored["bytes"],
                list_on=date.fromisoformat(stored["list_on"]) if stored["list_on"] else None,
                status="unchanged",
                unknown_headings=tuple(stored["unknown_headings"]),
                personal_headings=tuple(stored["personal_headings"]),
                findings=restored(stored.get("findings", [])),
                card=card.restored(stored.get("card")),
                staged_path=rows,
                rejects_path=rejects,
                **{name: stored.get(name, 0) for name in _ACCOUNT},
            )
        )
    return loads


def note_removed(settings: Settings, load: Load, secret: bytes) -> None:
    """Note that the export of these rows is being removed, and all that its absence takes away."""
    assert load.staged_path is not None
    account = load.staged_path.with_suffix(".json")
    stored = staged_files.facts_of(account)
    if stored is None:
        raise StagedDamaged(message("build.staged_damaged", file=account))
    removal = {
        "kind": load.kind,
        "sha256": load.sha256,
        "bytes": load.bytes,
        "list_on": load.list_on.isoformat() if load.list_on else None,
        "secret": secret_fingerprint(secret),
        "export_removed": True,
    }
    staged_files.write(account, stored | removal)


def sweep(settings: Settings) -> None:
    """Remove the temporary files of readings whose process was killed: they hold rows."""
    safe_files.sweep(settings.staged)


def forget_unused(settings: Settings, loads: Iterable[Load]) -> None:
    """Delete staged rows that no file of `loads` has any more."""
    used = {path.name for load in loads for path in (load.staged_path, load.rejects_path) if path}
    used |= {f"{Path(name).stem}.json" for name in used} | {INDEX}
    for path in settings.staged.glob("*"):
        if path.is_file() and path.name not in used:
            path.unlink(missing_ok=True)


def _paths(settings: Settings, key: str) -> tuple[Path, Path, Path]:
    account = settings.staged / f"{key}.json"
    return staged_files.rows_of(account), staged_files.rejects_of(account), account
