"""Words what figures of how members are spread show; those of members are with their charts."""

import pandas as pd

from pages.everyone.growth.concentration_measures import Measure
from pages.ui.text import t


def spread(measure: Measure, name: str, values: pd.Series) -> str:
    """Say whether members are more spread at the last of a figure's values than at the first."""
    first, last = float(values.iloc[0]), float(values.iloc[-1])
    way = {1: "more", -1: "less", 0: "same"}[measure.toward(last, first)]
    ends = {"first": measure.text(first), "last": measure.text(last)}
    return t(f"belonging.found.{way}", what=name, **ends)
