"""What a command prints with --json is what its published schema says, and the schema refuses anything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.command_line import orgwizard
from tests.wizard.commands.test_undoing import FILE

GUARDED = FILE.replace("{level: none}", "{level: none, choices: {deny-leaving: apply}}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where acme was applied, and then asked for a little more."""
    home = tmp_path_factory.mktemp("schemas")
    (home / "acme.yaml").write_text(FILE)
    (home / "more.yaml").write_text(GUARDED)
    assert orgwizard(home, "apply", "acme.yaml", "--rehearse", "--yes").returncode == 0
    return home


def schema_of(home: Path, name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(orgwizard(home, "schema", name).stdout)
    return told


@pytest.mark.parametrize(
    ("name", "words"),
    [("plan", ("plan", "more.yaml")), ("check", ("check", "more.yaml")), ("undo", ("undo", "acme"))],
)
def test_what_is_printed_is_valid_and_anything_else_is_not(home: Path, name: str, words: tuple[str, ...]) -> None:
    schema, printed = schema_of(home, name), orgwizard(home, *words, "--rehearse", "--json").stdout
    judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    told = json.loads(printed.splitlines()[0])

    jsonschema.Draft202012Validator.check_schema(schema)
    judge.validate(told)
    assert told[{"plan": "changes", "check": "differences", "undo": "made"}[name]]
    assert not judge.is_valid({**told, "version": 0})
    assert not judge.is_valid({**told, "unheard-of": 1})
    assert not judge.is_valid({key: value for key, value in told.items() if key != "version"})
