"""Fold the spellings of a name to one: letters that sound alike, signs that people leave out.

A rule, not a guess: the same text always gives the same fold, and a fold that two names share
finds neither. A vowel that tells names apart stays (แม่ทะ is not แม่ทา).
"""

import re

_SILENT = re.compile("[ก-ฮ][\u0e34\u0e38]?\u0e4c")
_SAME_THAI = str.maketrans(
    {
        **dict.fromkeys("ศษ", "ส"),
        "ณ": "น",
        "ฬ": "ล",
        "ญ": "ย",
        **dict.fromkeys("ฑฒธ", "ท"),
        "ฐ": "ถ",
        **dict.fromkeys("ฎฏ", "ด"),
        **dict.fromkeys("ฆฅ", "ค"),
        "ฃ": "ข",
        "ฌ": "ช",
        "ภ": "พ",
        "ใ": "ไ",
        # Long and short of one vowel; tone marks, the mark of a short one, and its ะ.
        "ี": "ิ",
        "ื": "ึ",
        "ู": "ุ",
        **dict.fromkeys("\u0e48\u0e49\u0e4a\u0e4b\u0e47\u0e4cะ"),
    }
)
_SAME_LATIN = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("^koh", "ko"),
        ("ng", "ŋ"),
        ("b(?:u|oo)r(?:y|ee|ii?)", "buri"),
        ("t?ch|j", "c"),
        ("ph", "p"),
        ("th|dh", "t"),
        ("kh|gh", "k"),
        ("bh", "p"),
        ("g", "k"),
        ("v", "w"),
        ("d", "t"),
        ("b", "p"),
        ("sr", "s"),
        ("arn", "an"),
        ("orn", "on"),
        ("oo|ou|ue|eu", "u"),
        ("ee|ii|ie$", "i"),
        ("ei|ay|ey", "ai"),
        ("ae|ea", "e"),
        ("oe", "o"),
        ("y$", "i"),
        (r"(.)\1+", r"\1"),
    )
)


def folds(key: str) -> tuple[str, ...]:
    """Return the folds of a key of `names`: spellings of one name share one of them.

    Thai has two: a silent letter is left out, or its mark is.
    """
    if key.isascii():
        for pattern, by in _SAME_LATIN:
            key = pattern.sub(by, key)
        return (key,)
    texts = dict.fromkeys((_SILENT.sub("", key), key))
    return tuple(text.replace("รร", "ั").translate(_SAME_THAI) for text in texts)


def is_a_letter_or_two_amiss(text: str, name: str) -> bool:
    """Whether one key is the other but for a letter, or two of a name of eight letters and more:
    typed wrongly, left out, too many, or two that changed places."""
    allowed = 2 if len(name) >= 8 else 1
    if abs(len(text) - len(name)) > allowed:
        return False
    before: list[int] = []
    above: list[int]
    row: list[int] = [*range(len(name) + 1)]
    for i, letter in enumerate(text, start=1):
        before, above, row = row, before, [i]
        for j, other in enumerate(name, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if above and i > 1 and j > 1 and letter == name[j - 2] and text[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1] <= allowed
