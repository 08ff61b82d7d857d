"""Is it told what an earlier edition said otherwise: which number, where, and which file?"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from i18n.phrases import LANGUAGES, Text
from reports.monthly import restatement_table, tables
from reports.monthly import sentences as said
from reports.monthly.report import Pack
from reports.monthly.restatement import compared
from tests.reports.monthly.packs import october


@pytest.fixture(scope="module")
def country(published: Path) -> Pack:
    return october(published)


def earlier(pack: Pack, change: Callable[[pd.DataFrame], None]) -> Pack:
    """The pack with its provinces changed in place by `change`."""
    rows = pack.frames["provinces"].copy()
    change(rows)
    return replace(pack, frames={**pack.frames, "provinces": rows})


def with_files(pack: Pack, *files: tuple[str, str, str | None]) -> Pack:
    """The pack whose edition read these files too: name, kind, day of the list."""
    added = pd.DataFrame(files, columns=["file", "kind", "list_on"])
    added["list_on"], added["sha256"] = pd.to_datetime(added["list_on"]), added["file"]
    rows = pd.concat([pack.frames["files"], added], ignore_index=True)
    return replace(pack, frames={**pack.frames, "files": rows})


def figures(now: Pack, then: Pack, language: str = "en") -> list[list[object]]:
    rows = restatement_table.restated(compared(now, then), Text(language))
    return [list(row) for row in rows.itertuples(index=False)]


def test_what_is_told_otherwise_than_before_is_named_with_its_file(country: Pack) -> None:
    def fewer(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"] == "50", "members"] -= 40

    then = replace(
        earlier(country, fewer),
        figures=tuple(
            replace(figure, value=77_720) if figure.name == "members" else figure
            for figure in country.figures
        ),
    )
    then.frames["files"] = country.frames["files"].iloc[1:]  # type: ignore[index]
    told = compared(country, then)
    table = restatement_table.restated(told, Text("en"))
    assert table["figure"].tolist() == ["Members", "Members, Chiang Mai"]
    assert table["difference"].tolist() == [40, 40]
    gone = country.frames["files"]["file"].iloc[0]
    assert any(gone in line for line in said.restated(told, Text("en")))
    assert said.restated(compared(country, country), Text("en"))[0].startswith("No number differs")
    assert said.restated(country, Text("en")) == []


def test_a_province_tells_each_thing_that_changed_and_only_that(country: Pack) -> None:
    def fewer_amphoe(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"] == "50", "amphoe_covered"] -= 1

    def fewer_of_both(rows: pd.DataFrame) -> None:
        fewer_amphoe(rows)
        rows.loc[rows["province_code"] == "50", "members"] -= 7

    (told,) = figures(country, earlier(country, fewer_amphoe))
    assert told[0] == "Amphoe covered, Chiang Mai"
    assert told[3] == 1
    told_both = figures(country, earlier(country, fewer_of_both))
    assert [row[0] for row in told_both] == ["Members, Chiang Mai", "Amphoe covered, Chiang Mai"]
    assert [row[3] for row in told_both] == [7, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_members_of_no_province_have_the_name_the_provinces_give_them(
    country: Pack, language: str
) -> None:
    def fewer(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"].isna(), "members"] -= 6

    ((name, *_, difference),) = figures(country, earlier(country, fewer), language)
    assert difference == 6
    assert Text(language)("no_province") in str(name)
    assert "nan" not in str(name)


def test_a_correction_is_not_lost_among_later_lists(country: Pack) -> None:
    later = [
        (f"members_2566-11-{day:02}.csv", "members", f"2023-11-{day:02}") for day in range(1, 29)
    ]
    polls = ("a_polls.csv", "polls", "2023-11-05")
    correction = ("members_2566-10-22_again.csv", "members", "2023-10-22")

    def fewer(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"] == "50", "members"] -= 7

    then = earlier(country, fewer)
    told = compared(with_files(country, *later, polls, correction), then)
    assert told.restated
    assert told.restated.files["file"].tolist() == [correction[0], polls[0]]
    table = tables.plain(told, Text("en"))["restated"]
    assert table["figure"].tolist() == [
        "Members, Chiang Mai",
        f"Files added since: {correction[0]}",
        f"Files added since: {polls[0]}",
    ]
    assert table["difference"].isna().tolist() == [False, True, True]
    only_later = compared(with_files(country, *later), then)
    assert only_later.restated
    assert len(only_later.restated.files) == len(later)


def test_who_may_not_be_told_of_files_is_not_told_that_they_are_the_same(country: Pack) -> None:
    def fewer(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"] == "50", "members"] -= 7

    text = Text("en")
    assert text("restated.lists") in said.restated(compared(country, earlier(country, fewer)), text)
    none = {**country.frames, "files": country.frames["files"].head(0)}
    seen = replace(country, frames=none)
    told = said.restated(compared(seen, earlier(seen, fewer)), text)
    assert len(told) == 1
    assert told[0].startswith("These numbers differ")
