"""Words the one sentence on top of the page: whether both numbers move fast enough.

Words for what `metrics.targets.standing` found true, and nothing else: no number is judged here.
"""

from collections.abc import Mapping

from i18n.messages import phrase
from i18n.phrases import phrases
from metrics.targets.standing import Standing

_GOOD = {"enough", "kept", "likely", "reached", "grew"}
_BAD = {
    *("missed", "fell", "days", "falling", "still"),
    *("faster_percent", "faster_even", "faster"),
}
_OWN_WORDS = {"enough"}
"""Kinds that each number has words of its own for."""


def sentence(standings: Mapping[str, Standing], language: str) -> str:
    """Return the finding of standings by metric (`members`, `amphoe_covered`) in a language."""
    known = {metric: each for metric, each in standings.items() if each.kind != "unknown"}
    clauses = [_clause(metric, each, language) for metric, each in known.items()]
    if not clauses:
        return phrase("standing.nothing", language)
    words = clauses[0]
    if len(clauses) > 1:
        key = "standing.but" if _differ(*known.values()) else "standing.and"
        words = phrase(key, language, first=words, second=clauses[1])
    return words[:1].upper() + words[1:]


def _differ(first: Standing, second: Standing) -> bool:
    """Whether the one is good and the other is not, or only one of them is known up to today."""
    if (first.kind == "stale") != (second.kind == "stale"):
        return True
    sides = [(each.kind in _GOOD) - (each.kind in _BAD) for each in (first, second)]
    return sides[0] * sides[1] < 0


def _clause(metric: str, standing: Standing, language: str) -> str:
    is_own = standing.kind in _OWN_WORDS
    key = f"standing.{standing.kind}.{metric}" if is_own else f"standing.{standing.kind}"
    return phrase(
        key,
        language,
        what=phrase(f"standing.what.{metric}", language),
        goal=_goal(metric, standing.value, language),
        short_of=_count(metric, standing.short_of, language),
        change=_count(metric, abs(standing.change), language),
        now=_count(metric, standing.now, language),
        days=_days(standing.days_left, language),
        factor=standing.factor,
        period=_period(standing, language),
        told_to=standing.told_to or "",
    )


def _period(standing: Standing, language: str) -> str:
    if standing.since is None:
        return phrase("standing.in_week", language)
    return phrase("standing.since", language, day=standing.since)


def _days(days: int, language: str) -> str:
    return phrase("standing.day" if days == 1 else "standing.days_left", language, n=days)


def _goal(metric: str, value: int, language: str) -> str:
    """Return what is to be reached: a round number of people has a word of its own in Thai."""
    key = f"standing.round.{value}"
    if metric == "members" and key in phrases():
        return phrase(key, language)
    # Thai sets off figures, and runs words together.
    return " " * (language == "th") + _count(metric, value, language)


def _count(metric: str, count: int, language: str) -> str:
    return phrase(f"standing.count.{metric}", language, n=count)
