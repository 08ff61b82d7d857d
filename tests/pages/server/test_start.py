"""Does the server refuse to start when others would see what they may not, and say what to do?"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import requests
from streamlit import config
from websockets.exceptions import InvalidStatus

from etl.settings import Settings
from pages.access import local_addresses
from pages.server import start_check
from tests.browser import ROOT, Serve
from tests.signing_in import COOKIE_SECRET, ISSUER, person, write_list, write_secrets
from tests.slow import these
from tests.wire import Session

SECONDS = 60


def start(
    data: Path, *options: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Start the server on a port of its own; it has to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port=0", *options],
        cwd=ROOT,
        env={**os.environ, "PAKTHONG_DATA": str(data), **(env or {})},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize(
    ("options", "env"),
    these(
        (0, 2),
        [
            (("--server.address=0.0.0.0", "--browser.serverAddress=x"), {}),
            (("--server.address=::", "--browser.serverAddress=x"), {}),
            ((), {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}),
        ],
    ),
    ids=str,
)
def test_without_sign_in_an_address_that_others_reach_is_refused_with_what_to_do(
    options: Sequence[str], env: Mapping[str, str], tmp_path: Path
) -> None:
    done = start(tmp_path, *options, env={"STREAMLIT_BROWSER_SERVER_ADDRESS": "x", **env})
    assert done.returncode != 0
    assert "access.example.toml" in done.stderr
    assert "127.0.0.1" in done.stderr
    assert "ไม่เริ่มทำงาน" in done.stderr and "Not started" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        *(("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True)),
        *(("::ffff:127.0.0.1", True), ("0.0.0.0", False), ("::", False), ("", False)),
        *((None, False), ("192.168.1.5", False), ("::ffff:192.168.1.5", False)),
        *(("127.0.0.1.invalid", False), ("no such name.invalid", False), ("a" * 300, False)),
    ],
)
def test_only_an_address_of_this_machine_alone_counts_as_its_own(
    address: str | None, is_own: bool
) -> None:
    assert local_addresses.is_bound(address) is is_own


def amiss(folder: Path, what: str) -> list[str]:
    """Configure sign-in, all but one thing; return the options of the server."""
    if what != "no list":
        write_list(folder, ISSUER, person("officer@example.org", "officer"))
    changed = {
        "short secret": {"cookie_secret": "short"},
        "no client": {"client_id": ""},
        "plain http": {"redirect_uri": "http://dashboard.example.org/oauth2callback"},
        "other path": {"redirect_uri": "https://dashboard.example.org/"},
        "look-alike": {"redirect_uri": "http://127.0.0.1.example.org/oauth2callback"},
    }.get(what, {})
    file = write_secrets(folder, ISSUER, **changed)
    if what == "open to all":
        file.chmod(0o644)
    if what == "broken":
        file.write_text("[auth", encoding="utf-8")
    if what == "two providers":
        more = '[auth.another]\nserver_metadata_url = "https://x.example.org"\n'
        file.write_text(file.read_text("utf-8") + more, encoding="utf-8")
    if what == "no provider":
        file.unlink()
    options = [f"--secrets.files={file}", "--server.address=127.0.0.1"]
    if what == "headers":
        options.append('--server.trustedUserHeaders={"X-User": "email"}')
    return options


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("no list", "no " + "{data}/access.toml"),
        ("no provider", "no [auth] in secrets.toml"),
        ("broken", "cannot be read"),
        ("open to all", "chmod 600"),
        ("short secret", "cookie_secret"),
        ("no client", "lacks client_id"),
        ("plain http", "redirect_uri"),
        ("other path", "redirect_uri"),
        ("look-alike", "redirect_uri"),
        ("two providers", "one sign-in provider"),
        ("headers", "trustedUserHeaders"),
    ],
)
def test_sign_in_that_is_configured_by_half_is_refused_by_name(
    what: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = dict(each.removeprefix("--").split("=", 1) for each in amiss(tmp_path, what))
    asked = {
        "server.address": told["server.address"],
        "secrets.files": [told["secrets.files"]],
        "server.trustedUserHeaders": json.loads(told.get("server.trustedUserHeaders", "{}")),
    }
    monkeypatch.setattr(config, "get_option", asked.__getitem__)
    with pytest.raises(start_check.NotStarted) as refused:
        start_check.refuse_unsafe_start(Settings(data=tmp_path))
    assert said.format(data=tmp_path) in refused.value.message.en
    assert COOKIE_SECRET not in str(refused.value)


def test_half_a_configuration_ends_the_process(tmp_path: Path) -> None:
    done = start(tmp_path, *amiss(tmp_path, "no list"))
    assert done.returncode != 0
    assert f"no {tmp_path}/access.toml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_list_that_cannot_be_read_does_not_keep_the_server_from_starting(
    serve: Serve, tmp_path: Path
) -> None:
    """It lets nobody in, and can be mended while the server runs."""
    options = amiss(tmp_path, "nothing")
    (tmp_path / "access.toml").write_text("people = [", encoding="utf-8")
    url = serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(tmp_path)}, options)
    with Session(url) as session:
        assert "รายชื่อผู้มีสิทธิ์ใช้ไม่ได้" in session.run().decode("utf-8", "replace")


def test_without_sign_in_only_what_this_machine_asks_by_its_own_name_is_answered(
    serve: Serve, worlds: tuple[Path, Path], tmp_path: Path
) -> None:
    """A page elsewhere may have its own name stand for 127.0.0.1; a proxy may sit before us."""
    for name in ("warehouse", "VERSION"):
        (tmp_path / name).symlink_to(worlds[0] / name)
    url = serve(ROOT / "serve.py", {"PAKTHONG_DATA": str(tmp_path)})
    port = url.rpartition(":")[2]
    assert requests.get(url, timeout=10).ok
    assert requests.get(f"http://localhost:{port}", timeout=10).ok
    for headers in (
        {"Host": "evil.example"},
        {"Host": f"127.0.0.1.evil.example:{port}"},
        {"Host": ""},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:1"},
    ):
        answer = requests.get(f"{url}/_stcore/health", headers=headers, timeout=10)
        assert answer.status_code == 403, headers
    with Session(url) as session:
        assert "ประมวลผลเมื่อ" in session.run().decode("utf-8", "replace")
    for origin in ("http://evil.example", "http://localhost:1"):
        with pytest.raises(InvalidStatus), Session(url, origin=origin):
            pass


def test_the_script_alone_is_guarded_as_well(
    serve: Serve, worlds: tuple[Path, Path], tmp_path: Path
) -> None:
    """Whoever starts dashboard.py in place of serve.py goes round the door, not round access."""
    (tmp_path / "warehouse").symlink_to(worlds[0] / "warehouse")
    options = ["--server.address=0.0.0.0", "--browser.serverAddress=127.0.0.1"]
    url = serve(ROOT / "dashboard.py", {"PAKTHONG_DATA": str(tmp_path)}, options)
    with Session(url) as session:
        page_text = session.run().decode("utf-8", "replace")
    assert "ประมวลผลเมื่อ" not in page_text
    assert "บนเครื่องของมันเอง" in page_text
