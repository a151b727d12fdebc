"""The tools that exports are for, where they are there: found by name, asked in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / ".venv" / "exports"
"""Where `make exports` puts what package.json and requirements.txt name."""
SECONDS = 300
"""For one tool: some are large, and a machine may be busy."""


@dataclass(frozen=True)
class Told:
    """What a tool said of one file."""

    wrong: str = ""
    """Why it refuses the file; empty where it takes it."""
    read: Sequence[str] = ()
    """The names that it found, where it tells them."""


def put(files: Mapping[str, str], folder: Path) -> dict[str, Path]:
    """The files, written below `folder`."""
    written = {name: folder / name for name in files}
    for name, path in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name].encode())
    return written


def run(*words: str | Path, folder: Path | None = None, given: str = "", **environment: str) -> tuple[int, str]:
    """The status of a command and all that it said, in surroundings without anybody's configuration."""
    ended = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        input=given,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder or INSTALLED), **environment},
        timeout=SECONDS,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def by_node(tool: str, *files: Path) -> dict[Path, Told]:
    """What one of the tools in read.mjs says of each file. Skips the test where the tool is not there."""
    packages()
    node = program("node")
    script = (HERE / "read.mjs").read_text(encoding="utf-8")
    status, said = run(node, "--input-type=module", "-", tool, *files, folder=INSTALLED, given=script)
    assert status == 0, said
    return {Path(file): Told(**told) for file, told in json.loads(said).items()}


def packages() -> None:
    """Skips the test where what package.json names is not installed."""
    if not (INSTALLED / "node_modules").is_dir():
        pytest.skip("the packages of tests/exports/package.json are not installed: `make exports` does that, with npm")


def by_schema(*words: str | Path) -> Told:
    """What check-jsonschema says. Skips the test where it is not there."""
    status, said = run(_installed("check-jsonschema"), *words, folder=INSTALLED)
    return Told("" if status == 0 else said)


def by_c7n_org(*files: Path) -> Told:
    """What the schema that c7n-org holds its own files against says. Skips the test where it is not there."""
    _installed("c7n-org")
    judge = (
        "import sys, jsonschema, yaml; from c7n_org.cli import CONFIG_SCHEMA; "
        "[jsonschema.validate(yaml.safe_load(open(each, encoding='utf-8')), CONFIG_SCHEMA) for each in sys.argv[1:]]"
    )
    status, said = run(_installed("python"), "-c", judge, *files, folder=INSTALLED)
    return Told("" if status == 0 else said)


def aws_cli() -> str:
    """Version 2 of the AWS CLI: the first knows no `list-profiles`. Skips the test where it is not there."""
    for each in _all_called("aws"):
        if _version_of(each).startswith("aws-cli/2"):
            return each
    pytest.skip("there is no AWS CLI of version 2 on PATH: apt-get install awscli")


def chromium() -> str:
    """A browser without a window. Skips the test where none is there."""
    return os.environ.get("CHROMIUM") or program("chromium", "chromium-browser", "google-chrome")


def program(*names: str) -> str:
    """The first of these programs that is there. Skips the test where none is."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"there is no {' or '.join(names)} on PATH")


def _installed(name: str) -> Path:
    found = INSTALLED / "bin" / name
    if not found.exists():
        pytest.skip(f"{name} is not installed: `make exports` does that, with pip")
    return found


def _all_called(name: str) -> Iterator[str]:
    for folder in os.environ["PATH"].split(os.pathsep):
        if found := shutil.which(name, path=folder):
            yield found


@cache
def _version_of(command: str) -> str:
    return run(command, "--version")[1]
