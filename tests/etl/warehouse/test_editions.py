"""Does one edition take the place of another wholly, or not at all?"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl.warehouse import editions
from tests.party import Party, member


def publish(party: Party, number: int) -> str:
    with editions.new_edition(party) as draft:
        draft.con.execute(f"create table seen as select {number} as number")
        draft.con.execute("create table people as select 'somebody' as member_key")
        draft.publish(["seen"], ["people"])
    return draft.name


def read(party: Party) -> int:
    with party.opened() as con:
        row = con.execute("select number from seen").fetchone()
    assert row
    return int(row[0])


def test_an_edition_serves_once_the_block_ends(party: Party) -> None:
    assert editions.current_edition(party) is None
    first = publish(party, 1)
    assert editions.current_edition(party) == first
    assert read(party) == 1


def test_a_new_edition_is_read_while_an_old_connection_lives(party: Party) -> None:
    first = publish(party, 1)
    old = editions.open_edition(editions.public_path(party, first))
    publish(party, 2)
    assert read(party) == 2
    assert old.execute("select number from seen").fetchone() == (1,)
    old.close()


def test_an_edition_takes_no_more_room_than_what_is_in_it(party: Party) -> None:
    party.members("2566-09-30", member("1"))
    party.publish()
    assert party.public.stat().st_size < 2_500_000


def test_an_exception_leaves_the_old_edition_and_no_draft(party: Party) -> None:
    first = publish(party, 1)
    with pytest.raises(RuntimeError), editions.new_edition(party) as draft:
        draft.con.execute("create table seen as select 2 as number")
        draft.publish(["seen"], [])
        raise RuntimeError
    assert editions.current_edition(party) == first
    assert not list(party.warehouse.glob(".draft-*"))


def test_an_edition_without_publish_does_not_serve(party: Party) -> None:
    with editions.new_edition(party) as draft:
        draft.con.execute("create table seen as select 1 as number")
    assert not draft.is_published
    assert editions.current_edition(party) is None


def test_rows_about_people_are_not_in_a_byte_of_the_public_file(party: Party) -> None:
    with editions.new_edition(party) as draft:
        draft.con.execute(
            "create table people as select 'planted-' || range as member_key from range(5000)"
        )
        draft.con.execute("create table seen as select count(*) as number from people")
        draft.publish(["seen"], ["people"])
    folder = party.warehouse / draft.name
    assert b"planted-" not in (folder / "public.duckdb").read_bytes()
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["private.duckdb", "public.duckdb", "seal.json"]


# What somebody who could put words into a question might try; {file} is a file to read, {new}
# one to write.
REFUSED = (
    "create table x as select 1",
    "create or replace table seen as select 2 as number",
    "create view x as select 1",
    "create macro x() as 1",
    "create sequence x",
    "create type x as enum ('a')",
    "create schema x",
    "create secret x (type s3)",
    "insert into seen values (2)",
    "update seen set number = 2",
    "delete from seen",
    "drop table seen",
    "alter table seen add column x int",
    "truncate seen",
    "attach '{file}' as other",
    "attach '{new}' as other",
    "attach 'https://127.0.0.1:9/x.duckdb' as other",
    "detach public_file",
    "copy seen to '{new}'",
    "copy seen from '{file}'",
    "copy (select 1) to '{new}' (format parquet)",
    "export database '{new}'",
    "import database '{new}'",
    "select * from '{file}'",
    "select * from read_csv('{file}')",
    "select * from read_csv('https://127.0.0.1:9/x.csv')",
    "select * from read_text('{file}')",
    "select * from read_blob('{file}')",
    "select * from read_json('{file}')",
    "select * from read_parquet('{file}')",
    "select * from glob('/*')",
    "install httpfs",
    "load httpfs",
    "load '{file}'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset lock_configuration",
    "set memory_limit = '9GB'",
    "set global threads = 64",
    "set temp_directory = '{new}'",
    "set extension_directory = '{new}'",
    "set log_query_path = '{new}'",
    "set allow_community_extensions = true",
    "set allow_unsigned_extensions = true",
    "pragma threads = 64",
    "pragma enable_profiling",
    "pragma profiling_output = '{new}'",
    "call enable_logging(storage = 'file', storage_path = '{new}')",
    "select getenv('HOME')",
    "use memory",
)


@pytest.mark.parametrize("opened", ["public", "private"])
def test_an_opened_edition_reaches_no_file_and_changes_nothing(
    opened: str, party: Party, tmp_path: Path
) -> None:
    publish(party, 1)
    secret, new = tmp_path / "secret.txt", tmp_path / "written"
    secret.write_text("planted\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    open_it = editions.open_edition if opened == "public" else editions.open_private
    for question in REFUSED:
        with open_it(party.public) as con:
            try:
                con.execute(question.format(file=secret, new=new)).fetchall()
            except duckdb.Error as refused:
                assert "planted" not in str(refused), question
            else:
                pytest.fail(f"was answered: {question}")
        after = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
        assert after == before, question


def test_the_private_tables_are_read_by_their_plain_names(party: Party) -> None:
    publish(party, 1)
    with editions.open_private(party.public) as con:
        assert con.execute("select number, member_key from seen, people").fetchall() == [
            (1, "somebody")
        ]


def test_two_builds_at_once_one_is_told_to_wait(party: Party) -> None:
    with (
        editions.new_edition(party),
        pytest.raises(editions.BuildBusy) as refused,
        editions.new_edition(party),
    ):
        pass
    assert refused.value.message.th
    assert refused.value.message.en


def test_a_killed_build_leaves_the_old_edition_serving(party: Party) -> None:
    first = publish(party, 1)
    program = (
        "import sys, os, time\n"
        "from pathlib import Path\n"
        "from etl.warehouse import editions as warehouse\n"
        "from etl.settings import Settings\n"
        "with warehouse.new_edition(Settings(data=Path(sys.argv[1]))) as draft:\n"
        "    draft.con.execute('create table seen as select 2 as number')\n"
        "    draft.publish(['seen'], [])\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(party.data)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout
    assert running.stdout.readline() == "ready\n"
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert editions.current_edition(party) == first
    assert list(party.warehouse.glob(".draft-*"))
    publish(party, 3)
    assert read(party) == 3
    assert not list(party.warehouse.glob(".draft-*"))


def test_old_editions_are_pruned_but_never_the_one_that_serves(party: Party) -> None:
    names = [publish(party, number) for number in range(4)]
    (party.warehouse / "CURRENT").write_text(names[0], encoding="utf-8")
    editions.prune(party, keep=2)
    assert editions.editions(party) == [names[3], names[2], names[0]]


def test_an_edition_that_was_removed_is_said_to_be_gone(party: Party) -> None:
    names = [publish(party, number) for number in range(3)]
    path = editions.public_path(party, names[0])
    open_still = editions.open_edition(path)
    assert editions.prune(party, keep=1) == [names[1], names[0]]
    assert open_still.execute("select number from seen").fetchone() == (0,)
    open_still.close()
    for open_it in (editions.open_edition, editions.open_private):
        with pytest.raises(editions.NoEdition) as refused:
            open_it(path)
        assert names[0] in refused.value.message.en


def test_an_edition_is_never_removed_by_halves(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it removes: what is left is not on offer, and the next build removes it."""
    names = [publish(party, number) for number in range(3)]
    seen_by_then: list[list[str]] = []

    def killed(*_: object, **__: object) -> None:
        seen_by_then.append(editions.editions(party))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(shutil, "rmtree", killed)
        editions.prune(party, keep=2)
    assert seen_by_then == [[names[2], names[1]]]
    publish(party, 3)
    assert not list(party.warehouse.glob(".draft-*"))
    assert not (party.warehouse / names[0]).exists()


def test_a_clock_that_was_set_back_publishes_nothing_and_says_how_to_go_on(party: Party) -> None:
    party.members("2566-10-22", member("1"))
    newest = party.publish()
    ahead = party.warehouse / f"2099{newest[4:]}"
    (party.warehouse / newest).rename(ahead)
    (party.warehouse / "CURRENT").write_text(ahead.name)
    party.members("2566-10-23", member("1"))
    with pytest.raises(editions.ClockSetBack, match=f"first move {ahead} elsewhere"):
        party.publish()
    assert editions.editions(party) == [party.edition] == [ahead.name]
    ahead.rename(party.data / "aside")
    assert party.publish() == party.edition != ahead.name
