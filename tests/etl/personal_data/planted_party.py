"""A party in whose every export something personal is planted, wherever it can stand."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from etl.ingest.sources import Source, sources
from tests.etl.personal_data.planted import person, personal_cells
from tests.party import (
    Party,
    candidate,
    committee,
    count,
    election,
    event,
    member,
    poll,
    proposal,
    representative,
)
from tests.party import person as answer

NAMES_ALLOWED = range(300, 320)
"""Those whose name stands where names are read: candidates and representatives."""
PLACE_CELLS = range(400, 410)
"""Those whose name stands in a place's cell: kept as typed in the staged file, told nowhere."""
NOBODY = range(100, 300)
"""Those who may be found nowhere at all."""


def plant(party: Party) -> None:
    """Write every export of the party."""
    folder = party.exports
    good = [_whole("members", 100 + n, member(f"M{n}")) for n in range(40)]
    _csv(folder / "members" / "members_2566-08-31.csv", good, "cp874")
    _csv(folder / "members" / "members_2566-09-30.csv", [*good, *_bad_members()], "utf-16")
    _workbook(folder / "members" / "members_2566-10-22.xlsx", good)
    with (folder / "members" / "members_2566-10-22.xlsx").open("rb") as made:
        assert made.read(2) == b"PK"
    _titled(folder / "members" / "members_2566-10-23.csv", good)
    _headless(folder, good)
    _others(folder)
    _taking_part(folder)


def _whole(kind: str, n: int, row: Mapping[str, str]) -> dict[str, str]:
    """A row with every personal heading that is known, but for those that the row itself has."""
    personal = personal_cells(sources()[kind], n)
    own = {_plain(sources()[kind], heading) for heading in row}
    return {**row, **{name: cell for name, cell in personal.items() if name not in own}}


def _plain(source: Source, heading: str) -> str:
    from etl.ingest.word_lists import plain

    return plain(heading)


def _bad_members() -> list[dict[str, str]]:
    one = [person(n) for n in range(150, 170)]
    bad = [
        member("B1", state=one[0]["name"]),
        member("B2", type=one[1]["latin"]),
        member("B3", approved=f"{one[2]['name']} 1"),
        member("B4", approved=one[3]["phone"]),
        member("B5", approved=one[4]["citizen"], state=one[4]["name"]),
        member("B6", expires=f"โทร ({one[5]['phone'][:2]}) {one[5]['phone'][2:]}"),
        member("", province=one[6]["name"]),
        member("B8", amphoe=one[7]["phone"], province=one[7]["email"]),
        member("B9", state=one[8]["email"]),
        member("B10", state=one[9]["citizen"]),
        member("B11", amphoe=person(400)["name"]),
        member("B12", amphoe=f"มาร์กนามสกุล{401}", province=f"หมายลับ{402}"),
        member("B13", amphoe=person(403)["latin"]),
        # One person twice, the rows not agreeing: what differs would be told.
        member("B14", amphoe=person(404)["name"], approved="01/02/2566"),
        member("B14", amphoe=person(405)["name"], approved="02/02/2566"),
    ]
    return [_whole("members", 170 + at, row) for at, row in enumerate(bad)]


def _csv(path: Path, rows: Sequence[Mapping[str, str]], encoding: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    headings = list(rows[0])
    strange = [person(200)["phone"], person(201)["email"], person(202)["name"], "หมายเหตุ"]
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file)
        out.writerow([*headings, *strange])
        for at, row in enumerate(rows):
            out.writerow([*row.values(), *[person(203 + at % 10)["name"]] * len(strange)])
        # Too few cells; a quote that never closes, with people behind it.
        out.writerow([person(214)["name"], person(214)["phone"]])
        file.write(f'"{person(215)["name"]},{person(215)["citizen"]}\r\n')


def _workbook(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"ลับ{person(216)['latin']}"
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    sheet["A2"].comment = Comment(person(217)["name"], person(218)["name"])
    hidden = book.create_sheet(person(219)["latin"])
    hidden.sheet_state = "hidden"
    hidden.append(list(rows[0]))
    hidden.append(list(_whole("members", 220, member("H1", amphoe=person(221)["name"])).values()))
    book.properties.creator = person(222)["name"]
    book.save(path)


def _titled(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Title lines above the headings say who made the list."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"รายชื่อสมาชิก ผู้จัดทำ {person(223)['name']} โทร {person(223)['phone']}\r\n")
        out = csv.writer(file)
        out.writerow(rows[0])
        out.writerows(row.values() for row in rows)


def _headless(folder: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Files that are refused, and must not quote what they hold in saying so."""
    cells = person(224)
    first = f"รหัสสมาชิก {cells['name']} {cells['phone']} {cells['citizen']}\n"
    (folder / "members" / "odd_2566-10-20.csv").write_text(first * 3, encoding="utf-8")
    with (folder / "members" / "headless_2566-10-21.csv").open("w", encoding="utf-8") as file:
        # A word that is a heading stands in the first row of data.
        data = ["M1", person(225)["name"], person(225)["citizen"], "type", person(226)["email"]]
        file.writelines(f"{','.join(data)}\n" for _ in range(3))
    with (folder / "members" / "twice_2566-10-21.csv").open("w", encoding="utf-8") as file:
        file.write(f"M1,{person(227)['name']},{person(227)['name']},type,id\n" * 3)
    phone = person(228)["phone"]
    (folder / "members" / f"members_2566-10-19 {phone}.csv").write_text("id\n1\n")
    (folder / "members" / f"{person(229)['citizen']}_2566-10-19.csv").write_text("id\n1\n")


def _others(folder: Path) -> None:
    held = [
        _whole("elections", 230 + n, election(f"E{n}", announced="01/10/2566")) for n in range(6)
    ]
    held.append(_whole("elections", 236, election("E7", amphoe=person(406)["name"])))
    held.append(_whole("elections", 237, election("E8", channel=person(237)["name"])))
    held.append(_whole("elections", 238, election("E9", ballots=f"{person(238)['name']} 12")))
    _csv(folder / "elections" / "elections_2566-10-22.csv", held, "utf-8")
    stood = [
        _whole("candidates", 240, candidate("E0", str(n + 1), name=person(300 + n)["name"]))
        for n in range(4)
    ]
    stood.append(_whole("candidates", 241, candidate("E1", "9", name="", elected="ไม่ใช่")))
    stood.append(_whole("candidates", 242, candidate("E2", "1", elected=person(242)["name"])))
    _csv(folder / "candidates" / "candidates_2566-10-22.csv", stood, "cp874")
    register = [
        _whole("representatives", 243, representative("M1", name=person(310)["name"])),
        _whole(
            "representatives",
            244,
            representative("M2", name=person(311)["name"], amphoe=person(407)["name"]),
        ),
        _whole(
            "representatives",
            245,
            representative("M3", name=person(312)["name"], reason=f"แทน {person(245)['name']}"),
        ),
    ]
    _csv(folder / "representatives" / "representatives_2566-10-22.csv", register, "utf-8")


def _taking_part(folder: Path) -> None:
    """What members took part in: every personal heading, and rows whose cells lie beside theirs."""
    home, host = f"บ้าน{person(315)['name']} โทร {person(315)['phone']}", person(316)["name"]
    answers = [count(choice, n) for choice, n in (("เสาร์", "21"), ("อาทิตย์", "14"))]
    by_person = [
        answer(f"M{n}", "เสาร์" if n % 3 else "อาทิตย์") | {"รหัสคำถาม": "P2"} for n in range(20)
    ]
    kinds: dict[str, list[tuple[str, list[dict[str, str]]]]] = {
        "events": [("cp874", [event("G1"), event("G2", venue=home, by=host)])],
        "committees": [("utf-8", [committee("เชียงใหม่"), committee("ลำพูน")])],
        "polls": [("utf-16", [poll("P1"), poll("P2")])],
        "poll_answers": [("utf-8", answers), ("cp874", by_person)],
        "proposals": [("utf-8", [proposal(f"K{n}") for n in range(6)])],
    }
    for at, (kind, files) in enumerate(kinds.items()):
        first = 250 + 10 * at
        for number, (encoding, rows) in enumerate(files):
            whole = [_whole(kind, first, row) for row in rows]
            path = folder / kind / f"{kind}_2566-10-2{2 - number}.csv"
            _csv(path, [*whole, *_slipped(whole[0], first + 1)], encoding)


def _slipped(row: Mapping[str, str], first: int) -> list[dict[str, str]]:
    """The row with its cells one to three columns to the right of theirs or to the left, the gap
    filled with what is personal; and with each of that in the columns of days and counts."""
    cells = list(row.values())
    people = [person(first + by) for by in range(4)]
    moved = []
    for by in (1, 2, 3):
        gap = [people[by][what] for what in ("name", "phone", "email")[:by]]
        moved += [[*gap, *cells[:-by]], [*cells[by:], *gap]]
    days = [name for name in row if name.startswith(("วันที่", "จำนวน", "ลงทะเบียน"))]
    for at, name in enumerate(days):
        what = ("citizen", "email", "latin", "phone")[at % 4]
        moved.append(list({**row, name: people[0][what]}.values()))
    return [dict(zip(row, each, strict=True)) for each in moved]
