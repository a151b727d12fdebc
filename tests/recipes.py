"""A recipe of CONTRIBUTING.md, followed on a copy of the tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.command_line import ROOT


def copied_tree(home: Path) -> Path:
    """The tree below `home`, to be changed. What was compiled comes along: Python sees which files are others now."""
    copy = home / "copy"
    for room in ("state", "wizard", "screens", "tests"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("*-pytest-*.pyc", "frames"))
    shutil.copy(ROOT / "README.md", copy)
    return copy


def put_into(file: Path, before: str, text: str) -> None:
    """`text` where the recipe says: before a line that is there once."""
    found = file.read_text(encoding="utf-8")
    assert found.count(before) == 1, f"{file.name}: {before!r}"
    file.write_text(found.replace(before, text + before), encoding="utf-8")


def add_to(file: Path, text: str) -> None:
    """`text` at the end."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def seen_in(copy: Path, program: str) -> dict[str, Any]:
    """What a program prints as JSON that runs in the copy; its argument is a directory for what it saves."""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(copy.parent)],
        capture_output=True,
        text=True,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        timeout=110,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told
