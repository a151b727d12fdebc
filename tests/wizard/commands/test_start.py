"""The command line opens like a door: what nobody asked for is not imported."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from state.changes.organization import CreateOrganization
from state.saved.progress import ClaimStatus, Progress, ProgressLine
from state.saved.setups import SavedSetups
from tests.rehearsing import small
from wizard.cli import main
from wizard.commands.arguments import COMMANDS
from wizard.exit_status import WRONG

ROOT = Path(__file__).parents[3]
HEAVY = ("textual", "boto3", "botocore", "pydantic", "yaml", "questionary", "keyring", "filelock")
OURS = (
    "wizard.engine",
    "wizard.claims",
    "wizard.guardrails",
    "wizard.plan",
    "wizard.onboarding.onboarding",
    "state.changes",
)


NOTHING = ("typing", "argparse", "dataclasses", "importlib.metadata", "pathlib", "state.errors", "wizard.commands")
"""What even the standard library takes as long for as Python itself."""


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], NOTHING),
        (["--help"], (*HEAVY, *OURS, "state.setup", "tempfile")),
        (["plan", "--help"], (*HEAVY, *OURS, "state.setup", "tempfile")),
        (["list"], (*HEAVY, *OURS, "state.observed", "tempfile")),
        (["templates"], (*HEAVY, *OURS, "state.observed", "state.setup.file", "state.saved.setups")),
    ],
)
def test_what_nobody_asked_for_is_not_imported(arguments: list[str], unwanted: tuple[str, ...], tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from wizard.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit:\n"
        "    pass\n"
        f"print([name for name in {unwanted!r} if name in sys.modules], file=sys.stderr)\n"
    )

    told = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}"],
        capture_output=True,
        text=True,
        check=True,
        env={"ORGWIZARD_HOME": str(tmp_path)},
    )

    assert told.stderr.splitlines()[-1] == "[]"


def test_saved_setups_are_listed_without_knowing_a_single_kind_of_change(tmp_path: Path) -> None:
    now = datetime(2026, 11, 26, tzinfo=UTC)
    saved = SavedSetups(tmp_path, rehearsal=True)
    saved.create(small())
    with saved.open("acme", now) as opened:
        opened.journal.intend(CreateOrganization(), now)
        opened.save_progress(Progress(now, (ProgressLine("organization", "There is one", ClaimStatus.LEFT, "No."),)))
    program = (
        "import sys\n"
        "from wizard.cli import main\n"
        "main(['list', '--rehearse'])\n"
        "print([name for name in ('state.changes', 'wizard.engine', 'wizard.claims') if name in sys.modules])\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "ORGWIZARD_HOME": str(tmp_path)},
    )

    assert told.stdout.startswith("acme: ")
    assert "0 of 1 thing is as the setup wants it" in told.stdout
    assert told.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("word", COMMANDS)
def test_every_command_leads_to_a_function(word: str) -> None:
    module, _, name = COMMANDS[word][0].partition(":")

    assert callable(getattr(import_module(f"wizard.commands.{module}"), name))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("doctro", "doctor"), ("exprot", "export"), ("plans", "plan"), ("plna", "plan"), ("appyl", "apply")],
)
def test_a_mistyped_command_begins_no_setup(
    typed: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))

    for more in ((), ("acme.yaml", "--rehearse"), ("--json",)):
        assert main([typed, *more]) == WRONG

        told = capsys.readouterr().err
        assert f"`orgwizard {meant}`" in told
        assert f"`orgwizard new {typed}`" in told


def test_wrong_usage_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "acme"]) == WRONG
    assert "`orgwizard export --help`" in capsys.readouterr().err
