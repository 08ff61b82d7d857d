"""Is there nothing under the missing cells of a table that leaves, whatever its types?"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes

from metrics.masked_cells import clear
from reports.spreadsheets.csv_files import csv_bytes
from reports.spreadsheets.xlsx_files import xlsx_bytes
from tests.arrow import unseen

NUMBERS = [7777, 3333, 9999, 40]
FRACTIONS = [0.5, 0.25, 0.1, 7.0]
TRUTHS = [True, True, False, True]
NAMES = ["แม่ริม", "ลับ", "ฝาง", "ลี้"]
CELLS: dict[str, list[Any]] = {
    **{kind: NUMBERS for kind in ("Int64", "Int32", "UInt16", "int64[pyarrow]", "uint16[pyarrow]")},
    **{kind: FRACTIONS for kind in ("Float64", "Float32", "float64", "double[pyarrow]")},
    **{kind: TRUTHS for kind in ("boolean", "bool[pyarrow]")},
    **{kind: NAMES for kind in ("str", "string[python]", "string[pyarrow]", "category")},
    "datetime64[ns]": list(pd.date_range("2023-10-01", periods=4)),
    "timestamp[ns][pyarrow]": list(pd.date_range("2023-10-01", periods=4)),
    "date32[day][pyarrow]": [date(2023, 10, day) for day in (1, 2, 3, 4)],
}
HIDDEN = [False, True, False, False]
PARTS = {
    "whole": slice(None),
    "without the first": slice(1, None),
    "the first two": slice(2),
    "the hidden one alone": slice(1, 2),
}


def sent(frame: pd.DataFrame) -> pa.Table:
    """Return what Streamlit sends a browser for a table."""
    return pa.ipc.open_stream(convert_pandas_df_to_arrow_bytes(frame)).read_all()


def hidden(kind: str, masked: pd.Series) -> pd.Series:
    """Put a hidden value back under the mask, as code that never copies may leave one."""
    if not kind.endswith("[pyarrow]") or kind.startswith("string"):
        return masked
    whole = pa.array(CELLS[kind], masked.dtype.pyarrow_dtype)
    validity = pa.py_buffer(bytes([0b1101]))
    kept = pa.Array.from_buffers(whole.type, len(whole), [validity, *whole.buffers()[1:]])
    return pd.Series(pd.arrays.ArrowExtensionArray(kept))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", CELLS)
def test_nothing_lies_under_the_missing_cells_of_any_type(kind: str, part: str) -> None:
    masked = hidden(kind, pd.Series(CELLS[kind], dtype=kind).mask(HIDDEN))
    frame = pd.DataFrame({"told": range(4), "masked": masked}).iloc[PARTS[part]]
    cleared = clear(frame)
    assert unseen(sent(cleared)) == []
    if kind != "category":
        pd.testing.assert_frame_equal(cleared, frame)
    assert cleared["masked"].isna().tolist() == HIDDEN[PARTS[part]]


@pytest.mark.parametrize("kind", ["Int64", "Float64", "boolean", "int64[pyarrow]", "category"])
def test_without_clearing_the_hidden_cell_would_be_sent(kind: str) -> None:
    """Or the test above would prove nothing."""
    masked = hidden(kind, pd.Series(CELLS[kind], dtype=kind).mask(HIDDEN))
    assert unseen(sent(masked.to_frame("masked")))


def test_the_rest_of_a_longer_column_of_texts_stays_behind() -> None:
    names = pd.Series([f"ลับ{n}" for n in range(40)], dtype="str").to_frame("name")
    assert unseen(sent(names.head(2)))
    assert unseen(sent(clear(names.head(2)))) == []


@pytest.mark.parametrize("kind", ["Int64", "boolean", "str"])
def test_nothing_lies_under_the_missing_labels_of_an_index(kind: str) -> None:
    labels = pd.Index(pd.Series(CELLS[kind], dtype=kind).mask(HIDDEN), name="area")
    frame = pd.DataFrame({"n": range(4)}, index=labels)
    assert unseen(sent(clear(frame))) == []
    assert clear(frame).index.equals(frame.index)
    assert clear(frame).index.name == "area"


def test_an_index_of_two_levels_is_the_same_whatever_it_hides() -> None:
    worlds = []
    for few in (1, 4):
        first = pd.Series([131, few, 117], dtype="Int64").mask([False, True, False])
        index = pd.MultiIndex.from_arrays([first, ["a", "b", "c"]])
        worlds.append(sent(clear(pd.DataFrame({"n": range(3)}, index=index))))
    # pandas writes 1 under a missing label when it takes a level out, whatever was there.
    assert worlds[0].equals(worlds[1])
    assert {found for world in worlds for _, found in unseen(world)} == {bytes([1, *bytes(7)])}


def test_labels_that_no_row_has_any_more_go() -> None:
    index = pd.MultiIndex.from_product([["north", "secret"], [1, 2]])
    frame = pd.DataFrame({"n": range(4)}, index=index).head(2)
    assert list(clear(frame).index.levels[0]) == ["north"]
    assert clear(frame).index.equals(frame.index)


def test_what_a_table_carries_beside_its_cells_goes() -> None:
    frame = pd.DataFrame({"n": [1]})
    frame.attrs["hidden"] = 3333
    assert b"3333" in convert_pandas_df_to_arrow_bytes(frame)
    assert b"3333" not in convert_pandas_df_to_arrow_bytes(clear(frame))


def test_all_missing_fractions_have_the_same_bytes() -> None:
    divided = -np.array([0.0]) / np.array([np.nan])
    odd = np.frombuffer(b"\x03\x00\x00\x00\x00\x00\xf8\xff", "<f8")
    frame = pd.DataFrame({"pct": np.concatenate([divided, odd, [np.nan]])})
    assert unseen(sent(clear(frame))) == []
    assert unseen(sent(frame))


def test_two_columns_of_one_name_and_a_name_that_is_no_text_bear_it() -> None:
    masked = pd.Series(NUMBERS, dtype="Int64").mask(HIDDEN)
    frame = pd.concat([masked, masked], axis=1, keys=["n", "n"])
    pd.testing.assert_frame_equal(clear(frame), frame)


def test_a_table_without_missing_cells_is_not_copied_and_the_one_given_is_left_alone() -> None:
    frame = pd.DataFrame({"n": pd.Series(NUMBERS, dtype="Int64"), "m": NUMBERS})
    assert np.shares_memory(clear(frame)["m"].array, frame["m"].array)
    assert np.shares_memory(clear(frame)["n"].array._data, frame["n"].array._data)
    masked = frame.assign(n=frame["n"].mask(HIDDEN))
    cleared = clear(masked)
    cleared.loc[:, "n"] = 0
    assert masked["n"].isna().tolist() == HIDDEN


def test_a_file_is_the_same_whatever_lies_under_its_missing_cells() -> None:
    is_few = [False, True, False]
    worlds = [
        pd.DataFrame({"members": pd.Series([131, few, 117], dtype="Int64").mask(is_few)})
        for few in (1, 4)
    ]
    assert csv_bytes(worlds[0]) == csv_bytes(worlds[1])
    assert xlsx_bytes({"a": worlds[0]}) == xlsx_bytes({"a": worlds[1]})
