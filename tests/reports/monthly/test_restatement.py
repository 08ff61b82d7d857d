"""A report names what an earlier edition had otherwise: which number, where, and which file."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from i18n.phrases import LANGUAGES
from reports.monthly import restatement_table, sentences, tables
from reports.monthly.report import Pack
from reports.monthly.restatement import compare
from reports.text import Text


def earlier(report: Pack, change: Callable[[pd.DataFrame], None]) -> Pack:
    """The report with its provinces changed in place by `change`."""
    rows = report.frames["provinces"].copy()
    change(rows)
    return replace(report, frames={**report.frames, "provinces": rows})


def with_files(report: Pack, *files: tuple[str, str, str | None]) -> Pack:
    """The report whose edition read these files too: name, kind, day of the list."""
    added = pd.DataFrame(files, columns=["file", "kind", "list_on"])
    added["list_on"], added["sha256"] = pd.to_datetime(added["list_on"]), added["file"]
    rows = pd.concat([report.frames["files"], added], ignore_index=True)
    return replace(report, frames={**report.frames, "files": rows})


def figures(now: Pack, then: Pack, language: str = "en") -> list[list[object]]:
    rows = restatement_table.restated(compare(now, then), Text(language))
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
    compared = compare(country, then)
    table = restatement_table.restated(compared, Text("en"))
    assert table["figure"].tolist() == ["Members", "Members, Chiang Mai"]
    assert table["difference"].tolist() == [40, 40]
    gone = country.frames["files"]["file"].iloc[0]
    assert any(gone in line for line in sentences.restated(compared, Text("en")))
    assert sentences.restated(compare(country, country), Text("en"))[0].startswith(
        "No number differs"
    )
    assert sentences.restated(country, Text("en")) == []


def test_a_province_tells_each_thing_that_changed_and_only_that(country: Pack) -> None:
    def fewer_amphoe(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"] == "50", "amphoe_covered"] -= 1

    def fewer_of_both(rows: pd.DataFrame) -> None:
        fewer_amphoe(rows)
        rows.loc[rows["province_code"] == "50", "members"] -= 7

    (covered_row,) = figures(country, earlier(country, fewer_amphoe))
    assert covered_row[0] == "Amphoe covered, Chiang Mai"
    assert covered_row[3] == 1
    both_rows = figures(country, earlier(country, fewer_of_both))
    assert [row[0] for row in both_rows] == ["Members, Chiang Mai", "Amphoe covered, Chiang Mai"]
    assert [row[3] for row in both_rows] == [7, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_members_of_no_province_have_the_name_the_provinces_give_them(
    country: Pack, language: str
) -> None:
    def fewer(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"].isna(), "members"] -= 6

    ((name, *_, difference),) = figures(country, earlier(country, fewer), language)
    assert difference == 6
    assert Text(language)("monthly.no_province") in str(name)
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
    compared = compare(with_files(country, *later, polls, correction), then)
    assert compared.restatement
    assert compared.restatement.files["file"].tolist() == [correction[0], polls[0]]
    table = tables.plain(compared, Text("en"))["restated"]
    assert table["figure"].tolist() == [
        "Members, Chiang Mai",
        f"Files added since: {correction[0]}",
        f"Files added since: {polls[0]}",
    ]
    assert table["difference"].isna().tolist() == [False, True, True]
    only_later = compare(with_files(country, *later), then)
    assert only_later.restatement
    assert len(only_later.restatement.files) == len(later)


def test_who_may_not_be_told_of_files_is_not_told_that_they_are_the_same(country: Pack) -> None:
    def fewer(rows: pd.DataFrame) -> None:
        rows.loc[rows["province_code"] == "50", "members"] -= 7

    text = Text("en")
    assert text("monthly.restated.lists") in sentences.restated(
        compare(country, earlier(country, fewer)), text
    )
    none = {**country.frames, "files": country.frames["files"].head(0)}
    without_files = replace(country, frames=none)
    lines = sentences.restated(compare(without_files, earlier(without_files, fewer)), text)
    assert len(lines) == 1
    assert lines[0].startswith("These numbers differ")
