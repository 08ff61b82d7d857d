"""Make hostile files of real exports, and look whether they cost anything but themselves."""

import hashlib
import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from bench.hardening.row import Row
from etl import build
from etl.build_result import NotPublished
from etl.ingest import stage
from etl.questions.kinds import kinds
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import Message

_AT_ONCE = 10
"""Hostile files beside the good ones of one build."""
_FIRST_DAY = date(2019, 1, 1)
_TOKENS = (
    *(b"\x00", b"\xff\xfe", b'"', b"\r", b"\x1f", b"=1+1", b"\xe0\xb9", b"1E+400", b"29/02/2565"),
    *(
        b"<row r='9999999'>",
        b"&#x0;",
        b"]]>",
        b"<!ENTITY a 'b'>",
        b' r="XFD1048576"',
        b"PK\x03\x04",
    ),
    *(b"-" * 5_000, b"," * 2_000, b"\n" * 3_000, b"9" * 400),
)
Chance = random.Random


class _Quiet:
    """A reporter that keeps what came of the files."""

    def __init__(self) -> None:
        self.loads: list[stage.Load] = []

    def step(self, _: Message) -> Callable[[float], None]:
        return lambda _: None

    def loaded(self, load: stage.Load) -> None:
        self.loads.append(load)


def mutated(content: bytes, others: Sequence[bytes], chance: Chance) -> bytes:
    """Return a file that was changed in one to four places, also within what is packed in it."""
    if content[:2] == b"PK" and chance.random() < 0.7:
        return _packed_anew(content, others, chance)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randrange(len(changed) + 1) for _ in "ab")
        end = min(end, at + 400)
        match chance.randrange(6):
            case 0:
                changed[at:at] = chance.choice(_TOKENS)
            case 1:
                changed[at:end] = chance.randbytes(end - at)
            case 2:
                del changed[at:end]
            case 3:
                changed[at:at] = changed[at:end] * chance.randint(2, 50)
            case 4:
                other = chance.choice(others)
                changed[at:] = other[chance.randrange(len(other)) :]
            case _:
                del changed[max(at, 1) :]
        changed = changed or bytearray(b" ")
    return bytes(changed)


def _packed_anew(content: bytes, others: Sequence[bytes], chance: Chance) -> bytes:
    made = io.BytesIO()
    texts = [other for other in others if other[:2] != b"PK"]
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        chosen = chance.choice(archive.namelist())
        for name in archive.namelist():
            inside = archive.read(name)
            out.writestr(name, mutated(inside, texts, chance) if name == chosen else inside)
    return made.getvalue()


def measure(settings: Settings, files: int) -> Row:
    """Put `files` hostile ones beside the party's exports, some at a time, and work them out."""
    chance = Chance(2566)
    bases = [path for path in sorted(settings.exports.rglob("*.*")) if path.is_file()]
    contents = [path.read_bytes() for path in bases]
    row = Row("a hostile file, made of a real one, beside good exports", files)
    before, start = _serving(settings), time.monotonic()
    statuses: Counter[str] = Counter()
    for first in range(0, files, _AT_ONCE):
        made = []
        for number in range(first, min(first + _AT_ONCE, files)):
            base = chance.choice(bases)
            day = _FIRST_DAY + timedelta(days=number)
            path = base.with_name(f"{base.parent.name}_{day}{base.suffix}")
            path.write_bytes(mutated(base.read_bytes(), contents, chance))
            made.append(path)
        statuses += _try(settings, made, {path: path for path in bases}, row)
        if _serving(settings) != before:
            row.broken.append(f"files {first} and after changed what is published")
        for path in made:
            path.unlink()
    row.figures = (
        f"{statuses['refused']:,} refused by name, {statuses['loaded']:,} read; the bar: 0 crashes,"
        f" 0 changes of what is published; {time.monotonic() - start:,.0f} s"
    )
    return row


def _try(
    settings: Settings, made: Sequence[Path], good: dict[Path, Path], row: Row
) -> Counter[str]:
    """Work out an edition of good and hostile files and publish nothing; note what broke."""
    quiet = _Quiet()
    try:
        build.build(settings, quiet, accept=kinds(), skip_refused=True, publish=False)
    except NotPublished:
        pass  # a check that fails, or a question: told in a sentence
    except Exception as error:  # noqa: BLE001 - any is what is looked for
        names = ", ".join(path.name for path in made)
        row.broken.append(f"{type(error).__name__} with {names}: {str(error)[:200]}")
    statuses: Counter[str] = Counter()
    for load in quiet.loads:
        if settings.exports / load.file in good:
            if load.status == "refused":
                row.broken.append(f"{load.file}, a good file, was refused: {load.problem}")
            continue
        statuses[load.status] += 1
        out = load.staged + load.duplicates + load.rejected + load.forgotten + load.nobody
        if load.rows_in != out or (load.status == "refused") != bool(load.problem):
            row.broken.append(f"{load.file}: its account does not add up")
    return statuses


def _serving(settings: Settings) -> str:
    """Return a hash of what serves."""
    edition = editions.serving_edition(settings)
    content = editions.public_path(settings, edition).read_bytes()
    return edition + hashlib.sha256(content).hexdigest()
