"""Is an edition made by an older version answered as well as it can be, on every page?"""

import shutil
from collections.abc import Callable
from datetime import date
from importlib import import_module
from inspect import Parameter, getmembers, isfunction, signature
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit import cache_resource

from etl.models import run
from etl.settings import Settings
from etl.warehouse import editions, older_editions
from etl.warehouse.seals import rewriting
from metrics.agm_roll import roll
from metrics.coverage import coverage, rules
from metrics.elections import elections
from metrics.members import coverage as members_coverage
from tests import discovery
from tests.pages.test_pages import PAGES, open_page
from tests.party import Con
from tests.slow import these

IN_EVERY_EDITION = {
    *("edition", "provinces", "amphoe", "amphoe_neighbours", "region_names", "lists"),
    *("membership_daily", "membership_monthly", "elections", "coverage_spans"),
    *("targets", "published_totals", "gap_weights", "loads", "rejects", "unplaced", "checks"),
}
EMPTY = older_editions.EMPTY | older_editions.EMPTY_PRIVATE
YOUNGER = [*EMPTY, *older_editions.DERIVED, *older_editions.NOTHING_STANDS_FOR]

ON = date(2023, 10, 22)
PARAMETERS = {
    "on": ON,
    "day": ON,
    "since": date(2023, 10, 15),
    "until": ON,
    "start": date(2023, 1, 1),
    "weeks": 4,
    "amphoe_code": "5001",
    "step": "week",
    "scheme": "ect",
    "metric": "members",
    "poll_id": "P1",
    "question_key": "q",
    "months": 6,
    "level": "province",
    "provinces": None,
}
"""What every question is asked with, where it needs it."""


@pytest.fixture(scope="module")
def older(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's folder, its edition without whatever is younger than the first ones."""
    data = tmp_path_factory.mktemp("older") / "data"
    shutil.copytree(published, data)
    public = _path(data)
    for path in (public, public.with_name("private.duckdb")):
        with rewriting(path.parent), duckdb.connect(str(path)) as con:
            there = {name for (name,) in con.execute("show tables").fetchall()}
            for name in there & set(YOUNGER):
                con.execute(f"drop table {name}")
            if path == public:
                for name in older_editions.COLUMNS:
                    con.execute(f"alter table elections drop column {name}")
    return data


def _path(data: Path) -> Path:
    settings = Settings(data=data)
    return editions.public_path(settings, editions.current_edition(settings) or "")


def test_each_table_is_in_every_edition_or_has_something_in_its_place() -> None:
    listed = [*YOUNGER, *IN_EVERY_EDITION]
    assert sorted(listed) == sorted({*run.PUBLIC, *run.PRIVATE})


def test_what_stands_for_a_table_has_its_columns_and_types(published: Path, older: Path) -> None:
    with (
        editions.open_private(_path(published)) as today,
        editions.open_private(_path(older)) as then,
    ):
        for name in [*EMPTY, *older_editions.DERIVED]:
            assert _columns(then, name) == _columns(today, name), name
        assert dict(_columns(then, "elections")) == dict(_columns(today, "elections"))


def _columns(con: Con, table: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in con.execute(f"describe {table}").fetchall()]


def test_todays_edition_is_opened_as_it_is(published: Path) -> None:
    with editions.open_edition(_path(published)) as con:
        assert older_editions.missing(con) == ()
    with editions.open_private(_path(published)) as con:
        assert older_editions.missing(con, private=True) == ()


def test_names_have_no_place_in_an_edition_opened_for_everybody(older: Path) -> None:
    with editions.open_edition(_path(older)) as con, pytest.raises(duckdb.CatalogException):
        con.execute("from candidates")


def questions() -> list[Callable[..., object]]:
    """Every question of a metric that needs only a connection and PARAMETERS."""
    found: list[Callable[..., object]] = []
    for path in discovery.modules("metrics"):
        module = import_module(".".join(path.relative_to(discovery.ROOT).with_suffix("").parts))
        for name, function in getmembers(module, isfunction):
            asked = list(signature(function).parameters.values())
            if name.startswith("_") or function.__module__ != module.__name__ or not asked:
                continue
            needs = [each.name for each in asked[1:] if each.default is Parameter.empty]
            is_asked_by_name = all(each.kind is Parameter.KEYWORD_ONLY for each in asked[1:])
            if asked[0].name == "con" and is_asked_by_name and set(needs) <= PARAMETERS.keys():
                found.append(function)
    discovery.enough(found, 110, "questions")
    return found


def test_every_question_is_answered_but_those_of_the_ladder(older: Path) -> None:
    unanswered = set()
    with editions.open_private(_path(older)) as con:
        for question in questions():
            needs = {
                name: PARAMETERS[name]
                for name, each in signature(question).parameters.items()
                if name != "con" and each.default is Parameter.empty
            }
            try:
                question(con, **needs)
            except duckdb.CatalogException as error:
                assert "ladder" in str(error), question
                unanswered.add(question.__module__)
    assert unanswered == {
        f"metrics.{n}"
        for n in ("coverage.ladder", "coverage.surroundings", "members.ladder", "safe.amphoe")
    }


def test_what_an_older_edition_told_is_told_the_same(published: Path, older: Path) -> None:

    with (
        editions.open_edition(_path(published)) as today,
        editions.open_edition(_path(older)) as then,
    ):
        pd.testing.assert_frame_equal(
            members_coverage.by_amphoe(then, on=ON), members_coverage.by_amphoe(today, on=ON)
        )
        told = [rules.in_force(con, on=ON).set_index("name")["number"] for con in (today, then)]
        assert told[0]["election_threshold"] == told[1]["election_threshold"]
        assert list(told[1].index) == ["election_threshold"]
        assert (
            elections.listed(then, on=ON)["election_id"].tolist()
            == elections.listed(today, on=ON)["election_id"].tolist()
        )
        verified = coverage.verified(then, on=ON).iloc[0]
        assert verified["amphoe_verified"] == verified["amphoe_registered"] > 0
        assert verified["amphoe_doubted"] == 0


def test_who_represented_an_amphoe_before_there_were_terms_is_not_made_up(older: Path) -> None:

    with editions.open_private(_path(older)) as con:
        assert roll.roll(con, on=ON).empty


@pytest.mark.parametrize("page", these(range(0, len(PAGES), 3), PAGES))
def test_every_page_opens_on_it(page: str, older: Path) -> None:
    cache_resource.clear()
    at = open_page(page, older, lang="en")
    cache_resource.clear()
    assert not at.exception, at.exception
