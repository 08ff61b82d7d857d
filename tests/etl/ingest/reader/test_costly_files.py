"""Does a file that would take all time or memory cost only its own reading, and little of that?"""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest

from etl.ingest import stage
from etl.ingest.reader import client, order
from tests.discovery import ROOT
from tests.etl.ingest.reading import HEADINGS, ROW, is_refused_naming, put_members, row, text
from tests.etl.ingest.test_workbooks import xlsx
from tests.party import Party
from tests.slow import these

GOOD = "members/members_2566-10-23.csv"
COSTLY = "members/members_2566-10-22"
START = text([HEADINGS, ROW])
XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet Name="1"><Table><Row><Cell><Data>'
)
PAGE = f"<table><tr>{''.join(f'<td>{name}</td>' for name in HEADINGS)}</tr><tr><td>"
ENDS_ITS_READER = '<c r = "XFD1048576"><v>1</v></c>'
"""A cell of which nothing but the reader itself understands where it is."""
SMALL, WHOLE = 5 << 20, 200 << 20
MEASURED = """
import resource, sys, time
from pathlib import Path
from etl.ingest.reader import client
from tests.etl.ingest.reading import is_refused_naming
from tests.party import Party

load = Party(Path(sys.argv[1])).load()
assert load.staged == int(sys.argv[2]) if len(sys.argv) > 2 else is_refused_naming(load)
client.end_worker()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime + time.process_time(), used.ru_maxrss)
"""
"""A reading in a process of its own: the most that children took is told of all there ever were."""


def far(cell: str) -> bytes:
    """A workbook of a few kilobytes with a cell in the first corner and another one."""
    told = zipfile.ZipFile(io.BytesIO(xlsx([HEADINGS, row()])))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in told.namelist():
            content = told.read(name)
            if name == "xl/worksheets/sheet2.xml":
                end = f'<row r="1048576">{cell}</row></sheetData>'.encode()
                content = content.replace(b"</sheetData>", end)
                assert end in content
            archive.writestr(name, content)
    return made.getvalue()


def long_sheet(rows: int) -> bytes:
    """A workbook with so many members, each with a number of their own."""
    told = zipfile.ZipFile(io.BytesIO(xlsx([HEADINGS])))
    made, cells = io.BytesIO(), row()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in told.namelist():
            head, end, tail = told.read(name).partition(b"</sheetData>")
            with archive.open(name, "w") as file:
                file.write(head)
                for line in range(4, rows + 4) if name == "xl/worksheets/sheet2.xml" else ():
                    texts = "".join(
                        f'<c r="{column}{line}" t="inlineStr"><is><t>{text}</t></is></c>'
                        for column, text in zip("BCDEFGH", (f"{line:07}", *cells[1:]), strict=True)
                    )
                    file.write(f'<row r="{line}">{texts}</row>'.encode())
                file.write(end + tail)
    return made.getvalue()


def loads_of(party: Party, suffix: str, content: bytes | str) -> tuple[stage.Load, stage.Load]:
    """The loads of a costly file and of the good list that is read after it."""
    party.drop(COSTLY + suffix, content)
    put_members(party, row(), name=GOOD)
    costly, good = party.load_all()
    return costly, good


COSTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "headings": (".csv", lambda size: ",".join((*HEADINGS, *map(str, range(size // 8)))) + "\n1\n"),
    "one line": (".csv", lambda size: "a," * (size // 2)),
    "one line of rows": (".csv", lambda size: START + "a," * (size // 2)),
    "a cell": (".csv", lambda size: f"{START}1,{'a' * size},3,4,5,6,7\r\n"),
    "a quoted cell": (".csv", lambda size: f'{START}1,"{"a" * size}",3,4,5,6,7\r\n'),
    "a cell of a page": (".html", lambda size: f"{PAGE}{'a' * size}</td></tr></table>"),
    "a tag of a page": (".html", lambda size: f"{PAGE}<a {'a' * size}"),
    "cells of a page": (".html", lambda size: f"{PAGE}{'<td colspan=999>a' * (size // 17)}"),
    "a cell of XML": (
        ".xml",
        lambda size: f"{XML}{'a' * size}</Data></Cell></Row></Table></Worksheet></Workbook>",
    ),
}


@pytest.mark.parametrize("name", these((0, 4, 8), COSTS))
def test_what_is_wider_or_longer_than_any_list_is_refused_by_name(party: Party, name: str) -> None:
    suffix, content = COSTS[name]
    costly, good = loads_of(party, suffix, content(SMALL))
    assert is_refused_naming(costly)
    assert good.status == "loaded"


@pytest.mark.slow
@pytest.mark.parametrize("name", COSTS)
def test_the_same_at_full_size_takes_a_gigabyte_and_twenty_seconds_at_most(
    party: Party, name: str
) -> None:
    suffix, content = COSTS[name]
    party.drop(COSTLY + suffix, content(WHOLE))
    assert_costs_little(party)


@pytest.mark.slow
def test_a_sheet_of_a_million_rows_takes_no_more_memory(party: Party) -> None:
    """calamine holds a sheet as one block: seven columns of as many rows as there can be fit.

    It is a good list, read row by row to its end: how long that takes is the machine's affair.
    """
    rows = 1_000_000
    party.drop(COSTLY + ".xlsx", long_sheet(rows))
    assert_costs_little(party, str(rows), most_seconds=120)


def assert_costs_little(party: Party, *staged: str, most_seconds: float = 20) -> None:
    """Have the only export read in a process of its own, where it is refused or has its rows."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(party.data), *staged],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, kilobytes = map(float, done.stdout.split()[-2:])
    assert 0 < seconds < most_seconds
    assert 0 < kilobytes < 1 << 20


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\tr="XFD1048576" t="str"><v></v></c>',
    ],
)
def test_a_workbook_with_two_far_corners_is_told_how_far_they_may_be(
    party: Party, cell: str
) -> None:
    costly, good = loads_of(party, ".xlsx", far(cell))
    assert is_refused_naming(costly, "27,262,976")
    assert good.status == "loaded"


def test_a_sheet_is_refused_for_its_width_only_where_it_is_the_list(party: Party) -> None:
    wide = [["หมายเหตุ"] * 1_500]
    party.drop(COSTLY + ".xlsx", xlsx([HEADINGS, row()], hidden=wide))
    assert party.load().status == "loaded"
    party.drop(COSTLY + ".xlsx", xlsx([[*HEADINGS, *map(str, range(1_500))], row()]))
    assert is_refused_naming(party.load(), "1,000")


def test_a_file_that_ends_its_reader_is_refused_by_name_and_the_next_is_read(party: Party) -> None:
    costly, good = loads_of(party, ".xlsx", far(ENDS_ITS_READER))
    assert is_refused_naming(costly)
    assert "broke down" in str(costly.problem)
    assert good.status == "loaded"
    assert not list(party.staged.glob(".reading*"))


def test_a_reading_that_does_not_end_is_stopped(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "_SECONDS", 0)
    put_members(party, row())
    assert is_refused_naming(party.load(), "0")
    monkeypatch.undo()
    assert party.load().status == "loaded"


def test_a_stopped_build_stops_its_reading(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> object:
        raise KeyboardInterrupt

    put_members(party, row())
    party.load()
    worker = client._worker
    assert worker is not None
    monkeypatch.setattr("multiprocessing.connection.Connection.poll", stop)
    put_members(party, row(id="2"))
    with pytest.raises(KeyboardInterrupt):
        party.load()
    assert worker._process.returncode is not None
    monkeypatch.undo()
    assert party.load().status == "loaded"
