"""Does a table that shows links and colours still leave as plain words?"""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import downloads


def test_a_table_with_links_and_colours_leaves_as_plain_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left: list[pd.DataFrame] = []
    monkeypatch.setattr(downloads, "offer", lambda make, **_: left.append(make()))

    def page() -> None:
        from datetime import date

        import pandas as pd

        from pages.ui import tables

        tables.show(
            pd.DataFrame({"place": ["A#1"], "step": ["up"], "n": [3]}),
            {"place": "Place", "step": "Step"},
            name="x",
            asof=date(2023, 10, 22),
            alt="x",
            links={"place": pd.Series(["amphoe?at=5001"])},
            badges={"step": {"up": "#D9480F"}},
            also={"n": "N"},
        )

    at = AppTest.from_function(page).run()
    assert not at.exception, at.exception
    assert at.dataframe[0].value.to_numpy().tolist() == [["amphoe?at=5001#A#1", ["up"]]]
    assert left[0].to_dict("records") == [{"Place": "A#1", "Step": "up", "N": 3}]
