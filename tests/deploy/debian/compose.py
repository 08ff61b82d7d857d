"""Runs compose.yaml's services as machines: sealed, by their users, with their mounts alone.

What an engine adds and this does not: limits of memory and processes, the filter of system calls,
ports of the outer machine, starting anew what ended.
"""

import re
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import yaml

from tests.deploy.debian.dockerfile import Builder, Image
from tests.deploy.debian.machine import Machine, Mount, Who

_DOCKERS_PORTS = "net.ipv4.ip_unprivileged_port_start"


def read(file: Path, env: Mapping[str, str]) -> dict[str, Any]:
    """Return compose.yaml with its variables filled in; raises KeyError for one that is not set."""
    text = file.read_text(encoding="utf-8")
    filled = re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda found: env[found[1]], text)
    return dict(yaml.safe_load(filled))


class Compose:
    """The services of one file: `host` is the root that its paths are of, `kept` its volumes."""

    def __init__(self, told: Mapping[str, Any], images: Builder, host: Path, kept: Path) -> None:
        self._told = told
        self._images = images
        self._host = host
        self._kept = kept
        self._machines: dict[str, Machine] = {}

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stack.close()

    def service(self, name: str) -> dict[str, Any]:
        """Return what the file tells of a service."""
        return dict(self._told["services"][name])

    def image(self, name: str) -> Image:
        """Return the image of a service."""
        return self._images.image(self.service(name)["build"]["target"])

    def machine(self, name: str) -> Machine:
        """Return a service's machine, with nothing running in it when it is asked for first."""
        if name not in self._machines:
            service = self.service(name)
            mode = service.get("network_mode", "own")
            shared = mode.partition("service:")[2]
            network = self.machine(shared) if shared else "own"
            root, mounts = self.image(name).root, self._mounts(name)
            machine = Machine(root, network, mounts, is_sealed=service["read_only"])
            self._machines[name] = self._stack.enter_context(machine)
            for key, value in service.get("sysctls", {}).items():
                assert key == _DOCKERS_PORTS, key
                line = f"echo {int(value)} > /proc/sys/{key.replace('.', '/')}"
                net = f"--net=/proc/{machine.pid}/ns/net"
                subprocess.run(["nsenter", net, "sh", "-c", line], check=True)
        return self._machines[name]

    def _mounts(self, name: str) -> list[Mount]:
        service, image = self.service(name), self.image(name)
        mounts = []
        for each in service.get("tmpfs", []):
            target, _, options = each.partition(":")
            mounts.append(Mount(target, None, options))
        for each in service.get("volumes", []):
            source, target, *options = each.split(":")
            is_named = not source.startswith("/")
            folder = self._volume(source, target, image) if is_named else self._host / source[1:]
            mounts.append(Mount(target, folder, *options))
        for each in service.get("secrets", []):
            file = self._told["secrets"][each]["file"]
            mounts.append(Mount(f"/run/secrets/{each}", self._host / file[1:], "ro"))
        return mounts

    def _volume(self, name: str, target: str, image: Image) -> Path:
        """Return a named volume's folder; a new one begins as what the image has there."""
        assert name in self._told["volumes"], name
        folder = self._kept / name
        if not folder.exists():
            self._kept.mkdir(exist_ok=True)
            there = image.root / target.lstrip("/")
            subprocess.run(["cp", "--archive", there, folder], check=True)
        return folder

    def _who(self, name: str) -> tuple[Who, dict[str, str], str]:
        service, image = self.service(name), self.image(name)
        uid, gid = map(int, service["user"].split(":"))
        return Who(uid, gid), image.env | service.get("environment", {}), image.folder

    def up(self, name: str, out: IO[bytes]) -> "subprocess.Popen[bytes]":
        """Start what a service runs."""
        command = self.service(name).get("command") or self.image(name).command
        return self.machine(name).start(command, out, *self._who(name))

    def words(self, name: str, *command: str) -> list[str]:
        """Return the words that run a command as a service runs: `docker compose run`."""
        return self.machine(name).words(command, *self._who(name))

    def is_healthy(self, name: str) -> bool:
        """Whether the service's own check of its health says so."""
        own = self.service(name).get("healthcheck", {}).get("test", [""])[1:]
        words = self.words(name, *(own or self.image(name).health))
        return subprocess.run(words, capture_output=True).returncode == 0
