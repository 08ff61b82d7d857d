"""Does one edition take the place of another wholly, or not at all?"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl import warehouse
from etl.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def publish(settings: Settings, number: int) -> str:
    with warehouse.new_edition(settings) as draft:
        draft.con.execute(f"create table seen as select {number} as number")
        draft.con.execute("create table people as select 'somebody' as member_key")
        draft.publish(["seen"], ["people"])
    return draft.name


def read(settings: Settings) -> int:
    name = warehouse.current_edition(settings)
    assert name
    with warehouse.open_edition(warehouse.public_path(settings, name)) as con:
        row = con.execute("select number from seen").fetchone()
    assert row
    return int(row[0])


def test_an_edition_serves_once_the_block_ends(settings: Settings) -> None:
    assert warehouse.current_edition(settings) is None
    first = publish(settings, 1)
    assert warehouse.current_edition(settings) == first
    assert read(settings) == 1


def test_a_new_edition_is_read_while_an_old_connection_lives(settings: Settings) -> None:
    first = publish(settings, 1)
    old = warehouse.open_edition(warehouse.public_path(settings, first))
    publish(settings, 2)
    assert read(settings) == 2
    assert old.execute("select number from seen").fetchone() == (1,)
    old.close()


def test_an_exception_leaves_the_old_edition_and_no_draft(settings: Settings) -> None:
    first = publish(settings, 1)
    with pytest.raises(RuntimeError), warehouse.new_edition(settings) as draft:
        draft.con.execute("create table seen as select 2 as number")
        draft.publish(["seen"], [])
        raise RuntimeError
    assert warehouse.current_edition(settings) == first
    assert not list(settings.warehouse.glob(".draft-*"))


def test_an_edition_without_publish_does_not_serve(settings: Settings) -> None:
    with warehouse.new_edition(settings) as draft:
        draft.con.execute("create table seen as select 1 as number")
    assert not draft.is_published
    assert warehouse.current_edition(settings) is None


def test_rows_about_people_are_not_in_a_byte_of_the_public_file(settings: Settings) -> None:
    with warehouse.new_edition(settings) as draft:
        draft.con.execute(
            "create table people as select 'planted-' || range as member_key from range(5000)"
        )
        draft.con.execute("create table seen as select count(*) as number from people")
        draft.publish(["seen"], ["people"])
    folder = settings.warehouse / draft.name
    assert b"planted-" not in (folder / "public.duckdb").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["private.duckdb", "public.duckdb"]


def test_an_opened_edition_reaches_no_file_and_changes_nothing(settings: Settings) -> None:
    publish(settings, 1)
    name = warehouse.current_edition(settings)
    assert name
    con = warehouse.open_edition(warehouse.public_path(settings, name))
    for query in (
        "create table x as select 1",
        "select * from read_text('/etc/hostname')",
        "set enable_external_access = true",
        f"attach '{settings.warehouse / name / 'private.duckdb'}'",
    ):
        with pytest.raises(duckdb.Error):
            con.execute(query)
    con.close()


def test_two_builds_at_once_one_is_told_to_wait(settings: Settings) -> None:
    with (
        warehouse.new_edition(settings),
        pytest.raises(warehouse.BuildBusy) as refused,
        warehouse.new_edition(settings),
    ):
        pass
    assert refused.value.sentence.th
    assert refused.value.sentence.en


def test_a_killed_build_leaves_the_old_edition_serving(settings: Settings) -> None:
    first = publish(settings, 1)
    program = (
        "import sys, os, time\n"
        "from pathlib import Path\n"
        "from etl import warehouse\n"
        "from etl.settings import Settings\n"
        "with warehouse.new_edition(Settings(data=Path(sys.argv[1]))) as draft:\n"
        "    draft.con.execute('create table seen as select 2 as number')\n"
        "    draft.publish(['seen'], [])\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(settings.data)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout
    assert running.stdout.readline() == "ready\n"
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert warehouse.current_edition(settings) == first
    assert list(settings.warehouse.glob(".draft-*"))
    publish(settings, 3)
    assert read(settings) == 3
    assert not list(settings.warehouse.glob(".draft-*"))


def test_old_editions_are_pruned_but_never_the_one_that_serves(settings: Settings) -> None:
    names = [publish(settings, number) for number in range(4)]
    (settings.warehouse / "CURRENT").write_text(names[0], encoding="utf-8")
    warehouse.prune(settings, keep=2)
    assert warehouse.editions(settings) == [names[3], names[2], names[0]]
