"""Does the officers' page make a report only when asked, of what may be seen, and list the past?"""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from etl.__main__ import main
from etl.audit import log
from pages.access import viewer as access
from pages.officers.month.report import make as report_files
from pages.ui.data import NotAllowed
from reports.monthly import documents
from reports.monthly import gather as pack
from reports.monthly import pdf as pack_pdf
from reports.monthly.report import Pack
from tests.pages.test_pages import open_page, words
from tests.party import Party, election, member

PAGE = "pages/officers/month/page.py"


@pytest.fixture
def party(party: Party) -> Party:
    """Members of two provinces at the end of September and on 22 October."""
    party = replace(party, drop_pct=1000)
    south = [member(f"S{n}", province="ภูเก็ต", amphoe="กะทู้") for n in range(6)]
    party.members("2566-09-30", *[member(f"M{n}") for n in range(30)], *south)
    party.members("2566-10-22", *[member(f"M{n}") for n in range(40)], *south)
    party.elections("2566-10-22", election("E1", term_from="30/09/2566"))
    party.publish()
    return party


def make(at: AppTest) -> AppTest:
    at.button(key="make_report").click().run()
    assert not at.exception
    return at


def downloads(at: AppTest) -> list[str]:
    return [each.proto.label for each in at.get("download_button")]


def test_nothing_is_made_before_it_is_asked_for_and_then_it_is_kept(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    gather = pack.gather

    def counted(*told: Any, **named: Any) -> Pack:  # noqa: ANN401
        asked.append(told)
        return gather(*told, **named)

    monkeypatch.setattr(pack, "gather", counted)
    at = open_page(PAGE, party.data, step="report")
    assert not asked
    assert not downloads(at)
    assert "22 ต.ค. 2566" in words(at)
    assert "เดือนยังไม่ครบ" in words(at)
    make(at)
    assert len(asked) == 1
    assert downloads(at)[:4] == ["เอกสาร PDF", "ตาราง Excel", "สไลด์ PowerPoint", "ทุกไฟล์ (ZIP)"]
    assert "46" in at.code[0].value
    assert "ทั้งประเทศ" in at.code[0].value
    at.selectbox(key="month-th").select("2023-09").run()
    assert not downloads(at)
    at.selectbox(key="month-th").select("2023-10").run()
    assert "เอกสาร PDF" in downloads(at)
    assert len(asked) == 1


def test_the_page_gives_what_the_command_writes(party: Party) -> None:
    at = make(open_page(PAGE, party.data, step="report", area="83"))
    (made,) = at.session_state["monthly_reports"].values()
    assert "ภูเก็ต" in made.title
    assert len(made.pages) >= 3
    assert all(page.startswith(b"\x89PNG") for page in made.pages)
    out = party.data / "out"
    told = ["report", "--month", "2566-10", "--province", "83", "--lang", "th"]
    assert main([*told, "--out", str(out)]) == 0
    written = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in out.iterdir()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert set(written) == set(made.files)
    assert {name for name in written if written[name] != made.files[name]} <= {"manifest.json"}
    assert made.zipped() == made.zipped()
    with zipfile.ZipFile(io.BytesIO(made.zipped())) as archive:
        assert archive.testzip() is None
        assert {name.partition("/")[2] for name in archive.namelist()} == set(made.files)


@pytest.mark.slow
def test_a_closed_month_is_told_the_same_by_the_page_and_the_command(party: Party) -> None:
    assert main(["close", "--month", "2566-09"]) == 0
    party.members("2566-09-30", *[member(f"M{n}") for n in range(38)])
    party.publish()
    at = make(open_page(PAGE, party.data, step="report", month="2023-09"))
    (made,) = at.session_state["monthly_reports"].values()
    restated = made.files["csv/restated.csv"].decode("utf-8-sig")
    assert "36,38,2" in restated
    assert main(["report", "--month", "2566-09", "--lang", "th"]) == 0
    (folder,) = (party.data / "reports").iterdir()
    assert {name: (folder / name).read_bytes() for name in made.files} == made.files


def test_the_language_of_the_report_is_its_own_choice_and_the_link_keeps_it(party: Party) -> None:
    at = make(open_page(PAGE, party.data, step="report", report_lang="en", month="2023-09"))
    assert at.code[0].value.startswith("Monthly report, Sep 2023")
    assert "เอกสาร PDF" in downloads(at)


def test_a_viewer_of_one_province_gets_that_one_and_no_other(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in ("83", "50"):
        assert main(["report", "--month", "2566-10", "--province", where]) == 0
    assert main(["report", "--month", "2566-10"]) == 0
    viewer = access.Viewer(("83",), frozenset({"everyone", "officers"}))
    monkeypatch.setattr(access, "viewer", lambda: viewer)
    at = make(open_page(PAGE, party.data, step="report", area="50"))
    for made in at.session_state["monthly_reports"].values():
        for name, content in made.files.items():
            if name.endswith((".csv", ".txt", ".json")):
                assert "เชียงใหม่" not in content.decode(), name
    listed = at.dataframe[-1].value
    assert len(listed) == 1
    assert "ภูเก็ต" in " ".join(map(str, listed.iloc[0]))


def test_who_is_no_officer_gets_nothing(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = access.Viewer(None, frozenset({"everyone"}))
    monkeypatch.setattr(access, "viewer", lambda: viewer)
    with pytest.raises(NotAllowed):
        report_files.session_reports()


def test_past_reports_are_listed_and_what_was_changed_is_refused(party: Party) -> None:
    at = open_page(PAGE, party.data, step="report")
    assert "ยังไม่มีรายงานเขียนเก็บไว้" in words(at)
    assert main(["close", "--month", "2566-09"]) == 0
    assert main(["report", "--month", "2566-10", "--lang", "en"]) == 0
    at.run()
    assert not at.exception
    states = list(at.dataframe[-1].value.iloc[:, 5])
    assert states[0] == "ยังไม่ปิด"
    assert "ปิดเดือนแล้ว" in states
    assert "เอกสาร PDF" in downloads(at)
    folder = next(path.parent for path in (party.data / "reports").glob("*/manifest.json"))
    pdf = next(folder.glob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes() + b" ")
    at.run()
    assert "ถูกแก้หลังจากเขียน" in words(at)
    assert "เอกสาร PDF" not in downloads(at)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    closed = next((party.data / "closed").glob("*/*/manifest.json"))
    told = json.loads(closed.read_bytes())
    closed.write_text(json.dumps({**told, "title": "อย่างอื่น"}), encoding="utf-8")
    at.run()
    assert not at.exception
    assert f"reports/{folder.name}" in words(at)
    assert closed.parent.relative_to(party.data).as_posix() in words(at)


def test_without_the_font_a_sentence_says_what_to_do(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page(PAGE, party.data, step="report")

    def none(*_: object) -> None:
        raise pack_pdf.FontMissing

    monkeypatch.setattr(documents, "documents", none)
    make(at)
    assert "ไม่พบฟอนต์ Sarabun" in words(at)
    assert not downloads(at)
    assert at.button(key="make_report")


def test_who_made_which_report_is_told_and_downloads_are_recorded(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["report", "--month", "2566-09", "--lang", "en"]) == 0
    at = open_page(PAGE, party.data, step="report")
    make(at)
    at.session_state["report_deeds"] = True
    at.run()
    told = at.dataframe[-1].value
    assert list(told.iloc[:, 0]) == ["pakthong_2566-10_th", "pakthong_2023-09_en"]
    assert set(told.iloc[:, 3]) == {log.this_user()}
    viewer = access.Viewer(("83",), frozenset({"everyone", "officers"}), "anong@example.org")
    monkeypatch.setattr(access, "viewer", lambda: viewer)
    at = open_page(PAGE, party.data, step="report")
    assert "ใครทำรายงานใด" not in str(at.main), "others' reports of the country are not theirs"
    record = log.read(party)
    assert record.broken_at is None
    opened = [each.actor for each in record.entries if each.action == "page_opened"]
    assert opened == [log.this_user(), "anong@example.org"]
    made = [each.action for each in record.entries if each.action != "page_opened"]
    assert made == ["report_made", "report_made"]
