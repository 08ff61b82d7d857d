"""Do totals outlive the rows they were counted from, day by day and to the last one?"""

import os
import random
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from etl import retention
from etl.__main__ import main
from etl.audit import log
from etl.personal_data import forgotten
from etl.personal_data.pseudonyms import member_key, read_secret
from etl.questions.kinds import kinds
from etl.warehouse import archive, editions
from i18n.dates import BANGKOK, today
from tests.conftest import Say
from tests.etl.personal_data.planted import files_below, table_bytes
from tests.party import Party, Silent, election, member, representative
from tests.slow import unless

DAYS = ("2566-05-31", "2566-06-30", "2566-07-31", "2566-08-31", "2566-09-30", "2566-10-22")
TODAY = date(2023, 10, 23)
# The newest list older than 60 days is that of 31 July: it stays with its rows.
KEPT_FROM = date(2023, 7, 31)
DAILY = "from membership_daily order by all"
MONTHLY = "from membership_monthly order by all"
FIGURES = (
    DAILY,
    MONTHLY,
    "select list_on, list_no, previous_on, files from lists order by all",
    "from ladder order by all",
    "from coverage_spans order by all",
    "from verified_spans order by all",
    "from doubts order by all",
    "select newest_on, first_list_on from edition",
)
CELLS: dict[str, Sequence[str]] = {
    "amphoe": ("แม่ริม", "สันทราย", "หางดง", "ไม่รู้จักเลยสักนิด"),
    "type": ("รายปี", "ตลอดชีพ", ""),
    "state": ("อนุมัติ", "อนุมัติ", "อนุมัติ", "ลาออก", "รออนุมัติ"),
    "approved": ("01/01/2566", "12/06/2566", "15/08/2566", ""),
    "left": ("", "", "15/09/2566"),
    "expires": ("", "05/07/2566", "01/01/2570"),
}

YES = tuple(word for name in kinds() for word in ("--accept", name))
"""Whatever a build asks of lists that are made by chance is right."""


def party(folder: Path, seed: int, **settings_given: Any) -> Party:  # noqa: ANN401
    """Six lists of people who come, go, move and return; three representatives and elections."""
    settings = Party(folder, drop_pct=1000, **settings_given)
    rng = random.Random(seed)
    everybody = [f"{n:03}" for n in range(40)]
    for day in DAYS:
        listed = [
            member(who, **{name: rng.choice(cells) for name, cells in CELLS.items()})
            for who in everybody
            if rng.random() < 0.75
        ]
        settings.members(day, *listed, member("always"))
    terms = [
        representative("003", name="มานะ สมมติวงศ์", term_from="01/06/2566"),
        representative("always", name="ปิติ ตัวอย่างดี", term_from="15/06/2566", amphoe="สันทราย"),
        representative("nobody", name="วีระ แต่งขึ้น", term_from="10/06/2566", amphoe="หางดง"),
    ]
    settings.representatives("2566-10-22", *terms)
    settings.elections("2566-10-22", election("E1", held="20/06/2566"))
    return settings


def figures(settings: Party) -> list[list[tuple[Any, ...]]]:
    return [settings.rows(query) for query in FIGURES]


def again(settings: Party) -> None:
    """Publish anew, though nothing has changed: from what is kept alone."""
    (settings.warehouse / "CURRENT").unlink()
    settings.publish()


@pytest.mark.parametrize("seed", unless(lambda seed: not seed, range(3)))
def test_every_day_is_told_as_before_when_older_rows_have_gone(tmp_path: Path, seed: int) -> None:
    settings = party(tmp_path, seed, keep_staged_days=60)
    settings.publish()
    before = figures(settings)
    findings = settings.rows("select * from term_findings order by all", file="private")
    assert retention.apply(settings, Silent(), TODAY) == retention.RemovedCounts(2, 2)
    assert archive.ends_on(settings) == KEPT_FROM
    names = [path.name for path in (settings.exports / "members").iterdir()]
    assert sorted(names) == [f"members_{day}.csv" for day in DAYS[2:]]
    again(settings)
    assert figures(settings) == before
    assert settings.rows("select * from term_findings order by all", file="private") == findings
    assert not settings.rows("select name from checks where is_fatal and not passed")
    kept = "select count(*) from loads where kind = 'members' and status = 'archived'"
    assert settings.rows(kept) == [(2,)]
    assert retention.apply(settings, Silent(), TODAY) == retention.RemovedCounts(0, 0)


@pytest.mark.slow
def test_it_goes_on_from_night_to_night_and_with_new_lists(tmp_path: Path) -> None:
    gone, whole = (party(tmp_path / name, 7, keep_staged_days=60) for name in ("gone", "whole"))
    for settings in (gone, whole):
        settings.publish()
    for night in (date(2023, 8, 31), date(2023, 9, 30), date(2023, 10, 23), date(2023, 12, 31)):
        retention.apply(gone, Silent(), night)
        gone.publish()
    assert archive.ends_on(gone) == date(2023, 10, 22)
    # New people only: whether one who left long ago returns or joins is no longer known.
    new = [member("always"), *(member(f"N{n}") for n in range(9))]
    for settings in (gone, whole):
        settings.members("2566-11-30", *new)
        settings.publish()
    assert figures(gone) == figures(whole)


def test_a_person_seen_only_in_rows_that_went_is_not_in_a_byte(tmp_path: Path) -> None:
    settings = Party(tmp_path, drop_pct=1000, keep_staged_days=60)
    for day, people in zip(DAYS, ("abc", "ab", "ad", "ad", "ade", "ade"), strict=True):
        settings.members(day, *[member(who) for who in people])
    settings.publish()
    key = member_key(read_secret(settings), "c").encode()
    staged = b"".join(table_bytes(path) for path in settings.staged.glob("*.parquet"))
    assert key in staged
    retention.apply(settings, Silent(), TODAY)
    settings.publish()
    editions.prune(settings, 1)
    hyphened = b"-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))
    for path in files_below(settings.warehouse):
        content = path.read_bytes() + table_bytes(path)
        assert key not in content and hyphened not in content, path


@pytest.mark.slow
def test_other_rules_later_change_no_archived_day_and_are_made_good_the_day_after(
    tmp_path: Path,
) -> None:
    settings = party(tmp_path, 1, keep_staged_days=60)
    settings.publish()
    archived = f"from membership_daily where date <= '{KEPT_FROM}' order by all"
    before = settings.rows(archived)
    retention.apply(settings, Silent(), TODAY)
    aliases = "province_text,amphoe_text,province_code,amphoe_code,valid_from,valid_to"
    (tmp_path / "place_aliases.csv").write_text(
        f"{aliases},reviewed_by,why\nเชียงใหม่,ไม่รู้จักเลยสักนิด,50,5007,,,ผู้ตรวจ,ทดสอบ\n", encoding="utf-8"
    )
    settings.publish()
    assert settings.rows(archived) == before
    assert not settings.rows("select name from checks where is_fatal and not passed")
    net = "sum(joined + returned + moved_in - left_members - moved_out)"
    last = f"select {net} from membership_daily where amphoe_code is null"  # noqa: S608
    assert settings.rows(last) == [(0,)], "everybody has an amphoe by now"


@pytest.mark.slow
def test_somebody_forgotten_after_the_rows_went_leaves_the_count_the_day_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    settings = party(tmp_path, 2, keep_staged_days=60)
    settings.publish()
    archived = f"from membership_daily where date <= '{KEPT_FROM}' order by all"
    before = settings.rows(archived)
    retention.apply(settings, Silent(), TODAY)
    key = member_key(read_secret(settings), "003").encode()
    assert main(["forget", "003"]) == 0
    settings.publish()
    assert settings.rows(archived) == before
    assert not settings.rows("select name from checks where is_fatal and not passed")
    hyphened = b"-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))
    for path in (settings.archive, *settings.staged.glob("*.parquet")):
        assert key not in table_bytes(path) and hyphened not in table_bytes(path), path


def test_a_raw_export_goes_after_its_time_and_the_build_goes_on_from_its_rows(
    tmp_path: Path,
) -> None:
    settings = party(tmp_path, 3, keep_raw_days=5)
    settings.publish()
    before = figures(settings)
    assert retention.apply(settings, Silent(), today()) == retention.RemovedCounts(0, 0)
    later = date.fromordinal(today().toordinal() + 6)
    assert retention.apply(settings, Silent(), later) == retention.RemovedCounts(8, 0)
    assert not [path for path in settings.exports.rglob("*") if path.is_file()]
    again(settings)
    assert figures(settings) == before
    assert settings.rows("select count(*) from loads where status = 'unchanged'") == [(8,)]
    deed = log.read(settings).entries[-1]
    assert (deed.action, deed.what) == ("retained", "exports: 8, staged: 0")
    # A corrected export of the same name takes the place of the rows that were kept.
    settings.members(DAYS[-1], member("always"), member("new"))
    settings.publish()
    newest = "select staged from loads where kind = 'members' order by list_on desc limit 1"
    assert settings.rows(newest) == [(2,)]
    settings.secret.write_text("another secret of sixteen letters")
    assert forgotten.read_keys(settings, read_secret(settings)) == ()
    with pytest.raises(Exception, match="another key"):
        settings.publish()


def put_refused(settings: Party) -> list[Path]:
    """Files that no build reads, for their kind, headings, name and form."""
    person = "สมชาย ตัวอย่างดี,1-2345-67890-12-1,081-234-5678\n"
    names = ("notes.csv", "members/members_2566-09-01.csv", "members_1234567890121.csv", "scan.pdf")
    paths = [settings.exports / name for name in names]
    for path in paths:
        path.write_text(f"ชื่อ,เลขบัตร,โทร\n{person}", encoding="utf-8")
    return paths


@pytest.mark.parametrize("is_published", unless(lambda is_published: is_published, [True, False]))
def test_a_refused_file_goes_after_its_time_as_well(tmp_path: Path, is_published: bool) -> None:
    settings = Party(tmp_path, keep_raw_days=5)
    settings.members("2566-10-22", member("1"))
    if not is_published:
        settings.publish()
    refused = put_refused(settings)
    if is_published:
        settings.publish(skip_refused=True)
    later = date.fromordinal(today().toordinal() + 6)
    at = datetime.combine(later, datetime.min.time(), BANGKOK).timestamp()
    used = settings.exports / "members" / "members_2566-10-22.csv"
    for young in (refused[0], used):
        os.utime(young, (at, at))
    assert retention.apply(settings, Silent(), today()) == retention.RemovedCounts(0, 0)
    assert retention.apply(settings, Silent(), later) == retention.RemovedCounts(3, 0)
    assert [path for path in (*refused, used) if path.exists()] == [refused[0], used]
    deed = log.read(settings).entries[-1]
    assert (deed.action, deed.what) == ("retained", "exports: 3, staged: 0")


def test_a_build_that_is_refused_for_a_file_removes_it_once_its_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    settings = Party(tmp_path)
    settings.members("2566-10-22", member("1"))
    refused = put_refused(settings)
    for path in refused:
        os.utime(path, (1_500_000_000, 1_500_000_000))
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    say("build", code=1)
    assert all(path.exists() for path in refused), "no time is set"
    monkeypatch.setenv("PAKTHONG_KEEP_RAW_DAYS", "30")
    assert "4 export(s) and the rows of 0 file(s) were removed" in say("build", code=1)
    assert not [path for path in refused if path.exists()]
    say("build")


def test_nothing_goes_while_the_published_numbers_are_not_of_these_files(tmp_path: Path) -> None:
    settings = party(tmp_path, 4, keep_staged_days=60)
    settings.publish()
    settings.members("2566-10-23", member("always"))
    with pytest.raises(retention.RetentionError):
        retention.apply(settings, Silent(), TODAY)
    assert len(list((settings.exports / "members").iterdir())) == 7
    assert not settings.archive.exists()


@pytest.mark.slow
def test_an_old_list_that_comes_back_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    settings = party(tmp_path, 5, keep_staged_days=60)
    settings.publish()
    before = figures(settings)
    retention.apply(settings, Silent(), TODAY)
    settings.members(DAYS[0], member("x"))
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    assert "only totals are kept" in say("build", *YES)
    assert figures(settings) == before
    assert retention.apply(settings, Silent(), TODAY).exports == 1


def test_a_build_removes_what_is_past_its_time_when_the_party_has_set_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    party(tmp_path, 6)
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    monkeypatch.setenv("PAKTHONG_DROP_PCT", "1000")
    assert "PAKTHONG_KEEP_RAW_DAYS" in say("retain")
    say("build", *YES)
    assert not Party(tmp_path).archive.exists()
    monkeypatch.setenv("PAKTHONG_KEEP_STAGED_DAYS", "30")
    assert "5 export(s) and the rows of 5 file(s) were removed" in say("build", *YES)
    say("build", *YES)
    assert "Nothing is past its time." in say("retain")
