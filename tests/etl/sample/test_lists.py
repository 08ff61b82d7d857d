"""Do the lists that are shipped beside the sample hold the goals and weights as agreed?"""

import csv

from etl.settings import SHIPPED


def test_gap_weights_sum_to_a_hundred() -> None:
    with (SHIPPED / "data" / "gap_weights.csv").open(encoding="utf-8") as file:
        weights = {row["part"]: float(row["weight"]) for row in csv.DictReader(file)}
    assert weights.keys() == {
        "members_to_threshold",
        "threshold_reached",
        "neighbours_covered",
        "election_announced",
    }
    assert sum(weights.values()) == 100


def test_both_published_goals_are_targets() -> None:
    with (SHIPPED / "data" / "targets.csv").open(encoding="utf-8") as file:
        goals = {row["metric"]: (row["value"], row["deadline"]) for row in csv.DictReader(file)}
    assert goals == {
        "members": ("100000", "2023-12-31"),
        "amphoe_covered": ("400", "2024-04-06"),
    }
