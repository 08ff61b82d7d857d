"""Is anything personal that an export holds found anywhere in what is made of it?"""

import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest
import streamlit as st

from etl.__main__ import main
from etl.ingest.sources import sources
from etl.personal_data.pseudonyms import read_secret, use_secret
from etl.questions.kinds import kinds
from etl.warehouse import editions
from pages.access import viewer
from tests.etl.personal_data.planted import (
    BIRTH,
    Marks,
    citizen_number,
    files_below,
    marks_of,
    table_bytes,
)
from tests.etl.personal_data.planted_party import NAMES_ALLOWED, NOBODY, PLACE_CELLS, plant
from tests.pages.test_pages import PAGES, open_page
from tests.party import Party
from tests.slow import these, unless

ROOT = Path(__file__).resolve().parents[3]
NOWHERE = marks_of(NOBODY)
ONLY_STAGED = marks_of(PLACE_CELLS)
NAMES = marks_of(NAMES_ALLOWED)
YES = ("--skip-refused", "--accept-drop", *(f"--accept={name}" for name in kinds()))
COMMANDS = (
    ("build", *YES),
    ("build",),
    ("check", *YES),
    ("suggest-places",),
    ("report", "--month", "2566-10", "--lang", "th"),
    ("report", "--month", "2566-10", "--lang", "en"),
    ("close", "--month", "2566-09"),
    ("report", "--as-of", "ไม่ใช่วัน"),
    ("record",),
    ("retain",),
)


def command(data: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        cwd=ROOT,
        env={**os.environ, "PAKTHONG_DATA": str(data)},
        capture_output=True,
        check=False,
    )


def typed(data: Path, *arguments: str) -> tuple[int, bytes]:
    """Run a command in this process; return its code and everything it said."""
    with pytest.MonkeyPatch.context() as patch, io.StringIO() as said:
        patch.setenv("PAKTHONG_DATA", str(data))
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main(arguments)
        return code, said.getvalue().encode()


@pytest.fixture(scope="module")
def party(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The party's folder after every command, and what they said."""
    settings = Party(tmp_path_factory.mktemp("planted"))
    plant(settings)
    first = command(settings.data, *COMMANDS[0])
    done = [(first.returncode, first.stdout + first.stderr)]
    done += [typed(settings.data, *arguments) for arguments in COMMANDS[1:]]
    output = b"\n".join(said for _, said in done)
    assert [code for code, _ in done] == [0, 1, 0, 0, 0, 0, 0, 1, 0, 0], output.decode()
    return settings.data, output


def test_the_search_finds_what_is_planted(party: tuple[Path, bytes]) -> None:
    """In a packed workbook, a file of CP874, one of UTF-16: or the other tests prove nothing."""
    data, _ = party
    exports = {path.name: path for path in files_below(data / "exports")}
    for name, expected in (
        ("members_2566-10-22.xlsx", NOBODY[0]),
        ("members_2566-08-31.csv", NOBODY[0]),
        ("members_2566-09-30.csv", PLACE_CELLS[0]),
    ):
        marks = marks_of([expected])
        assert f"หมายลับ{expected:03}" in marks.found_in(exports[name].read_bytes()), name
    hashed = Marks((), (citizen_number(7),))
    with duckdb.connect() as con:
        (digest,) = con.execute("select sha256($n)", {"n": citizen_number(7)}).fetchone() or ("",)
    assert hashed.found_in(str(digest).encode())


def test_every_kind_of_export_is_read_with_rows_used_and_rows_rejected(
    party: tuple[Path, bytes],
) -> None:
    settings = Party(party[0])
    with settings.opened() as con:
        found = con.execute(
            "select kind from loads group by kind having sum(staged) > 0 and sum(rejected) > 0"
        ).fetchall()
    assert {kind for (kind,) in found} == set(sources())
    private = table_bytes(settings.public.with_name("private.duckdb"))
    assert {"หมายลับ315", "หมายลับ316"} <= NAMES.found_in(private), "a venue and an organiser"


def test_no_byte_of_what_is_made_holds_anything_personal(party: tuple[Path, bytes]) -> None:
    data, _ = party
    settings = Party(data)
    looked_at = 0
    for path in files_below(data):
        if settings.exports in path.parents or path == settings.secret:
            continue
        content, is_staged = path.read_bytes() + table_bytes(path), settings.staged in path.parents
        assert not NOWHERE.found_in(content), path
        if not is_staged:
            assert not ONLY_STAGED.found_in(content), path
        if not is_staged and path.name != "private.duckdb":
            assert not NAMES.found_in(content), path
        assert str(BIRTH).encode() not in content, path
        assert not NOWHERE.found_in(path.name.encode()), path
        looked_at += 1
    assert looked_at > 30


def test_no_citizen_number_or_telephone_is_kept_as_a_key_of_ours(party: tuple[Path, bytes]) -> None:
    data, _ = party
    settings = Party(data)
    with duckdb.connect() as con:
        use_secret(con, read_secret(settings))
        keys = [
            str(key)
            for number in NOWHERE.numbers
            for (key,) in con.execute("select member_key($n)::uuid", {"n": number}).fetchall()
        ]
        found = con.execute(
            "select distinct member_key::uuid from read_parquet($files, union_by_name = true)"
            " where member_key is not null",
            {
                "files": [
                    str(path)
                    for path in settings.staged.glob("*.parquet")
                    if "member_key" in table_columns(path)
                ]
            },
        ).fetchall()
    assert len(found) > 40
    assert not set(keys) & {str(key) for (key,) in found}


def table_columns(path: Path) -> set[str]:
    found = duckdb.execute("describe from read_parquet($path)", {"path": str(path)}).fetchall()
    return {row[0] for row in found}


def test_no_command_says_anything_personal(party: tuple[Path, bytes]) -> None:
    _, output = party
    assert b"headless_2566-10-21.csv" in output
    assert "•••".encode() in output
    assert not (NOWHERE + ONLY_STAGED + NAMES).found_in(output)


@pytest.mark.parametrize("language", these((0,), ["th", "en"]))
@pytest.mark.parametrize(
    "role", unless(lambda role: role == "viewer", ["viewer", "organiser", "officer"])
)
def test_no_page_shows_anything_personal_in_any_role(
    role: str,
    language: str,
    party: tuple[Path, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    data, _ = party
    audiences = {
        "viewer": {"everyone"},
        "organiser": {"everyone", "organisers"},
        "officer": {"everyone", "organisers", "officers"},
    }[role]
    monkeypatch.setattr(
        viewer, "viewer", lambda: viewer.Viewer(None, frozenset(audiences), f"{role}@party.example")
    )
    st.cache_data.clear()
    st.cache_resource.clear()
    for page in PAGES:
        if page.split("/")[1] not in audiences:
            continue
        at = open_page(page, data, lang=language)
        drawn = f"{at.main}\n{at.sidebar}\n".encode()
        drawn += "\n".join(frame.value.to_csv() for frame in at.dataframe).encode()
        assert not (NOWHERE + ONLY_STAGED).found_in(drawn), page
        if role == "viewer":
            assert not NAMES.found_in(drawn), page
    out, err = capfd.readouterr()
    assert not (NOWHERE + ONLY_STAGED + NAMES).found_in((out + err).encode())


def half_read(settings: Party) -> list[Path]:
    """What a reading that is going on, or was killed, has written of a file's rows."""
    drafts = (
        Path(folder, name)
        for folder, _, names in os.walk(settings.staged)
        if folder != str(settings.staged)
        for name in names
    )
    return [path for path in drafts if path.is_file() and path.stat().st_size]


@pytest.mark.slow
def test_a_killed_build_leaves_nothing_personal_and_the_next_one_cleans_up(
    tmp_path: Path,
) -> None:
    settings = Party(tmp_path)
    plant(settings)
    read_secret(settings)
    killed = caught_reading = 0
    # The one killed at once comes last: of a later kill a fast machine has read everything.
    for wait in (0.4, 0.2, 0.05, 0.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "etl", "build", *YES],
            cwd=ROOT,
            env={**os.environ, "PAKTHONG_DATA": str(tmp_path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 30
        while time.monotonic() < until and process.poll() is None:
            if half_read(settings):
                break
            time.sleep(0.005)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        caught_reading += bool(half_read(settings))
        for path in files_below(settings.warehouse):
            assert not NOWHERE.found_in(path.read_bytes()), path
    assert killed == 4
    assert caught_reading
    assert editions.current_edition(settings) is None
    assert command(tmp_path, "build", *YES).returncode == 0
    assert not half_read(settings)
    assert not list(settings.warehouse.glob(".draft-*"))


def test_what_is_planted_is_a_day_that_no_export_has_elsewhere() -> None:
    assert date(1928, 3, 17) == BIRTH
