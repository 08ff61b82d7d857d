"""Invented seasons in which the effect of events is looked for.

On the real 928 amphoe, their regions and neighbours. New members come a day at a time, more where
the party is strong; every world breaks something else. The effect planted is the mean of what each
event was given to bring, on its own day and the 27 after it.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.accuracy.worlds import ROOT
from etl.places.gazetteer import gazetteer
from metrics.arrays import Bools, Floats, Ints
from metrics.events.matching import WINDOW, Country

DAYS = 300
FIRST, LAST = 112, DAYS - WINDOW
"""Events are held from the one day to the other."""


@dataclass(frozen=True)
class World:
    """How new members come, what events bring, and where they are held."""

    events: int = 200
    effect: float = 3.0
    by_size: bool = False  # the effect grows with the amphoe's members
    spread: float = 0.0  # events bring more or less than the mean: a gamma's variation
    wander: float = 0.0  # what an amphoe gains wanders, as log, a week
    provincial: float = 0.0  # whole provinces wander too
    lumps: float = 0.0  # members come in groups: variance over the mean, less 1
    surge: float = 0.0  # the country gains so many times as much in the last weeks
    placed: str = "anywhere"  # anywhere, size, growth, risen: where events are held
    again: float = 0.1  # share of events in an amphoe that has had one
    members: float = 3.0  # new members an amphoe and 28 days


WORLDS: dict[str, World] = {
    "no effect": World(effect=0.0),
    "3 members an event": World(),
    "in proportion to size": World(by_size=True, placed="size"),
    "uneven effects": World(spread=1.5),
    "over-dispersed, wandering amphoe": World(lumps=3.0, wander=0.12),
    "a national surge": World(surge=4.0, wander=0.05, lumps=1.0),
    "provinces wander together": World(provincial=0.12, lumps=1.0),
    "events where growth was": World(placed="growth", wander=0.12, lumps=1.0, surge=2.0),
    "events where joins rose by chance": World(placed="risen", lumps=3.0),
    "no effect, where growth was": World(effect=0.0, placed="growth", wander=0.12, lumps=1.0),
    "all of it, and 40 events": World(
        events=40, by_size=True, spread=1.0, wander=0.1, lumps=1.0, surge=3.0, placed="growth"
    ),
}


@dataclass
class Season:
    """What happened: the country, visits (amphoe, days), and each event's place, day and effect."""

    country: Country
    visits: Bools
    amphoe: Ints
    days: Ints
    planted: Floats


@dataclass(frozen=True)
class Land:
    """The real amphoe in order of code: province, region, khet, neighbours."""

    codes: tuple[str, ...]
    province: Ints
    region: Ints
    is_khet: Bools
    neighbours: Bools


def land() -> Land:
    """Return the real amphoe."""
    codes = [place.amphoe_code for place in gazetteer()]
    with (ROOT / "data" / "regions.csv").open(encoding="utf-8") as lines:
        regions = {row["province_code"]: row["region_ect"] for row in csv.DictReader(lines)}
    place = {code: number for number, code in enumerate(codes)}
    near = np.zeros((len(codes), len(codes)), dtype=bool)
    with (ROOT / "shapefiles" / "neighbours.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            near[place[row["amphoe_code"]], place[row["neighbour_code"]]] = True
    province = np.array([int(code[:2]) for code in codes])
    names = sorted(set(regions.values()))
    region = np.array([names.index(regions[code[:2]]) for code in codes])
    return Land(tuple(codes), province, region, province == 10, near)


def live(rng: np.random.Generator, world: World, real: Land) -> Season:
    """Live through a world's season, its events included."""
    many = len(real.codes)
    strength = rng.lognormal(0, 0.9, many) * np.where(real.is_khet, 2.0, 1.0)
    strength *= world.members / WINDOW / strength.mean()
    rate = np.exp(_wander(rng, world.wander, many)) * strength[:, None]
    provinces, inside = np.unique(real.province, return_inverse=True)
    rate *= np.exp(_wander(rng, world.provincial, len(provinces)))[inside]
    rate *= (1 + world.surge / (1 + np.exp(-(np.arange(DAYS) - DAYS * 0.7) / 12)))[None, :]
    joins = _counts(rng, rate, world.lumps)
    members = 40 * strength[:, None] / strength.mean() + np.cumsum(joins, axis=1)
    amphoe, days = _place(rng, world, joins, members[:, 0])
    visits = np.zeros((many, DAYS), dtype=bool)
    visits[amphoe, days] = True
    each = np.full(len(amphoe), world.effect)
    if world.by_size:
        each *= strength[amphoe] / strength[amphoe].mean()
    drawn = each * (rng.gamma(1 / world.spread, world.spread, len(each)) if world.spread else 1.0)
    fades = 0.9 ** np.arange(WINDOW)
    fades /= fades.sum()
    for place, day, brings in zip(amphoe, days, drawn, strict=True):
        extra = rng.poisson(brings * fades)
        joins[place, day : day + WINDOW] += extra
        members[place, day:] += np.concatenate(
            [extra.cumsum(), np.full(DAYS - day - WINDOW, extra.sum())]
        )
    country = Country(joins, members, real.is_khet, real.region, real.neighbours)
    return Season(country, visits, amphoe, days, each)


def _wander(rng: np.random.Generator, size: float, many: int) -> Floats:
    """Return (many, DAYS) of a random walk, a step a week, that begins anywhere."""
    steps = rng.normal(0, size, (many, DAYS // 7 + 1)) if size else np.zeros((many, DAYS // 7 + 1))
    return np.asarray(np.repeat(steps.cumsum(axis=1), 7, axis=1)[:, :DAYS])


def _counts(rng: np.random.Generator, rate: Floats, lumps: float) -> Floats:
    if not lumps:
        return rng.poisson(rate).astype(np.float64)
    groups = rng.poisson(rate / (1 + lumps / 2))
    return (groups + rng.poisson(groups * lumps / 2)).astype(np.float64)


def _place(
    rng: np.random.Generator, world: World, joins: Floats, size: Floats
) -> tuple[Ints, Ints]:
    """Return where and when events are held; now and then where one has been held before."""
    days = np.sort(rng.integers(FIRST, LAST + 1, world.events))
    pull: dict[str, Callable[[int], Floats]] = {
        "anywhere": lambda _: np.ones(len(size)),
        "size": lambda _: size,
        "growth": lambda day: 0.1 + joins[:, day - 28 : day].sum(axis=1),
        "risen": lambda day: np.maximum(
            0.2, joins[:, day - 28 : day].sum(axis=1) - joins[:, day - 56 : day - 28].sum(axis=1)
        ),
    }
    visited: list[int] = []
    for day in days:
        weight = pull[world.placed](int(day)).astype(np.float64)
        if visited and rng.random() < world.again:
            weight *= np.isin(np.arange(len(size)), visited)
        else:
            weight[visited] = 0
        if not weight.sum():
            weight = np.ones(len(size))
        visited.append(int(rng.choice(len(size), p=weight / weight.sum())))
    return np.array(visited), days
