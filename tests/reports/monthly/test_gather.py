"""A report has the pages' numbers, and every number can be asked for again."""

import importlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from i18n.phrases import LANGUAGES
from metrics.coverage import coverage
from metrics.members import membership
from reports.monthly import digest, documents, figures, gather, manifest, sentences, tables
from reports.monthly.report import Pack, Period
from reports.text import Text
from tests.party import Party
from tests.reports.monthly.sample_report import OCTOBER
from tests.slow import these


def test_the_first_page_tells_the_announcements_numbers(country: Pack) -> None:
    assert country.count("members") == 77_760
    assert country.count("net_change") == 77_760 - 68_296
    assert country.count("amphoe_covered") == 29


@pytest.mark.parametrize("which", these((0,), ["country", "province"]))
def test_every_figure_is_given_again_by_the_question_in_the_manifest(
    which: str, published: Path, request: pytest.FixtureRequest
) -> None:
    report: Pack = request.getfixturevalue(which)
    fields = json.loads(manifest.manifest(report, Text("th"), {}))
    assert len(fields["figures"]) >= 14
    with Party(published).opened() as con:
        for figure in fields["figures"]:
            module, _, name = figure["metric"].rpartition(".")
            metric = getattr(importlib.import_module(f"metrics.{module}"), name)
            parameters: dict[str, Any] = {
                key: date.fromisoformat(given) if key in ("on", "since", "until") else given
                for key, given in figure["parameters"].items()
            }
            parameters["provinces"] = parameters["provinces"] and tuple(parameters["provinces"])
            rows = metric(con, **parameters)
            for key, cell_wanted in figure["where"].items():
                rows = rows[rows[key] == cell_wanted]
            cell = rows[figure["column"]].iloc[0]
            assert (None if pd.isna(cell) else cell) == figure["value"], figure["name"]


def test_the_provinces_add_up_to_the_headline(country: Pack) -> None:
    rows = tables.provinces(country, Text("en"))
    assert len(rows) == 78
    assert int(rows["members"].sum()) == country.count("members")
    assert int(rows["net_change"].sum()) == country.count("net_change")
    assert int(rows["amphoe_covered"].sum()) == country.count("amphoe_covered")
    assert int(rows["amphoe"].sum()) == 928


def test_a_province_has_one_number_of_members_in_every_table(country: Pack) -> None:
    text = Text("en")
    all_rows = tables.provinces(country, text).set_index("province")["members"]
    without = tables.empty(country, text).set_index("province")["members"]
    assert len(without) == 58
    assert (all_rows[without.index] == without).all()


def test_no_count_of_one_to_four_people_is_told(country: Pack, province: Pack) -> None:
    for report in (country, province):
        for name, column in (("amphoe", "members"), ("provinces", "members"), ("empty", "members")):
            counts = tables.plain(report, Text("en"))[name][column].dropna()
            assert not ((counts > 0) & (counts < 5)).any(), name
        months = tables.plain(report, Text("en"))["growth"]
        for part in set(months.columns) & {"joined", "returned", "gained", "left_members"}:
            counts_of_part = months[part].dropna()
            assert not ((counts_of_part > 0) & (counts_of_part < 5)).any(), part
        assert not ((months["members"] > 0) & (months["members"] < 5)).any()
    few = tables.plain(country, Text("en"))["amphoe"]
    assert few["members"].isna().sum() > 0
    assert (few["members"] == 0).sum() == 14


def test_small_parts_of_a_change_are_not_told_apart(country: Pack, province: Pack) -> None:
    assert "returned" in sentences.members(country, Text("en"))
    assert "joined or returned" in sentences.members(province, Text("en"))
    figures = tuple(
        replace(figure, value=None) if figure.name == "gained" else figure
        for figure in province.figures
    )
    small = replace(province, figures=figures)
    assert "joined" not in sentences.members(small, Text("en"))
    assert "+358" in sentences.members(small, Text("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_is_ten_lines_at_most_and_says_when(
    language: str, country: Pack, province: Pack
) -> None:
    for report in (country, province):
        lines = digest.digest(report, Text(language)).splitlines()
        assert 5 <= len(lines) <= 10
        assert all(lines)
        assert lines[-1].count("·") == 1
    text = digest.digest(country, Text(language))
    assert "77,760" in text
    assert ("2566" in text) == (language == "th")


def test_a_partial_month_and_a_whole_one_are_told_apart(country: Pack) -> None:
    assert not country.period.is_whole
    assert documents.name(country, Text("th")) == "pakthong_2566-10_th"
    assert documents.name(country, Text("en")) == "pakthong_2023-10_en"


def test_two_weeks_that_the_data_ends_in_have_two_names(country: Pack) -> None:
    whole = Period(
        "week", date(2023, 10, 16), date(2023, 10, 22), date(2023, 10, 15), OCTOBER.until
    )
    partial = replace(whole, starts_on=date(2023, 10, 19), ends_on=date(2023, 10, 25))
    names = [documents.name(replace(country, period=each), Text("en")) for each in (whole, partial)]
    assert names == ["pakthong_week-2023-10-22_en", "pakthong_week-2023-10-25_en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_never_leaves_out_how_old_the_lists_are(language: str, country: Pack) -> None:
    sources = country.frames["sources"].assign(age_days=3)
    aged = replace(country, frames={**country.frames, "sources": sources})
    text = Text(language)
    stale = sentences.stale(aged, text)
    assert stale
    lines = digest.digest(aged, text).splitlines()
    assert lines[1] == stale
    assert len(lines) <= 10


@pytest.mark.parametrize("metric", gather.METRICS)
def test_what_was_is_drawn_up_to_the_day_the_forecast_was_made(country: Pack, metric: str) -> None:
    name, days = f"fan_{metric}", pd.Timedelta(weeks=3)
    rows = country.frames[name]
    earlier = rows.assign(**{day: rows[day] - days for day in ("made_on", "week_ends_on")})
    drawn = figures.fan(
        replace(country, frames={**country.frames, name: earlier}), Text("en"), metric
    )
    assert drawn and drawn.drawing
    lines = [shape["points"] for shape in drawn.drawing["shapes"] if shape["kind"] == "line"]
    assert len(lines) > 3
    for points in lines:
        across = [at for at, _ in points]
        assert across == sorted(across)


def test_the_metrics_asked_are_those_of_the_pages(published: Path, country: Pack) -> None:
    with Party(published).opened() as con:
        on = OCTOBER.until
        assert membership.total(con, on=on)["members"].iloc[0] == country.count("members")
        covered = coverage.total(con, on=on)["amphoe_covered"].iloc[0]
        assert covered == country.count("amphoe_covered")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_table_has_words(language: str, country: Pack) -> None:
    for name, rows in tables.tables(country, Text(language)).items():
        assert Text(language)(f"monthly.table.{name}")
        assert len(set(rows.columns)) == rows.shape[1], name
