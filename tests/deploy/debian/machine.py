"""A root folder as a machine of its own: its processes, its mounts and its network.

It is ended as a whole, by its first process: nothing that ran in it goes on.
"""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

_NODES = ("null", "zero", "full", "random", "urandom", "tty")
_LONGEST_SECONDS = 600


class Failed(Exception):
    """A command in a machine ended with another code than 0; carries it and what it said."""


@dataclass(frozen=True)
class Mount:
    """What lies at `target` of a root: a folder or file of this machine, or memory where none."""

    target: str
    source: Path | None = None
    options: str = ""

    def lines(self, root: Path) -> list[str]:
        """Return the commands that mount it."""
        there = shlex.quote(f"{root}{self.target}")
        if self.source is None:
            options = self.options or "mode=755"
            return [f"mount -t tmpfs -o nosuid,nodev,noexec,{options} tmpfs {there}"]
        lines = [f"mount --bind {shlex.quote(str(self.source))} {there}"]
        if self.options == "ro":
            lines.append(f"mount -o remount,bind,ro {there}")
        return lines


@dataclass(frozen=True)
class Who:
    """As whom a command runs. Only root keeps what root may; the rest can gain nothing."""

    uid: int = 0
    gid: int = 0

    def words(self) -> list[str]:
        """Return the words before a command that make it theirs."""
        if self.uid == 0:
            return []
        ids = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        return ["setpriv", *ids, "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]


ROOT = Who()


class Machine:
    """A root whose processes see themselves only.

    `network` is "own" (nothing but a loopback), "outer" (this machine's) or another machine, with
    which it is shared. With `is_sealed` the root cannot be written to but in `mounts`.
    """

    def __init__(
        self,
        root: Path,
        network: "str | Machine" = "own",
        mounts: Sequence[Mount] = (),
        *,
        is_sealed: bool = False,
    ) -> None:
        self.root = root
        self._network = network
        self._mounts = mounts
        self._is_sealed = is_sealed

    def __enter__(self) -> Self:
        for mount in self._mounts:
            self._prepare(mount)
        words = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation=private"]
        if self._network == "own":
            words.append("--net")
        if isinstance(self._network, Machine):
            words = ["nsenter", f"--net=/proc/{self._network.pid}/ns/net", *words]
        script = "\n".join([*self._script(), "echo up", "exec sleep infinity"])
        self._holder = subprocess.Popen(
            [*words, "sh", "-euc", script], stdout=subprocess.PIPE, text=True
        )
        assert self._holder.stdout
        assert self._holder.stdout.readline() == "up\n", "the machine does not come up"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        # The end of a machine's first process is the end of all of them.
        self._holder.kill()
        self._holder.wait(20)
        if self._holder.stdout:
            self._holder.stdout.close()

    @property
    def pid(self) -> int:
        """The process that holds the machine's namespaces."""
        return self._holder.pid

    def _prepare(self, mount: Mount) -> None:
        there = Path(f"{self.root}{mount.target}")
        if mount.source is None or mount.source.is_dir():
            there.mkdir(parents=True, exist_ok=True)
        elif not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            there.touch()

    def _script(self) -> list[str]:
        root = shlex.quote(str(self.root))
        lines = [f"mount --bind {root} {root}", f"mount -t proc proc {root}/proc"]
        lines += [f"mount -t tmpfs -o mode=755 tmpfs {root}/dev", f"mkdir {root}/dev/shm"]
        lines += [f"ln -s /proc/self/fd {root}/dev/fd", f"mount -t tmpfs tmpfs {root}/dev/shm"]
        lines += [
            f"ln -s /proc/self/fd/{n} {root}/dev/{name}"
            for n, name in enumerate(("stdin", "stdout", "stderr"))
        ]
        for node in _NODES:
            lines += [f"touch {root}/dev/{node}", f"mount --bind /dev/{node} {root}/dev/{node}"]
        for mount in self._mounts:
            lines += mount.lines(self.root)
        if self._is_sealed:
            lines.append(f"mount -o remount,bind,ro {root}")
        if self._network == "own":
            lines.append("ip link set lo up")
        return lines

    def words(
        self,
        command: Sequence[str],
        who: Who = ROOT,
        env: Mapping[str, str] | None = None,
        folder: str = "/",
    ) -> list[str]:
        """Return the words that run a command inside, with nothing of the environment here."""
        enter = ["nsenter", f"--mount=/proc/{self.pid}/ns/mnt", f"--net=/proc/{self.pid}/ns/net"]
        enter.append(f"--pid=/proc/{self.pid}/ns/pid_for_children")
        told = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"} | {
            **(env or {})
        }
        clean = ["env", "-i", *(f"{name}={value}" for name, value in told.items())]
        there = ["sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", folder]
        # The folder is entered by who runs there: it must be theirs to enter.
        return [*enter, "chroot", str(self.root), *who.words(), *clean, *there, *command]

    def run(
        self,
        command: Sequence[str],
        who: Who = ROOT,
        env: Mapping[str, str] | None = None,
        folder: str = "/",
    ) -> str:
        """Run a command to its end; return what it said. Raises Failed."""
        done = subprocess.run(
            self.words(command, who, env, folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_LONGEST_SECONDS,
        )
        if done.returncode:
            said = done.stdout[-3000:]
            raise Failed(f"{shlex.join(command)}\nended with {done.returncode}:\n{said}")
        return done.stdout

    def start(
        self,
        command: Sequence[str],
        out: IO[bytes],
        who: Who = ROOT,
        env: Mapping[str, str] | None = None,
        folder: str = "/",
    ) -> "subprocess.Popen[bytes]":
        """Start a command that goes on; what it says goes to a file that becomes its own."""
        os.fchown(out.fileno(), who.uid, who.gid)
        return subprocess.Popen(
            self.words(command, who, env, folder),
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        )
