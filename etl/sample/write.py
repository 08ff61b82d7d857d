"""Write sample exports to try everything with, and tell whether they are what is loaded.

`write_sample` writes invented exports, the same bytes every time, with a marker file beside them
that says so and lists their hashes. While one of those files lies among the exports, `is_sample`
says so, and every page shows it.
"""

import hashlib
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from etl import safe_files
from etl.sample.candidates import Contest, candidate_rows, contests
from etl.sample.committees import committee_rows
from etl.sample.elections import election_rows
from etl.sample.electorate import Electorate
from etl.sample.events import event_rows, events
from etl.sample.files import write_csv, write_workbook
from etl.sample.joins import Joins
from etl.sample.lives import histories
from etl.sample.places import Country, country
from etl.sample.polls import count_rows, people_rows, poll_rows
from etl.sample.proposals import proposal_rows
from etl.sample.representatives import representative_rows
from etl.sample.rows import Cell, MemberRows
from etl.settings import Settings
from i18n.messages import UserError, message

_WORDS = Path(__file__).with_name("sample.toml")
MARKER = "SAMPLE.txt"
_SEASON = Path(__file__).with_name("season.toml")
_UNFINISHED = ".sample-unfinished"
_HASHED = re.compile(r"([0-9a-f]{64})  (.+)")


class ForeignExports(UserError):
    """The exports folder holds files that the sample did not write."""


def write_sample(settings: Settings, on_progress: Callable[[float], None]) -> list[Path]:
    """Write the sample's exports into `settings.exports` and return the files written.

    Nothing is written, and the list is empty, when all of them are there unchanged. Raises
    ForeignExports when the folder holds anything else: the party's own files are never touched.
    `on_progress` takes the fraction done.
    """
    exports, recipe = settings.exports, _recipe()
    own, made_by = _read_marker(exports)
    present = _files(exports)
    for path in present:
        if own.get(path) != _hash(path):
            file = path.relative_to(exports).as_posix()
            raise ForeignExports(message("sample.foreign_exports", folder=exports, file=file))
    if own and set(own) == set(present) and made_by == recipe:
        on_progress(1.0)
        return []
    # Made beside the exports and moved when whole: a build never meets half a sample.
    unfinished = settings.data / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    safe_files.make_folder(unfinished)
    names = _write(unfinished, on_progress)
    marker = _marker(unfinished, names, recipe)
    for path in present:
        path.unlink()
    safe_files.make_folder(exports)
    # The marker goes first: a sample that is only half moved is still known as one.
    safe_files.write_whole(exports / MARKER, marker)
    for name in names:
        safe_files.make_folder((exports / name).parent)
        (unfinished / name).chmod(safe_files.PRIVATE)
        (unfinished / name).replace(exports / name)
    shutil.rmtree(unfinished)
    return [exports / name for name in names]


def is_sample(exports: Path) -> bool:
    """Whether any file of the sample still lies in `exports`, under whatever name."""
    return bool(files_of(exports))


def files_of(exports: Path) -> list[Path]:
    """Return the files of the sample that lie in `exports`, known by their content alone."""
    hashes = set(_read_marker(exports)[0].values())
    return [path for path in _files(exports) if _hash(path) in hashes] if hashes else []


def _write(folder: Path, on_progress: Callable[[float], None]) -> list[str]:
    """Write every export below `folder` and return their names, relative to it."""
    words = _words()
    rng = Random(words["seed"])
    land = country(rng, words["places"])
    electorate = Electorate(land)
    names: list[str] = []
    for listing, members in histories(rng, land, words):
        list_rows = MemberRows(land, words, listing)
        names += _write_export(folder, listing, list_rows.hand.headings(), list_rows.rows(members))
        electorate.remember(members, listing["list_on"])
        on_progress(len(names) / (len(words["lists"]) + 1))
    contests_held = contests(words, electorate)
    joins = Joins(land, members, words["events"]["listed_on"])
    for kind, (headings, rows) in _other_exports(land, words, contests_held, joins).items():
        names += _write_export(folder, words[kind], headings, rows)
    on_progress(1.0)
    return names


def _other_exports(
    land: Country, words: Mapping[str, Any], contests_held: Sequence[Contest], joins: Joins
) -> dict[str, tuple[list[str], list[list[Cell]]]]:
    """Return headings and rows of every export but the members' lists."""
    return {
        "elections": election_rows(land, words, contests_held),
        "candidates": candidate_rows(words, contests_held),
        "representatives": representative_rows(land, words, contests_held),
        "events": event_rows(land, words, events(words, land, contests_held, joins)),
        "committees": committee_rows(words),
        "polls": poll_rows(words),
        "poll_answers": count_rows(land, words, joins),
        "poll_people": people_rows(land, words, joins),
        "proposals": proposal_rows(land, words, joins.on),
    }


def _words() -> dict[str, Any]:
    """Return the words of sample.toml, with those of the season; tables of one name are one."""
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    for name, table in tomllib.loads(_SEASON.read_text(encoding="utf-8")).items():
        words[name] = words.get(name, {}) | table
    return words


def _write_export(
    folder: Path,
    export: Mapping[str, Any],
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> list[str]:
    """Write an export as its table of sample.toml says, with its copy; return the names."""
    names = [export["file"]]
    path = folder / export["file"]
    if path.suffix == ".xlsx":
        write_workbook(path, export["sheet"], headings, rows)
    else:
        write_csv(path, export["encoding"], headings, rows)
    if "copy" in export:
        shutil.copyfile(path, folder / export["copy"])
        names.append(export["copy"])
    return names


def _marker(folder: Path, names: Sequence[str], recipe: str) -> str:
    """Return the marker's text: what this folder is, then hash and name of every file."""
    words = _words()
    hashed = [f"{_hash(folder / name)}  {name}" for name in names]
    return "\n".join([*words["marker"]["sentences"], "", *hashed, f"{recipe}  {MARKER}", ""])


def _read_marker(exports: Path) -> tuple[dict[Path, str], str]:
    """Return the files the marker lists with their hashes, and the recipe they were made by."""
    marker = exports / MARKER
    if not marker.is_file():
        return {}, ""
    found = _HASHED.findall(marker.read_text(encoding="utf-8", errors="replace"))
    own = {name: hashed for hashed, name in found}
    recipe = own.pop(MARKER, "")
    return {exports / name: hashed for name, hashed in own.items()}, recipe


def _files(exports: Path) -> list[Path]:
    """Return what lies in `exports`, leaving out the marker and what systems put there unseen."""
    return sorted(
        path
        for path in exports.rglob("*")
        if path.is_file() and path != exports / MARKER and not path.name.startswith((".", "~$"))
    )


def _recipe() -> str:
    """Return a hash of all that decides the sample's bytes: a new version writes a new sample."""
    hasher = hashlib.sha256()
    for path in sorted((_WORDS, _SEASON, *Path(__file__).parent.glob("*.py"))):
        hasher.update(path.read_bytes())
    return hasher.hexdigest()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
