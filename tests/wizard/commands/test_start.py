"""The command line opens like a door: what nobody asked for is not imported."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from wizard.cli import main
from wizard.commands.arguments import COMMANDS
from wizard.exit_status import WRONG

HEAVY = ("textual", "boto3", "botocore", "pydantic", "yaml", "questionary", "keyring", "filelock")
OURS = ("wizard.engine", "wizard.claims", "wizard.guardrails", "wizard.plan", "wizard.onboarding", "state.changes")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["plan", "--help"]])
def test_help_and_version_bring_neither_a_library_nor_the_engine(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from wizard.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit:\n"
        "    pass\n"
        f"print([name for name in {(*HEAVY, *OURS)!r} if name in sys.modules], file=sys.stderr)\n"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stderr.splitlines()[-1] == "[]"
    assert "orgwizard" in told.stdout


@pytest.mark.parametrize("word", COMMANDS)
def test_every_command_leads_to_a_function(word: str) -> None:
    module, _, name = COMMANDS[word][0].partition(":")

    assert callable(getattr(import_module(f"wizard.commands.{module}"), name))


@pytest.mark.parametrize(("typed", "meant"), [("doctro", "doctor"), ("exprot", "export"), ("plans", "plan")])
def test_a_mistyped_command_begins_no_setup(
    typed: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))

    assert main([typed]) == WRONG

    told = capsys.readouterr().err
    assert f"`orgwizard {meant}`" in told
    assert f"`orgwizard new {typed}`" in told


def test_wrong_usage_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "acme"]) == WRONG
    assert "`orgwizard export --help`" in capsys.readouterr().err
