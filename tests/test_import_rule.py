"""`state/` holds the nouns, `wizard/` the verbs, `screens/` the faces: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for top in ("state", "wizard", "screens")
    for path in (ROOT / top).rglob("*.py")
}
"""Every module's dotted name, and its file."""

FLOORS = """
    state | wizard.clock
    wizard.errors | wizard.gateway | wizard.progress_words
    wizard.policies | wizard.edits
    wizard.claims | wizard.refusals
    wizard.guardrails | wizard.machine
    wizard.plan
    wizard.aws
    wizard.engine | wizard.audit | wizard.adoption | wizard.simulated
    wizard.narration | wizard.exit_status | wizard.exports | wizard.checking
    wizard.onboarding
    wizard.pages
    screens | wizard.plain
    wizard.commands
    wizard.cli
"""
"""Who stands on whom, lowest first. Rooms of one floor know nothing of each other."""

FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS.split("\n")) for room in rooms.replace("|", " ").split()}

HEAVY = ("boto3", "botocore", "textual")
OUTSIDE = {
    "state": HEAVY,
    "wizard": HEAVY,
    "wizard.aws": ("textual",),
    "wizard.simulated": ("textual",),
    "screens": ("boto3", "botocore"),
}
"""Which of the heavy libraries a room may not know, by its longest name here."""

EITHER_AWS = ("wizard.aws", "wizard.simulated")
KNOW_AWS = ("wizard.aws", "wizard.simulated", "wizard.commands.offline", "wizard.commands.wiring")
"""The core asks a gateway, and never which AWS is behind it."""


def imports(module: str) -> Iterator[str]:
    """What a module imports, wherever in it and under whichever condition: our own modules by their whole name."""
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide who imports whom"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in FILES or node.module not in FILES else node.module


@cache
def imported() -> dict[str, list[str]]:
    """Of every module, what it imports. Read when it is asked for: every process of the tests imports this file."""
    return {module: sorted(set(imports(module))) for module in FILES}


def room_of(module: str) -> str:
    """`wizard.claims` for all that is in it; `state` and `screens` are one room each."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "wizard" else parts[0]


def folder_of(module: str) -> str:
    """The folder a module is in; one that is loose in `state/`, `wizard/` or `screens/` stands for itself."""
    path = FILES[module].relative_to(ROOT)
    return module if len(path.parts) <= 2 else ".".join(path.parent.parts)


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def arrows() -> Iterator[tuple[str, str]]:
    return ((module, other) for module, others in imported().items() for other in others if other in FILES)


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(module) for module in FILES} - {"wizard"}

    assert rooms - set(FLOOR_OF) == set()


def test_every_arrow_goes_down() -> None:
    level_or_up = [
        f"{module} -> {other}"
        for module, other in arrows()
        if room_of(module) != room_of(other) and FLOOR_OF[room_of(module)] <= FLOOR_OF[room_of(other)]
    ]

    assert level_or_up == []


def test_the_readme_has_the_same_line_and_a_sentence_for_each_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = next(block for block in readme.split("```") if "state, clock <" in block)
    told = [{room.strip() for room in floor.split(",")} for floor in line.split("<")]
    floors = [{room.strip().removeprefix("wizard.") for room in floor.split("|")} for floor in FLOORS.split("\n")]

    assert told == [floor for floor in floors if floor != {""}]
    for room in FLOOR_OF:
        path = room.replace(".", "/")
        assert f"| `{path}/` |" in readme or f"| `{path}.py` |" in readme, room


def test_no_circle_between_folders() -> None:
    graph: dict[str, set[str]] = {}
    for module, other in arrows():
        if folder_of(module) != folder_of(other):
            graph.setdefault(folder_of(module), set()).add(folder_of(other))

    assert list(TopologicalSorter(graph).static_order())


def test_no_circle_between_modules() -> None:
    graph = {module: {other for other in others if other in FILES} for module, others in imported().items()}

    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize(("top", "most"), [("state", 2), ("wizard", 8), ("screens", 2)])
def test_few_modules_are_loose(top: str, most: int) -> None:
    loose = [path.name for path in (ROOT / top).glob("*.py") if path.name != "__init__.py"]

    assert len(loose) <= most, loose


def test_the_tests_mirror_the_rooms() -> None:
    packages = (path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("__init__.py"))
    mirrors = [package for package in packages if package.parts[:1] in (("state",), ("wizard",), ("screens",))]

    assert [package for package in mirrors if not (ROOT / package).is_dir()] == []


def test_no_room_knows_a_library_that_is_not_its_business() -> None:
    known = [
        f"{module} -> {name}"
        for module, names in imported().items()
        for name in names
        if is_within(name, OUTSIDE[max((room for room in OUTSIDE if is_within(module, (room,))), key=len)])
    ]

    assert known == []


def test_the_core_does_not_know_which_aws_it_talks_to() -> None:
    knowing = [
        f"{module} -> {name}"
        for module, names in imported().items()
        for name in names
        if is_within(name, EITHER_AWS) and not is_within(module, KNOW_AWS)
    ]

    assert knowing == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("wizard.engine", ("textual", "boto3", "botocore", "pydantic")),
        ("wizard.commands.wiring", ("textual", "boto3", "botocore", "pydantic", "questionary")),
        ("screens.app", ("boto3", "botocore", "pydantic", "questionary")),
        ("screens.pages.start, screens.app, wizard.onboarding", ("state.setup", "screens.widgets.dialogue", "yaml")),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(module: str, heavy: tuple[str, ...]) -> None:
    program = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
