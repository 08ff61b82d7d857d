"""Tell where a text belongs, how that was found, or why it is nowhere."""

from dataclasses import dataclass

from etl.places.index import Codes

REASONS = (
    "blank",
    "no_amphoe",
    "unknown_province",
    "unknown_amphoe",
    "wrong_province",
    "ambiguous",
    "several_amphoe",
    "contradicted",
)
"""Why a text has no amphoe; the words for each are in i18n/catalogue/reasons.csv."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a text belongs.

    `how` is set when it has an amphoe: exact, khet, alias, bare_capital, cut_name, spelling (a
    name spelt otherwise), unique (no province given, one amphoe of that name), cell (read out of
    a cell that says more), misspelt_province (one amphoe of that name, in a province spelt almost
    so), evidence (the row's code, tambon or postcode chose between namesakes), former_province.
    `reason` is set when it has none: one of `REASONS`. `province_code` is kept when only that
    is known. `rivals` are the codes that were possible, for a person to look at.
    """

    amphoe_code: str | None
    province_code: str | None
    how: str | None = None
    reason: str | None = None
    rivals: Codes = ()
