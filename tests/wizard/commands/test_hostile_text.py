"""Whoever can name something in AWS, in a file or in an argument must not be able to steer the terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.hostile import HALF, hostile_world, obeyed, terminal, text
from wizard.cli import main
from wizard.commands.wiring import defect


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state directory with a rehearsal in whose AWS everything has a hostile name, and files that have them too."""
    home = tmp_path_factory.mktemp("hostile")
    hostile_world(home)
    (home / "hostile.yaml").write_text(
        f"version: 1\nname: acme\nhome_region: {json.dumps(text())}\n{json.dumps(text())}: {json.dumps(HALF)}\n"
        f"email_pattern: {json.dumps(text())}\norganizational_units: [{json.dumps(text())}]\n"
        f"accounts:\n  - account_name: {json.dumps(text())}\n    purpose: {json.dumps(text())}\n"
        f"withdrawn: {json.dumps(text())}\n"
    )
    (home / "raw.yaml").write_text(text())
    return home


IN_ARGUMENTS = text() + "\udcff"
"""What the system hands over that is no UTF-8 becomes other halves of characters."""
COMMANDS = (
    ("plan", "acme", "--rehearse"),
    ("status", "acme", "--rehearse"),
    ("apply", "acme", "--rehearse", "--yes"),
    ("apply", "acme", "--rehearse", "--yes", "--json"),
    ("plan", "acme", "--rehearse", "--json"),
    ("export", "acme", "--rehearse", "--format", "inventory"),
    ("export", "acme", "--rehearse", "--format", "setup"),
    ("list", "--rehearse", "--json"),
    ("whoami", "--rehearse"),
    ("whoami", "--rehearse", "--json"),
    ("doctor", "--rehearse"),
    ("plan", "HOME/hostile.yaml", "--rehearse"),
    ("plan", "HOME/raw.yaml", "--rehearse"),
)
ARGUMENTS = (
    ("HOSTILE",),
    ("--HOSTILE",),
    ("plan", "HOSTILE"),
    ("plan", "./HOSTILE.yaml"),
    ("plan", "acme", "--HOSTILE"),
    ("plan", "acme", "--scenario", "HOSTILE"),
    ("whoami", "--rehearse", "--mfa-code", "HOSTILE"),
    ("new", "HOSTILE"),
    ("new", "other", "--template", "HOSTILE"),
    ("new", "other", "--home-region", "HOSTILE", "--email-pattern", "HOSTILE", "--output", "-"),
    ("new", "other", "--output", "/nowhere/HOSTILE"),
    ("new", "other", "--guardrails", "HOSTILE"),
    ("export", "acme", "--rehearse", "--format", "HOSTILE"),
    ("accept", "acme", "HOSTILE", "--rehearse", "--yes"),
    ("discard", "HOSTILE"),
    ("secrets", "forget", "HOSTILE"),
)


def said(home: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything that a command writes to its terminal, as the terminal gets it."""
    monkeypatch.setenv("ORGWIZARD_HOME", str(home))
    with terminal() as (stream, seen):
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "stderr", stream)
        try:
            main([word.replace("HOSTILE", IN_ARGUMENTS).replace("HOME", str(home)) for word in words])
        except SystemExit as ended:
            assert ended.code == 2  # noqa: PT017 - argparse ends so
        stream.flush()
    return b"".join(seen).decode()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_name_from_aws_or_a_file_reaches_the_terminal_as_a_command(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    written = said(home, words, monkeypatch)

    assert obeyed(written) == set()
    assert len(written) > 100
    assert "defect" not in written


@pytest.mark.parametrize("words", ARGUMENTS, ids=" ".join)
def test_no_argument_reaches_the_terminal_as_a_command(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    written = said(home, words, monkeypatch)

    assert obeyed(written) == set()
    assert written
    assert "defect" not in written


def test_what_is_escaped_in_json_and_yaml_is_read_back_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(home))
    file = tmp_path / "inventory.json"

    assert main(["export", "acme", "--rehearse", "--format", "inventory", "--output", str(file)]) == 0

    assert obeyed(file.read_text()) == set()
    assert text(1) in {account["name"] for account in json.loads(file.read_text())["accounts"]}


def test_a_report_of_a_defect_can_be_read_in_a_terminal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(home))
    defect(ValueError(text()))

    assert obeyed((home / "crash.txt").read_text()) == set()
