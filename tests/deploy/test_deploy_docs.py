"""docs/deploy.md names only what exists, and quotes files as they are."""

import re
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from streamlit import config

from etl.warehouse import editions
from tests import discovery
from tests.discovery import ROOT
from tests.party import Party, member

DOCS = ROOT / "docs" / "deploy.md"
TEXT = DOCS.read_text(encoding="utf-8")
COMMANDS = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.S))


def test_the_files_shown_are_the_files_themselves() -> None:
    files = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", TEXT, re.S)
    assert files
    for name, content in files:
        assert content == (ROOT / name).read_text(encoding="utf-8"), name


def test_every_file_named_is_there_and_every_file_of_deploy_is_named() -> None:
    for target in re.findall(r"\]\((\.\./[^)#]+)\)", TEXT):
        assert (DOCS.parent / target).resolve().exists(), target
    files = sorted(
        path
        for path in (ROOT / "deploy").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    discovery.enough(files, 12, "files of deploy")
    for path in files:
        assert f"../{path.relative_to(ROOT)}" in TEXT, path.name


def test_every_setting_named_exists() -> None:
    party = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    delivery = (ROOT / "reports" / "delivery" / "fields.py").read_text(encoding="utf-8")
    units = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "deploy").iterdir() if path.is_file()
    )
    own = set(re.findall(r"\bPAKTHONG_[A-Z_]+\b", TEXT + units))
    discovery.enough(own, 4, "party")
    for name in own:
        assert f"`{name}`" in party or f'"{name}"' in delivery, name
    known = {f"STREAMLIT_{name.replace('.', '_')}".upper() for name in _options()}
    for name in set(re.findall(r"\bSTREAMLIT_[A-Z_]+\b", TEXT + units)):
        assert name in known, name
    for name in re.findall(r"--((?:server|secrets|client)\.\w+)", TEXT + units):
        assert name in config._config_options_template, name


def _options() -> list[str]:
    return [re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name) for name in config._config_options_template]


def test_the_units_and_the_web_server_agree_on_ports_and_folders() -> None:
    nginx = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    ports = set(re.findall(r"127\.0\.0\.1:(\d+)", nginx))
    assert {f"pakthong@{port}" in TEXT for port in ports} == {True}
    assert set(re.findall(r"pakthong@(\d+)", TEXT)) == ports
    most = re.search(r"^maxUploadSize = (\d+)", _config(), re.M)
    assert most
    assert f"client_max_body_size {int(most[1]) + 1}m;" in nginx
    for folder in re.findall(r"/var/(?:www|log|cache)/[\w./-]+", nginx):
        assert folder.startswith(("/var/www/letsencrypt", "/var/log/nginx", "/var/cache/nginx"))


def _config() -> str:
    return (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def test_every_line_of_shell_is_shell() -> None:
    done = subprocess.run(["bash", "-n"], input=COMMANDS, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("program", ["install", "ln", "chmod", "chown", "useradd"])
def test_every_long_option_is_one_the_program_knows(program: str) -> None:
    helped = subprocess.run([program, "--help"], capture_output=True, text=True)
    known = helped.stdout + helped.stderr
    lines = re.findall(rf"^(?:.*\| )?{program} (.*)$", COMMANDS, re.M)
    assert lines
    for line in lines:
        for option in re.findall(r"(?<!\S)--[a-z-]+", line.partition(" | ")[0]):
            assert option in known, f"{program} {option}"


def test_what_the_folders_are_made_with_makes_them_so(tmp_path: Path) -> None:
    """The commands of step 2, in a folder of the test and without the users it has not."""
    lines = [line for line in COMMANDS.splitlines() if line.startswith("install --directory")]
    for line in lines:
        line = re.sub(r" --(owner|group)=\w+", "", line)
        line = re.sub(r" (/[\w/.]+)", lambda found: f" {tmp_path}{found[1]}", line)
        subprocess.run(line, shell=True, check=True, cwd=tmp_path)
    assert (tmp_path / "var/lib/pakthong").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "etc/pakthong").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var/lib/pakthong/exports/members").is_dir()


def test_a_backup_restored_elsewhere_serves_the_same_edition(tmp_path: Path) -> None:
    """The two commands as they are written, in folders of the test and as its own user."""
    party, identity = Party(tmp_path / "pakthong"), pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"{identity}\n")
    party.members("2566-10-22", member("1"), member("2"))
    name = party.publish()

    def run(command: str) -> None:
        (line,) = re.findall(rf"^cd .* (env .* etl {command} .*)$", COMMANDS, re.M)
        for written, here in (
            ("age1…", str(identity.to_public())),
            (".venv/bin/python", sys.executable),
            ("/var/lib/pakthong", str(party.data)),
            ("/var/backups/pakthong/$(date +%F)", str(tmp_path / "DATE")),
            (" DATE.age", f" {tmp_path / 'DATE'}.age"),
            (" key.txt", f" {tmp_path / 'key.txt'}"),
        ):
            line = line.replace(written, here)
        subprocess.run(line, shell=True, check=True, cwd=ROOT)

    run("backup")
    party.data.rename(tmp_path / "lost")
    run("restore")
    assert editions.current_edition(party) == name
    with editions.open_edition(editions.public_path(party, name)) as con:
        assert con.execute("select edition from edition").fetchall() == [(name,)]
    assert party.secret.stat().st_mode & 0o777 == 0o600
    # The same key makes the same hashes: nothing is read or published anew.
    assert party.publish() == name


def test_going_back_to_an_edition_lets_it_serve(party: Party) -> None:
    names = []
    for day, numbers in (("2566-09-30", "12"), ("2566-10-22", "123")):
        party.members(day, *map(member, numbers))
        names.append(party.publish())
    lines = [line for line in COMMANDS.splitlines() if "CURRENT" in line and "chown" not in line]
    for line in lines:
        done = line.replace("EDITION", names[0]).replace("/var/lib/pakthong", str(party.data))
        subprocess.run(done, shell=True, check=True)
    assert editions.current_edition(party) == names[0]
    assert [each.name for each in party.warehouse.glob("CURRENT*")] == ["CURRENT"]


def test_the_policy_knows_the_script_of_the_installed_streamlit() -> None:
    import base64
    import hashlib

    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    policy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    hashes = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    }
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes
