"""Does the running server hear who speaks over a websocket, and how much, before it obeys?"""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree

import pytest
import requests
import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from etl.audit import log as audit
from tests.browser import Serve, server_log
from tests.party import Party
from tests.signing_in import COOKIE, Provider, Site, person, start_site
from tests.wire import Session, claims, cookie

SIGN_IN = "แดชบอร์ดนี้เป็นข้อมูลภายในของพรรค"
DATA = "ประมวลผลเมื่อ"


@pytest.fixture(scope="module")
def site(
    serve: Serve,
    worlds: tuple[Path, Path],
    provider: Provider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    folder = tmp_path_factory.mktemp("guarded")
    made = Site("", Path(copytree(worlds[0], folder / "data")), provider)
    made.list_people(
        person("officer@example.org", "officer"),
        person("other@example.org", "officer"),
        person("viewer@example.org", "viewer"),
    )
    return start_site(serve, made.data, provider, folder)


def signed(site: Site, email: str) -> str:
    return cookie(site.url, claims(site.provider.issuer, email))


def shown(session: Session) -> str:
    return session.run().decode("utf-8", "replace")


def run_with(*widgets: WidgetState, **fields: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.extend(widgets)
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    return message


def clear() -> BackMsg:
    return BackMsg(clear_cache=True)


def table() -> WidgetState:
    widget = WidgetState(id="w")
    widget.arrow_value.data = b"no table"
    return widget


def test_a_start_prints_where_the_dashboard_is_and_no_stray_warning(site: Site) -> None:
    said = [line.strip() for line in server_log(site.url).splitlines() if line.strip()]
    assert said == ["You can now view your Streamlit app in your browser.", f"URL: {site.url}"]


@pytest.mark.parametrize(
    "message",
    [
        run_with(WidgetState(id="w", string_value="ก" * 400_000)),
        run_with(WidgetState(id="w", json_value="[" * 33)),
        run_with(*(WidgetState(id=str(n)) for n in range(2_001))),
        run_with(table()),
        run_with(WidgetState(id="w", bytes_value=b"sound")),
        run_with(query_string="a=" + "x" * 9_000),
        run_with(fragment_id="part\n2026-01-01 forged line"),
        b"\xff\xff\xff",
        "text",
    ],
    ids=["large", "deep", "many", "table", "bytes", "query", "forged", "not one", "text"],
)
def test_what_no_browser_sends_ends_the_connection(site: Site, message: BackMsg) -> None:
    with Session(site.url, signed(site, "viewer@example.org")) as session:
        session.send(message)
        assert session.is_ended(5)


def test_nobody_has_a_session_or_is_heard(site: Site) -> None:
    """Whoever may not look is told to load the page anew, which is the one to sign in by."""
    before = _sessions(site)
    for known in ("", "stranger@example.org"):
        with Session(site.url, signed(site, known) if known else "") as session:
            assert SIGN_IN in shown(session)
            assert session.is_away and session.name == ""
            assert session.is_ended(5)
    assert _sessions(site) == before


def _sessions(site: Site) -> str:
    told = requests.get(f"{site.url}/metrics", timeout=10).text
    return next(line for line in told.splitlines() if line.startswith("pakthong_sessions "))


def test_nobody_clears_what_is_kept_for_all(site: Site) -> None:
    """What pages keep is cleared by Streamlit's own message: the page after it would be slow."""
    with Session(site.url, signed(site, "officer@example.org")) as officer:
        shown(officer)
        kept = _fastest(officer)
        for email in ("viewer@example.org", "officer@example.org"):
            with Session(site.url, signed(site, email)) as session:
                session.send(clear())
                assert DATA in shown(session)
        at = time.monotonic()
        assert DATA in shown(officer)
        assert time.monotonic() - at < 3 * kept + 0.3


def _fastest(session: Session) -> float:
    took = []
    for _ in range(3):
        at = time.monotonic()
        assert DATA in shown(session)
        took.append(time.monotonic() - at)
    return min(took)


def test_a_frame_that_says_it_is_large_is_not_waited_for(site: Site) -> None:
    with Session(site.url, signed(site, "officer@example.org")) as officer:
        assert DATA in shown(officer)
        officer.send(run_with(*(WidgetState(id=f"{n:0900}") for n in range(100))))
        assert not officer.is_ended(1)
        officer.send(b"x" * (2**20 + 1))
        assert officer.is_ended(5)


def test_a_flood_of_small_frames_ends_the_connection(site: Site) -> None:
    with Session(site.url, signed(site, "viewer@example.org")) as session:
        assert DATA in shown(session)
        for _ in range(40_000):
            session.ping()
        assert session.is_ended(5)


def test_the_more_are_turned_away_the_longer_each_waits(site: Site) -> None:
    def seconds() -> float:
        at = time.monotonic()
        with Session(site.url):
            return time.monotonic() - at

    alone = seconds()
    with ThreadPoolExecutor(40) as crowd:
        waited = list(crowd.map(lambda _: seconds(), range(40)))
        officer = Session(site.url, signed(site, "officer@example.org"))
        with officer:
            assert DATA in shown(officer)
    assert alone < 1 < max(waited)
    assert seconds() < 1


def test_a_file_is_made_and_handed_out_to_nobody_but_who_asked_for_it(site: Site) -> None:
    def deeds(email: str) -> list[tuple[str, str]]:
        entries = audit.read(Party(site.data)).entries
        told = [(each.action, each.what) for each in entries if each.actor == email]
        return [each for each in told if each[0] in ("exported", "refused")]

    own, others = signed(site, "officer@example.org"), signed(site, "other@example.org")
    with Session(site.url, own) as officer, Session(site.url, others) as other:
        officer.run("gaps")
        other.run("gaps")
        assert officer.files and other.files
        assert other.take(officer.files[0]) == ""
        assert deeds("officer@example.org") == []
        address = officer.take(officer.files[0])
        assert address.startswith("/media/")
        assert _get(site, address, own) == 200
        assert len(deeds("officer@example.org")) == 1
        assert [_get(site, address, others) for _ in range(2)] == [403, 403]
        assert deeds("other@example.org") == [("refused", "file")]
        assert other.take(other.files[0]) == address, "the same content has the same address"
        assert _get(site, address, others) == 200
        assert [_get(site, "/media/none.csv", each) for each in (own, "")] == [403, 403]


def test_the_fonts_of_the_sign_in_page_are_nobodys(site: Site) -> None:
    fonts = sorted((Path(streamlit.__file__).parent / "static" / "static" / "media").iterdir())
    assert fonts
    for font in fonts:
        assert _get(site, f"/static/media/{font.name}", "") == 200


def _get(site: Site, address: str, signed: str) -> int:
    headers = {"Cookie": f"{COOKIE}={signed}"} if signed else {}
    return requests.get(f"{site.url}{address}", headers=headers, timeout=30).status_code


def test_nobody_sends_a_file_to_a_page_of_somebody_else(site: Site) -> None:
    own, others = signed(site, "officer@example.org"), signed(site, "other@example.org")
    with Session(site.url, own) as officer:
        officer.run()
        where = f"{site.url}/_stcore/upload_file/{officer.name}/a"
        for method in ("PUT", "DELETE"):
            headers = {"Cookie": f"{COOKIE}={others}"}
            answer = requests.request(method, where, headers=headers, timeout=30)
            assert answer.status_code == 403
            assert "คนอื่น" in answer.text


def test_nothing_that_was_sent_forges_a_line_of_the_log(site: Site) -> None:
    """Comes last: what this file has sent is in the log by now, where that is heard at all."""
    with Session(site.url, signed(site, "other@example.org")) as other:
        shown(other)
        assert other.take("a file ก้ of nobody") == ""
        other.send(run_with(page_name="forged\nline\x1b[2J"))
        assert other.is_ended(5)
    lines = server_log(site.url).splitlines()
    assert any("a file ก้ of nobody" in line for line in lines)
    assert not [line for line in lines if not line.isprintable() or "forged" in line]
