"""A small party to attack: the beginning of each of the sample's exports, published."""

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

from etl.__main__ import main
from etl.personal_data import forgotten
from etl.personal_data.pseudonyms import KEY_DIGITS, read_secret
from etl.questions.kinds import kinds
from etl.sample.write import write_sample
from etl.settings import SHIPPED, Settings

_LINES = 300
_LARGEST_BOOK = 100_000
MONTH = "2566-08"
"""A month that the party can close."""

BUILD = ("build", *(f"--accept={name}" for name in sorted(kinds())))
"""A build that is answered with yes, whatever it asks."""


def write_exports(folder: Path) -> list[Path]:
    """Write the first lines of the sample's texts, and its workbooks that are small."""
    whole = Settings(data=folder / "whole")
    write_sample(whole, lambda _: None)
    written = []
    for path in sorted(whole.exports.rglob("*.*")):
        copy = folder / "exports" / path.relative_to(whole.exports)
        is_text = path.suffix == ".csv"
        if path.parent == whole.exports or (not is_text and path.stat().st_size > _LARGEST_BOOK):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as file, copy.open("wb") as out:
            out.writelines(islice(file, _LINES) if is_text else file)
        written.append(copy)
    shutil.rmtree(whole.data)
    return written


def publish(folder: Path) -> Settings:
    """Publish the small party in a folder, with a list of each kind, an answer, a closed month."""
    settings = Settings(data=folder)
    write_exports(folder)
    for path in (SHIPPED / "data").iterdir():
        if path.is_file():
            shutil.copyfile(path, folder / path.name.replace(".example", ""))
    forgotten.add(settings, read_secret(settings), "0" * KEY_DIGITS, date(2023, 9, 1))
    for command in (BUILD, ("close", "--month", MONTH)):
        code, said = run(folder, command)
        assert code == 0, said
    return settings


def run(data: Path, command: tuple[str, ...]) -> tuple[int, str]:
    """Run a command on a folder in this process; return its exit code and what it said.

    Raises whatever the command lets escape.
    """
    said = io.StringIO()
    with _party_folder(data), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(command)
    return code, said.getvalue()


@contextmanager
def _party_folder(data: Path) -> Iterator[None]:
    before = os.environ.get("PAKTHONG_DATA")
    os.environ["PAKTHONG_DATA"] = str(data)
    try:
        yield
    finally:
        os.environ.pop("PAKTHONG_DATA")
        if before is not None:
            os.environ["PAKTHONG_DATA"] = before
