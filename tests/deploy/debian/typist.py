"""Types docs/deploy.md, command by command, on a Debian that has nothing.

What is typed otherwise than it stands is in `WAYS`, and every case of it in `notes`.
"""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pyrage

from tests.browser import ROOT
from tests.deploy.debian import first_data, roots
from tests.deploy.debian.fences import Line, Page
from tests.deploy.debian.machine import Machine, Mount
from tests.deploy.debian.units import Units

NAME = "pakthong.test"
KEY = Path("run/key.txt")
WAYS = {
    "name": f"the site is called {NAME}",
    "internet": "packages come by way of this machine's network, which nothing else sees",
    "copy": "a release is this working tree, without what git keeps out",
    "editor": "the file shown below is written, with a secret in the place left for it",
    "exports": "the party's exports are a list of eight invented members",
    "certbot": "the certificate is one that nobody else has signed",
    "unit": "what the unit starts is started as its user, without systemd's sandbox",
    "systemd": "only systemd can: left out",
    "key": "the party's key of backups is made here",
    "edition": "the edition to go back to is the one that serves",
}
"""What is typed otherwise, and how."""

_ENV = {"DEBIAN_FRONTEND": "noninteractive", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/mnt"}
_ONLY_SYSTEMD = re.compile(
    r"systemctl (--failed|list-timers|show|daemon-reload)|journalctl|certbot renew"
)
_CERTIFICATE = (
    "mkdir -p {live} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc "
    "-days 2 -subj /CN={name} -addext subjectAltName=DNS:{name} "
    "-keyout {live}/privkey.pem -out {live}/fullchain.pem 2>/dev/null"
)


class Typist:
    """Somebody at the terminal of a new server, with a page before them."""

    def __init__(self, page: Page, machine: Machine, logs: Path) -> None:
        self._page = page
        self._machine = machine
        self._root = machine.root
        self._folder = "/root"
        self._identity = pyrage.x25519.Identity.generate()
        self.units = Units(machine, logs)
        self.notes: list[tuple[str, str]] = []
        self.typed: list[str] = []

    def type(self, line: Line) -> None:
        """Type a line; raises Failed when the command does not end well."""
        if line.is_first:
            self._folder = "/root"
        text = self._fill(line.text)
        self.typed.append(text)
        word = text.split()[0]
        if text.startswith("cd ") and "&&" not in text:
            self._enter(text.split()[1])
        elif word == "apt-get":
            self._note("internet", text)
            self._install(text)
        elif word == "editor":
            self._edit(text.split()[1])
        elif _ONLY_SYSTEMD.match(text):
            self._note("systemd", text)
        elif word == "systemctl":
            self._control(text)
        elif text.startswith("certbot certonly"):
            self._note("certbot", text)
            live = f"/etc/letsencrypt/live/{NAME}"
            self._run(_CERTIFICATE.format(live=live, name=NAME))
        else:
            self._run(text)

    def _note(self, way: str, text: str) -> None:
        assert way in WAYS
        self.notes.append((way, text))

    def _run(self, text: str) -> None:
        self._machine.run(["bash", "-euo", "pipefail", "-c", text], env=_ENV, folder=self._folder)

    def _install(self, text: str) -> None:
        """Run apt by way of the outer network; what a package starts is started afterwards."""
        mounts = [Mount("/var/cache/apt/archives", roots.archives())]
        with Machine(self._root, "outer", mounts) as outer:
            outer.run(["sh", "-c", text], env=_ENV)
        if "nginx" in text:
            self.units.start("nginx")

    def _fill(self, text: str) -> str:
        """Put in what the page leaves to its reader."""
        places: Mapping[str, tuple[str, str]] = {
            "NAME-OF-THE-SITE": ("name", NAME),
            "age1…": ("key", str(self._identity.to_public())),
            " DATE.age": ("key", f" {self._newest_backup()}"),
            " key.txt": ("key", f" /{KEY}"),
            " EDITION ": ("edition", f" {self._edition()} "),
        }
        if "NAME-OF-THE-SITE" not in text:
            places = {"pakthong.example.org": ("name", NAME), **places}
        if " key.txt" in text:
            (self._root / KEY).write_text(f"{self._identity}\n")
            shutil.chown(self._root / KEY, *self._owner())
        if text.startswith("chown --recursive") and text.endswith("/exports"):
            self._note("exports", text)
            first_data.write_exports(self._root / "var/lib/pakthong")
        for written, (way, here) in places.items():
            if written in text:
                self._note(way, text)
                text = text.replace(written, here)
        return text

    def _owner(self) -> tuple[int, int]:
        found = (self._root / "var/lib/pakthong").stat()
        return found.st_uid, found.st_gid

    def _newest_backup(self) -> str:
        found = sorted((self._root / "var/backups/pakthong").glob("*.age"))
        return f"/var/backups/pakthong/{found[-1].name}" if found else "none"

    def _edition(self) -> str:
        pointer = self._root / "var/lib/pakthong/warehouse/CURRENT"
        return pointer.read_text().strip() if pointer.is_file() else "none"

    def _enter(self, folder: str) -> None:
        there = self._root / folder.lstrip("/")
        if there.parent.name == "releases" and not (there / "Makefile").exists():
            self._note("copy", folder)
            copy_release(there)
        self._folder = folder

    def _edit(self, file: str) -> None:
        self._note("editor", file)
        shown = self._page.shown[Path(file).name]
        (self._root / file.lstrip("/")).write_text(first_data.filled(shown, NAME), encoding="utf-8")

    def _control(self, text: str) -> None:
        words = [word for word in text.split()[1:] if not word.startswith("--")]
        verb, names = words[0], words[1:]
        does = {"enable": ["start"], "restart": ["stop", "start"]}.get(verb, [verb])
        for name in names:
            is_here = name.startswith(("pakthong", "nginx")) and "." not in name
            self._note("unit" if is_here else "systemd", f"systemctl {verb} {name}")
            for each in does if is_here else []:
                getattr(self.units, each)(name)


def copy_release(there: Path) -> None:
    """Put this working tree into a folder, as a clone or an archive would."""
    told = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in told.stdout.split("\0"):
        if (ROOT / name).is_file():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, there / name)
