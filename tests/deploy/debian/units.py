"""Starts what a unit of systemd starts, where there is no systemd.

As its user, in its folder, with its environment and credentials. What only systemd can is left out:
its sandbox, its limits, timers, starting anew, one unit after another.
"""

import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.deploy.debian.machine import Failed, Machine, Who

_FOLDERS = ("etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system")
_STOP_SECONDS = 20


@dataclass
class Units:
    """The units of a machine: those that run, and what each has said."""

    machine: Machine
    logs: Path
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start a service: one that ends is waited for. Raises Failed when it fails."""
        unit = Unit(self.machine.root, name)
        needed = unit.all("ConditionPathExists")
        if not all((self.machine.root / path.lstrip("/")).exists() for path in needed):
            return
        for command in unit.all("ExecStartPre"):
            self.machine.run(unit.words(command), unit.who(), unit.env(), unit.folder)
        (command,) = unit.all("ExecStart")
        kind = unit.one("Type", "simple")
        log = self.logs / name
        with log.open("ab") as out:
            who, env = unit.who(), unit.env()
            process = self.machine.start(unit.words(command), out, who, env, unit.folder)
        if kind in ("oneshot", "forking"):
            code = process.wait(600)
            if code:
                raise Failed(f"{name} ended with {code}:\n{self.log(name)[-3000:]}")
        else:
            self.running[name] = process

    def stop(self, name: str) -> None:
        """End a service that was started here, as its unit says or by SIGTERM."""
        process = self.running.pop(name, None)
        if process is None:
            return
        # The word nsenter becomes the command's own parent: its child is what is told to end.
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        subprocess.run(["kill", "-TERM", *children], check=True)
        process.wait(_STOP_SECONDS)

    def reload(self, name: str) -> None:
        """Have a service read its configuration anew."""
        unit = Unit(self.machine.root, name)
        for command in unit.all("ExecReload"):
            self.machine.run(unit.words(command), unit.who(), unit.env(), unit.folder)
        time.sleep(1)  # nginx's workers are replaced meanwhile

    def log(self, name: str) -> str:
        """Return what a unit has said."""
        log = self.logs / name
        return log.read_text(encoding="utf-8") if log.exists() else ""


class Unit:
    """A unit's file of a machine, with what its name says put in."""

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self._name = name
        before, at, instance = name.partition("@")
        file = f"{before}{at}.service"
        there = next(path for each in _FOLDERS if (path := root / each / file).is_file())
        marks = {"%i": instance, "%d": f"/run/credentials/{name}.service", "%n": f"{name}.service"}
        text = there.read_text(encoding="utf-8").replace("\\\n", " ")
        for mark, value in marks.items():
            text = text.replace(mark, value)
        self._lines = [line for line in text.splitlines() if line and line[0] not in "#;"]
        self._credentials(marks["%d"])

    def all(self, key: str) -> list[str]:
        """Return every value of a key, in order."""
        return [line.partition("=")[2] for line in self._lines if line.startswith(f"{key}=")]

    def one(self, key: str, otherwise: str) -> str:
        """Return the last value of a key."""
        return (self.all(key) or [otherwise])[-1]

    def words(self, command: str) -> list[str]:
        """Return a command's words, without what tells systemd how to take it."""
        return shlex.split(command.lstrip("-@+!"))

    @property
    def folder(self) -> str:
        """Where it runs."""
        return self.one("WorkingDirectory", "/")

    def who(self) -> Who:
        """Return as whom it runs, by the machine's own list of users."""
        user = self.one("User", "root")
        lines = (self._root / "etc/passwd").read_text(encoding="utf-8").splitlines()
        found = next(line.split(":") for line in lines if line.startswith(f"{user}:"))
        return Who(int(found[2]), int(found[3]))

    def env(self) -> dict[str, str]:
        """Return its environment, files first."""
        told: dict[str, str] = {}
        for name in self.all("EnvironmentFile"):
            file = self._root / name.removeprefix("-").lstrip("/")
            if file.exists() or not name.startswith("-"):
                lines = file.read_text(encoding="utf-8").splitlines()
                told |= dict(line.split("=", 1) for line in lines if line and line[0] != "#")
        for line in self.all("Environment"):
            told |= dict(word.split("=", 1) for word in shlex.split(line))
        return told

    def _credentials(self, folder: str) -> None:
        there, who = self._root / folder.lstrip("/"), self.who()
        for line in self.all("LoadCredential"):
            name, _, source = line.partition(":")
            there.mkdir(parents=True, exist_ok=True)
            copy = there / name
            copy.unlink(missing_ok=True)
            shutil.copyfile(self._root / source.lstrip("/"), copy)
            copy.chmod(0o400)
            shutil.chown(copy, who.uid, who.gid)
