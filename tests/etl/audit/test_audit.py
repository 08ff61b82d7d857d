"""Does the log take every action, and does it show whatever is done to it afterwards?"""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from etl.audit import chain
from etl.audit import log as audit
from etl.commands import audit as command_record
from etl.settings import Settings

DAY = timedelta(days=1)


def log(folder: Path) -> Path:
    return audit.newest_file(Settings(data=folder))


def three(folder: Path) -> Settings:
    settings = Settings(data=folder)
    for n in range(1, 4):
        audit.append(
            settings, "exported", actor="somchai@example.org", what=f"file {n}", scope="50"
        )
    return settings


def test_what_was_done_is_read_back_in_order(tmp_path: Path) -> None:
    record = audit.read(three(tmp_path))
    assert record.broken_at is None
    assert [(each.number, each.what) for each in record.entries] == [
        (1, "file 1"),
        (2, "file 2"),
        (3, "file 3"),
    ]
    assert record.entries[0].actor == "somchai@example.org"
    assert log(tmp_path).stat().st_mode & 0o777 == 0o600
    assert log(tmp_path).parent.stat().st_mode & 0o777 == 0o700


def test_no_name_steers_the_terminal_of_who_reads_the_record(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    audit.append(settings, "uploaded", actor="ก้\u202e\x1b[2J", what="list\x9b\nforged.csv")
    (told,) = audit.read(settings).entries
    assert (told.actor, told.what) == ("ก้\\u202e\\x1b[2J", "list\\x9b\\nforged.csv")
    assert all(each.isprintable() for each in log(tmp_path).read_text("utf-8").splitlines())


@pytest.mark.parametrize("what", ["overview", 'a "list" of 5\\6.csv', "รายชื่อ.csv"])
def test_whatever_a_line_says_it_is_whole_and_another_letter_shows(
    tmp_path: Path, what: str
) -> None:
    settings = three(tmp_path)
    audit.append(settings, "uploaded", actor="local:test", what=what)
    audit.append(settings, "built", actor="local:test")
    record = audit.read(settings)
    assert (record.broken_at, record.entries[3].what) == (None, what)
    text = log(tmp_path).read_bytes()
    log(tmp_path).write_bytes(text.replace(b'"uploaded"', b'"uploadeb"'))
    assert audit.read(settings).broken_at == 4
    spaced = text.replace(b'{"number": 4, ', b'{ "number": 4, ')
    log(tmp_path).write_bytes(spaced)
    assert audit.read(settings).broken_at is None, "the same said in other bytes is the same"


def test_without_a_record_there_is_none_and_nothing_is_broken(tmp_path: Path) -> None:
    assert audit.read(Settings(data=tmp_path)) == audit.Record([], None)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_line_taken_out_shows(tmp_path: Path, number: int) -> None:
    settings = three(tmp_path)
    lines = log(tmp_path).read_bytes().splitlines(keepends=True)
    del lines[number - 1]
    log(tmp_path).write_bytes(b"".join(lines))
    assert audit.read(settings).broken_at == number


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_line_changed_shows_even_with_its_hash_made_anew(tmp_path: Path, number: int) -> None:
    settings = three(tmp_path)
    lines = log(tmp_path).read_text("utf-8").splitlines()
    entry = json.loads(lines[number - 1]) | {"who": "anong@example.org"}
    del entry["hash"]
    lines[number - 1] = chain.sealed(entry, b"another key")
    log(tmp_path).write_text("\n".join(lines) + "\n", "utf-8")
    assert audit.read(settings).broken_at == number


def test_lines_put_in_another_order_show(tmp_path: Path) -> None:
    settings = three(tmp_path)
    first, second, third = log(tmp_path).read_bytes().splitlines(keepends=True)
    log(tmp_path).write_bytes(first + third + second)
    assert audit.read(settings).broken_at == 2


@pytest.mark.parametrize("what", ["log", "tip"])
def test_a_whole_file_taken_away_shows(tmp_path: Path, what: str) -> None:
    settings = three(tmp_path)
    (log(tmp_path) if what == "log" else log(tmp_path).with_name("tip.json")).unlink()
    assert audit.read(settings).broken_at is not None


@pytest.mark.parametrize("spoiled", [b"{", b"[]\n", b"null\n", b"\xff\xfe\n", b'{"number": 4}\n'])
def test_a_spoiled_end_shows_or_never_was_and_the_record_goes_on(
    tmp_path: Path, spoiled: bytes
) -> None:
    settings = three(tmp_path)
    with log(tmp_path).open("ab") as out:
        out.write(spoiled)
    audit.append(settings, "built", actor="local:test")
    record = audit.read(settings)
    assert record.entries[-1].action == "built"
    assert (record.broken_at is None) == (not spoiled.endswith(b"\n"))


def tip_of(folder: Path) -> Path:
    return log(folder).with_name("tip.json")


def without_the_last(folder: Path, kept: int) -> None:
    """What somebody does who may write to the folder and has no secret: lines go, the tip fits."""
    lines = log(folder).read_bytes().splitlines(keepends=True)[:kept]
    log(folder).write_bytes(b"".join(lines))
    tip = json.loads(tip_of(folder).read_bytes())
    last = json.loads(lines[-1])["hash"] if lines else "0" * 64
    tip_of(folder).write_text(json.dumps(tip | {"number": kept, "hash": last}))


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_lines_taken_off_the_end_show_though_the_tip_was_made_to_fit(
    tmp_path: Path, kept: int
) -> None:
    settings = three(tmp_path)
    without_the_last(tmp_path, kept)
    assert audit.read(settings).broken_at == kept + 1
    # What is recorded afterwards does not make it whole again.
    for _ in range(2):
        audit.append(settings, "built", actor="local:test")
        assert audit.read(settings).broken_at == kept + 1


@pytest.mark.parametrize("kept", [0, 1, 2])
@pytest.mark.parametrize("is_tip_left", [True, False])
def test_a_line_recorded_after_others_went_does_not_hide_it(
    tmp_path: Path, kept: int, is_tip_left: bool
) -> None:
    settings = three(tmp_path)
    lines = log(tmp_path).read_bytes().splitlines(keepends=True)
    log(tmp_path).write_bytes(b"".join(lines[:kept]))
    if not is_tip_left:
        tip_of(tmp_path).unlink()
    audit.append(settings, "built", actor="local:test")
    broken_at = audit.read(settings).broken_at
    # With both taken away there is nothing left that could tell.
    assert broken_at == (kept + 1 if kept or is_tip_left else None)


def test_a_tip_without_its_mark_is_not_believed_and_said_apart(tmp_path: Path) -> None:
    settings = three(tmp_path)
    tip = json.loads(tip_of(tmp_path).read_bytes())
    assert set(tip) == {"number", "hash", "mac"}
    tip_of(tmp_path).write_text(json.dumps({name: tip[name] for name in ("number", "hash")}))
    record = audit.read(settings)
    assert record.broken_at == 4 and record.is_head_unmarked
    assert "an earlier version" in command_record.state(record).en
    for spoiled in ("", "[]", "null", '{"number": "x"}', '{"mac": 3}', "\ud800"):
        tip_of(tmp_path).write_bytes(spoiled.encode("utf-8", "surrogatepass"))
        assert audit.read(settings).broken_at == 4
    tip_of(tmp_path).write_text(json.dumps(tip))
    assert audit.read(settings).broken_at is None


def test_a_disk_that_takes_the_line_and_not_the_tip_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = three(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(Path, "replace", _is_full)
        for _ in range(3):
            with pytest.raises(audit.AuditError):
                audit.append(settings, "built", actor="local:test")
    assert audit.read(settings).broken_at is None
    audit.append(settings, "built", actor="local:test")
    record = audit.read(settings)
    assert record.broken_at is None
    assert len(record.entries) == 5


def _is_full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_crash_between_the_line_and_the_tip_is_no_break(tmp_path: Path) -> None:
    settings = three(tmp_path)
    tip = log(tmp_path).with_name("tip.json")
    before = tip.read_bytes()
    audit.append(settings, "built", actor="local:test")
    tip.write_bytes(before)
    assert audit.read(settings).broken_at is None
    audit.append(settings, "built", actor="local:test")
    assert audit.read(settings).broken_at is None
    assert len(audit.read(settings).entries) == 5


def test_a_record_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    settings = three(tmp_path)
    log(tmp_path).unlink()
    log(tmp_path).mkdir()
    with pytest.raises(audit.AuditError, match="cannot be read or written"):
        audit.append(settings, "built", actor="local:test")


_WRITER = """
import sys
from pathlib import Path
from etl.audit import log as audit
from etl.settings import Settings
for n in range(25):
    audit.append(Settings(data=Path(sys.argv[1])), "exported", actor=sys.argv[2], what=str(n))
"""


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    three(tmp_path)
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path), f"p{n}"]) for n in range(4)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    record = audit.read(Settings(data=tmp_path))
    assert record.broken_at is None
    assert len(record.entries) == 103


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the log's clock stand at a moment."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(moment.timestamp(), tz)

    monkeypatch.setattr(audit, "datetime", Stopped)


def test_a_year_of_bangkok_has_a_file_and_the_chain_goes_on_through_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path)
    last_second = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)
    # The clock set back by two years at last: a line never goes before one that is there.
    for moment in (last_second, last_second + timedelta(seconds=1), last_second - 730 * DAY):
        at(monkeypatch, moment)
        audit.append(settings, "built", actor="local:test")
    lines = {path.name: path.read_text("utf-8") for path in (tmp_path / "audit").glob("*.jsonl")}
    assert {name: text.count("\n") for name, text in lines.items()} == {
        "2026.jsonl": 1,
        "2027.jsonl": 2,
    }
    record = audit.read(settings)
    assert record.broken_at is None
    assert [each.number for each in record.entries] == [1, 2, 3]
    assert [each.number for each in audit.read(settings, last=1).entries] == [3]
    (tmp_path / "audit" / "2026.jsonl").unlink()
    assert audit.read(settings).broken_at == 1


def test_a_line_cut_short_as_the_year_ends_never_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path)
    at(monkeypatch, datetime(2026, 12, 31, tzinfo=UTC))
    audit.append(settings, "built", actor="local:test")
    with log(tmp_path).open("ab") as out:
        out.write(b'{"number": 2, "at": ')
    at(monkeypatch, datetime(2027, 1, 1, tzinfo=UTC))
    log(tmp_path).touch()  # and another crash before its first line
    audit.append(settings, "built", actor="local:test")
    record = audit.read(settings)
    assert (record.broken_at, record.lines) == (None, 2)


def test_a_line_more_costs_the_same_however_long_the_log_is(tmp_path: Path) -> None:
    short, long = Settings(data=tmp_path / "short"), Settings(data=tmp_path / "long")
    for settings in (short, long):
        audit.append(settings, "built", actor="local:test")
    path = log(long.data)
    line = path.read_bytes()
    path.write_bytes(line * 100_000)
    assert path.stat().st_size > 20_000_000

    def seconds(settings: Settings) -> float:
        began = time.process_time()
        audit.append(settings, "built", actor="local:test")
        return time.process_time() - began

    assert min(seconds(long) for _ in range(20)) < 3 * min(seconds(short) for _ in range(20))


def test_the_record_of_an_earlier_version_goes_on_and_can_be_sealed(tmp_path: Path) -> None:
    settings = three(tmp_path)
    old = log(tmp_path).rename(tmp_path / "audit" / "log.jsonl")
    audit.append(settings, "built", actor="local:test")
    assert audit.read(settings).broken_at is None
    assert audit.read(settings).lines == 4
    assert audit.seal(settings, actor="local:test") is not None
    assert audit.seal(settings, actor="local:test") is None
    record = audit.read(settings)
    assert (record.broken_at, record.lines) == (None, 5)
    assert record.seal and (record.seal.lines, record.seal.broken_at) == (4, None)
    assert record.entries[-1].action == "sealed"
    old.chmod(0o600)
    old.write_bytes(old.read_bytes().replace(b"file 2", b"file 9"))
    assert audit.read(settings).broken_at == 2


@pytest.mark.parametrize("is_continued", [False, True])
def test_a_record_without_a_mark_is_sealed_as_it_was_found_and_what_changes_later_shows(
    tmp_path: Path, is_continued: bool
) -> None:
    settings = three(tmp_path)
    old = log(tmp_path).rename(tmp_path / "audit" / "log.jsonl")
    tip = json.loads(tip_of(tmp_path).read_bytes())
    del tip["mac"]
    tip_of(tmp_path).write_text(json.dumps(tip))
    if is_continued:  # by the version of one day, which did not refuse to
        audit.append(settings, "built", actor="local:test")
    assert audit.read(settings).broken_at == 4
    seal = audit.seal(settings, actor="local:test")
    assert seal and seal.broken_at == 4
    audit.append(settings, "built", actor="local:test")
    record = audit.read(settings)
    assert record.broken_at is None and record.seal == seal
    assert "from line 4 on nothing proves" in command_record.sealed(seal).en
    # Whoever may write to the folder and has no secret cannot pass off another one as sealed.
    old.chmod(0o600)
    lines = old.read_bytes().splitlines(keepends=True)
    old.write_bytes(b"".join(lines[:-1]))
    assert audit.read(settings).broken_at is not None
    old.write_bytes(b"".join(lines))
    assert audit.read(settings).broken_at is None
