"""Can an organiser see who is in doubt and why, decide it in the party's own list, and be done?"""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.lists.reviews import DECISIONS
from i18n.phrases import LANGUAGES, phrases
from pages.access import viewer
from reports.spreadsheets import review_list
from tests.pages.test_pages import open_page, words
from tests.party import Party, election, member, representative
from tests.slow import these

MONTH = "pages/officers/month/page.py"
REVIEWS = "pages/organisers/reviews/page.py"
REASONS = ("left", "lapsed", "moved", "not_a_member", "twice", "shared_seat", "past_term")
HOSTILE = "<img src=x onerror=alert(1)> สมมติวงศ์"


def build(party: Party, *, newest: Sequence[dict[str, str]]) -> Party:
    """Build a party of three representatives, and this newest members' list."""
    party = replace(party, drop_pct=1000)
    places = ("แม่ริม", "ฝาง", "หางดง")
    members = [member(str(number), amphoe=place) for number, place in enumerate(places)]
    party.members("2566-09-30", *members)
    party.members("2566-10-22", *newest)
    terms = [
        representative(str(number), amphoe=place, name=name)
        for number, (place, name) in enumerate(
            zip(places, ("ก้อน สมมติวงศ์", HOSTILE, "แก้ว ตัวอย่างดี"), strict=True)
        )
    ]
    party.representatives("2566-10-22", *terms)
    party.publish()
    return party


NOBODY_GONE = [member("0"), member("1", amphoe="ฝาง"), member("2", amphoe="หางดง")]
TWO_GONE = [
    member("0", amphoe="สันทราย"),
    member("1", amphoe="ฝาง", state="ลาออก", left="10/10/2566"),
    member("2", amphoe="หางดง"),
]


def open_reviews(data: Path, **query: str) -> AppTest:
    """Open the reviews as an officer does: as a step of the month's path."""
    boxes = ("reviews_settled",)
    return open_page(MONTH, data, boxes=boxes, step="doubts", **query)


def cards(at: AppTest) -> str:
    """What the list of terms in doubt says, as HTML."""
    return "\n".join(each.proto.body for each in at.main.get("html"))


def headline(at: AppTest) -> list[str]:
    return [each.value for each in at.metric]


def decide(settings: Party, term_ids: Sequence[str], decision: str) -> None:
    """Fill in the list that the page hands out, as somebody would in a spreadsheet."""
    path = settings.data / "representative_reviews.csv"
    reviews = list(
        csv.DictReader(io.StringIO(review_list.prefill(path, term_ids).decode("utf-8-sig")))
    )
    for row in reviews:
        if not row["decision"]:
            row |= {"decision": decision, "decided_by": "ผู้ตรวจ", "decided_on": "2566-10-23"}
            row["note"] = "โทรถามแล้ว"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(reviews[0]))
        writer.writeheader()
        writer.writerows(reviews)


def test_the_sample_says_how_many_are_verified_as_of_when_and_who_is_in_doubt(
    published: Path,
) -> None:
    settings = Party(published)
    found = settings.rows(
        "select terms.name, reason from term_findings join terms using (term_id)", file="private"
    )
    assert found
    verified = settings.rows(
        "select count(distinct amphoe_code) from verified_spans"
        " where date '2023-10-22' between covered_from and coalesce(covered_to, '2023-10-22')"
    )[0][0]
    at = open_reviews(published)
    assert headline(at) == ["29", str(verified), f"{len(found)} คน"]
    assert "**22 ต.ค. 2566**" in words(at)
    for name, reason in found:
        assert name in cards(at)
        assert phrases()[f"finding.reason.{reason}"]["th"] in cards(at)


def test_each_finding_says_what_was_seen_by_which_list_and_since_when(party: Party) -> None:
    build(party, newest=TWO_GONE)
    at = open_reviews(party.data, lang="en")
    assert headline(at) == ["3", "1", "2"]
    card_texts = cards(at)
    assert "members’ list of 22 Oct 2023 has them in another amphoe" in card_texts
    assert "out since 10 Oct 2023" in card_texts
    assert "Term 1 Oct 2023 – " in card_texts
    assert "แก้ว" not in card_texts
    assert "Mae Rim · Chiang Mai" in card_texts
    assert f"`{party.data}/representative_reviews.csv`" in words(at)


def test_a_name_is_shown_as_its_letters_and_never_runs(party: Party) -> None:
    build(party, newest=TWO_GONE)
    at = open_reviews(party.data)
    assert "<img" not in cards(at)
    assert "&lt;img src=x" in cards(at)


@pytest.mark.parametrize("decision", these((0,), DECISIONS))
def test_a_decision_in_the_party_s_list_settles_it_at_the_next_build(
    party: Party, decision: str
) -> None:
    party = build(party, newest=TWO_GONE)
    terms = [term for (term,) in party.rows("select term_id from term_findings", file="private")]
    decide(party, terms[:1], decision)
    party.publish()
    at = open_reviews(party.data)
    verified = "2" if decision == "still_serving" else "1"
    assert headline(at) == ["3", verified, "1 คน"]
    (settled,) = [each.value for each in at.dataframe]
    assert settled[phrases()["column.status"]["th"]].tolist() == [
        phrases()[f"finding.status.{decision}"]["th"]
    ]
    assert settled[phrases()["reviews.column.decided_by"]["th"]].tolist() == ["ผู้ตรวจ"]
    assert settled[phrases()["word.when"]["th"]].tolist() == ["23 ต.ค. 2566"]
    assert settled[phrases()["word.note"]["th"]].tolist() == ["โทรถามแล้ว"]
    # The rest is decided, too: nothing of the first decision is lost, and nothing is left to do.
    decide(party, terms[1:], decision)
    party.publish()
    at = open_reviews(party.data)
    assert headline(at)[2] == "0 คน"
    assert len(at.dataframe[0].value) == 2


def test_everything_found_can_be_taken_away(party: Party) -> None:
    build(party, newest=TWO_GONE)
    at = open_reviews(party.data, lang="en")
    at.session_state["reviews_all"] = True
    at.run()
    assert not at.exception, at.exception
    (found,) = [each.value for each in at.dataframe]
    assert set(found["Reason"]) == {"Left the party", "Moved out of the amphoe"}
    assert set(found["Status"]) == {"To decide"}


def test_nobody_in_doubt_is_said_with_the_day_of_the_list(party: Party) -> None:
    build(party, newest=NOBODY_GONE)
    at = open_reviews(party.data)
    assert headline(at) == ["3", "3", "0 คน"]
    assert "รายชื่อสมาชิก ณ **22 ต.ค. 2566**" in words(at)
    assert not at.get("download_button")


def test_before_it_was_found_it_is_not_there(party: Party) -> None:
    build(party, newest=TWO_GONE)
    at = open_reviews(party.data, asof="2023-10-09")
    assert headline(at) == ["3", "3", "0 คน"]
    assert "รายชื่อสมาชิก ณ **30 ก.ย. 2566**" in words(at)


def test_another_province_has_none_of_them(party: Party) -> None:
    build(party, newest=TWO_GONE)
    at = open_reviews(party.data, area="83")
    assert phrases()["reviews.empty"]["th"] in [each.value for each in at.info]
    assert not cards(at)


def test_without_representatives_there_is_nothing_to_review(party: Party) -> None:
    party.members("2566-10-22", member("1"))
    party.publish()
    at = open_reviews(party.data)
    assert phrases()["reviews.empty"]["th"] in words(at)


def test_who_has_no_member_number_is_counted_as_not_checkable(party: Party) -> None:
    party.members("2566-10-22", member("1"))
    party.elections("2566-10-22", election("1", amphoe="ฝาง", held="01/10/2566"))
    party.representatives("2566-10-22", representative("1"))
    party.publish()
    at = open_reviews(party.data)
    assert "ตัวแทน **1** จาก 2 คน" in words(at)


def test_without_a_members_list_it_says_that_nothing_was_checked_against_one(party: Party) -> None:
    party.representatives(
        "2566-10-22",
        representative("1"),
        representative("2", name="ปิติ ตัวอย่างดี", term_from="15/10/2566"),
    )
    party.publish()
    at = open_reviews(party.data)
    assert phrases()["reviews.never_verified"]["th"] in [each.value for each in at.info]
    assert phrases()["finding.reason.shared_seat"]["th"] in cards(at)


def test_a_long_list_shows_its_first_and_says_how_many_there_are(party: Party) -> None:
    terms = [
        representative(str(number), name=f"คนที่ {number} สมมติวงศ์", term_from=f"{number}/08/2566")
        for number in range(1, 32)
    ] + [representative("32")]
    party.representatives("2566-10-22", *terms)
    party.publish()
    at = open_reviews(party.data, lang="en")
    assert headline(at)[2] == "31"
    assert cards(at).count("<section>") == 30
    assert "The first 30 of 31" in words(at)


def test_who_may_see_one_province_is_shown_nobody_of_another(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(party, newest=TWO_GONE)
    audiences = viewer._LOCAL.audiences
    monkeypatch.setattr(viewer, "_LOCAL", viewer.Viewer(("83",), audiences))
    assert not cards(open_reviews(party.data))
    monkeypatch.setattr(viewer, "_LOCAL", viewer.Viewer(("50",), audiences))
    assert "ก้อน สมมติวงศ์" in cards(open_reviews(party.data))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_status_has_words(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {"lang": language})
    known = phrases()
    texts = [known[f"finding.reason.{reason}"][language] for reason in REASONS]
    texts += [known[f"reviews.seen.{reason}"][language] for reason in REASONS]
    texts += [known[f"finding.status.{status}"][language] for status in ("provisional", *DECISIONS)]
    assert len(set(texts)) == len(texts)


def test_the_address_of_before_leads_an_officer_to_the_step_and_organisers_have_the_page(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(party, newest=TWO_GONE)
    step = open_reviews(party.data, lang="en")
    led = open_page(REVIEWS, party.data, lang="en")
    assert [each.value for each in led.title] == [phrases()["month.title"]["en"]]
    assert dict(led.query_params).get("step") == "doubts"
    audiences = viewer._LOCAL.audiences - {"officers"}
    monkeypatch.setattr(viewer, "_LOCAL", viewer.Viewer(None, audiences))
    own = open_page(REVIEWS, party.data, lang="en")
    assert [each.value for each in own.title] == [phrases()["reviews.title"]["en"]]
    assert cards(step) == cards(led) == cards(own)
