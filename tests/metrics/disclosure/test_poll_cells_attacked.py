"""Can anybody's answer be worked out of all that is told of a poll? Tried, for invented polls.

The attacker asks who took part and what was said for the country, each region of each scheme, each
province and pairs of provinces, and puts it all into one system. Where a weighted share is made of
few cells he is even given what was said in each of them: he could solve for it.
"""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics.disclosure.polls import cells as poll_cells
from metrics.disclosure.polls import sheets
from metrics.disclosure.suppression import FEW
from metrics.polls import polls
from metrics.query_cache import cache_answers
from tests.metrics.disclosure.attack import Attacker
from tests.metrics.events import taking_part
from tests.metrics.polls.test_polls import poll
from tests.party import Con

pytestmark = pytest.mark.slow
ON = date(2023, 9, 30)
PROVINCES = ("10", "50", "51", "52", "83", "84", "34", "35")
Scope = tuple[str, ...] | None
WORLDS = [(0, False), (1, True)]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taking_part.build(tmp_path_factory.mktemp("party"))


class World:
    """An invented poll with many small cells: units (province, amphoe), people and answers."""

    def __init__(
        self,
        con: Con,
        seed: int,
        *,
        is_several: bool,
        provinces: tuple[str, ...] = PROVINCES,
        sizes: tuple[int, ...] = (0, 1, 2, 3, 4, 6, 9, 25, 60),
    ) -> None:
        self.con, self.is_several = con, is_several
        rng = np.random.default_rng(seed)
        found = con.execute(
            "select province_code, amphoe_code from amphoe where list_contains(?, province_code)"
            " and amphoe_code[3:] <= '04' order by all",
            [list(provinces)],
        ).fetchall()
        self.units: list[tuple[str | None, str | None]] = list(found)
        if provinces == PROVINCES:
            self.units += [("50", None), (None, None)]
        size = rng.choice(sizes, len(self.units))
        taste = rng.dirichlet([2, 1, 1], len(self.units))
        taste[rng.random(len(self.units)) < 0.3] = [1, 0, 0]  # all there say the same
        if is_several:
            picked = rng.random((len(self.units), 3))
            self.answers = np.array(
                [rng.binomial(n, np.minimum(p * 1.6, 1)) for n, p in zip(size, taste, strict=True)]
            )
            self.answers = np.where(picked > 0.1, self.answers, 0)
        else:
            self.answers = np.array(
                [rng.multinomial(n, p) for n, p in zip(size, taste, strict=True)]
            )
        self.people = size
        con.execute("delete from membership_daily")
        for (province, amphoe), people in zip(self.units, size, strict=True):
            place: dict[str, object] = {"province_code": province, "amphoe_code": amphoe}
            members = int(people + rng.integers(0, 40))
            self._insert("membership_daily", place | {
                "date": "2023-01-01", "joined": members, "net_yearly": members,
                "net_lifetime": 0, "net_untyped": 0,
            })  # fmt: skip
        self._insert("polls", poll("P", is_several=is_several))
        for n in range(3):
            choice = {"poll_id": "P", "choice_no": n + 1, "choice": f"c{n + 1}"}
            self._insert("poll_choices", choice)
        day: dict[str, object] = {"poll_id": "P", "answered_on": "2023-09-02"}
        for at, (province, amphoe) in enumerate(self.units):
            where: dict[str, object] = {**day, "province_code": province, "amphoe_code": amphoe}
            self._insert("poll_respondents", where | {"respondents": int(size[at])})
            for n in range(3):
                said = {"choice_no": n + 1, "answers": int(self.answers[at, n])}
                self._insert("poll_answers", where | said)

    def _insert(self, table: str, row: Mapping[str, object]) -> None:
        marks = ", ".join("?" * len(row))
        self.con.execute(
            f"insert into {table} ({', '.join(row)}) values ({marks})",  # noqa: S608
            list(row.values()),
        )


@pytest.fixture(params=WORLDS, ids=str)
def world(request: pytest.FixtureRequest, public: Path) -> Iterator[World]:
    seed, is_several = request.param
    with taking_part.edition(public, {}) as con:
        yield World(con, seed, is_several=is_several)


def scopes(con: Con) -> list[Scope]:
    rows = con.execute(
        "select region_ect, region_royal, region_nesdb, province_code from provinces"
    ).fetchall()
    regions: dict[tuple[int, str], list[str]] = {}
    for *names, province in rows:
        for scheme, name in enumerate(names):
            regions.setdefault((scheme, name), []).append(province)
    pairs = list(itertools.combinations(PROVINCES, 2))[::5]
    everybody_but = [tuple(each for each in PROVINCES if each != one) for one in PROVINCES]
    wide = [tuple(each) for each in regions.values() if set(each) & set(PROVINCES)]
    return [None, *((each,) for each in PROVINCES), *pairs, *everybody_but, *dict.fromkeys(wide)]


class Attack:
    """What the attacker was told of one world."""

    def __init__(self, world: World, asked: list[Scope] | None = None) -> None:
        self.world, self.attacker = world, Attacker()
        self.seen: set[tuple[object, ...]] = set()
        for at in range(len(world.units)):
            for n in range(3):
                self.attacker.unknown(f"n {at} {n}")
            if world.is_several:
                for n in range(3):
                    parts = {f"n {at} {n}": 1.0, f"not {at} {n}": 1.0, f"r {at}": -1.0}
                    self.attacker.learn(parts, 0, None)
        self.whole = poll_cells.partition(world.con, poll_id="P", on=ON)
        codes = self.whole.units
        place = {
            (row.province_code, row.amphoe_code): at
            for at, row in enumerate(codes[["province_code", "amphoe_code"]].itertuples())
        }
        self.row_of = [place[(a or "", b or "")] for a, b in world.units]
        self.shares = 0
        for scope in asked or scopes(world.con):
            self._said(scope)
            for by in polls.AREAS:
                self._took_part(scope, by)

    def tell(self, parts: Mapping[str, float], value: float | None, mark: str | None) -> None:
        """Pass on what is told; the same said twice tells no more."""
        key = (frozenset(parts), value, mark)
        if key not in self.seen:
            self.seen.add(key)
            self.attacker.learn(parts, value, mark)

    def people(self, units: list[int]) -> dict[str, float]:
        if self.world.is_several:
            return {f"r {at}": 1.0 for at in units}
        return {f"n {at} {n}": 1.0 for at in units for n in range(3)}

    def inside(self, scope: Scope) -> list[int]:
        units = enumerate(self.world.units)
        return [at for at, (province, _) in units if scope is None or province in scope]

    def _said(self, scope: Scope) -> None:
        asked = {"poll_id": "P", "on": ON}
        units = self.inside(scope)
        for row in polls.answers(self.world.con, provinces=scope, **asked).to_dict("records"):  # type: ignore[arg-type]
            n = int(row["choice_no"]) - 1
            if pd.notna(row["answers"]):
                parts = {f"n {at} {n}": 1.0 for at in units}
                self.tell(parts, float(row["answers"]), None)
            elif row["answers_mark"] == FEW:
                everybody = {f"n {at} {n}": 1.0 for at in range(len(self.world.units))}
                self.tell(everybody, None, FEW)
            if row["verdict"] == "told" and pd.notna(row["pct"]):
                if np.count_nonzero(self.whole.sheet(self.whole.within(scope)).cell_respondents) < (
                    poll_cells.MANY
                ):
                    self._cells(scope, n)
                else:
                    self._share(scope, n, float(row["pct"]))

    def _share(self, scope: Scope, n: int, pct: float) -> None:
        """Pass on a share of many cells; how many are and answered in each is given away beside."""
        here = self.whole.within(scope)
        rows = self.whole.units[here]
        placed = (rows["province_code"] != "").to_numpy()
        rows = rows[placed]
        people, members = (rows[name].to_numpy(float) for name in ("respondents", "members"))
        cells = sheets.collapse(sheets._levels(rows), people)
        of_cell = [np.bincount(cells, each) for each in (people, members)]
        weight = np.where((of_cell[0] > 0) & (of_cell[1] > 0), of_cell[1], 0)
        each = 100 * weight / weight.sum() / np.maximum(of_cell[0], 1)
        number = np.full(len(here), -1)
        number[np.flatnonzero(here)[placed]] = cells
        parts = {
            f"n {at} {n}": float(each[number[row]])
            for at, row in enumerate(self.row_of)
            if number[row] >= 0 and each[number[row]] > 0
        }
        truth = sum(
            times * self.world.answers[int(name.split()[1]), n] for name, times in parts.items()
        )
        assert abs(truth - pct) < 0.501
        self.shares += 1
        self.attacker.between(parts, pct - 0.501, pct + 0.501)

    def _cells(self, scope: Scope, n: int) -> None:
        """Give away what was said in each cell of a weighted share that has few of them."""
        here = self.whole.within(scope)
        sheet = self.whole.sheet(here)
        assert np.count_nonzero(sheet.cell_respondents) < poll_cells.MANY
        number = np.full(len(here), -1)
        assert self.whole.answer_blocks is not None
        number[here] = self.whole._whole_blocks(self.whole.answer_blocks, here)
        for cell in np.unique(number[here]):
            units = [at for at, row in enumerate(self.row_of) if number[row] == cell]
            if units:
                count = float(self.world.answers[units, n].sum())
                self.tell({f"n {at} {n}": 1.0 for at in units}, count, None)
                people = float(self.world.people[units].sum())
                self.tell(self.people(units), people, None)

    def _took_part(self, scope: Scope, by: str) -> None:
        told = polls.turnout(self.world.con, poll_id="P", on=ON, by=by, provinces=scope)
        codes = self.whole.units[by].to_numpy()
        for row in told.to_dict("records"):
            code = row["area_code"] if isinstance(row["area_code"], str) else ""
            units = [at for at in self.inside(scope) if codes[self.row_of[at]] == code]
            mark = row["respondents_mark"]
            if units and pd.notna(mark):
                self.tell(self.people(units), None, str(mark))
            elif units:
                self.tell(self.people(units), float(row["respondents"]), None)


def test_no_answer_and_nobody_who_answered_can_be_worked_out(world: World) -> None:
    with cache_answers():
        attack = Attack(world)
    tried = 0
    for at, people in enumerate(world.people.tolist()):
        for n in range(3):
            count = int(world.answers[at, n])
            is_told_apart = 0 < count < 5 or (people > 0 and count == people)
            if is_told_apart:
                tried += 1
                least, most = attack.attacker.range_of(f"n {at} {n}")
                assert least <= count <= most
                assert least < most, f"{world.units[at]}: c{n + 1} is {least} of {people}"
        if world.is_several and 0 < people < 5:
            least, most = attack.attacker.range_of(f"r {at}")
            assert least < most, f"{world.units[at]}: {least} answered"
    assert tried > 10


WIDE = ("10", "20", "30", "34", "40", "50", "57", "65", "70", "80", "83", "90")


def test_no_answer_can_be_worked_out_of_shares_of_many_cells(public: Path) -> None:
    """From MANY cells on a share is of finer cells than may be told: an equation of its own.

    Tried for the country and for each of the country without one province, whose differences are
    equations of two cells, with members and people of every cell given away. The answers of a few
    people are tried, one in seven: a range takes the solver about a quarter of a second.

    In tenths of a point an answer of one person was found; without the shares none was.
    """
    with taking_part.edition(public, {}) as con:
        world = World(con, 3, is_several=False, provinces=WIDE, sizes=(4, 6, 9, 25, 60))
        asked: list[Scope] = [None, *(tuple(p for p in WIDE if p != one) for one in WIDE)]
        with cache_answers():
            attack = Attack(world, [*asked, *((one,) for one in WIDE)])
    assert attack.shares > 10
    few = [
        (at, n)
        for at, people in enumerate(world.people.tolist())
        for n in range(3)
        if 0 < world.answers[at, n] < 5 or (people > 0 and world.answers[at, n] == people)
    ]
    for at, n in few[:: max(1, len(few) // 8)]:
        least, most = attack.attacker.range_of(f"n {at} {n}")
        count = int(world.answers[at, n])
        assert least <= count <= most
        if least == most:
            pytest.fail(f"{world.units[at]}: c{n + 1} is {least}")


def test_the_polls_tried_tell_something(public: Path) -> None:
    verdicts = set()
    for seed, is_several in WORLDS:
        with taking_part.edition(public, {}) as con:
            world = World(con, seed, is_several=is_several)
            with cache_answers():
                for scope in scopes(world.con):
                    told = polls.answers(con, poll_id="P", on=ON, provinces=scope)
                    verdicts |= set(told["verdict"])
    assert {"told", "withheld", "too_few"} <= verdicts


def test_what_was_said_is_not_told_from_day_to_day(world: World) -> None:
    for day in (date(2023, 9, 2), date(2023, 9, 20), date(2023, 9, 28)):
        told = polls.answers(world.con, poll_id="P", on=day)
        assert told["verdict"].unique().tolist() == ["still_open"]
        assert told[["answers", *polls.SHARES]].isna().all(axis=None)


def test_a_choice_that_everybody_made_is_not_told(public: Path) -> None:
    with taking_part.edition(public, {}) as con:
        world = World(con, 1, is_several=False)
        con.execute("delete from poll_answers where choice_no > 1")
        con.execute("update poll_respondents set respondents = (select sum(answers) from"
                    " poll_answers as a where a.amphoe_code is not distinct from"
                    " poll_respondents.amphoe_code and a.province_code is not distinct from"
                    " poll_respondents.province_code)")  # fmt: skip
        told = polls.answers(world.con, poll_id="P", on=ON)
    assert told["verdict"].unique().tolist() == ["withheld"]
    assert told["answers"].isna().all()
