"""Do files handed in through a page stay apart until they are published, and then land whole?"""

import stat

from etl.uploads import check_result, store
from tests.etl.uploads.handing import WHO, bytes_below, checked, csv_bytes, hand, published
from tests.party import Party, member


def test_a_check_tells_everything_and_touches_neither_exports_nor_warehouse(party: Party) -> None:
    party.members("2566-09-30", member("1"), member("2"), member("3"))
    party.publish()
    exports, warehouse = bytes_below(party.exports), bytes_below(party.warehouse)
    people = [
        member("1") | {"ชื่อ": "สมหญิง", "สีที่ชอบ": "x"},
        member("1") | {"ชื่อ": "สมหญิง", "สีที่ชอบ": "x"},
        member("2", amphoe="แม่รมม"),
        member("4", approved="1/1/66"),
        member("5"),
    ]
    content = csv_bytes(people, "cp874")
    noted: list[str] = []
    upload = hand(party, {"สมาชิก 2566-10-22.csv": content}, noted=noted)
    assert len(noted) == 1
    assert upload.files[0].sha256 in noted[0]
    found = checked(party, upload)
    [load] = found.loads
    assert (load["kind"], str(load["list_on"]), load["encoding"]) == (
        "members",
        "2023-10-22",
        "cp874",
    )
    assert [load[n] for n in ("rows_in", "staged", "duplicates", "rejected")] == [5, 3, 1, 1]
    assert load["personal_headings"] == ["ชื่อ"]
    assert load["unknown_headings"] == ["สีที่ชอบ"]
    assert [row[:3] for row in found.unplaced] == [["เชียงใหม่", "แม่รมม", "unknown_amphoe"]]
    assert [row[5] for row in check_result.rejects(upload)] == ["1/1/66"]
    assert found.before and found.after
    assert (found.before.members, found.after.members) == (3, 3)
    assert found.is_publishable
    assert bytes_below(party.exports) == exports
    assert bytes_below(party.warehouse) == warehouse


def test_publishing_moves_the_files_among_the_exports_and_leaves_nothing_behind(
    party: Party,
) -> None:
    content = csv_bytes([member("1"), member("2")], "utf-16")
    upload = hand(party, {"members_2566-10-22.csv": content})
    for path in upload.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    checked(party, upload)
    ended = published(party, upload)
    assert ended.ending == "published", ended
    assert "2 members" in ended.sentences[0].en
    landed = party.exports / "members" / "members_2566-10-22.csv"
    assert landed.read_bytes() == content
    assert stat.S_IMODE(landed.stat().st_mode) == 0o600
    assert party.rows("select file, staged from loads") == [("members/members_2566-10-22.csv", 2)]
    assert content not in bytes_below(upload.folder).values()
    assert store.uploads_of(party, WHO) == []
    # The command finds nothing left to do: the edition was made from these very files.
    first = ended.edition
    assert party.publish() == first
