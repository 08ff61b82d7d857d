"""Does a proposal name the right amphoe, and does it stay a proposal until a person agrees?"""

import subprocess
import sys
from pathlib import Path

import pytest

from etl.places.aliases import AliasesError, read_aliases
from etl.places.matcher import Matcher
from etl.places.suggestions import as_alias_rows, suggest
from etl.settings import SHIPPED

BARE = Matcher()


@pytest.mark.parametrize(
    ("province", "amphoe", "code"),
    [
        ("เชียงใหม่", "สนกำแพง", "5013"),
        ("นนทบุรี", "นนทบุรี", "1201"),
        ("สุราษฎร์ธานี", "อ.เกาะพยัน", "8405"),
        ("กรุงเทพมหานคร", "เขตสาทอน", "1028"),
        ("Samut Prakan", "Bang Pli Yai", "1103"),
        ("", "บางกรวยย", "1202"),
    ],
)
def test_a_misspelt_name_is_proposed_inside_its_province(
    province: str, amphoe: str, code: str
) -> None:
    assert [one.amphoe_code for one in suggest(BARE, [(province, amphoe)])] == [code]


def test_two_equally_good_names_are_both_proposed() -> None:
    both = suggest(BARE, [("Phra Nakhon Si Ayutthaya", "Bang Sai")])
    assert {one.amphoe_code for one in both} == {"1404", "1413"}


def test_nothing_is_proposed_for_what_is_placed_blank_or_like_nothing() -> None:
    texts = [("นนทบุรี", "บางกรวย"), ("นนทบุรี", ""), (None, None), ("นนทบุรี", "xxxxxxxx")]
    assert suggest(BARE, texts) == []


def test_the_spellings_of_the_shipped_list_would_have_been_proposed() -> None:
    aliases = read_aliases(SHIPPED / "data" / "place_aliases.csv")
    spelt = [a for a in aliases if a.amphoe_code and "ตาราง" in a.why]
    right = [
        a for a in spelt for s in suggest(BARE, [(a.province_text, a.amphoe_text)])
        if s.amphoe_code == a.amphoe_code
    ]  # fmt: skip
    assert len(right) >= 0.9 * len(spelt)


def test_a_pasted_proposal_is_refused_until_somebody_writes_who_looked(tmp_path: Path) -> None:
    proposed = as_alias_rows(suggest(BARE, [("นนทบุรี", "=บางกรวยย"), ("นนทบุรี", '"บางใหญ่,ย"')]))
    path = tmp_path / "place_aliases.csv"
    path.write_text(proposed, encoding="utf-8")
    with pytest.raises(AliasesError, match="reviewed_by"):
        read_aliases(path)
    path.write_text(proposed.replace(",,,,", ",,,ทีมข้อมูล,"), encoding="utf-8")
    reviewed = read_aliases(path)
    assert {a.amphoe_code for a in reviewed} == {"1202", "1203"}


def test_placing_loads_neither_rapidfuzz_nor_pandas() -> None:
    code = (
        "import sys, etl.places.matcher as p; p.Matcher().place('นนทบุรี', 'บางกรวย');"
        "sys.exit(bool({'rapidfuzz', 'pandas', 'geopandas', 'streamlit'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=SHIPPED, check=False).returncode == 0


def test_a_misspelt_province_is_proposed_as_one_whatever_stands_beside_it() -> None:
    both = suggest(BARE, [("เชียงหใม่ๆ", "จอมทอง"), ("เชียงหใม่ๆ", "เมือง")])
    assert [(one.province_code, one.amphoe_code, one.amphoe_text) for one in both] == [
        ("50", "", "")
    ]
    proposed = as_alias_rows(both).replace(",,,,", ",,,").splitlines()[1]
    assert proposed.startswith("เชียงหใม่ๆ,,50,")


@pytest.mark.parametrize(
    ("province", "amphoe"),
    [
        ("ลาว", "ปากคาด"),
        ("ต่างประเทศ", "ปากคาด"),
        ("เชียงใหม่", "ไม่ระบุ"),
        ("เชียงใหม่", "แม่ริม, สันทราย"),
        ("เชียงใหม่", "แม่ริม 10110"),
        ("เชียงใหม่", "เขต 4"),
        ("เชียงใหม่", "เขตเลือกตั้งที่ 4"),
        ("ลำปาง", "แม่ริม"),
        ("•••", "แม่ริม"),
        ("เชียงใหม่", "•••"),
        ("เชียงใหม่", "แม่รมม •"),
    ],
)
def test_nothing_is_proposed_for_what_must_stay_empty(province: str, amphoe: str) -> None:
    assert suggest(BARE, [(province, amphoe)]) == []


@pytest.mark.parametrize(
    ("province", "amphoe", "code", "sureness"),
    [
        ("เชียงใหม่", "สนกำแพง", "5013", "sure"),
        ("ภูเก็ต", "ป่าตอง", "8302", "likely"),
        ("เชียงใหม่", "ต.ริมใต้", "5007", "likely"),
        ("สงขลา", "เทศบาลนครหาดใหญ่", "9011", "likely"),
    ],
)
def test_a_proposal_says_how_sure_it_is(
    province: str, amphoe: str, code: str, sureness: str
) -> None:
    (one,) = suggest(BARE, [(province, amphoe)])
    assert (one.amphoe_code, one.sureness) == (code, sureness)
