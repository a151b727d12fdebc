"""Structures to begin with, ready-made and one's own. Listing them needs no YAML, which takes as long as Python."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

FOLDER = Path(__file__).parent / "templates"
OWN_FOLDER = "templates"
"""Below the directory of everything saved: setup files that are templates by their names."""
TEMPLATES = ("suggested", "minimal", "customers", "workloads", "empty")
"""The ready-made structures; the first is the default."""


@dataclass(frozen=True, slots=True)
class Template:
    """A ready-made structure to begin with."""

    name: str
    title: str
    description: str


def templates() -> tuple[Template, ...]:
    """The ready-made structures as they are offered; each one's file begins with its title and description."""
    return tuple(_described(name) for name in TEMPLATES)


def _described(name: str) -> Template:
    title, _, description = header_of(template_file(f"{name}.yaml")).partition("\n#\n")[0].partition("\n")
    return Template(name, title.removeprefix("# "), description.replace("\n# ", " ").removeprefix("# "))


def own_templates(home: Path) -> dict[str, Path]:
    """The files in the folder of one's own templates, by name. A ready-made one of the same name comes first."""
    found = sorted((home / OWN_FOLDER).glob("*.yaml")) if (home / OWN_FOLDER).is_dir() else []
    return {path.stem: path for path in found if path.stem not in TEMPLATES and path.is_file()}


def template_file(file_name: str) -> str:
    """A file beside the templates."""
    return (FOLDER / file_name).read_text(encoding="utf-8")


def header_of(text: str) -> str:
    """The comment a template begins with, without the newline at its end."""
    return "\n".join(takewhile(lambda line: line.startswith("#"), text.splitlines()))
