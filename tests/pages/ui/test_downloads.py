"""Does every file that leaves a page leave a line in the record first?"""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.audit import log
from etl.settings import Settings
from tests import discovery

_PAGE = """
from pages.ui import downloads
downloads.button("Take", lambda: b"x", "list.csv", key="taken", scope="50")
"""


def test_a_file_is_in_the_record_before_its_first_byte_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    handed: list[object] = []
    monkeypatch.setattr(
        "streamlit.download_button", lambda *told, **_: handed.append(told[1]), raising=True
    )
    at = AppTest.from_string(_PAGE).run()
    assert not at.exception
    settings = Settings(data=tmp_path)
    assert not log.read(settings).entries, "drawing the button is no deed"
    assert handed[0]() == b"x"  # type: ignore[operator]
    (told,) = log.read(settings).entries
    assert (told.action, told.what, told.scope) == ("exported", "list.csv", "50")
    log.newest_file(settings).unlink()
    log.newest_file(settings).mkdir()
    with pytest.raises(log.AuditError):
        handed[0]()  # type: ignore[operator]


def test_no_page_hands_out_a_file_in_another_way() -> None:
    for path in discovery.modules("pages"):
        if path.name != "downloads.py":
            assert not re.search(r"\bdownload_button\b", path.read_text("utf-8")), path


def test_no_picture_lies_at_an_address_that_is_bound_to_nobody() -> None:
    """`pictures` puts them into the page."""
    drawn = [
        path.name
        for path in discovery.modules("pages")
        if re.search(r"\bst\.(image|audio|video|pdf)\(", path.read_text("utf-8"))
    ]
    assert drawn == ["pictures.py"]
