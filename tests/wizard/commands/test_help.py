"""Help, the manual page and the shells say what the command line takes, and each says the same."""

from __future__ import annotations

import math
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.manual import PAGE, page
from wizard.cli import main
from wizard.commands.arguments import COMMANDS, parse
from wizard.commands.examples import EXAMPLES, WIZARD
from wizard.exit_status import DONE

LINES = [line for examples in (WIZARD, *EXAMPLES.values()) for line, _ in examples if not line.startswith("eval")]


def test_the_manual_page_is_what_the_command_line_says_of_itself() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: make manual"


def test_help_has_a_word_on_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    told = capsys.readouterr().out
    for word, (_, summary, _) in COMMANDS.items():
        assert any(line.split(maxsplit=1) == [word, summary] for line in told.splitlines()), word


@pytest.mark.parametrize("line", LINES)
def test_every_example_can_be_typed_as_it_stands(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path))
    program, *words = shlex.split(line.partition(" | ")[0])

    given = parse(words, lambda _options: lambda _rehearsal, _world_file: pytest.fail("nobody signs in"))

    assert program == "orgwizard"
    assert (given.rehearsal_speed == math.inf) is bool(COMMANDS.keys() & set(words[:1]))


def test_every_command_has_an_example() -> None:
    assert EXAMPLES.keys() == COMMANDS.keys()
    for word, examples in EXAMPLES.items():
        assert all(f"orgwizard {word}" in line for line, _ in examples), word


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("orgwizard pl", {"plan "}),
        ("orgwizard acc", {"accept", "account"}),
        ("orgwizard export acme --format c7", {"c7n-org "}),
    ],
)
def test_a_shell_is_told_what_could_be_typed(tmp_path: Path, typed: str, offered: set[str]) -> None:
    (tmp_path / "setups" / "acme").mkdir(parents=True)
    asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(tmp_path / "told"), "_ARGCOMPLETE_IFS": "\n"}
    asked |= {"COMP_LINE": typed, "COMP_POINT": str(len(typed)), "ORGWIZARD_HOME": str(tmp_path)}

    subprocess.run([sys.executable, "-m", "wizard.cli"], env={**os.environ, **asked}, check=True, timeout=60)

    assert set((tmp_path / "told").read_text().split("\n")) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_what_asks_for_it(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == DONE

    told = capsys.readouterr().out
    assert "orgwizard" in told
    assert "_ARGCOMPLETE" in told


def test_what_is_advised_in_a_rehearsal_stays_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    main(
        [
            "new",
            "acme",
            "--home-region",
            "eu-west-1",
            "--email-pattern",
            "aws+{account}@acme.io",
            "--template",
            "minimal",
        ]
    )

    for words in ("status acme.yaml", "plan acme.yaml --output acme.plan", "enter acme.yaml production"):
        capsys.readouterr()
        main([*words.split(), "--rehearse"])
        told = capsys.readouterr().err
        advised = [line for line in told.splitlines() if "orgwizard apply" in line]
        assert advised, told
        assert all("--rehearse" in line for line in advised), told
