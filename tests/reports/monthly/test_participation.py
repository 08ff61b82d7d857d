"""A report has a page of participation when there is something in it, and only then."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from etl.commands import report
from i18n.phrases import LANGUAGES
from reports.monthly import digest, gather, participation, pdf, tables
from reports.monthly.report import Pack
from reports.monthly.restatement import compare
from reports.text import Text
from tests.party import Party, member
from tests.reports.monthly.sample_report import OCTOBER, shapes


def _without(report: Pack) -> Pack:
    empty = {name: report.frames[name].head(0) for name in (*participation.TABLES, "effect")}
    figures = tuple(
        figure
        for figure in report.figures
        if not figure.name.startswith(("event", "poll", "proposal", "committee"))
    )
    return replace(report, frames={**report.frames, **empty}, figures=figures)


def test_the_tables_are_the_metrics_answers(country: Pack) -> None:
    rows = tables.plain(country, Text("en"))
    polls = rows["polls"]
    assert polls["question"].nunique() == 2
    assert (polls["lo"] < polls["pct"]).all() and (polls["pct"] < polls["hi"]).all()
    first = polls[polls["question"] == polls["question"].iloc[0]]
    assert int(first["answers"].sum()) == int(first["respondents"].iloc[0])
    assert int(rows["events"]["past"].sum()) == sum(
        country.count(f"events_{kind}_past")
        for kind in ("election", "member_relations", "recruiting", "training")
    )
    assert int(rows["proposals"]["proposals"].sum()) == country.count("proposals_all")
    for name, columns in {"polls": ["answers", "respondents"], "events": ["attended"]}.items():
        for column in columns:
            assert not rows[name][column].dropna().between(1, 4).any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_and_says_its_sentences(
    language: str, country: Pack, published: Path
) -> None:
    text = Text(language)
    lines = participation.sentences(country, text)
    assert len(lines) == 5
    document = pypdfium2.PdfDocument(pdf.pdf(country, text, shapes(published)))
    none = pypdfium2.PdfDocument(pdf.pdf(_without(country), text, shapes(published)))
    assert len(document) - len(none) == 1


def test_a_province_tells_of_itself(province: Pack) -> None:
    rows = tables.plain(province, Text("en"))
    assert int(rows["proposals"]["proposals"].sum()) == province.count("proposals_all") == 4
    assert "committees" not in rows, "it has none"


def test_without_exports_there_is_no_page_no_sheet_and_no_figure(party: Party) -> None:
    party.members("2566-10-22", *[member(f"{n}") for n in range(7)])
    party.publish()
    with party.opened() as con:
        gathered = gather.gather(con, period=OCTOBER)
    assert not participation.is_told(gathered)
    assert not set(participation.TABLES) & tables.tables(gathered, Text("th")).keys()
    drawing = pdf.draw(gathered, Text("th"), report.geometry(party))
    assert drawing["taking_part"] is None
    assert not [f for f in gathered.figures if f.name.startswith(("event", "poll", "proposal"))]
    assert len(digest.digest(gathered, Text("th")).splitlines()) <= 10


def test_an_earlier_edition_without_them_can_be_compared(country: Pack) -> None:
    restatement = compare(country, _without(country)).restatement
    assert restatement is not None
    assert restatement.figures.empty
