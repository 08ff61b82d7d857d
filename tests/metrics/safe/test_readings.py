"""Are the words of members' files counted only where that tells of nobody?"""

from pathlib import Path

import pandas as pd

from etl.warehouse import editions
from metrics import readings as cards
from metrics.members import readings as exact
from metrics.safe import readings
from tests.party import Party, member


def asked(folder: Path, states: list[str]) -> tuple[pd.DataFrame, ...]:
    party = Party(folder)
    party.members("2566-10-22", *[member(f"M{n}", state=word) for n, word in enumerate(states)])
    party.publish()
    name = editions.current_edition(party)
    assert name
    with editions.open_edition(editions.public_path(party, name)) as con:
        questions = (exact.words, readings.words, cards.columns, cards.cards)
        return tuple(question(con) for question in questions)


def test_a_word_of_fewer_than_five_members_takes_another_with_it(tmp_path: Path) -> None:
    states = ["อนุมัติ"] * 20 + ["เสียชีวิต"] * 2 + ["ลาออก"] * 8
    all_words, told, columns, files = asked(tmp_path, states)
    state = int(columns.loc[columns["heading"] == "สถานะ", "position"].iloc[0])
    counted = all_words[all_words["position"] == state].set_index("word")["rows"]
    assert counted.to_dict() == {"อนุมัติ": 20, "ลาออก": 8, "เสียชีวิต": 2}
    rows = told[told["position"] == state].set_index("word")
    assert rows.loc["เสียชีวิต", "rows_mark"] == "few"
    assert rows["rows"].isna().sum() == 2
    assert files["file"].tolist() == ["members/members_2566-10-22.csv"]


def test_a_viewer_of_some_provinces_is_told_of_no_file(party: Party) -> None:
    party.members("2566-10-22", member("M1"))
    name = party.publish()
    with editions.open_edition(editions.public_path(party, name)) as con:
        for question in (readings.words, cards.columns, cards.cards):
            assert question(con, viewer_provinces=("50",)).empty
            assert not question(con).empty
