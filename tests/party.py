"""What does a test need to make a party? Its exports as real files, and the real build.

party = Party(folder)
party.members("2566-09-30", member("1"), member("2", amphoe="ฝาง"))
party.publish()
assert party.rows("select joined from membership_daily") == [(1,), (1,)]
"""

import csv
import io
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partialmethod
from pathlib import Path
from typing import Any

import duckdb

from etl import build
from etl.ingest import stage
from etl.questions.kinds import kinds
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import Message
from metrics.forecast import run
from tests.etl.kept_editions import build_once

Con = duckdb.DuckDBPyConnection
Row = dict[str, str]
DAY = "2566-10-22"
"""The day of most exports, as their names tell it."""


_asking = threading.Lock()


@cache
def _database() -> Con:
    """Return what editions are asked through: one more costs eight times what a file of it does."""
    return duckdb.connect()


@dataclass
class Silent:
    """A reporter that keeps what it was told."""

    steps: list[Message] = field(default_factory=list)
    loads: list[stage.Load] = field(default_factory=list)

    def step(self, sentence: Message) -> Callable[[float], None]:
        self.steps.append(sentence)
        return lambda _: None

    def loaded(self, load: stage.Load) -> None:
        self.loads.append(load)


@dataclass(frozen=True)
class Party(Settings):
    """A party's folder and rules, with what a test drops there and asks of what was built."""

    def put(self, kind: str, day: str, *rows: Mapping[str, str]) -> Path:
        """Write an export of a kind as known on a day (2566-10-22)."""
        return write(self.exports / kind / f"{kind}_{day}.csv", rows)

    members = partialmethod(put, "members")
    elections = partialmethod(put, "elections")
    candidates = partialmethod(put, "candidates")
    representatives = partialmethod(put, "representatives")
    events = partialmethod(put, "events")
    committees = partialmethod(put, "committees")
    polls = partialmethod(put, "polls")
    poll_answers = partialmethod(put, "poll_answers")
    proposals = partialmethod(put, "proposals")

    def write_list(self, name: str, *lines: str) -> Path:
        """Write a list of the party's own, such as `targets.csv`, its headings first."""
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def drop(self, name: str, content: bytes | str) -> Path:
        """Put a file among the exports."""
        path = self.exports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load_all(self, as_of: date | None = None) -> list[stage.Load]:
        """Stage every export."""
        secret = stage.read_secret(self)
        exports = stage.find_exports(self, as_of)
        loads = [stage.stage(export, self, secret, lambda _: None) for export in exports]
        for load in loads:
            assert load.rows_in == load.staged + load.duplicates + load.rejected + load.nobody
        return loads

    def load(self, as_of: date | None = None) -> stage.Load:
        """Stage the only export."""
        (load,) = self.load_all(as_of)
        return load

    def publish(
        self,
        *,
        accept: Collection[str] | None = None,
        skip_refused: bool = False,
        looks_ahead: bool = False,
    ) -> str:
        """Build, or take the edition of the very same party, and return the edition's name.

        `accept` are questions answered with yes: all that are asked, unless a test is about them.
        """
        accepted = sorted(kinds() if accept is None else accept)

        def work() -> None:
            build.build(
                self,
                Silent(),
                accept=accepted,
                skip_refused=skip_refused,
                forecaster=run.tables if looks_ahead else None,
            )

        build_once(self, work, accepted, skip_refused, looks_ahead)
        return self.edition

    @property
    def edition(self) -> str:
        """The name of the edition that serves."""
        edition = editions.current_edition(self)
        assert edition
        return edition

    @property
    def public(self) -> Path:
        """The file that pages read of the edition that serves."""
        return editions.public_path(self, self.edition)

    @contextmanager
    def opened(self) -> Iterator[Con]:
        """Open the edition that serves as pages do."""
        with editions.open_edition(self.public) as con:
            yield con

    def rows(
        self, query: str, edition: str | None = None, file: str = "public"
    ) -> list[tuple[Any, ...]]:
        """Ask the edition that serves, or one that is named."""
        path = self.warehouse / (edition or self.edition) / f"{file}.duckdb"
        with _asking:
            con = _database()
            con.execute("attach $path as asked (read_only)", {"path": str(path)})
            try:
                con.execute("use asked")
                return con.execute(query).fetchall()
            finally:
                con.execute("use memory")
                con.execute("detach asked")

    def worked_out(self, query: str) -> list[tuple[Any, ...]]:
        """Ask what the edition that serves was made from: tables of the draft that none has."""
        found: list[tuple[Any, ...]] = []
        assert build.work_out(
            self, Silent(), lambda con, _: found.extend(con.execute(query).fetchall())
        )
        return found


def csv_text(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as a CSV with a heading row."""
    rows = list(rows)
    text = io.StringIO()
    # Every heading that a row has, in the order in which they first come.
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows as a CSV with a heading row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_text(rows).encode("utf-8"))
    return path


class Headings:
    """The headings of a kind of export by the short names that tests call them.

    A line has the short name, the heading and what a row has there if nothing else is told; a
    heading marked with a question mark is left out then.
    """

    def __init__(self, text: str) -> None:
        lines = [line.split(maxsplit=2) for line in text.strip().splitlines()]
        self.short = {line[0].rstrip("?"): line[1] for line in lines}
        self.pattern = {line[1]: " ".join(line[2:]) for line in lines if not line[0].endswith("?")}

    def row(self, **told: str) -> Row:
        """One row, with what is told of it in place of the pattern."""
        return self.pattern | {self.short[name]: text for name, text in told.items()}


MEMBER = Headings("""
    number    เลขที่สมาชิก          M1
    province  จังหวัด              เชียงใหม่
    amphoe    อำเภอ               แม่ริม
    type      ประเภทสมาชิก         ตลอดชีพ
    approved  วันที่อนุมัติ           01/01/2566
    expires   วันหมดอายุ
    left      วันที่พ้นสมาชิกภาพ
    state     สถานะ               อนุมัติ
""")
ELECTION = Headings("""
    number           รหัสการเลือกตั้ง           E1
    province         จังหวัด                  เชียงใหม่
    amphoe           อำเภอ                   แม่ริม
    held             วันเลือกตั้ง               22/10/2566
    status           สถานะ                   ประกาศผลแล้ว
    term_from        วันเริ่มวาระ
    term_to          วันสิ้นสุดวาระ
    announced?       วันที่ประกาศ
    registration?    วันรับสมัคร
    result?          วันที่ประกาศผล
    channel?         ช่องทาง
    eligible?        ผู้มีสิทธิ
    ballots?         ผู้มาใช้สิทธิ
    ballots_online?  ผู้มาใช้สิทธิออนไลน์
    ballots_onsite?  ผู้มาใช้สิทธิในสถานที่
    valid?           บัตรดี
    spoiled?         บัตรเสีย
    no_vote?         ไม่ประสงค์ลงคะแนน
    candidates?      จำนวนผู้สมัคร
    elected?         จำนวนผู้ได้รับเลือก
""")
CANDIDATE = Headings("""
    election       รหัสการเลือกตั้ง      E1
    number         หมายเลข           1
    name           ชื่อ-สกุล            มานะ สมมติวงศ์
    member?        เลขที่สมาชิก
    votes_online?  คะแนนออนไลน์
    votes_onsite?  คะแนนในสถานที่
    votes?         คะแนน
    elected?       ผลการเลือกตั้ง
""")
REPRESENTATIVE = Headings("""
    number     เลขที่สมาชิก
    name       ชื่อ-สกุล             มานะ สมมติวงศ์
    province   จังหวัด              เชียงใหม่
    amphoe     อำเภอ               แม่ริม
    term_from  วันเริ่มวาระ          01/10/2566
    term_to    วันสิ้นสุดวาระ
    ended      วันที่พ้นตำแหน่ง
    reason     เหตุที่พ้นตำแหน่ง
    election?  รหัสการเลือกตั้ง
""")
EVENT = Headings("""
    number      รหัสกิจกรรม      G1
    kind        ประเภทกิจกรรม    สมาชิกสัมพันธ์
    held        วันที่จัด          14 ต.ค. 2566
    province    จังหวัด          เชียงใหม่
    amphoe      อำเภอ           แม่ริม
    venue       สถานที่
    by          ผู้จัด
    registered  ลงทะเบียน        40
    attended    ผู้เข้าร่วม        30
    joined      สมัครสมาชิก      4
""")
COMMITTEE = Headings("""
    province  จังหวัด          เชียงใหม่
    formed    วันที่ตั้ง         01/08/2566
    ended     วันที่สิ้นสุด
    people    จำนวนคนทำงาน    9
""")
POLL = Headings("""
    number    รหัสคำถาม     P1
    question  คำถาม        ควรประชุมวันใด
    choices   ตัวเลือก       เสาร์ | อาทิตย์ | วันธรรมดา
    mode      รูปแบบ        ข้อเดียว
    opened    วันที่เปิด      01/10/2566
    closed    วันที่ปิด       15/10/2566
    scope     ขอบเขต       ทั่วประเทศ
""")
COUNT = Headings("""
    poll          รหัสคำถาม      P1
    choice        คำตอบ         เสาร์
    on            วันที่ตอบ       02/10/2566
    province      จังหวัด        เชียงใหม่
    amphoe        อำเภอ         แม่ริม
    count         จำนวน         7
    respondents?  จำนวนผู้ตอบ
""")
PERSON = Headings("""
    poll       รหัสคำถาม      P1
    member     เลขที่สมาชิก    0000001
    choice     คำตอบ         เสาร์
    on         วันที่ตอบ       02/10/2566
    province   จังหวัด        เชียงใหม่
    amphoe     อำเภอ         แม่ริม
""")
PROPOSAL = Headings("""
    number      รหัสข้อเสนอ        K1
    raised      วันที่เสนอ          01/09/2566
    province    จังหวัด            เชียงใหม่
    amphoe      อำเภอ             แม่ริม
    topic       หมวด              ขนส่งสาธารณะ
    supporters  ผู้สนับสนุน          12
    status      สถานะ             เสนอแล้ว
    supported   วันที่สนับสนุนครบ
    debated     วันที่พิจารณา
    adopted     วันที่มีมติรับ
    declined    วันที่มีมติไม่รับ
    done        วันที่ดำเนินการแล้ว
""")


def member(number: str, **told: str) -> Row:
    """One row of a members' list."""
    return MEMBER.row(number=number, **told)


def election(number: str, **told: str) -> Row:
    """One row of an elections export."""
    return ELECTION.row(number=number, **told)


def candidate(election: str, number: str, **told: str) -> Row:
    """One row of a candidates export."""
    return CANDIDATE.row(election=election, number=number, **told)


def representative(number: str, **told: str) -> Row:
    """One row of a register of representatives, of the member of that number ("" for none)."""
    return REPRESENTATIVE.row(number=number, **told)


def event(number: str, **told: str) -> Row:
    """One row of an events export."""
    return EVENT.row(number=number, **told)


def committee(province: str, **told: str) -> Row:
    """One row of a committees export."""
    return COMMITTEE.row(province=province, **told)


def poll(number: str, **told: str) -> Row:
    """One row of a polls export."""
    return POLL.row(number=number, **told)


def count(choice: str, number: str, **told: str) -> Row:
    """One row of poll answers told as counts."""
    return COUNT.row(choice=choice, count=number, **told)


def person(member: str, choice: str, **told: str) -> Row:
    """One row of poll answers told by person."""
    return PERSON.row(member=member, choice=choice, **told)


def proposal(number: str, **told: str) -> Row:
    """One row of a proposals export."""
    return PROPOSAL.row(number=number, **told)


def table(make: Callable[..., Row], text: str) -> list[Row]:
    """Rows made of a table: the short names on its first line, one row on each of the others.

    Cells stand between bars; an empty one says nothing, so that the pattern's stays, and a stroke
    says that the export has nothing there.
    """
    told = [line.split("|") for line in text.strip().splitlines()]
    heads, *lines = [[cell.strip() for cell in line] for line in told]
    return [
        make(**{head: cell.strip("-") for head, cell in zip(heads, line, strict=True) if cell})
        for line in lines
    ]
