"""`make check` says which files and functions are so long that they ask for a second look, and why some may be.

Ruff holds the other ceilings: five parameters, twelve branches, fifty statements.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE = 350
FUNCTION = 40


def over(module: Path) -> Iterator[tuple[str, int]]:
    """What is too long in a module, and how many lines it has: the file, and each function, docstring and all."""
    where = module.relative_to(ROOT).as_posix()
    text = module.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > FILE:
        yield where, lines
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{where}::{node.name}", lines


def main() -> None:
    """Print what is over, with the reason `pyproject.toml` gives, and the reasons that nothing needs any more."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    reasons: dict[str, str] = pyproject["tool"]["orgwizard"]["may-be-long"]
    rooms = ("state", "wizard", "screens", "tests")
    found = {
        what: lines for room in rooms for module in sorted((ROOT / room).rglob("*.py")) for what, lines in over(module)
    }
    for what, lines in found.items():
        sys.stdout.write(f"{what}: {lines} lines. {reasons.get(what, 'Look again: can it be two?')}\n")
    for what in sorted(set(reasons) - set(found)):
        sys.stdout.write(f"{what} is no longer long: take it out of pyproject.toml.\n")


if __name__ == "__main__":
    main()
