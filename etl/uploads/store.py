"""Where do files lie that somebody handed in and nobody has published yet, and whose are they?

Each upload is a folder of its own with a name nobody guesses, `<data>/intake/<32 digits>/`, for
its owner's eyes only. It goes when it is published or discarded, or after a day.
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
from etl.uploads.names import path_of, replaced_by, same
from i18n.messages import UserError, message

MOST_FILES = 40
_BLOCK = 1 << 20
_FACTS = "upload.json"
_ID = re.compile(r"[0-9a-f]{32}")
_ROOM = 3
"""A check keeps a file's rows beside it, and a build its edition: so many times its bytes."""


class NotTaken(UserError):
    """What was handed in cannot be taken as it is."""


class NoUpload(UserError):
    """The upload was published, discarded or swept away, or is somebody else's."""


@dataclass(frozen=True)
class Handed:
    """A file as a page was given it; `kind` and `day` were chosen where its name tells none."""

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
    """Files that were handed in together. `without_sample` says that the sample's files go."""

    folder: Path
    owner: str
    at: datetime
    without_sample: bool
    files: tuple[File, ...]

    def content(self, file: File) -> Path:
        """Return where a file lies."""
        return self.folder / landing.FILES / file.path


def take(
    settings: Settings,
    handed: Sequence[Handed],
    *,
    owner: str,
    note: Callable[[str], None],
    most_bytes: int,
    without_sample: bool = False,
) -> Upload:
    """Keep what was handed in, apart from the exports, once `note` has recorded it.

    Raises NotTaken or BadName before anything is kept; whatever `note` raises keeps nothing.
    """
    paths = [path_of(each.name, each.kind, each.day) for each in handed]
    intake = landing.folder_of(settings)
    safe_files.make_folder(intake, close=True)
    _refuse(intake, handed, paths, most_bytes)
    folder = intake / secrets.token_hex(16)
    safe_files.make_folder(folder)
    try:
        files: dict[str, File] = {}
        for each, path in zip(handed, paths, strict=True):
            kept = files.get(same(path))
            file = _keep(each, folder / landing.FILES / (f"{path}.again" if kept else path), path)
            if kept and kept.sha256 != file.sha256:
                raise NotTaken(message("intake.same_name", file=path))
            files.setdefault(same(path), file)
            (folder / landing.FILES / f"{path}.again").unlink(missing_ok=True)
        upload = Upload(folder, owner, datetime.now(UTC), without_sample, tuple(files.values()))
        for file in upload.files:
            note(f"{file.path} · {file.bytes} B · sha256 {file.sha256}")
        _write(upload)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


def _refuse(intake: Path, handed: Sequence[Handed], paths: Sequence[str], most_bytes: int) -> None:
    if not handed:
        raise NotTaken(message("intake.nothing"))
    if len(handed) > MOST_FILES:
        raise NotTaken(message("intake.too_many", files=len(handed), most=MOST_FILES))
    for each, path in zip(handed, paths, strict=True):
        if each.bytes > most_bytes:
            raise NotTaken(message("intake.too_big", file=path, most_mb=most_bytes >> 20))
    needed = _ROOM * sum(each.bytes for each in handed)
    if shutil.disk_usage(intake).free < needed:
        raise NotTaken(message("intake.no_room", needed_mb=needed >> 20))


def _keep(handed: Handed, path: Path, file: str) -> File:
    safe_files.make_folder(path.parent)
    hasher, size = hashlib.sha256(), 0
    handed.content.seek(0)
    with safe_files.new_file(path) as out:
        while block := handed.content.read(_BLOCK):
            out.write(block)
            hasher.update(block)
            size += len(block)
    return File(file, hasher.hexdigest(), size)


def _write(upload: Upload) -> None:
    told = {
        "who": upload.owner,
        "at": upload.at.isoformat(),
        "without_sample": upload.without_sample,
        "files": [asdict(file) for file in upload.files],
    }
    safe_files.write_whole(upload.folder / _FACTS, json.dumps(told, ensure_ascii=False))


def look(settings: Settings, name: str, owner: str | None = None) -> Upload:
    """Return the upload of that name; raises NoUpload when it is gone, or not `owner`'s."""
    folder = landing.folder_of(settings) / name
    try:
        told = json.loads((folder / _FACTS).read_bytes()) if _ID.fullmatch(name) else {}
    except (FileNotFoundError, NotADirectoryError):
        told = {}
    if not told or owner not in (None, told["who"]):
        raise NoUpload(message("intake.no_upload"))
    return Upload(
        folder,
        told["who"],
        datetime.fromisoformat(told["at"]),
        told["without_sample"],
        tuple(File(**file) for file in told["files"]),
    )


def uploads_of(settings: Settings, owner: str) -> list[Upload]:
    """Return what a person handed in and has neither published nor discarded, newest first."""
    found = []
    for facts in landing.folder_of(settings).glob(f"*/{_FACTS}"):
        try:
            upload = look(settings, facts.parent.name, owner)
        except NoUpload:
            continue
        if (upload.folder / landing.FILES).exists():
            found.append(upload)
    return sorted(found, key=lambda upload: upload.at, reverse=True)


def present(settings: Settings) -> list[str]:
    """Return what lies in the exports folder, hidden files left out, by its path below it."""
    files = (path for path in settings.exports.rglob("*") if path.is_file())
    told = (path.relative_to(settings.exports).parts for path in files)
    return sorted(
        "/".join(parts)
        for parts in told
        if not any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
    )


def replaces(settings: Settings, upload: Upload) -> dict[str, str]:
    """Return by file of the upload the export that it would take the place of."""
    there = present(settings)
    found = {file.path: replaced_by(file.path, there) for file in upload.files}
    return {file: old for file, old in found.items() if old}
