"""Invented seasons in which the coverage forecast is tried.

On the real graph of 928 amphoe. They break the model's assumptions on purpose: in the first kind
effort never changes, in the second it wanders and jumps up to half again as much as assumed, in
the third elections are also announced weeks ahead and some are not held.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from metrics.arrays import Bools, Floats, Ints
from metrics.forecast import hazard_model
from metrics.forecast import situation as election_situation
from metrics.forecast.situation import Situation

ROOT = Path(__file__).resolve().parents[2]
AMPHOE = 928
THRESHOLD = 100
AHEAD = (4, 13, 26)
KINDS = ("steady effort", "wandering effort", "announced, wandering")


@dataclass(frozen=True)
class Truth:
    """What a world is made of: its effort (weeks,), coefficients, and what elections come to."""

    members: Floats
    growth: float
    effort: Floats
    by_members: float
    by_neighbours: float
    lost_per_week: float
    held_share: float
    elected_share: float
    notice_weeks: tuple[int, ...]


@dataclass
class Season:
    """What happened in a world: `covered` (weeks + 1, amphoe), and its elections' log."""

    covered: Bools
    due: Ints  # (weeks + 1, amphoe): the week in which an announced election is held, or -1
    outcomes: list[tuple[int, bool, bool, int]]  # week, held, elected, weeks of notice
    losses: Ints  # (weeks,)


def pairs() -> Ints:
    """Return the real pairs of neighbours as positions; amphoe that are islands have none."""
    with (ROOT / "shapefiles" / "neighbours.csv").open(encoding="utf-8") as lines:
        rows = [(row["amphoe_code"], row["neighbour_code"]) for row in csv.DictReader(lines)]
    place = {code: number for number, code in enumerate(sorted({one for one, _ in rows}))}
    return np.array([(place[one], place[other]) for one, other in rows])


def truth(rng: np.random.Generator, kind: str, weeks: int) -> Truth:
    """Draw a world of about 75,000 members and 2 to 8 amphoe gained in its first weeks."""
    members = rng.lognormal(4.1, 0.8, AMPHOE)
    by_members = float(rng.uniform(0.2, 2.0))
    announces = kind == KINDS[2]
    held, elected = (float(rng.uniform(0.6, 1)) if announces else 1.0 for _ in range(2))
    pull = np.exp(by_members * hazard_model.members_term(members, THRESHOLD)).sum()
    level = np.log(rng.uniform(2, 8) / (pull * held * elected))
    effort = np.full(weeks, level)
    if kind != KINDS[0]:
        effort += np.cumsum(rng.normal(0, rng.uniform(0.1, 0.3), weeks))
        effort += rng.normal(0, rng.uniform(0, 0.5), weeks)
    return Truth(
        members,
        float(rng.uniform(0, 0.02)),
        effort,
        by_members,
        float(rng.uniform(-0.5, 2.0)),
        float(rng.uniform(0, 0.01)),
        held,
        elected,
        (1, 2, 3) if announces else (0,),
    )


def live(rng: np.random.Generator, real: Truth, neighbours: Ints) -> Season:
    """Live through a world, week by week, from a handful of amphoe covered."""
    weeks = len(real.effort)
    near = np.zeros((AMPHOE, AMPHOE))
    near[neighbours[:, 0], neighbours[:, 1]] = 1
    near /= np.maximum(near.sum(axis=1, keepdims=True), 1)
    covered, due = np.zeros((weeks + 1, AMPHOE), dtype=bool), np.full((weeks + 1, AMPHOE), -1)
    covered[0, rng.choice(AMPHOE, rng.integers(0, 11), replace=False)] = True
    announced_in = np.zeros(AMPHOE, dtype=int)
    season = Season(covered, due, [], np.zeros(weeks, dtype=np.int64))
    for week in range(weeks):
        now, waits = covered[week].copy(), due[week].copy()
        grown = real.members * (1 + real.growth) ** week
        log_odds = real.effort[week] + real.by_neighbours * (near @ now)
        log_odds += real.by_members * hazard_model.members_term(grown, THRESHOLD)
        called = ~now & (waits < 0) & (rng.random(AMPHOE) < 1 / (1 + np.exp(-log_odds)))
        lost = now & (rng.random(AMPHOE) < real.lost_per_week)
        announced_in[called] = week
        waits[called] = week + rng.choice(real.notice_weeks, called.sum())
        for place in np.flatnonzero(waits == week):
            held, elected = rng.random(2) < (real.held_share, real.elected_share)
            now[place] |= held and elected
            notice = week - announced_in[place]
            season.outcomes.append((week, bool(held), bool(elected), int(notice)))
        waits[waits == week] = -1
        now[lost] = False
        season.losses[week] = lost.sum()
        covered[week + 1], due[week + 1] = now, waits
    return season


def situation(season: Season, real: Truth, neighbours: Ints, now: int) -> Situation:
    """Return what the party would know after `now` weeks."""
    past = [outcome for outcome in season.outcomes if outcome[0] < now]
    held = sum(was_held for _, was_held, _, _ in past)
    won = sum(was_held and elected for _, was_held, elected, _ in past)
    notice = [7 * weeks for _, was_held, elected, weeks in past if was_held and elected]
    due = season.due[now]
    return Situation(
        is_covered=season.covered[now],
        members=real.members * (1 + real.growth) ** now,
        neighbours=neighbours,
        threshold=THRESHOLD,
        announced_week=np.where(due >= 0, due - now, -1),
        ends_week=np.full(AMPHOE, -1),
        held=(held, len(past) - held) if real.notice_weeks != (0,) else (0, 0),
        elected=(won, held - won) if real.notice_weeks != (0,) else (0, 0),
        losses=int(season.losses[:now].sum()),
        covered_weeks=float(season.covered[:now].sum()),
        unannounced=election_situation.unannounced_share(np.array(notice, dtype=float)),
    )
