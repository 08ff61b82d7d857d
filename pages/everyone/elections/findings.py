"""Words what the figures of elections show, of the very rows they draw."""

import pandas as pd

from pages.ui.text import t


def calendar(periods: pd.DataFrame) -> str:
    """Say how many elections were held, are to come, and are past their day; rows of `calendar`."""
    held, coming, overdue = (int(periods[name].sum()) for name in ("held", "coming", "overdue"))
    way = "both" if held and coming else "held" if held else "coming" if coming else "neither"
    said = t(f"elections.found.{way}", held=held, coming=coming)
    return f"{said} · {t('elections.found.overdue', overdue=overdue)}" if overdue else said


def turnout(periods: pd.DataFrame) -> str:
    """Say how many of those eligible voted, of rows of `turnout.over_time`."""
    sums = {name: int(periods[name].sum()) for name in ("ballots", "eligible", "counted")}
    pct = f"{100 * sums['ballots'] / sums['eligible']:.1f}" if sums["eligible"] else "–"
    return t("elections.found.turnout", pct=pct, **sums)


def contested(known: pd.DataFrame) -> str:
    """Say how many elections had rivals, of rows of `results.by_candidates` that tell."""
    counts, candidates = known["elections"], known["candidates"]
    return t(
        "elections.found.contested",
        contested=int(counts[candidates > 1].sum()),
        n=int(counts.sum()),
        uncontested=int(counts[candidates == 1].sum()),
    )
