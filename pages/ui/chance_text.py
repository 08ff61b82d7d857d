"""Words a chance, and the day that something is reached: plainly, never as certain."""

from datetime import date

from pages.ui.text import day_text, t

_WORDS = ((85, "likely"), (60, "rather_likely"), (40, "open"), (15, "rather_unlikely"))


def percent(chance: float) -> str:
    """Return a chance between 0 and 1 as whole per cent: 55%, under 1%, over 99%.

    Never 0 nor 100: what has not happened yet is not certain. A missing one is a dash.
    """
    if chance != chance:  # a missing number is not equal to itself
        return "–"
    if chance < 0.01:
        return t("chance.under")
    return t("chance.over") if chance > 0.99 else t("chance.percent", percent=round(100 * chance))


def about(chance: float) -> str:
    """Return `percent` as it stands in a sentence: about 55%, under 1%."""
    words = percent(chance)
    return t("chance.about", percent=words) if 0.01 <= chance <= 0.99 else words


def whole(chance: float) -> str:
    """Return a chance as a word and out of a hundred: a coin toss: about 54 in 100."""
    ends = {"chance.hundred_under": chance < 0.01, "chance.hundred_over": chance > 0.99}
    key = next((key for key, is_end in ends.items() if is_end), "chance.hundred")
    return t("chance.whole", word=word(chance), hundred=t(key, n=round(100 * chance)))


def word(chance: float) -> str:
    """Return a chance as a word from likely to unlikely; judged as `percent` rounds it."""
    return t(f"chance.word.{code(chance)}")


def code(chance: float) -> str:
    """Return likely, rather_likely, open, rather_unlikely, unlikely, or unknown if it is missing.

    For whoever colours by it; the words of `word` are for people.
    """
    if chance != chance:
        return "unknown"
    return next((name for least, name in _WORDS if round(100 * chance) >= least), "unlikely")


def when(median: date | None, early: date | None, late: date | None, horizon: date | None) -> str:
    """Return in one sentence the day something is reached: the middle, and the 80 % range.

    A missing day (None, or pandas' own) lies beyond `horizon`, the last day forecast.
    """
    known = [_is_known(day) for day in (median, early, late)]
    days = {
        name: day_text(day) for name, day in (("median", median), ("early", early), ("late", late))
    }
    days["horizon"] = day_text(horizon)
    if not any(known):
        return t("chance.when_beyond", **days) if _is_known(horizon) else t("chance.when_unknown")
    if not known[0]:
        return t("chance.when_early", **days)
    if early == late:
        return t("chance.when_day", **days)
    return t("chance.when" if known[2] else "chance.when_open", **days)


def _is_known(day: date | None) -> bool:
    return day is not None and day == day
