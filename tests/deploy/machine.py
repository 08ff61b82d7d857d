"""Start systemd itself in namespaces of its own, with the units of deploy/ and nothing else.

What it starts is real: users, sandboxes, sockets, OnFailure=. It has no network but its own
loopback, no unit of this machine, and everything it writes is gone with it. It needs root.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from pathlib import Path

from tests.discovery import ROOT

SYSTEMD = Path("/lib/systemd/systemd")
USER = 4711
TARGETS = ("sysinit", "basic", "shutdown", "sockets", "timers", "multi-user", "network-online")
ENDED = "ended"
WHERE = "/run/pakthong-test"
"""The folder that takes the place of those which a server has; inside only."""
_BOOT = """
set -e
mount --make-rprivate /
mount --bind /proc/sys /proc/sys
mount -o remount,ro,bind /proc/sys
mount -t cgroup2 none /sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p {where}/python {where}/packages
cp -R {folder}/. {where}
mount --bind {base} {where}/python
mount --bind {packages} {where}/packages
mount --bind {where}/etc/passwd /etc/passwd
mount --bind {where}/etc/group /etc/group
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount -t tmpfs -o mode=755 tmpfs /var/backups
install -d -m 700 -o {user} -g {user} /var/lib/pakthong /var/backups/pakthong
export container=test SYSTEMD_UNIT_PATH={where}/units SYSTEMD_LOG_TARGET=console
exec {systemd} --system --unit=driven.target --show-status=no
"""
_DRIVER = """
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
WorkingDirectory={root}
ExecStart={python} -m {module} {out}
StandardOutput=file:{out}/said
StandardError=file:{out}/said
"""


def why_not() -> str | None:
    """Return why no such machine can be started here."""
    if os.getuid() != 0:
        return "only root can start a systemd of its own"
    if not SYSTEMD.exists() or shutil.which("unshare") is None:
        return "no systemd on this machine"
    return None


def drive(module: str, folder: Path, env: Mapping[str, str], seconds: float = 300) -> Path:
    """Boot, run a module as root with the folder for its results, and return that folder.

    `env` is /etc/pakthong/pakthong.env. The module says that it has ended by a file called ENDED.
    Raises TimeoutError where it does not.
    """
    out = folder / "out"
    out.mkdir()
    inside = folder / "inside"
    _write_units(inside / "units", module, out)
    _write_etc(inside / "etc", env)
    _write_program(inside / "app")
    boot = _BOOT.format(
        where=WHERE,
        folder=inside,
        base=sys.base_prefix,
        packages=sysconfig.get_path("purelib"),
        user=USER,
        systemd=SYSTEMD,
    )
    machine = subprocess.Popen(
        [
            *("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--uts"),
            *("--ipc", "--net", "--cgroup", "sh", "-c", boot),
        ],
        stdin=subprocess.DEVNULL,
        stdout=(out / "boot").open("wb"),
        stderr=subprocess.STDOUT,
    )
    last = time.monotonic() + seconds
    try:
        # Not every kernel lets a systemd in namespaces go: that the module has ended is enough.
        while machine.poll() is None and not (out / ENDED).exists():
            if time.monotonic() > last:
                raise TimeoutError((out / "boot").read_text(errors="replace"))
            time.sleep(0.2)
    finally:
        machine.kill()
        machine.wait()
    return out


def _write_units(folder: Path, module: str, out: Path) -> None:
    folder.mkdir(parents=True)
    for path in (ROOT / "deploy").glob("pakthong*.*"):
        if path.suffix in (".service", ".socket", ".timer"):
            text = path.read_text(encoding="utf-8")
            text = text.replace("/opt/pakthong/app", f"{WHERE}/app")
            text = text.replace("/etc/pakthong", f"{WHERE}/etc")
            # There is no journal.
            text = re.sub(r"Standard(Output|Error)=journal\n", "", text)
            said = (
                f"[Service]\nStandardOutput=append:{out}/units\nStandardError=append:{out}/units\n"
            )
            text = text.replace("[Service]\n", said)
            (folder / path.name).write_text(text, encoding="utf-8")
    for name in TARGETS:
        (folder / f"{name}.target").write_text("[Unit]\nDefaultDependencies=no\n")
    driver = _DRIVER.format(root=ROOT, python=sys.executable, module=module, out=out)
    (folder / "driver.service").write_text(driver)
    # Nothing else is to be up on it.
    (folder / "driven.target").write_text(
        "[Unit]\nDefaultDependencies=no\nRequires=driver.service\nAfter=driver.service\n"
    )


def _write_etc(folder: Path, env: Mapping[str, str]) -> None:
    folder.mkdir()
    # A Python in somebody's home may have its own library there as well.
    inside = {**env, "LD_LIBRARY_PATH": f"{WHERE}/python/lib"}
    lines = [f"{name}={value}\n" for name, value in inside.items()]
    (folder / "pakthong.env").write_text("".join(lines))
    for name, line in (
        ("passwd", f"pakthong:x:{USER}:{USER}::/var/lib/pakthong:/usr/sbin/nologin\n"),
        ("group", f"pakthong:x:{USER}:\n"),
    ):
        (folder / name).write_text((Path("/etc") / name).read_text() + line)


def _write_program(folder: Path) -> None:
    """Copy the project, readable as step 2 of docs/deploy.md makes it, and link a Python."""
    unwanted = shutil.ignore_patterns("__pycache__", ".*", "tests", "bench")
    own = ROOT / "data"  # whatever a checkout has there besides the lists is its user's

    def ignored(place: str, names: list[str]) -> set[str]:
        folders = {name for name in names if (own / name).is_dir()}
        return unwanted(place, names) | (folders if Path(place) == own else set())

    shutil.copytree(ROOT, folder, ignore=ignored)
    subprocess.run(["chmod", "--recursive", "go-w,a+rX", str(folder)], check=True)
    venv = folder / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text(f"home = {WHERE}/python/bin\n")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (venv / "bin" / "python").symlink_to(f"{WHERE}/python/bin/{version}")
    (venv / "lib" / version).mkdir(parents=True)
    (venv / "lib" / version / "site-packages").symlink_to(f"{WHERE}/packages")
