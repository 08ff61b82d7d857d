"""Runs a Dockerfile's instructions in folders: where there is no engine, these are its images.

Of the language only what our file uses is known; any other instruction is refused.
"""

import json
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docker.utils.build import exclude_paths
from dockerfile_parse import DockerfileParser

from tests.deploy.debian import roots
from tests.deploy.debian.machine import Machine, Mount, Who

_BUILD = {"DEBIAN_FRONTEND": "noninteractive", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/mnt"}
"""What a build is told of where packages are; none of it is in the image."""


@dataclass
class Image:
    """A root and what the file says of how to run it."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    user: Who = field(default_factory=Who)
    folder: str = "/"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class NotKnown(Exception):
    """An instruction, or a form of one, that this reader has not been taught."""


class Builder:
    """Makes the images of one Dockerfile, each stage once."""

    def __init__(self, file: Path, context: Path, wheels: Path, folder: Path) -> None:
        self._stages = _stages(file)
        self._context = context
        self._wheels = wheels
        self._folder = folder
        self._made: dict[str, Image] = {}

    def image(self, stage: str) -> Image:
        """Return the image of a stage."""
        if stage not in self._made:
            base, steps = self._stages[stage]
            image = self._begin(base, self._folder / stage)
            for instruction, value in steps:
                image.said.append(f"{instruction} {value}")
                self._do(image, instruction, value)
            self._made[stage] = image
        return self._made[stage]

    def _begin(self, base: str, root: Path) -> Image:
        if base in self._stages:
            before = self.image(base)
            _copy(before.root, root)
            return replace(before, root=root, env=dict(before.env), said=[])
        name, _, tag = base.partition(":")
        if name != "debian" or not tag.endswith("-slim"):
            raise NotKnown(f"FROM {base}")
        return Image(roots.unpack(tag.removesuffix("-slim"), root))

    def _do(self, image: Image, instruction: str, value: str) -> None:
        match instruction:
            case "RUN":
                self._run(image, value)
            case "COPY":
                self._copy(image, shlex.split(value))
            case "ENV":
                image.env |= dict(word.split("=", 1) for word in shlex.split(value))
            case "WORKDIR":
                image.folder = value
                (image.root / value.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "USER":
                uid, gid = map(int, value.split(":"))
                image.user = Who(uid, gid)
            case "CMD":
                image.command = json.loads(value)
            case "HEALTHCHECK":
                image.health = json.loads(value.partition("CMD ")[2])
            case _:
                raise NotKnown(instruction)

    def _run(self, image: Image, script: str) -> None:
        mounts = [Mount("/var/cache/apt/archives", roots.archives())]
        mounts.append(Mount("/mnt", self._wheels, "ro"))
        with Machine(image.root, "outer", mounts) as machine:
            command = ["/bin/sh", "-c", script]
            machine.run(command, image.user, image.env | _BUILD, image.folder)

    def _copy(self, image: Image, words: Sequence[str]) -> None:
        options = [word for word in words if word.startswith("--")]
        *sources, target = words[len(options) :]
        here = Path(target if target.startswith("/") else f"{image.folder}/{target}")
        there = image.root / str(here).lstrip("/")
        if not options:
            for source in sources:
                self._copy_context(source, there, is_folder=target.endswith(("/", ".")))
            return
        if len(options) > 1 or not options[0].startswith("--from="):
            raise NotKnown(f"COPY {' '.join(options)}")
        stage = self.image(options[0].removeprefix("--from="))
        for source in sources:
            _copy(stage.root / source.lstrip("/"), there)

    def _copy_context(self, source: str, there: Path, *, is_folder: bool) -> None:
        files = context_files(self._context)
        inside = [name for name in files if source == "." or name.startswith(f"{source}/")]
        if source in files:
            self._place(source, there / Path(source).name if is_folder else there)
        elif inside:
            for name in inside:
                self._place(name, there / Path(name).relative_to(source))
        else:
            raise FileNotFoundError(f"COPY {source}: nothing of that name is in the context")

    def _place(self, name: str, there: Path) -> None:
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self._context / name, there)


def context_files(context: Path) -> set[str]:
    """Return the files that an engine is sent, as `.dockerignore` leaves them."""
    patterns = (context / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in patterns if line and not line.startswith("#")]
    found = exclude_paths(str(context), rules)
    return {name for name in found if (context / name).is_file()} - {".dockerignore"}


def _stages(file: Path) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Return what each stage begins from, and its instructions in order."""
    stages: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    name = ""
    for each in DockerfileParser(fileobj=file.open("rb")).structure:
        if each["instruction"] == "COMMENT":
            continue
        if each["instruction"] == "FROM":
            base, _, name = each["value"].split()
            stages[name] = (base, [])
        else:
            stages[name][1].append((each["instruction"], each["value"]))
    return stages


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "--archive", "--no-target-directory", source, target], check=True)
