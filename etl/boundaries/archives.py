"""Check that a boundary file is safe to open, and find the boundaries in it.

Everything is copied into a folder given, so that what GDAL writes beside a file it reads is never
written beside the party's own. An archive is judged by the sizes it declares before anything is
unpacked, and the zip reader stops at the declared size.
"""

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from etl.boundaries.errors import BoundaryFileUnreadable
from i18n.messages import message

FORMATS = (
    *(".shp", ".geojson", ".json", ".topojson", ".gpkg"),
    *(".kml", ".fgb", ".parquet", ".geoparquet"),
)
"""The files that hold shapes; an archive may hold any of them."""

_ARCHIVES = (".zip", ".kmz")

_BESIDE_SHP = (".shx", ".dbf", ".prj")  # never .cpg: the bytes themselves say the encoding
_BYTES_LIMIT = 500 * 1024 * 1024
_MEMBERS_LIMIT = 500
_ENCRYPTED = 0x1
_FIRST_BYTES = {
    ".shp": b"\x00\x00\x27\x0a",
    ".gpkg": b"SQLite format 3\x00",
    ".fgb": b"fgb\x03fgb",
    ".parquet": b"PAR1",
    ".geoparquet": b"PAR1",
}


def candidates(file: Path, folder: Path) -> list[Path]:
    """Copy or unpack `file` into `folder`; returns the files there that hold shapes.

    Raises BoundaryFileUnreadable.
    """
    if not file.is_file():
        raise BoundaryFileUnreadable(message("boundaries.not_found", file=file.name))
    size = file.stat().st_size
    if size == 0:
        raise BoundaryFileUnreadable(message("boundaries.empty", file=file.name))
    suffix = file.suffix.lower()
    if suffix not in (*FORMATS, *_ARCHIVES):
        raise BoundaryFileUnreadable(message("boundaries.unknown_format", file=file.name))
    if size > _BYTES_LIMIT:
        raise _too_large(file, size)
    if suffix in _ARCHIVES:
        _unpack(file, folder)
    elif suffix == ".shp":
        _copy_shapefile(file, folder)
    else:
        shutil.copyfile(file, folder / f"shapes{suffix}")
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in FORMATS)
    for path in found:
        _check_first_bytes(path, file.name)
    return found


def _copy_shapefile(file: Path, folder: Path) -> None:
    for beside in file.parent.iterdir():
        suffix = beside.suffix.lower()
        if beside.stem == file.stem and suffix in (".shp", *_BESIDE_SHP):
            if beside.stat().st_size > _BYTES_LIMIT:
                raise _too_large(file, beside.stat().st_size)
            shutil.copyfile(beside, folder / f"shapes{suffix}")


def _unpack(file: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [one for one in archive.infolist() if _is_wanted(one.filename)]
            if any(one.flag_bits & _ENCRYPTED for one in members):
                raise BoundaryFileUnreadable(message("boundaries.encrypted", file=file.name))
            declared = sum(one.file_size for one in members)
            if declared > _BYTES_LIMIT or len(members) > _MEMBERS_LIMIT:
                raise _too_large(file, declared)
            for member in members:
                target = folder / _inside(member.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
    # RuntimeError: an archive that needs a password, or is packed in a way nobody here can unpack.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BoundaryFileUnreadable(message("boundaries.broken", file=file.name)) from error


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not hidden and path.suffix.lower() in (*FORMATS, *_BESIDE_SHP)


def _inside(name: str) -> str:
    """A member's path without the steps that would lead out of the folder; suffix lower case."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = [part for part in path.parts if part not in ("/", "..", ".") and ":" not in part]
    return str(PurePosixPath(*parts).with_suffix(path.suffix.lower()))


def _check_first_bytes(path: Path, name: str) -> None:
    """Refuse a file that is not what its suffix says; GDAL would go by the content alone."""
    with path.open("rb") as stream:
        start = stream.read(1024)
    expected = _FIRST_BYTES.get(path.suffix.lower())
    if expected:
        good = start.startswith(expected)
    else:
        good = _starts_with(start, b"<" if path.suffix.lower() == ".kml" else b"{")
    if not good:
        raise BoundaryFileUnreadable(message("boundaries.broken", file=name))


def _starts_with(start: bytes, sign: bytes) -> bool:
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(sign)


def _too_large(file: Path, size: int) -> BoundaryFileUnreadable:
    return BoundaryFileUnreadable(
        message(
            "boundaries.too_large",
            file=file.name,
            size=size // 1024**2,
            limit=_BYTES_LIMIT // 1024**2,
        )
    )
