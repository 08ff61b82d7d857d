"""What is said of the surroundings of an amphoe, and of the steps of many days?"""

from datetime import date

import pandas as pd

from metrics import places
from metrics.coverage import ladder, surroundings
from tests.party import Party, election, event, member

MAE_RIM = "5007"
ON = date(2023, 10, 22)


def test_neighbours_with_a_representative_are_counted_where_one_may_look(party: Party) -> None:
    party.members("2566-10-22", member("1"))
    party.elections(
        "2566-10-22",
        election("1", amphoe="สันทราย", held="08/10/2566"),
        election("2", amphoe="ฝาง", held="08/10/2566"),
    )
    party.events(
        "2566-10-22",
        event("1", amphoe="แม่ริม", held="01/10/2566"),
        event("2", amphoe="แม่ริม", held="15/10/2566"),
        event("3", amphoe="แม่ริม", held="30/10/2566"),
    )
    party.publish()
    with party.opened() as con:
        near = len(places.neighbours(con, amphoe_code=MAE_RIM))
        row = surroundings.around(con, amphoe_code=MAE_RIM, on=ON).iloc[0]
        assert (row["neighbours"], row["neighbours_covered"]) == (near, 1)
        assert row["visited_on"].date() == date(2023, 10, 15)
        before = surroundings.around(con, amphoe_code=MAE_RIM, on=date(2023, 9, 1)).iloc[0]
        assert before["neighbours_covered"] == 0
        assert pd.isna(before["visited_on"]) and before["has_events"]
        elsewhere = surroundings.around(con, amphoe_code=MAE_RIM, on=ON, provinces=("83",)).iloc[0]
        assert elsewhere["neighbours"] == 0
        assert pd.isna(elsewhere["visited_on"])


def test_steps_of_many_days_are_those_of_each(party: Party) -> None:
    party.members("2566-09-30", member("1"))
    party.members("2566-10-22", member("1"))
    party.elections("2566-10-22", election("1", amphoe="สันทราย", held="08/10/2566"))
    party.publish()
    with party.opened() as con:
        days = (date(2023, 9, 30), ON)
        rows = ladder.on_days(con, days=tuple(day.isoformat() for day in days))
        for day in days:
            own = rows[rows["day"].dt.date == day]
            counts = ladder.counts(con, on=day).set_index("step")["amphoe"]
            assert own["step"].value_counts().to_dict() == counts[counts > 0].to_dict()
            assert len(own) == 928
