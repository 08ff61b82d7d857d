"""Does everything that is logged stay one line that steers no terminal?"""

import io
import logging
from collections.abc import Iterator

import pytest

from pages.server import log_lines


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    before = logging.getLogRecordFactory()
    log_lines.install()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    log = logging.getLogger("tests.log_lines")
    log.addHandler(handler)
    log.propagate = False
    yield out
    log.removeHandler(handler)
    logging.setLogRecordFactory(before)


def test_what_somebody_sent_is_written_out(written: io.StringIO) -> None:
    sent = "part\n2026-01-01 forged\r\x1b[2J\u202e\x9b ก้"
    logging.getLogger("tests.log_lines").warning("no fragment %s", sent)
    assert written.getvalue() == ("no fragment part\\n2026-01-01 forged\\r\\x1b[2J\\u202e\\x9b ก้\n")


def test_an_exception_keeps_its_lines_and_none_passes_for_another(written: io.StringIO) -> None:
    try:
        raise ValueError("a\n2026-01-01 forged \x1b[2J")
    except ValueError:
        logging.getLogger("tests.log_lines").exception("failed")
    lines = written.getvalue().splitlines()
    assert lines[0] == "failed"
    assert len(lines) >= 4
    assert all(line.startswith("  ") and line.isprintable() for line in lines[1:])
