"""When is each target reached at so many new members, or so many elections, a week?

Nothing is forecast here: a scenario goes on evenly, week by week, for ten years at most. A path is
the value now and at the end of each week from now: path[0] is now, path[1] in seven days.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Path = Sequence[float]

MOST_WEEKS = 522
"""Ten years: what is not reached by then is not reached."""
_HALVINGS = 40


@dataclass(frozen=True)
class Shares:
    """What becomes of elections: shares of those set that are held, and of those held that elect
    someone, and the share of covered amphoe lost in a week; each between 0 and 1."""

    held: float = 1.0
    elected: float = 1.0
    lost_per_week: float = 0.0

    @property
    def won(self) -> float:
        """Amphoe won by one election that is set."""
        return self.held * self.elected


def members_path(now: float, per_week: float, weeks: int = MOST_WEEKS) -> list[float]:
    """Return the path of members when so many more come than leave every week; never below 0."""
    return [max(now + per_week * week, 0.0) for week in range(weeks + 1)]


def amphoe_path(
    now: float, amphoe: int, elections: Sequence[float], shares: Shares, weeks: int = MOST_WEEKS
) -> list[float]:
    """Return the path of amphoe covered with so many elections set in each week from now.

    Weeks beyond `elections` have none. An election is set only where nobody is, so the path never
    goes above `amphoe`; of those covered a share is lost each week.
    """
    path = [float(min(now, amphoe))]
    for week in range(weeks):
        stood = path[-1]
        set_now = elections[week] if week < len(elections) else 0.0
        won = min(set_now * shares.won, amphoe - stood)
        path.append(max(stood + won - stood * shares.lost_per_week, 0.0))
    return path


def while_ready(per_week: float, ready: int, weeks: int = MOST_WEEKS) -> list[float]:
    """Return elections by week when so many are set each week for as long as amphoe are ready."""
    return [min(per_week, max(ready - per_week * week, 0.0)) for week in range(weeks)]


def spread(elections: float, days: int) -> list[float]:
    """Return elections by week when so many are spread evenly over so many days."""
    if days <= 0:
        return []
    each = elections / days
    return [each * min(days - first, 7) for first in range(0, days, 7)]


def value_on(path: Path, days: int) -> float:
    """Return the value so many days from now, on the straight line between two weeks' ends."""
    week, rest = divmod(min(max(days, 0), 7 * (len(path) - 1)), 7)
    return path[week] + (path[week + 1] - path[week]) * rest / 7 if rest else path[week]


def reached_on(path: Path, target: float, now_on: date) -> date | None:
    """Return the first day the path stands at the target; None where it never does."""
    if path[0] >= target:
        return now_on
    for week, (before, after) in enumerate(itertools.pairwise(path)):
        # Above by a rounding of floats only is reached: 10 weeks of a tenth are a whole.
        if after >= target - 1e-9:
            part = (target - before) / (after - before) if after > before else 1.0
            return now_on + timedelta(days=math.ceil(7 * (week + min(part, 1.0)) - 1e-9))
    return None


def elections_needed(
    now: float, amphoe: int, target: float, days: int, shares: Shares
) -> float | None:
    """Return the elections a week that bring the target in so many days; None where none can.

    No more than one election for every amphoe each week is tried.
    """
    if days <= 0 or target > amphoe:
        return None
    weeks = math.ceil(days / 7)

    def stands(per_week: float) -> float:
        return value_on(amphoe_path(now, amphoe, [per_week] * weeks, shares, weeks), days)

    low, high = 0.0, float(amphoe)
    if stands(high) < target:
        return None
    if stands(low) >= target:
        return 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if stands(middle) >= target else (middle, high)
    return high


@dataclass(frozen=True)
class Lacking:
    """What it takes beyond the amphoe at the threshold: so many more `amphoe` must reach it, the
    nearest first, which are `members` short in all."""

    amphoe: int
    members: int


def lacking(
    short_of: Sequence[int], at_deadline: float, target: float, worth: float
) -> Lacking | None:
    """Return what is lacking to a target; None where all the amphoe there are would not do.

    `short_of` has each amphoe below the threshold and without a representative: the members it
    lacks. `at_deadline` is where the amphoe at the threshold bring it, `worth` what one more
    election adds to that.
    """
    more = (
        math.ceil(max(target - at_deadline, 0.0) / worth - 1e-9) if worth > 0 else len(short_of) + 1
    )
    if at_deadline >= target:
        return Lacking(0, 0)
    if more > len(short_of):
        return None
    return Lacking(more, int(sum(sorted(short_of)[:more])))
