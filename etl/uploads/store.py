"""Stores uploaded files until they are published, each upload for its owner only.

An upload is a folder with a name nobody guesses, `<data>/intake/<32 digits>/`. It is removed when
it is published or discarded, or after a day.
"""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from etl import safe_files
from etl.settings import Settings
from etl.uploads import landing
from etl.uploads.names import name_key, path_of, replaced_by
from i18n.messages import UserError, message

MOST_FILES = 40
_BLOCK = 1 << 20
_FACTS = "upload.json"
_ID = re.compile(r"[0-9a-f]{32}")
_ROOM = 3
"""A check keeps a file's rows beside it, and a build its edition: so many times its bytes."""


class NotTaken(UserError):
    """The files cannot be taken as they are."""


class NoUpload(UserError):
    """The upload was published, discarded or swept away, or is somebody else's."""


@dataclass(frozen=True)
class ReceivedFile:
    """A file as a page received it; `kind` and `day` were chosen where its name gives none."""

    name: str
    content: BinaryIO
    bytes: int
    kind: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class File:
    """A file of an upload: `path` is where it will lie below the exports."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Upload:
    """Files that were uploaded together. `without_sample` says that the sample's files go."""

    folder: Path
    owner: str
    at: datetime
    without_sample: bool
    files: tuple[File, ...]

    def content(self, file: File) -> Path:
        """Return where a file lies."""
        return self.folder / landing.FILES / file.path


def receive(
    settings: Settings,
    received_files: Sequence[ReceivedFile],
    *,
    owner: str,
    note: Callable[[str], None],
    most_bytes: int,
    without_sample: bool = False,
) -> Upload:
    """Store the files, apart from the exports, once `note` has recorded them.

    Raises NotTaken or BadName before anything is stored; whatever `note` raises stores nothing.
    """
    paths = [path_of(each.name, each.kind, each.day) for each in received_files]
    uploads_folder = landing.folder_of(settings)
    safe_files.make_folder(uploads_folder, close=True)
    _refuse(uploads_folder, received_files, paths, most_bytes)
    folder = uploads_folder / secrets.token_hex(16)
    safe_files.make_folder(folder)
    try:
        files: dict[str, File] = {}
        for each, path in zip(received_files, paths, strict=True):
            earlier = files.get(name_key(path))
            file = _write_file(
                each, folder / landing.FILES / (f"{path}.again" if earlier else path), path
            )
            if earlier and earlier.sha256 != file.sha256:
                raise NotTaken(message("intake.same_name", file=path))
            files.setdefault(name_key(path), file)
            (folder / landing.FILES / f"{path}.again").unlink(missing_ok=True)
        upload = Upload(folder, owner, datetime.now(UTC), without_sample, tuple(files.values()))
        for file in upload.files:
            note(f"{file.path} · {file.bytes} B · sha256 {file.sha256}")
        _write(upload)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


def _refuse(
    uploads_folder: Path,
    received_files: Sequence[ReceivedFile],
    paths: Sequence[str],
    most_bytes: int,
) -> None:
    if not received_files:
        raise NotTaken(message("intake.nothing"))
    if len(received_files) > MOST_FILES:
        raise NotTaken(message("intake.too_many", files=len(received_files), most=MOST_FILES))
    for each, path in zip(received_files, paths, strict=True):
        if each.bytes > most_bytes:
            raise NotTaken(message("intake.too_big", file=path, most_mb=most_bytes >> 20))
    needed = _ROOM * sum(each.bytes for each in received_files)
    if shutil.disk_usage(uploads_folder).free < needed:
        raise NotTaken(message("intake.no_room", needed_mb=needed >> 20))


def _write_file(received: ReceivedFile, path: Path, file: str) -> File:
    safe_files.make_folder(path.parent)
    hasher, size = hashlib.sha256(), 0
    received.content.seek(0)
    with safe_files.new_file(path) as out:
        while block := received.content.read(_BLOCK):
            out.write(block)
            hasher.update(block)
            size += len(block)
    return File(file, hasher.hexdigest(), size)


def _write(upload: Upload) -> None:
    facts = {
        "who": upload.owner,
        "at": upload.at.isoformat(),
        "without_sample": upload.without_sample,
        "files": [asdict(file) for file in upload.files],
    }
    safe_files.write_whole(upload.folder / _FACTS, json.dumps(facts, ensure_ascii=False))


def find_upload(settings: Settings, name: str, owner: str | None = None) -> Upload:
    """Return the upload of that name; raises NoUpload when it is gone, or not `owner`'s."""
    folder = landing.folder_of(settings) / name
    try:
        facts = json.loads((folder / _FACTS).read_bytes()) if _ID.fullmatch(name) else {}
    except (FileNotFoundError, NotADirectoryError):
        facts = {}
    if not facts or owner not in (None, facts["who"]):
        raise NoUpload(message("intake.no_upload"))
    return Upload(
        folder,
        facts["who"],
        datetime.fromisoformat(facts["at"]),
        facts["without_sample"],
        tuple(File(**file) for file in facts["files"]),
    )


def uploads_of(settings: Settings, owner: str) -> list[Upload]:
    """Return a person's uploads that are neither published nor discarded, newest first."""
    uploads = []
    for facts in landing.folder_of(settings).glob(f"*/{_FACTS}"):
        try:
            upload = find_upload(settings, facts.parent.name, owner)
        except NoUpload:
            continue
        if (upload.folder / landing.FILES).exists():
            uploads.append(upload)
    return sorted(uploads, key=lambda upload: upload.at, reverse=True)


def present(settings: Settings) -> list[str]:
    """Return what lies in the exports folder, hidden files left out, by its path below it."""
    files = (path for path in settings.exports.rglob("*") if path.is_file())
    paths = (path.relative_to(settings.exports).parts for path in files)
    return sorted(
        "/".join(parts)
        for parts in paths
        if not any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
    )


def replaces(settings: Settings, upload: Upload) -> dict[str, str]:
    """Return by file of the upload the export that it would take the place of."""
    there = present(settings)
    found = {file.path: replaced_by(file.path, there) for file in upload.files}
    return {file: old for file, old in found.items() if old}
