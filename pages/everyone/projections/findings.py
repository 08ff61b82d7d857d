"""Words what a comparison of areas shows; the fan's own finding is with its chart."""

import pandas as pd

from pages.ui.text import t


def areas(gaps: pd.Series, measure: str) -> str:
    """Say how many areas are behind; `gaps` are of all areas compared, below 0 where behind."""
    return t(f"projections.areas.{measure}", n=len(gaps), behind=int((gaps < 0).sum()))
