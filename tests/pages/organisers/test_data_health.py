"""Does data health call an export old by the rhythm that alarms go by?"""

import streamlit as st

from tests.pages.test_pages import open_page, words
from tests.party import Party, event, member

PAGE = "pages/organisers/data_health/page.py"


def old_of(party: Party) -> set[str]:
    """Return the kinds whose newest export the page calls old."""
    st.cache_data.clear()
    st.cache_resource.clear()
    told = words(open_page(PAGE, party.data, lang="en"))
    return {kind for kind in ("members", "events") if f"The newest {kind} data is of" in told}


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
