"""What if an export is written to do harm? It is read as text, or refused in a sentence."""

import csv
import hashlib
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from etl import build
from etl.ingest import stage
from etl.warehouse import editions
from i18n.messages import UserError
from reports.spreadsheets.csv_files import csv_bytes
from reports.spreadsheets.xlsx_files import xlsx_bytes
from tests.pages.server import hostile
from tests.party import Party, Silent, member, write
from tests.slow import these

KINDS = ("members", "elections", "candidates", "representatives")
STEADY = profile(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MANY = profile(STEADY, max_examples=60)
FIELDS = st.one_of(st.sampled_from(hostile.WORDS), st.text(max_size=40)).map(
    lambda text: text.encode("utf-8", "replace").decode("utf-8")
)


def outside(folder: Path, inside: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(inside)
    }


def loads(told: Party) -> list[stage.Load]:
    reporter = Silent()
    return build.read_exports(told, reporter, None)


def are_read_or_rejected(cells: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hostile cells are read as text, rejected or taken for nobody's, and none is lost."""
    told = Party(tmp_path_factory.mktemp("cells"))
    heading = list(member("1"))
    planted = [dict(zip(heading, row, strict=True)) for row in cells]
    told.members("2566-10-22", member("an honest row"), *planted)
    (load,) = loads(told)
    assert load.status == "loaded", load
    assert load.rows_in == load.staged + load.duplicates + load.rejected + load.nobody
    assert not outside(told.data, told.warehouse).keys() - {
        str(told.secret),
        str(told.exports / "members" / "members_2566-10-22.csv"),
    }


_CELLS = given(cells=st.lists(st.lists(FIELDS, min_size=8, max_size=8), min_size=1, max_size=6))
test_hostile_cells_are_read_as_text_or_rejected_and_none_is_lost = STEADY(
    _CELLS(are_read_or_rejected)
)
test_so_are_many_more_cells = pytest.mark.slow(MANY(_CELLS(are_read_or_rejected)))


@STEADY
@given(
    headings=st.lists(FIELDS, min_size=1, max_size=12),
    row=st.lists(FIELDS, min_size=0, max_size=14),
    kind=st.sampled_from(KINDS),
)
def test_hostile_headings_are_passed_over_or_refused_in_a_sentence(
    headings: list[str],
    row: list[str],
    kind: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    told = Party(tmp_path_factory.mktemp("headings"))
    path = told.exports / kind / f"{kind}_2566-10-22.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, row, row])
    (load,) = loads(told)
    if load.status == "refused":
        assert load.problem
        assert load.problem.th
        assert load.problem.en


def are_refused_or_read(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Bytes of any kind are refused in a sentence, or read."""
    told = Party(tmp_path_factory.mktemp("bytes"))
    for kind, suffix in zip(KINDS, (".csv", ".xlsx", ".parquet", ".xls"), strict=True):
        path = told.exports / kind / f"{kind}_2566-10-22{suffix}"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    for load in loads(told):
        assert load.status in ("loaded", "refused", "unchanged")
        assert load.status != "refused" or (load.problem and load.problem.en)


_BYTES = given(
    content=st.one_of(st.binary(max_size=3000), FIELDS.map(lambda text: text.encode("utf-16")))
)
test_bytes_of_any_kind_are_refused_in_a_sentence_or_read = STEADY(_BYTES(are_refused_or_read))
test_so_are_many_more_bytes = pytest.mark.slow(MANY(_BYTES(are_refused_or_read)))


NAMES = [
    name.replace("/", "_").replace("\x00", "")[:60]
    for name in (*hostile.SQL, *hostile.PATHS, *hostile.MARKUP, *hostile.FORMULAS)
]


@pytest.mark.parametrize("every", these((0,), [4, 1]))
def test_hostile_names_of_files_are_names_only(every: int, tmp_path: Path) -> None:
    names = NAMES[::every]
    told = Party(tmp_path / "party")
    (tmp_path / "beside.txt").write_text("not ours")
    for number, name in enumerate(names):
        list_of = [member(str(n)) for n in range(number + 3)]
        write(
            told.exports / "members" / f"{name} 2566-{1 + number % 9:02}-{1 + number // 9:02}.csv",
            list_of,
        )
    before = outside(tmp_path, told.warehouse)
    told.publish(skip_refused=True)
    after = outside(tmp_path, told.warehouse)
    assert {name: after.get(name) for name in before} == before
    assert set(after) - set(before) <= {
        *map(str, (told.secret, told.answers, told.data / "VERSION"))
    }
    read = {name for (name,) in told.rows("select file from loads where status = 'loaded'")}
    assert len(read) > len(names) // 2
    assert {each.name for each in told.warehouse.iterdir()} >= {"CURRENT", "staged"}


def test_a_link_that_leads_out_of_the_exports_is_not_followed_into_the_data(tmp_path: Path) -> None:
    told = Party(tmp_path / "party")
    secret = tmp_path / "passwd"
    secret.write_text("root:x:0:0\n", encoding="utf-8")
    told.members("2566-10-22", member("1"))
    (told.exports / "members" / "members_2566-10-23.csv").symlink_to(secret)
    told_of = {load.file: load for load in loads(told)}
    assert any(load.status == "refused" for load in told_of.values())
    for path in told.warehouse.rglob("*"):
        assert not path.is_file() or b"root:x" not in path.read_bytes()


@pytest.mark.parametrize(
    "what", these((0, 3), ["..", "/etc", "x/../..", "", ".", "20231022T000000.000000Z/.."])
)
def test_no_name_of_an_edition_leads_out_of_the_warehouse(what: str, party: Party) -> None:
    party.members("2566-10-22", member("1"))
    party.publish()
    with pytest.raises(UserError):
        editions.public_path(party, what)


CELLS = sorted(
    {word.encode("utf-8", "replace").decode("utf-8") for word in hostile.WORDS if len(word) < 4000}
)


def test_no_cell_leaves_as_a_formula() -> None:
    frame = pd.DataFrame({"=1+1": CELLS, "@x": CELLS})
    text = csv_bytes(frame).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")), cell
    book = pd.read_excel(io.BytesIO(xlsx_bytes({"=1": frame})), header=None, engine="calamine")
    assert len(book) >= len(CELLS)
    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"=1": frame}))):
        assert not [cell for line in sheet for cell in line if cell.data_type == "f"]
        assert not [cell for line in sheet for cell in line if cell.hyperlink]
