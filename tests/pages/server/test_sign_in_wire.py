"""Whom does the running server refuse, whatever they send, and does one answer reach another?"""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import requests
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import InvalidStatus

from etl.access import ended_sessions
from etl.audit import log as audit
from etl.settings import Settings
from pages.access import identity
from tests import scope_party
from tests.browser import ROOT, Serve
from tests.party import Party
from tests.signing_in import COOKIE, XSRF, Provider, Site, person, start_site
from tests.slow import these
from tests.wire import Session, claims, cookie

OFFICER = person("officer@example.org", "officer")
NORTH = person("north@example.org", "organiser", scope_party.OWN)
THIRD = person("third@example.org", "officer", ["52"])
VIEWER = person("viewer@example.org", "viewer")
PEOPLE = (OFFICER, NORTH, THIRD, VIEWER)
TITLES = {"agm_roll": "บัญชีผู้มีสิทธิ", "gaps": "ไปไหนต่อ"}
SIGN_IN = "แดชบอร์ดนี้เป็นข้อมูลภายในของพรรค"
DATA = "ประมวลผลเมื่อ"
"""What every page with data says, and no other."""


@pytest.fixture(scope="module")
def site(
    serve: Serve,
    worlds: tuple[Path, Path],
    provider: Provider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    folder = tmp_path_factory.mktemp("site")
    data = Path(copytree(worlds[0], folder / "data"))
    made = Site("", data, provider)
    made.list_people(*PEOPLE)
    return start_site(serve, data, provider, folder)


@pytest.fixture(autouse=True)
def everybody_is_listed(site: Site) -> Iterator[None]:
    yield
    site.list_people(*PEOPLE)


def seen_by(site: Site, email: str, page: str = "", **changed: object) -> str:
    told = claims(site.provider.issuer, email, **changed)
    with Session(site.url, cookie(site.url, told)) as session:
        return session.run(page).decode("utf-8", "replace")


def is_refused(shown: str) -> bool:
    return SIGN_IN in shown and DATA not in shown


def test_somebody_of_the_list_is_let_in_and_nobody_is_without_a_cookie(site: Site) -> None:
    assert DATA in seen_by(site, "officer@example.org")
    assert DATA in seen_by(site, " Officer@Example.ORG ")
    with Session(site.url) as session:
        for page in ("", "agm_roll", "gaps", "nowhere"):
            assert is_refused(session.run(page).decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "stranger@example.org"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email_verified": 1},
        {"email": ["officer@example.org"]},
        {"email": "officer@example.org\u2028"},
        {"email": "o\ufb03cer@example.org"},
        {"email": None},
        {"iss": "https://elsewhere.example.org"},
        {"iss": None},
        {"iat": int(time.time()) - 13 * 3600},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"iat": True},
        {"iat": float("inf")},
        {"sub": ""},
    ],
    # Moments differ from one collection to the next, and tests are collected on every core.
    ids=lambda changed: re.sub(r"\d{6,}", "moment", str(changed)),
)
def test_claims_that_are_not_quite_right_are_refused(site: Site, changed: dict[str, Any]) -> None:
    told = claims(site.provider.issuer, "officer@example.org") | changed
    with Session(site.url, cookie(site.url, told)) as session:
        assert is_refused(session.run("agm_roll").decode("utf-8", "replace"))


def test_a_list_that_changes_holds_at_the_next_click(site: Site) -> None:
    told = claims(site.provider.issuer, "officer@example.org")
    with Session(site.url, cookie(site.url, told)) as session:

        def now() -> str:
            return session.run("agm_roll").decode("utf-8", "replace")

        assert DATA in now()
        for row in (
            person("officer@example.org", "chief"),
            person("officer@example.org", "organiser"),
            person("officer@example.org", "organiser", []),
            person("officer@example.org", "officer", ["99"]),
            person("officer@example.org", "viewer") + '\nprovince = ["50"]',
            OFFICER + "\n[[people]]\n" + OFFICER,
            "",
        ):
            site.list_people(*([row] if row else []))
            assert is_refused(now()), row
            site.list_people(*PEOPLE)
            assert DATA in now()
        site.list_people(*PEOPLE, issuer="https://elsewhere.example.org")
        assert is_refused(now())
        site.list_people(*PEOPLE, hours=0.0001)
        assert is_refused(now())
        site.list_people("email = [")
        assert is_refused(now())
        (site.data / "access.toml").unlink()
        assert is_refused(now()), "a list taken away opens nothing"
        site.list_people(*PEOPLE)
        assert DATA in now()
        site.list_people(person("officer@example.org", "viewer"), *PEOPLE[1:])
        assert "สำหรับ" in now() or "หน้านี้ไม่ได้อยู่ในหน้าที่" in now()


def test_a_cookie_that_was_changed_or_signed_by_another_is_no_cookie(site: Site) -> None:
    told = claims(site.provider.issuer, "officer@example.org")
    whole = cookie(site.url, told)
    forged = [
        whole[:10] + ("A" if whole[10] != "A" else "B") + whole[11:],
        whole[:-2] + ("AA" if whole[-2:] != "AA" else "BB"),
        cookie(site.url, told, secret="another secret of more than 32 characters"),
        cookie("http://127.0.0.1:1", told),
        "x",
    ]
    for each in forged:
        with Session(site.url, each) as session:
            assert is_refused(session.run("agm_roll").decode("utf-8", "replace"))


def test_another_sites_page_cannot_open_a_websocket(site: Site) -> None:
    signed = cookie(site.url, claims(site.provider.issuer, "officer@example.org"))
    for origin in ("http://evil.example", "http://127.0.0.1:1", "http://localhost", "null"):
        with pytest.raises(InvalidStatus) as refused, Session(site.url, signed, origin=origin):
            pass
        assert refused.value.response.status_code == 403
        answer = requests.get(site.url, headers={"Origin": origin}, timeout=10)
        assert answer.status_code == 403


def test_a_copied_cookie_is_worth_nothing_after_signing_out(site: Site) -> None:
    told = claims(site.provider.issuer, "viewer@example.org", nonce="to be copied")
    signed = cookie(site.url, told)
    with Session(site.url, signed) as still_open:
        assert DATA in still_open.run().decode("utf-8", "replace")
        answer = requests.get(
            f"{site.url}/auth/logout", headers={"Cookie": f"{COOKIE}={signed}"}, timeout=10
        )
        assert answer.ok
        assert is_refused(still_open.run().decode("utf-8", "replace"))
    with Session(site.url, signed) as copied:
        assert is_refused(copied.run().decode("utf-8", "replace"))
    assert ended_sessions.is_ended(Party(site.data), identity.sign_in_id(told))
    assert DATA in seen_by(site, "viewer@example.org", nonce="another sign-in")
    folder = site.data / "access"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "signed_out").stat().st_mode & 0o077 == 0
    gone = [each for each in audit.read(Party(site.data)).entries if each.action == "signed_out"]
    assert [each.actor for each in gone] == ["viewer@example.org"]


def test_a_list_of_sign_outs_that_cannot_be_read_lets_nobody_in(site: Site) -> None:
    file = site.data / "access" / "signed_out"
    file.parent.mkdir(exist_ok=True, mode=0o700)
    before = file.read_bytes() if file.exists() else b""
    file.write_bytes(before + b"not a line\n")
    assert is_refused(seen_by(site, "officer@example.org"))
    file.write_bytes(before)
    assert DATA in seen_by(site, "officer@example.org")


def test_visits_are_recorded_once_each(site: Site) -> None:
    def deeds(who: str) -> list[tuple[str, str]]:
        entries = audit.read(Party(site.data)).entries
        return [(each.action, each.what) for each in entries if each.actor == who]

    told = claims(site.provider.issuer, "third@example.org", nonce="recorded")
    before = deeds("third@example.org")
    for _ in range(2):
        with Session(site.url, cookie(site.url, told)) as session:
            session.run("agm_roll")
            session.run("agm_roll", lang="en")
    now = deeds("third@example.org")[len(before) :]
    assert now == [("signed_in", ""), ("page_opened", "agm_roll"), ("page_opened", "agm_roll")]
    for _ in range(3):
        with Session(
            site.url, cookie(site.url, claims(site.provider.issuer, "no@example.org", iat=1))
        ) as session:
            session.run()
    assert deeds("no@example.org") == [("refused", "expired")]
    north = claims(site.provider.issuer, "north@example.org", nonce="recorded")
    with Session(site.url, cookie(site.url, north)) as session:
        session.run("agm_roll")
        session.run("agm_roll")
    assert ("refused", "page: agm_roll") in deeds("north@example.org")
    assert audit.read(Party(site.data)).broken_at is None


def test_who_is_refused_on_a_page_or_at_the_door_is_recorded_once(site: Site) -> None:
    def refused(who: str) -> list[str]:
        entries = audit.read(Party(site.data)).entries
        return [each.what for each in entries if (each.actor, each.action) == (who, "refused")]

    third = claims(site.provider.issuer, "third@example.org", nonce="of a province")
    with Session(site.url, cookie(site.url, third)) as session:
        for page in ("record", "month", "agm_roll", "record"):
            session.run(page, step="load")
    told = refused("third@example.org")
    assert [what for what in told if what != "upload"] == ["page: record", "page: month"]
    unknown = claims(site.provider.issuer, "knocks@example.org", nonce="at the door")
    signed = cookie(site.url, unknown)
    for path in ("media/x.csv", "_stcore/metrics", "media/y.csv"):
        answer = requests.get(
            f"{site.url}/{path}", headers={"Cookie": f"{COOKIE}={signed}"}, timeout=10
        )
        assert answer.status_code == 403
    assert refused("knocks@example.org") == ["stranger"]


def test_the_server_leads_officers_alone_from_an_address_of_before_to_its_step(site: Site) -> None:
    def led(email: str) -> str:
        signed = cookie(site.url, claims(site.provider.issuer, email))
        answer = requests.get(
            f"{site.url}/reviews?place=50&step=all",
            headers={"Cookie": f"{COOKIE}={signed}"},
            timeout=10,
            allow_redirects=False,
        )
        return answer.headers.get("location", "")

    assert led("officer@example.org") == led("third@example.org") == "./month?place=50&step=doubts"
    assert led("north@example.org") == led("viewer@example.org") == led("no@example.org") == ""


def test_an_officers_page_does_not_open_when_that_cannot_be_recorded(site: Site) -> None:
    told = claims(site.provider.issuer, "officer@example.org", nonce="unrecorded")
    with Session(site.url, cookie(site.url, told)) as session:
        assert DATA in session.run().decode("utf-8", "replace")
        log = audit.newest_file(Settings(data=site.data))
        aside = log.rename(log.with_suffix(".aside"))
        log.mkdir()
        try:
            shown = session.run("agm_roll").decode("utf-8", "replace")
        finally:
            log.rmdir()
            aside.rename(log)
        assert "บันทึกการใช้งาน" in shown
        assert scope_party.MARK not in shown
        assert scope_party.MARK in session.run("agm_roll").decode("utf-8", "replace")


def upload(site: Site, signed: str, size: int = 10) -> int:
    """Send a file as a page with this cookie would; return how it is answered."""
    with Session(site.url, signed) as session:
        session.run()
        token = generate_xsrf_token_string()
        answer = requests.put(
            f"{site.url}/_stcore/upload_file/{session.name}/a-file",
            files={"file": ("a.csv", b"a" * size)},
            headers={"Cookie": f"{XSRF}={token}; {COOKIE}={signed}", "X-Xsrftoken": token},
            timeout=30,
        )
        return answer.status_code


def test_only_an_officer_of_the_whole_country_can_send_a_file(site: Site) -> None:
    def signed(email: str) -> str:
        return cookie(site.url, claims(site.provider.issuer, email, nonce="uploads"))

    assert upload(site, signed("officer@example.org")) == 204
    for email in ("viewer@example.org", "north@example.org", "third@example.org"):
        once = signed(email)
        assert [upload(site, once) for _ in range(2)] == [403, 403]
        told = audit.read(Party(site.data)).entries
        deeds = [(each.action, each.what) for each in told if each.actor == email]
        assert deeds.count(("refused", "upload")) == 1
    assert upload(site, signed("stranger@example.org")) == 403


@pytest.mark.slow
def test_files_that_are_held_have_a_bound_together(
    serve: Serve, site: Site, tmp_path: Path
) -> None:
    small = start_site(serve, site.data, site.provider, tmp_path, more=["--server.maxUploadSize=1"])
    signed = cookie(small.url, claims(site.provider.issuer, "officer@example.org", nonce="many"))
    token = generate_xsrf_token_string()
    headers = {"Cookie": f"{XSRF}={token}; {COOKIE}={signed}", "X-Xsrftoken": token}

    def put(path: str, size: int) -> int:
        file = {"file": ("a.csv", b"a" * size)}
        return requests.put(
            f"{small.url}{path}", files=file, headers=headers, timeout=30
        ).status_code

    with Session(small.url, signed) as session:
        session.run()
        path = f"/_stcore/upload_file/{session.name}"
        assert put(f"{path}/0", 2**20 + 1) == 413
        assert [put(f"{path}/{n}", 900_000) for n in range(5)] == [204] * 4 + [413]
        assert requests.delete(f"{small.url}{path}/0", headers=headers, timeout=30).ok
        assert put(f"{path}/5", 900_000) == 204


def members_of(site: Site, provinces: Sequence[str]) -> str:
    """Count from the edition itself, as no page does."""
    with Party(site.data).opened() as con:
        (members,) = con.execute(
            "select sum(joined + returned + moved_in - left_members - moved_out)"
            " from membership_daily where list_contains($codes, province_code)",
            {"codes": list(provinces)},
        ).fetchone() or (0,)
    return f"{members:,}"


@pytest.mark.parametrize("requests_each", these((0,), [6, 100]))
def test_alternating_requests_of_two_scopes_leak_nothing(
    requests_each: int, serve: Serve, site: Site, tmp_path: Path
) -> None:
    """Each asks for the same pages at the same time, so for the same kept answers.

    Every large number has to be the one of a server that nobody else has asked anything.
    """
    theirs = {
        "north@example.org": (
            ("Mae Rim", "Chiang Mai"),
            ("Lampang", "Mueang Pan", scope_party.MARK),
        ),
        "third@example.org": (("Lampang", "Mueang Pan"), ("Chiang Mai", "Mae Rim", "Lamphun")),
    }
    pages = ("", "coverage_map", "gaps", "elections", "growth", "reviews")
    asked = {"lang": "en", "province": "52", "amphoe": "5213"}
    wrong: list[str] = []
    done: list[str] = []

    def signed(email: str, url: str) -> str:
        return cookie(url, claims(site.provider.issuer, email, nonce="caches"))

    def run(session: Session, email: str, page: str) -> bytes:
        if page == "reviews" and email == "third@example.org":  # a step, for an officer
            return session.run("month", step="doubts", **asked)
        return session.run(page, **asked)

    def alone(email: str) -> dict[str, list[tuple[str, str]]]:
        own = start_site(serve, site.data, site.provider, tmp_path)
        found = {}
        with Session(own.url, signed(email, own.url)) as session:
            for page in pages:
                run(session, email, page)
                found[page] = session.figures
        return found

    figures = {email: alone(email) for email in theirs}
    for email, provinces in (("north@example.org", scope_party.OWN), ("third@example.org", ["52"])):
        members = ("Members", members_of(site, provinces))
        assert figures[email][""][0] == figures[email]["growth"][0] == members
    north, third = figures.values()
    assert {page for page in pages if north[page] != third[page]} == {"", "growth"}

    def ask(email: str) -> None:
        own, others = theirs[email]
        with Session(site.url, signed(email, site.url)) as session:
            for number in range(requests_each):
                page = pages[number % len(pages)]
                shown = run(session, email, page).decode("utf-8", "replace")
                wrong.extend(f"{email} {page}: {each}" for each in others if each in shown)
                if page in ("coverage_map", "gaps") and own[1] not in shown and own[0] not in shown:
                    wrong.append(f"{email} {page}: nothing of their own")
                if session.figures != figures[email][page]:
                    wrong.append(f"{email} {page}: {session.figures}")
                done.append(page)

    threads = [threading.Thread(target=ask, args=(email,)) for email in theirs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2 * requests_each
    assert not wrong, wrong[:5]


@pytest.mark.parametrize(
    ("email", "is_theirs"),
    these((1,), [("", False), ("north@example.org", False), ("officer@example.org", True)]),
)
def test_the_page_runs_cold_for_who_may_and_for_nobody_else(
    email: str, is_theirs: bool, serve: Serve, site: Site, provider: Provider, tmp_path: Path
) -> None:
    """Nobody has opened anything on this server: the first request is a direct address."""
    cold = start_site(serve, site.data, provider, tmp_path)
    told = claims(provider.issuer, email, nonce="cold")
    with Session(cold.url, cookie(cold.url, told) if email else "") as session:
        shown = session.run("agm_roll").decode("utf-8", "replace")
    assert (scope_party.MARK in shown) is is_theirs
    if not email:
        assert is_refused(shown)


def test_the_address_of_a_page_file_says_nothing(site: Site) -> None:
    for path in ("pages/officers/agm_roll/page.py", "app/static/../data/access.toml", "serve.py"):
        answer = requests.get(f"{site.url}/{path}", timeout=10)
        assert "import streamlit" not in answer.text and "people" not in answer.text
    assert (ROOT / "serve.py").exists()
