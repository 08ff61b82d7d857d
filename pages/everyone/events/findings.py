"""Words what the calendar of events shows, of the very rows it draws."""

from datetime import date

import pandas as pd

from pages.ui.text import t


def calendar(days: pd.DataFrame, on: date) -> str:
    """Say how many events were held by the day and are to come, of the rows drawn."""
    is_past = days["held_on"] <= pd.Timestamp(on)
    held, coming = int(days.loc[is_past, "events"].sum()), int(days.loc[~is_past, "events"].sum())
    way = "both" if held and coming else "held" if held else "coming" if coming else "neither"
    return t(f"events.found.{way}", held=held, coming=coming)


def visited(states: pd.Series) -> str:
    """Say in how many amphoe an event was held, of the state of each that is on the map."""
    counts = states.value_counts()
    return t(
        "events.found.map",
        visited=int(counts.get("visited", 0)) + int(counts.get("again", 0)),
        amphoe=len(states),
        planned=int(counts.get("planned", 0)),
    )
