"""What a command prints with --json is what its published schema says, and the schema refuses anything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.command_line import orgwizard
from tests.wizard.commands.test_undoing import FILE
from wizard.commands.options import SCHEMAS
from wizard.commands.schemas import RESULTS

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


PRINTED = {
    "plan": ("changes", ("plan", "more.yaml")),
    "check": ("differences", ("check", "more.yaml")),
    "undo": ("made", ("undo", "acme")),
    "status": ("setups", ("status", "acme")),
    "list": ("setups", ("list",)),
    "account": ("changes", ("account", "rename", "acme", "shop", "store", "--yes")),
    "doctor": ("findings", ("doctor",)),
    "events": ("event", ("apply", "more.yaml", "--yes")),
    "error": ("error", ("plan", "nowhere.yaml")),
}
"""By schema: what must be told, and the command that tells it."""


def judge_of(home: Path, name: str) -> jsonschema.Draft202012Validator:
    schema = schema_of(home, name)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def test_every_result_has_a_schema_that_can_be_asked_for() -> None:
    assert (*("setup", "inventory"), *RESULTS) == SCHEMAS
    assert list(PRINTED) == list(RESULTS)


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_is_valid_and_anything_else_is_not(home: Path, name: str) -> None:
    needed, words = PRINTED[name]
    judge, printed = judge_of(home, name), orgwizard(home, *words, "--rehearse", "--json").stdout
    told, *events = map(json.loads, printed.splitlines())

    judge.validate(told)
    assert told[needed]
    assert not judge.is_valid({**told, "version": 0})
    assert not judge.is_valid({**told, "unheard-of": 1})
    assert not judge.is_valid({key: value for key, value in told.items() if key != "version"})
    if name in ("account", "events"):
        assert events
        for event in events:
            judge_of(home, "events").validate(event)
