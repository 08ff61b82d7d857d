"""Can programs of this machine see whether the dashboard serves, and nobody else?"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from etl.audit import log
from etl.vitals import Source, vitals
from tests.browser import ROOT, Serve
from tests.pages.server.test_hardening import ask, opened, session_of
from tests.party import DAY, Party, member

pytestmark = pytest.mark.browser


def figures(address: str) -> dict[str, float]:
    status, headers, body = ask(address, "/metrics")
    assert status == 200 and headers["content-type"].startswith("text/plain")
    lines = [line for line in body.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_this_machine_is_told_that_it_serves_and_how_old_its_data_are(address: str) -> None:
    status, headers, body = ask(address, "/ready")
    told = json.loads(body)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert told["ready"] and told["record_whole"] and told["edition"]
    assert set(told["age_days"]) >= {"members", "elections", "representatives"}
    assert min(told["age_days"].values()) > 0


def test_every_run_of_a_page_is_counted(address: str) -> None:
    before = figures(address)
    with opened(address) as stream:
        session_of(stream)
        until = time.monotonic() + 30
        while (during := figures(address))["pakthong_reruns_total"] == before[
            "pakthong_reruns_total"
        ] and time.monotonic() < until:
            time.sleep(0.1)
    assert during["pakthong_sessions"] >= 1
    assert during["pakthong_reruns_total"] > before["pakthong_reruns_total"]
    assert during["pakthong_ready"] == during["pakthong_record_whole"] == 1
    assert during["pakthong_edition_built_timestamp_seconds"] > 1_700_000_000
    assert during['pakthong_source_rejected_rows{kind="members"}'] >= 0


@pytest.mark.parametrize("path", ["/ready", "/metrics"])
@pytest.mark.parametrize(
    ("header", "value"), [("X_Forwarded_For", "203.0.113.9"), ("Host", "pakthong.example.org")]
)
def test_who_comes_by_way_of_a_proxy_finds_nothing(
    path: str, header: str, value: str, address: str
) -> None:
    told: Mapping[str, Any] = {header: value}
    status, _, body = ask(address, path, **told)
    assert (status, body) == (404, b"")


def test_before_the_first_edition_it_is_not_ready(serve: Serve, tmp_path: Path) -> None:
    address = serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(tmp_path)})
    status, _, body = ask(address, "/ready")
    assert (status, json.loads(body)["edition"]) == (503, None)
    assert figures(address)["pakthong_ready"] == 0


def test_an_older_edition_that_serves_in_place_of_a_damaged_one_is_told_of(
    serve: Serve, party: Party
) -> None:
    party.members("2566-09-30", member("1"))
    older = party.publish()
    party.members(DAY, member("1"), member("2"))
    newer = party.publish()
    log.append(party, "built", actor="local:tester")
    address = serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(party.data)})
    whole = party.public.read_bytes()
    for content, edition, damaged in ((whole, newer, None), (whole[:5000], older, newer)):
        (party.warehouse / newer / "public.duckdb").write_bytes(content)
        status, _, body = ask(address, "/ready")
        told = json.loads(body)
        assert (status, told["ready"]) == (200, True)
        assert (told["edition"], told["damaged_edition"]) == (edition, damaged)
        assert figures(address)["pakthong_edition_damaged"] == (damaged is not None)


def test_a_cut_edition_or_record_is_not_ready(party: Party) -> None:
    party.members(DAY, member("1"), member(""))
    party.publish()
    log.append(party, "built", actor="local:tester")
    found = vitals(party)
    assert found.is_ready
    assert found.sources == (Source("members", found.sources[0].list_on, 1),)
    assert found.built_at is not None and found.built_at.tzinfo is not None
    record = log.newest_file(party)
    whole = record.read_bytes()
    record.chmod(0o600)
    record.write_bytes(whole.replace(b"built", b"other"))
    assert not vitals(party).is_record_whole
    record.write_bytes(whole)
    assert vitals(party).is_ready
    party.public.write_bytes(party.public.read_bytes()[:5000])
    assert vitals(party).edition is None
