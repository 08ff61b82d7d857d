"""Does data health call an export old by the rhythm that alarms go by?"""

import streamlit as st

from i18n import dates
from i18n.dates import address_text
from i18n.phrases import phrases
from tests.pages.test_pages import open_page, words
from tests.party import Party, election, event, member

PAGE = "pages/organisers/data_health/page.py"


def old_of(party: Party) -> set[str]:
    """Return the kinds whose newest export the page calls old."""
    st.cache_data.clear()
    st.cache_resource.clear()
    told = words(open_page(PAGE, party.data, lang="en"))
    line = next((each for each in told.splitlines() if "newest of" in each), "")
    return {kind for kind in ("members", "events") if kind in line}


def test_a_kind_is_old_by_its_rule_and_by_seven_or_thirty_one_days_without_one(
    party: Party,
) -> None:
    party.members("2566-10-22", member("1"))
    party.events("2566-10-22", event("G1"))
    party.publish()
    assert old_of(party) == {"members", "events"}
    party.write_list(
        "rules.toml", '[[rules]]\nname = "rhythm_members"\nvalue = 0\nfrom = 2023-01-01'
    )
    party.publish()
    assert old_of(party) == {"events"}


def test_a_party_whose_data_is_well_hears_that_alone(party: Party) -> None:
    today = address_text(dates.today())
    party.members(today, *[member(str(n)) for n in range(6)])
    party.elections(today, election("E1"))
    party.write_list("published_totals.csv", "as_of,metric,value,reported_by,body,source")
    party.publish()
    at = open_page(PAGE, party.data, lang="en")
    assert [each.value for each in at.success] == [phrases()["data_health.well"]["en"]]
    assert not [box for box in at.expander if box.proto.expanded]
    assert not at.error
    assert not at.dataframe


def test_the_gravest_comes_first_each_with_its_cure(party: Party) -> None:
    party.members("2566-10-22", member("1"), member("2", amphoe="เมืองลับแล", province="พังงา"))
    party.drop("members/members_2566-09-30.xlsx", b"PK\x03\x04 cut")
    party.publish(skip_refused=True)
    at = open_page(PAGE, party.data, lang="en")
    told = words(at)
    refused = told.index(":red[")
    old = told.index("members: newest of 22 Oct 2023")
    unplaced = told.index("Rows of no known amphoe:")
    assert refused < old < unplaced
    for cure in ("old", "unplaced"):
        assert phrases()[f"data_health.cure.{cure}"]["en"] in told
