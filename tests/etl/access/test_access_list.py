"""Is the list of who may look read strictly, and does every doubt let nobody in?"""

from pathlib import Path

import pytest

from etl.access import access_list, ended_sessions
from etl.settings import SHIPPED, Settings
from tests.party import Party


def read(folder: Path, text: str) -> access_list.AccessList:
    (folder / "access.toml").write_text(text, encoding="utf-8")
    return access_list.read(Settings(data=folder))


def row(text: str) -> str:
    return f'issuer = "https://a.example.org"\n[[people]]\nemail = "a@example.org"\n{text}\n'


def test_the_example_is_a_list_that_can_be_followed(tmp_path: Path) -> None:
    shipped = (SHIPPED / "data" / "access.example.toml").read_text("utf-8")
    listed = read(tmp_path, shipped)
    assert not listed.faults
    roles = {each.role: each.provinces for each in listed.people.values()}
    assert roles == {"officer": None, "organiser": ("50", "51", "58"), "viewer": None}


@pytest.mark.parametrize(
    "text",
    [
        "issuer = ",
        "\udcff",
        "",
        'issuer = ""',
        "issuer = 5",
        'issuer = "x"\nsession_hours = 0',
        'issuer = "x"\nsession_hours = 721',
        'issuer = "x"\nsession_hours = nan',
        'issuer = "x"\nsession_hours = true',
        'issuer = "x"\nsession_hours = "12"',
        'issuer = "x"\nsesion_hours = 1',
        'issuer = "x"\npeople = "all"',
        'issuer = "x"\npeople = [1]',
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_whole(text: str, tmp_path: Path) -> None:
    (tmp_path / "access.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(access_list.BadAccessList) as refused:
        access_list.read(Settings(data=tmp_path))
    assert refused.value.message.th and refused.value.message.en


def test_a_list_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(access_list.BadAccessList):
        access_list.read(Settings(data=tmp_path))
    (tmp_path / "access.toml").mkdir()
    with pytest.raises(access_list.BadAccessList):
        access_list.read(Settings(data=tmp_path))
    assert access_list.exists(Settings(data=tmp_path)), "so that nobody is let in without it"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('role = "chief"', "chief"),
        ("role = 1", "1"),
        ("", "role"),
        ('role = "organiser"', "no province"),
        ('role = "organiser"\nprovinces = []', "no province"),
        ('role = "viewer"\nprovinces = []', "no province"),
        ('role = "organiser"\nprovinces = ["50", "99"]', "99"),
        ('role = "organiser"\nprovinces = [50]', "50"),
        ('role = "organiser"\nprovinces = "50"', "provinces"),
        ('role = "officer"\nprovince = ["50"]', "province"),
    ],
)
def test_a_row_that_cannot_be_followed_lets_that_person_not_in_and_says_why(
    text: str, said: str, tmp_path: Path
) -> None:
    listed = read(tmp_path, row(text) + '[[people]]\nemail = "b@example.org"\nrole = "officer"\n')
    fault = listed.people["a@example.org"].fault
    assert fault and said in fault.en
    assert listed.people["b@example.org"].fault is None
    assert any("a@example.org" in each.en for each in listed.faults)


def test_one_address_in_two_rows_is_nobodys(tmp_path: Path) -> None:
    again = '[[people]]\nemail = " A@Example.org "\nrole = "officer"\n'
    listed = read(tmp_path, row('role = "viewer"') + again)
    assert list(listed.people) == ["a@example.org"]
    assert listed.people["a@example.org"].fault


@pytest.mark.parametrize(
    ("given", "compared"),
    [
        (" A.B@Example.ORG\n", "a.b@example.org"),
        ("\u212aanya@example.org", None),
        ("a@b@example.org", "a@b@example.org"),
        ("a b@example.org", None),
        ("a@", None),
        ("@example.org", None),
        ("", None),
        (None, None),
        (["a@example.org"], None),
    ],
)
def test_addresses_are_compared_in_small_letters_and_only_ascii_ones(
    given: object, compared: str | None
) -> None:
    assert access_list.address(given) == compared


def test_the_list_is_read_again_as_soon_as_it_changes(tmp_path: Path) -> None:
    assert "a@example.org" in read(tmp_path, row('role = "viewer"')).people
    assert not read(tmp_path, 'issuer = "x"').people


def test_a_sign_out_is_kept_for_its_owner_only_and_old_ones_are_forgotten(party: Party) -> None:
    now = 2_000_000_000
    old, new = ended_sessions.key("a", 1), ended_sessions.key("a", 2)
    assert old != new and ended_sessions.key("a", "b") != ended_sessions.key("ab", "")
    assert not ended_sessions.is_ended(party, new)
    assert ended_sessions.end(party, old, now - ended_sessions.LIFETIME_SECONDS - 1, now)
    assert ended_sessions.end(party, new, now, now)
    assert not ended_sessions.end(party, new, now, now), "it was ended before"
    assert ended_sessions.is_ended(party, new)
    assert not ended_sessions.is_ended(party, old)
    file = party.data / "access" / "signed_out"
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("spoiled\n", encoding="utf-8")
    with pytest.raises(ended_sessions.SignOutsLost):
        ended_sessions.is_ended(party, new)
    with pytest.raises(ended_sessions.SignOutsLost):
        ended_sessions.end(party, new, now, now)
