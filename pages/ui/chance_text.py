"""Words a chance: plainly, never as certain."""

from pages.ui.text import t

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
