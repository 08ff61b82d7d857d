"""Are the party's rules read with their dates, and refused by name when they mean nothing?"""

from datetime import date
from pathlib import Path

import pytest

from etl.lists.reading import BadList
from etl.lists.rules import NAMES, read_rules
from etl.settings import SHIPPED
from tests.party import Party, member


def write(folder: Path, *rules: str) -> Path:
    path = folder / "rules.toml"
    path.write_text("\n".join(f"[[rules]]\n{rule}\n" for rule in rules), encoding="utf-8")
    return path


def test_a_rule_has_a_value_of_its_kind_and_the_day_it_applies_from(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'name = "election_threshold"\nvalue = 100\nfrom = 2566-09-23\nis_verified = true',
        'name = "election_threshold"\nvalue = 80\nfrom = "2567-02-29"\nsource = "มติ"',
        'name = "agm_cutoff_on"\nvalue = 2567-03-07\nfrom = 2023-09-23',
        'name = "agm_voters"\nvalue = "verified"\nfrom = 2023-09-23',
        'name = "quorum_share"\nvalue = 0.5\nfrom = 2023-09-23',
    )
    assert read_rules(path) == [
        ("agm_cutoff_on", date(2023, 9, 23), None, None, date(2024, 3, 7), False, ""),
        ("agm_voters", date(2023, 9, 23), None, "verified", None, False, ""),
        ("election_threshold", date(2023, 9, 23), 100.0, None, None, True, ""),
        ("election_threshold", date(2024, 2, 29), 80.0, None, None, False, "มติ"),
        ("quorum_share", date(2023, 9, 23), 0.5, None, None, False, ""),
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('name = "treshold"\nvalue = 1\nfrom = 2023-01-01', "treshold"),
        ("value = 1\nfrom = 2023-01-01", "None"),
        ('name = "seats"\nvalue = 0\nfrom = 2023-01-01', "0"),
        ('name = "seats"\nvalue = 1.5\nfrom = 2023-01-01', "1.5"),
        ('name = "seats"\nvalue = true\nfrom = 2023-01-01', "True"),
        ('name = "seats"\nvalue = "1"\nfrom = 2023-01-01', "value"),
        ('name = "quorum_share"\nvalue = 50\nfrom = 2023-01-01', "50"),
        ('name = "agm_on"\nvalue = 7\nfrom = 2023-01-01', "7"),
        ('name = "agm_voters"\nvalue = "all"\nfrom = 2023-01-01', "all"),
        ('name = "seats"\nvalue = 1', "from"),
        ('name = "seats"\nvalue = 1\nfrom = 1023-01-01', "1023-01-01"),
        ('name = "seats"\nvalue = 1\nfrom = 2023-01-01T10:00:00', "from"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_by_its_number_and_name(
    tmp_path: Path, rule: str, said: str
) -> None:
    path = write(tmp_path, 'name = "seats"\nvalue = 1\nfrom = 2022-01-01', rule)
    with pytest.raises(BadList) as refused:
        read_rules(path)
    for language in ("th", "en"):
        sentence = getattr(refused.value.message, language)
        assert "rules.toml" in sentence and "2" in sentence and said in sentence


def test_two_rules_of_one_name_and_day_are_refused(tmp_path: Path) -> None:
    again = 'name = "seats"\nvalue = {}\nfrom = 2023-01-01'
    with pytest.raises(BadList, match="2023"):
        read_rules(write(tmp_path, again.format(1), again.format(2)))


@pytest.mark.parametrize("text", ["[[rules]\n", "rules = 5\n", "[[rules]]\nfrom = 2023-02-30\n"])
def test_a_file_that_is_no_toml_is_refused_with_the_reason(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadList, match=r"rules\.toml"):
        read_rules(path)


def test_the_rules_shipped_say_of_each_whether_it_is_verified_and_why() -> None:
    rules = read_rules(SHIPPED / "data" / "rules.toml")
    assert {rule[0] for rule in rules} <= set(NAMES)
    assert all(rule[-1] for rule in rules)
    assert ("election_threshold", False) in {(rule[0], rule[5]) for rule in rules}


def test_no_file_is_no_rule_and_a_setting_stands_in_place_of_the_threshold(tmp_path: Path) -> None:
    assert read_rules(tmp_path / "rules.toml") == []
    path = write(tmp_path, 'name = "election_threshold"\nvalue = 100\nfrom = 2023-09-23')
    assert [(rule[0], rule[2]) for rule in read_rules(path, 7)] == [("election_threshold", 7.0)]


def test_the_threshold_of_an_edition_is_the_one_in_force_on_its_newest_day(party: Party) -> None:
    write(
        party.data,
        'name = "election_threshold"\nvalue = 100\nfrom = 2566-01-01',
        'name = "election_threshold"\nvalue = 50\nfrom = 2566-10-01',
        'name = "election_threshold"\nvalue = 10\nfrom = 2567-10-01',
    )
    party.members("2566-09-30", member("1"))
    party.members("2566-10-22", member("1"), member("2"))
    party.publish()
    assert party.rows("select threshold from edition") == [(50,)]
    spans = party.rows("select number, from_on, to_on from rules order by from_on")
    assert spans[0] == (100.0, date(1900, 1, 1), date(2023, 9, 30))
    (party.data / "rules.toml").write_text("", encoding="utf-8")
    party.publish()
    assert party.rows("select threshold from edition") == [(0,)]
