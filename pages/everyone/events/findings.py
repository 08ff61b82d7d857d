"""Words what the figures of events show, of the very rows they draw."""

from datetime import date

import pandas as pd

from pages.ui.text import t

_WEEKS = 4


def calendar(days: pd.DataFrame, on: date) -> str:
    """Say how many events were held by the day and are to come, of the rows drawn."""
    is_past = days["held_on"] <= pd.Timestamp(on)
    held, coming = int(days.loc[is_past, "events"].sum()), int(days.loc[~is_past, "events"].sum())
    way = "both" if held and coming else "held" if held else "coming" if coming else "neither"
    return t(f"events.found.{way}", held=held, coming=coming)


def pace(weeks: pd.DataFrame) -> str:
    """Say how many amphoe the last four weeks were the first for, beside the four before."""
    first = weeks["amphoe_first"]
    now, before = int(first.tail(_WEEKS).sum()), int(first.iloc[-2 * _WEEKS : -_WEEKS].sum())
    way = "more" if now > before else "fewer" if now < before else "same" if now else "none"
    return t(f"events.found.{way}", now=now, before=before)


def visited(states: pd.Series) -> str:
    """Say in how many amphoe an event was held, of the state of each that is on the map."""
    counts = states.value_counts()
    return t(
        "events.found.map",
        visited=int(counts.get("visited", 0)) + int(counts.get("again", 0)),
        amphoe=len(states),
        planned=int(counts.get("planned", 0)),
    )
