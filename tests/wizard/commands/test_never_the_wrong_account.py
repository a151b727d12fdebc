"""An unattended run says itself in whose account it may write, and a refused one leaves everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.cli import main
from wizard.exit_status import DONE, REFUSED, WRONG

FILE = """\
version: 1
name: acme
home_region: eu-west-1
email_pattern: aws+{account}@acme.example
organizational_units: [Workloads]
accounts:
  - {account_name: shop, organizational_unit: Workloads}
guardrails: {level: none}
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ORGWIZARD_HOME", str(tmp_path / "state"))
    written = tmp_path / "acme.yaml"
    written.write_text(FILE)
    return written


def test_nothing_is_written_unattended_to_an_account_that_nobody_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["apply", str(file), "--yes"]) == WRONG

    told = capsys.readouterr().err
    assert "does not name its management account" in told
    assert "--account ID" in told


@pytest.mark.parametrize("command", [["plan"], ["apply", "--yes"]])
def test_another_account_than_the_named_one_is_refused_before_anything_is_planned(
    file: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([command[0], str(file), *command[1:], "--rehearse", "--account", "111122223333"])

    assert status == REFUSED
    told = capsys.readouterr()
    assert "the management account of this setup is 111122223333" in told.err
    assert "Create account" not in told.out + told.err


def test_an_account_that_contradicts_the_file_is_wrong_input(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(FILE + "management_account_id: '999988887777'\n")

    assert main(["plan", str(file), "--rehearse", "--account", "111122223333"]) == WRONG
    assert main(["plan", str(file), "--rehearse", "--account", "not-an-id"]) == WRONG
    assert main(["plan", str(file), "--rehearse", "--account", "999988887777"]) == DONE
    assert "correct management_account_id" in capsys.readouterr().err


def test_an_apply_that_is_refused_leaves_the_saved_answers_alone(tmp_path: Path, file: Path) -> None:
    assert main(["apply", str(file), "--rehearse", "--yes"]) == DONE
    saved = tmp_path / "state" / "rehearsals" / "acme"
    before = {path.name: path.read_bytes() for path in saved.iterdir() if path.name in ("setup.yaml", "progress.json")}
    file.write_text(FILE.replace("shop", "bank"))

    assert main(["apply", str(file), "--rehearse"]) == REFUSED

    after = {path.name: path.read_bytes() for path in saved.iterdir() if path.name in before}
    assert before == after
    assert len(before) == 2


def test_a_plan_of_a_file_knows_what_the_saved_setup_has_made(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["apply", str(file), "--rehearse", "--yes"]) == DONE
    file.write_text(FILE.replace("aws+{account}", "other+{account}"))
    capsys.readouterr()
    assert main(["plan", str(file), "--rehearse"]) == DONE
    assert "Create account" not in capsys.readouterr().out

    file.write_text(FILE.replace("[Workloads]", "[Workloads, Elsewhere]").replace("unit: Workloads", "unit: Elsewhere"))
    file.write_text(file.read_text().replace("shop", "bank"))
    main(["plan", str(file), "--rehearse"])
    assert "was made by this setup and is no longer in it" in capsys.readouterr().out
