"""The command line in a test, as a script meets it: results, narration, exit status."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from wizard.cli import main

ROOT = Path(__file__).parent.parent
PATTERN = "aws+{account}@acme.example"
NEW = ("new", "acme", "--template", "minimal", "--email-pattern", PATTERN, "--home-region", "eu-west-1")
"""Writes acme.yaml, with what the program proposes."""
SMALLEST = """\
version: 1
name: acme
home_region: eu-west-1
email_pattern: aws+{account}@acme.example
organizational_units: [Workloads]
accounts:
  - {account_name: shop, organizational_unit: Workloads}
guardrails: {level: none}
"""
"""A setup file with as little in it as a run needs."""


@dataclass(frozen=True)
class Ended:
    """What is left of a command."""

    returncode: int
    stdout: str
    stderr: str


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """All that a command is told by its environment."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return {**given, "HOME": str(home), "ORGWIZARD_HOME": str(home / "state"), **more}


def orgwizard(home: Path, *words: str, given: str = "", **environment: str) -> Ended:
    """The command in this process, in surroundings of its own: a new interpreter for each would take a second.

    It has no terminal: a question would end it.
    """
    standard_output, standard_error = _stream(), _stream()
    with (
        _only(surroundings(home, **environment)),
        chdir(home),
        _reading(given),
        redirect_stdout(standard_output),
        redirect_stderr(standard_error),
    ):
        try:
            status = main(words)
        except SystemExit as left:  # argparse
            status = int(left.code or 0)
    return Ended(status, _written(standard_output), _written(standard_error))


def process(home: Path, *words: str, **environment: str) -> Ended:
    """The same in a process of its own, where that is the point."""
    ended = subprocess.run(
        [sys.executable, "-m", "wizard.cli", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=surroundings(home, **environment),
        cwd=home,
        timeout=60,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextmanager
def _only(environment: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _reading(given: str) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.StringIO(given)
    try:
        yield
    finally:
        sys.stdin = before
