"""The map of a report: where amphoe have a representative, how many stand where, who came new."""

from metrics.coverage.ladder import COVERED, STEPS
from reports.figures import findings, map
from reports.figures.map import Geometry
from reports.monthly import figures, sentences
from reports.monthly.figures import Cited
from reports.monthly.report import Pack
from reports.step_colours import COLOURS, NONE
from reports.text import Text

_BANGKOK = "10"
_NAMED = 18


def cited(report: Pack, text: Text, geometry: Geometry) -> Cited:
    """Return the map of two colours with what it shows."""
    rows, scope = report.frames["amphoe"], report.scope
    is_covered = rows["step"].isin(COVERED)
    with_one, without = COLOURS["serving"][0], NONE[0]
    colours = {
        code: with_one if covered else without
        for code, covered in zip(rows["amphoe_code"], is_covered, strict=True)
    }
    whole = map.draw(geometry, colours, provinces=scope.provinces)
    # Bangkok's khet are too small where the whole country, or a region around it, is drawn.
    shows_bangkok = scope.kind != "province" and _BANGKOK in set(rows["province_code"])
    name = scope.name_th if text.language == "th" else scope.name_en
    drawing = {
        "svg": whole.svg,
        "aspect": whole.aspect,
        "inset": map.inset(geometry, colours).svg if shows_bangkok else "",
        "inset_label": text("word.bangkok"),
        "keys": [
            *_keys(report, text, with_one, "covered", int(is_covered.sum())),
            *_keys(report, text, without, "none", int((~is_covered).sum())),
        ],
        **_gained(report, text),
        "source": figures.source(report, text, "elections"),
        "title": "",
        "language": text.language,
    }
    return Cited(findings.coverage(text, rows, name, basis="registered"), drawing)


def _keys(report: Pack, text: Text, colour: str, name: str, amphoe: int) -> list[dict[str, str]]:
    """Return a colour's key, and the steps that are in it, the highest first."""
    counts = report.frames["steps"].set_index("step")["amphoe"]
    steps = [step for step in reversed(STEPS) if (step in COVERED) == (name == "covered")]
    return [
        {"colour": colour, "label": text(f"map.{name}"), "count": text.number(amphoe)},
        *(
            {
                "colour": "",
                "label": text(f"ladder.{step}"),
                "count": text.number(int(counts.get(step, 0))),
            }
            for step in steps
        ),
    ]


def _gained(report: Pack, text: Text) -> dict[str, str]:
    """Return the amphoe that came new in the period, by name, as many as there is room for."""
    rows = report.frames["changes"]
    names = list(rows.loc[rows["change"] == "gained", text.named("amphoe")])
    title = f"{text('monthly.change.gained')} {text.number(len(names))}"
    return {
        "named_title": title if names else "",
        "named": sentences.join_first(names, text, most=_NAMED),
    }
