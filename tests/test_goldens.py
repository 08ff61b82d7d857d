"""Are the sample's tables and its report, line for line, what they were before the last change?

`goldens.csv` has a row for every table and every column of it, and for every page, sheet and slide
of one month's pack: how many rows, and their hash. After a change that is meant, write it anew and
read the difference before it is committed:

    PAKTHONG_RENEW_GOLDENS=1 python -m pytest tests/test_goldens.py
"""

import csv
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.models import run
from etl.settings import Settings
from etl.warehouse import editions
from reports.monthly import documents
from reports.text import Text
from tests import contents
from tests.party import Con
from tests.reports.monthly.sample_report import october, shapes

GOLDENS = Path(__file__).with_name("goldens.csv")
WHOLE = "*"
"""The part of a table that is its rows, all columns of them."""

_EDITION = "named by the moment of the build"
OF_THE_BUILD = {
    ("edition", "edition"): _EDITION,
    ("edition", "built_at"): "the moment of the build",
    ("edition", "code_version"): "a hash of the code",
    ("edition", "fingerprint"): "a hash of the code, the files and the settings",
    ("forecasts", "edition"): _EDITION,
    ("forecast_runs", "edition"): _EDITION,
    ("forecast_chances", "edition"): _EDITION,
    ("candidates", "member_key"): "made with the secret of the party's folder",
    ("terms", "person_key"): "made with the secret of the party's folder",
}
"""Table and column of what two builds of the same files tell differently, and why."""

Goldens = dict[tuple[str, str], tuple[int, str]]
"""Rows and their hash, by the name of a table or document and of its part."""


@pytest.fixture
def seen(published: Path) -> Goldens:
    """What the sample's edition and its pack are now."""
    settings = Settings(data=published)
    edition = editions.current_edition(settings)
    assert edition
    public = editions.public_path(settings, edition)
    seen: Goldens = {}
    for opened, names in (
        (editions.open_edition(public), run.PUBLIC),
        (editions.open_private(public), run.PRIVATE),
    ):
        with opened as con:
            for table in sorted(names):
                seen |= _of_table(con, table)
    return seen | _of_pack(published)


def _of_table(con: Con, table: str) -> Goldens:
    """Hash a table by column and by row; the order of rows is nobody's promise, so not in it."""
    as_text = {}
    for name, kind, *_ in con.execute(f"describe {table}").fetchall():
        if (table, name) not in OF_THE_BUILD:
            # Two machines may differ in the last digits of a number that is no count.
            text = f"printf('%.9g', {name})" if kind == "DOUBLE" else f"{name}::varchar"
            as_text[name] = f"coalesce({text}, '\\N')"
    as_text[WHOLE] = f"concat_ws('\x1f', {', '.join(as_text.values())})"
    sums = ", ".join(f"sum(md5_number_lower({text}))" for text in as_text.values())
    counted = con.execute(f"select count(*), {sums} from {table}").fetchone()  # noqa: S608
    assert counted
    rows, *hashes = counted
    return {
        (table, part): (rows, f"{int(found or 0) % 2**64:016x}")
        for part, found in zip(as_text, hashes, strict=True)
    }


def _of_pack(published: Path) -> Goldens:
    """Hash the documents of the sample's October in Thai; the edition's own facts are fixed."""
    pack = october(published)
    always = {"edition": "-", "code_version": "-", "fingerprint": "-"}
    always["built_at"] = "2023-11-01T00:00:00+00:00"
    # A figure names the question that gave it by its module, which may be called otherwise.
    figures = tuple(replace(figure, metric="-") for figure in pack.figures)
    pack = replace(pack, edition={**pack.edition, **always}, figures=figures)
    return {
        (name, part): (len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16])
        for name, content in documents.documents(pack, Text("th"), shapes(published)).items()
        for part, lines in contents.parts(name, content).items()
    }


def _written() -> Goldens:
    with GOLDENS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(row["name"], row["part"]): (int(row["rows"]), row["hash"]) for row in rows}


def _renew(seen: Goldens) -> None:
    with GOLDENS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "part", "rows", "hash"))
        writer.writerows((*key, *told) for key, told in sorted(seen.items()))


def differences(written: Goldens, seen: Goldens) -> list[str]:
    """Say of each part that differs by how many rows it does."""
    told = []
    for key in sorted(key for key in written.keys() | seen.keys()):
        before, now = written.get(key), seen.get(key)
        if before is None:
            told.append(f"{key[0]}, {key[1]}: new")
        elif now is None:
            told.append(f"{key[0]}, {key[1]}: gone")
        elif before != now:
            more = f"{now[0] - before[0]:+d} rows" if now[0] != before[0] else "other content"
            told.append(f"{key[0]}, {key[1]}: {more} (of {before[0]})")
    return told


def test_the_sample_and_its_report_are_what_they_were(seen: Goldens) -> None:
    assert {name for name, part in seen if part == WHOLE} == {*run.PUBLIC, *run.PRIVATE}
    if os.environ.get("PAKTHONG_RENEW_GOLDENS"):
        _renew(seen)
    differing = differences(_written(), seen)
    assert not differing, "\n".join(differing)


def test_one_cell_and_one_row_are_a_difference() -> None:
    with duckdb.connect() as con:
        con.execute("create table t as select range as a, range / 3 as b from range(3)")
        before = _of_table(con, "t")
        con.execute("create or replace table t as select a, b from t order by a desc")
        assert not differences(before, _of_table(con, "t"))
        con.execute("update t set b = null where a = 2")
        changed = _of_table(con, "t")
        assert differences(before, changed) == [
            "t, *: other content (of 3)",
            "t, b: other content (of 3)",
        ]
        con.execute("update t set a = 2 - a where a <> 1")
        assert differences(changed, _of_table(con, "t")) == ["t, *: other content (of 3)"]
        con.execute("insert into t select * from t where a = 1")
        assert "t, *: +1 rows (of 3)" in differences(changed, _of_table(con, "t"))
