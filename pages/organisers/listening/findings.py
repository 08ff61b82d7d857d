"""Words what a poll's figures show: what was said most, and where most took part."""

import pandas as pd

from pages.ui.text import t

_LETTERS = 42
"""So much of a choice or a name has room on a phone."""


def shares(answers: pd.DataFrame) -> str:
    """Say which choice is ahead, or that two are too close; rows of `polls.answers` with a share.

    One is ahead where its interval lies wholly above every other's.
    """
    ranked = answers.sort_values("pct", ascending=False, kind="stable")
    words = {"first": short(ranked["choice"].iloc[0]), "pct": f"{ranked['pct'].iloc[0]:.0f}"}
    if len(ranked) == 1:
        return t("listening.found.alone", **words)
    if ranked["lo"].iloc[0] > ranked["hi"].iloc[1:].max():
        return t("listening.found.ahead", **words)
    second = ranked.iloc[1]
    words |= {"second": short(second["choice"]), "next": f"{second['pct']:.0f}"}
    return t("listening.found.close", **words)


def turnout(known: pd.DataFrame, *, is_whole: bool) -> str:
    """Say where most and where fewest took part; rows are `area` and `share_pct`.

    `is_whole` says that no area's share is hidden: of those that are, nothing is claimed.
    """
    ranked = known.sort_values("share_pct", ascending=False, kind="stable")
    first, last = ranked.iloc[0], ranked.iloc[-1]
    words = {"most": f"{first['share_pct']:.1f}", "least": f"{last['share_pct']:.1f}"}
    if words["most"] == words["least"]:
        return t("listening.found.alike", **words)
    way = "turnout" if is_whole else "turnout_told"
    names = {"first": short(first["area"]), "last": short(last["area"])}
    return t(f"listening.found.{way}", **words, **names)


def short(words: object) -> str:
    """Return words on one line, cut where they are long; Plotly reads tags, so none is left."""
    line = " ".join(str(words).split()).replace("<", "‹").replace(">", "›").replace("&", "＆")
    return line if len(line) <= _LETTERS else line[: _LETTERS - 1] + "…"
