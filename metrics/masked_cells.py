"""Clear what lies under the missing cells of a table, so that nothing hidden can leave with it.

A missing value is a missing byte. pandas hides a cell of the types Int64, Float64 and boolean by
setting a bit in a mask beside the numbers and leaves the number where it is; Arrow copies numbers
and mask alike, and Streamlit sends both to the browser, where anybody can read what the page shows
as "< 5". An example to follow with a pencil, the members of three amphoe:

    members               numbers 131, 3, 117   mask 0, 0, 0
    .mask(members < 5)    numbers 131, 3, 117   mask 0, 1, 0    shown 131, –, 117; sent 131, 3, 117
    clear(…)              numbers 131, 0, 117   mask 0, 1, 0    shown 131, –, 117; sent 131, 0, 117

The gate has two doors. Every answer passes `clear` on its way to a page (`pages.ui.data.ask` and
`ask_private`), so that a page works out nothing from a hidden number; every table passes it again
on its way to the browser (`pages.ui.tables.draw`), for a page may leave cells out itself. Charts
(`pages.ui.figures.charts.draw`), the map (`pages.ui.map.amphoe_map`) and files
(`reports.spreadsheets.csv_files.cells`)
take numbers one by one, a missing one as none, and nothing lies under those. The tests of the
architecture let no other module of pages hand Streamlit what can carry a table, and two worlds
that differ in hidden cells alone must give the same bytes.
"""

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

_MASKED = (pd.arrays.IntegerArray, pd.arrays.FloatingArray, pd.arrays.BooleanArray)


def clear(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with zero, or empty text, under each missing cell of columns and index.

    Cells, types and labels are the same. A column of numbers without missing cells is not copied.
    What a table carries unseen goes too: its `attrs`, and categories that no row has.
    """
    cleared = frame.copy(deep=False)
    for at in range(frame.shape[1]):
        cells = frame.iloc[:, at].array
        found = _cleared(cells)
        if found is not cells:
            cleared.isetitem(at, found)
    cleared.index, cleared.columns = _labels(frame.index), _labels(frame.columns)
    cleared.attrs = {}
    return cleared


def _labels(index: pd.Index) -> pd.Index:
    if isinstance(index, pd.MultiIndex):
        return index.remove_unused_levels()
    if isinstance(index, pd.RangeIndex):
        return index
    found = _cleared(index.array)
    return index if found is index.array else pd.Index(found, name=index.name)


def _cleared(cells: ExtensionArray) -> ExtensionArray:
    if isinstance(cells, _MASKED):
        mask = np.asarray(cells.isna())
        if not mask.any():
            return cells
        numbers = cells.to_numpy(cells.dtype.numpy_dtype, na_value=0)
        return type(cells)(numbers, mask)
    if isinstance(cells, pd.arrays.ArrowExtensionArray):
        # Gathered anew: the first rows of a longer column share its bytes with the rest.
        return cells.take(np.arange(len(cells)))
    if isinstance(cells, pd.Categorical):
        return cells.remove_unused_categories()
    if isinstance(cells, pd.arrays.NumpyExtensionArray) and cells.dtype.kind == "f":
        return _same_missing(cells)
    return cells


def _same_missing(cells: pd.arrays.NumpyExtensionArray) -> pd.arrays.NumpyExtensionArray:
    """Give all missing fractions the same bytes: 0/0 has other ones than a fraction left out."""
    is_missing = np.asarray(cells.isna())
    if not is_missing.any():
        return cells
    numbers = cells.to_numpy(copy=True)
    numbers[is_missing] = np.nan
    return type(cells)(numbers)
