"""Read the party's decisions about representatives in doubt.

`representative_reviews.csv`: term_id (as the review page writes it), decision (confirmed: the seat
is vacant; still_serving: it is not), decided_by, decided_on, note. A row without a decision is
one that nobody has filled in yet, and says nothing.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from etl.lists.reading import bad_list, day, read_lines
from i18n.messages import message

COLUMNS: Mapping[str, str] = {
    "term_id": "text",
    "decision": "text",
    "decided_by": "text",
    "decided_on": "date",
    "note": "text",
}
"""The columns of `reviews`, and their types."""

DECISIONS = ("confirmed", "still_serving")

Review = tuple[str, str, str, date, str]


def read_reviews(path: Path) -> list[Review]:
    """Return the decisions in the order of the list, as `COLUMNS`; none without a file.

    Raises BadList for a decision that is not one of DECISIONS, a day no calendar has, nobody who
    decided, and two decisions of one day about one term that do not agree.
    """
    reviews: dict[tuple[str, date], Review] = {}
    for line, row in read_lines(path, ("term_id", "decision", "decided_by", "decided_on")):
        if not row["decision"]:
            continue
        if row["decision"] not in DECISIONS:
            raise bad_list(path, line, message("build.review_decision", text=row["decision"]))
        try:
            decided_on = day(row["decided_on"])
        except ValueError as error:
            why = message("build.review_day", text=row["decided_on"])
            raise bad_list(path, line, why) from error
        if not row["decided_by"]:
            raise bad_list(path, line, message("build.review_by"))
        key = (row["term_id"], decided_on)
        review = (key[0], row["decision"], row["decided_by"], decided_on, row.get("note", ""))
        if key in reviews and reviews[key][1] != review[1]:
            raise bad_list(path, line, message("build.review_twice", term_id=key[0]))
        reviews[key] = review
    return list(reviews.values())
