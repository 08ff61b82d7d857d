"""Draw where the sample's members live, and how their place is written.

Weights follow a formula and a seed, no real register: the provincial town draws more than its
neighbours, big cities more than the country, and the rest is a lognormal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from etl.places.gazetteer import gazetteer, provinces

_BANGKOK = "10"
_SARA_AM, _SPLIT_AM = "\u0e33", "\u0e4d\u0e32"
_SARA_AE, _TWO_SARA_E = "\u0e41", "\u0e40\u0e40"

Text = tuple[str, str]
"""A place as a row of an export writes it: province, amphoe."""


@dataclass(frozen=True)
class Place:
    """One amphoe: how many members it draws, and the ways people write its name (plain first)."""

    amphoe_code: str
    province_code: str
    pull: float
    spellings: tuple[Text, ...]


@dataclass(frozen=True)
class Country:
    """All amphoe in the order of their codes, and the texts that no amphoe answers to."""

    places: tuple[Place, ...]
    strange: tuple[Text, ...]

    @property
    def pulls(self) -> list[float]:
        """The weights of `places`, in their order."""
        return [place.pull for place in self.places]

    def spell(self, amphoe_code: str, number: int) -> Text:
        """Return how row `number` of an export names the amphoe: every fifth writes it oddly."""
        place = next(place for place in self.places if place.amphoe_code == amphoe_code)
        return place.spellings[2 if number % 5 == 0 else 0]


def country(rng: Random, words: Mapping[str, Any]) -> Country:
    """Draw the sample's country; `words` is the `[places]` table of sample.toml."""
    names = {province.province_code: province.province_th for province in provinces()}
    amphoe_list = sorted(gazetteer(), key=lambda amphoe: amphoe.amphoe_code)
    pulls = [_pull(rng, amphoe.amphoe_code, amphoe.province_code, words) for amphoe in amphoe_list]
    for index in _empty(rng, pulls, words):
        pulls[index] = 0.0
    places = tuple(
        Place(
            amphoe.amphoe_code,
            amphoe.province_code,
            pull,
            _spellings(names[amphoe.province_code], amphoe.amphoe_th, amphoe.amphoe_code, words),
        )
        for amphoe, pull in zip(amphoe_list, pulls, strict=True)
    )
    return Country(places, _strange(rng, places, words["strange"]))


def split_sara_am(text: str) -> str:
    """Return `text` with every sara am typed as two characters, as many systems store it."""
    return text.replace(_SARA_AM, _SPLIT_AM)


def _pull(rng: Random, code: str, province_code: str, words: Mapping[str, Any]) -> float:
    pull = words["province_pull"].get(province_code, words["default_pull"])
    if _is_capital(code):
        pull *= words["capital_pull"]
    pull *= words["amphoe_pull"].get(code, 1.0)
    return float(pull) * rng.lognormvariate(0.0, words["spread"])


def _is_capital(code: str) -> bool:
    # The town a province is ruled from carries the number 01; Bangkok has none.
    return code.endswith("01") and not code.startswith(_BANGKOK)


def _empty(rng: Random, pulls: Sequence[float], words: Mapping[str, Any]) -> list[int]:
    lightest = sorted(range(len(pulls)), key=lambda index: pulls[index])[: words["lightest"]]
    return rng.sample(lightest, words["empty"])


def _spellings(province: str, amphoe: str, code: str, words: Mapping[str, Any]) -> tuple[Text, ...]:
    is_khet = code.startswith(_BANGKOK)
    prefixes = words["khet_prefixes"] if is_khet else words["amphoe_prefixes"]
    texts = [(province, amphoe), (province, f" {amphoe}  ")]
    texts += [(province, prefix + amphoe) for prefix in prefixes]
    if is_khet:
        texts += [(text, amphoe) for text in words["bangkok"]]
    elif _is_capital(code) and amphoe == words["capital"] + province:
        texts.append((province, words["capital"]))
    split = (split_sara_am(province), split_sara_am(amphoe))
    doubled = (province, amphoe.replace(_SARA_AE, _TWO_SARA_E))
    # A name that can be split usually is, so these weigh as much as all the others together.
    for odd in (split, doubled):
        if odd != texts[0]:
            texts += [odd] * 4
    return tuple(texts)


def _strange(rng: Random, places: Sequence[Place], words: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return place texts that must stay unplaced: misspelt, without an amphoe, abroad."""
    known = {place.spellings[0][1] for place in places}
    texts: list[Text] = []
    while len(texts) < words["misspelt"]:
        province, amphoe = rng.choice(places).spellings[0]
        at = rng.randrange(1, max(2, len(amphoe) - 2))
        misspelt = amphoe[:at] + amphoe[at + 1 :]
        # A name cut at its end is a known habit and may be placed; one that lost its middle may not
        if len(misspelt) > 4 and misspelt not in known and not amphoe.startswith(misspelt):
            texts.append((province, misspelt))
    texts += [(rng.choice(places).spellings[0][0], "") for _ in range(words["no_amphoe"])]
    return (*texts, *((province, amphoe) for province, amphoe in words["texts"]))
