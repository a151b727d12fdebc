"""`state/` holds the nouns, `wizard/` the verbs, `screens/` the faces: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for room in ("state", "wizard", "screens") for path in (ROOT / room).rglob("*.py"))

FORBIDDEN = {
    "state": ("wizard", "screens", "boto3", "botocore", "textual"),
    "wizard": ("screens", "boto3", "botocore", "textual", "wizard.cli"),
    "wizard/aws": ("screens", "textual", "wizard.cli", "wizard.simulated"),
    "wizard/simulated": ("screens", "textual", "wizard.cli"),
    "screens": ("boto3", "botocore", "wizard.aws", "wizard.simulated", "wizard.cli", "wizard.commands"),
}
WIRING = {
    "wizard/cli.py": {"wizard.aws", "wizard.simulated"},
    "wizard/commands/interactive.py": {"screens"},
    "wizard/commands/offline.py": {"wizard.simulated"},
}
"""The command line knows everything; nobody imports it."""


def imported_by(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide who imports whom"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room_of(module: Path) -> str:
    relative = module.relative_to(ROOT).as_posix()
    return max((room for room in FORBIDDEN if relative.startswith(room + "/")), key=len)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_a_room_imports_only_what_it_may(module: Path) -> None:
    allowed = WIRING.get(module.relative_to(ROOT).as_posix(), set())
    forbidden = [package for package in FORBIDDEN[room_of(module)] if package not in allowed]

    assert [name for name in sorted(imported_by(module)) if any(is_within(name, each) for each in forbidden)] == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("wizard.engine", ("textual", "boto3", "botocore", "pydantic")),
        ("wizard.cli", ("textual", "boto3", "botocore", "pydantic", "questionary")),
        ("screens.app", ("boto3", "botocore", "pydantic", "questionary")),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(module: str, heavy: tuple[str, ...]) -> None:
    program = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
