"""An export format is offered, named and written the same way wherever one can ask for it."""

from __future__ import annotations

import ast
import re
from pathlib import Path, PurePosixPath

import pytest

from tests.wizard.exports.company import company_taken, files_of, for_real
from wizard.cli import main
from wizard.exports import FORMATS
from wizard.exports.format import REHEARSED

ROOT = Path(__file__).parents[3]


def test_the_readme_lists_every_format_in_the_order_of_the_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (.+) \|$", readme, re.MULTILINE)

    assert [row for row in rows if row[0] in FORMATS] == [
        (each.name, each.title, each.read_by) for each in FORMATS.values()
    ]


def test_the_help_of_the_command_says_what_each_format_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])

    told = " ".join(capsys.readouterr().out.split())
    assert all(f" {each.name} {each.title}" in told for each in FORMATS.values())


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_found_by_its_name_and_says_the_same_twice(name: str) -> None:
    files = files_of(name)

    assert FORMATS[name].name == name
    assert files == files_of(name)
    assert all(text.endswith("\n") for text in files.values())
    for file in files:
        path = PurePosixPath(file)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert file.startswith("acme")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_how_to_prove_it_and_what_is_then_said(name: str) -> None:
    proof = FORMATS[name].proof(company_taken())

    assert proof.command
    assert proof.expected.endswith(".")


@pytest.mark.parametrize("name", FORMATS)
def test_what_comes_from_a_rehearsal_says_so_and_what_is_real_does_not(name: str) -> None:
    rehearsed = "\n".join(files_of(name).values())
    real = "\n".join(files_of(name, for_real(company_taken())).values())

    assert REHEARSED in rehearsed or '"rehearsal": true' in rehearsed
    assert REHEARSED not in real
    assert '"rehearsal": true' not in real


def test_only_the_setup_itself_is_made_of_the_answers() -> None:
    asking = [
        path.name
        for path in (ROOT / "wizard" / "exports").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "setup" and getattr(node.value, "id", "") == "taken"
    ]

    assert set(asking) == {"setup.py"}
