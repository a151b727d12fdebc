"""An unattended run says itself in whose account it may write, and a refused one leaves everything as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.setup.file import read_setup
from wizard.aws.world import AwsWorld
from wizard.cli import main
from wizard.exit_status import DONE, REFUSED, WRONG
from wizard.onboarding import Onboardings

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


OTHER = FILE + "management_account_id: '111122223333'\n"


@pytest.mark.parametrize(
    "words",
    [("plan",), ("apply", "--yes"), ("check",), ("undo", "--yes"), ("account", "close", "--yes"), ("export",)],
    ids=" ".join,
)
def test_what_was_learned_of_one_organization_is_never_taken_into_another(
    file: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    saved = Onboardings(file.parent / "state", False, lambda _rehearsal, _world: AwsWorld())
    learned = replace(
        read_setup(file), management_account_id="999988887777", organizational_unit_ids={"Workloads": "ou-1"}
    )
    saved.begin(learned).close()
    before = (file.parent / "state/setups/acme/setup.yaml").read_bytes()
    file.write_text(OTHER)
    act = [words[0], *([words[1]] if "close" in words else [])]
    account = ["shop"] if "close" in words else ["--format", "setup"] if "export" in words else []

    assert main([*act, str(file), *account, *(["--yes"] if "--yes" in words else [])]) == WRONG

    assert "is about the organization of account 999988887777" in capsys.readouterr().err
    assert (file.parent / "state/setups/acme/setup.yaml").read_bytes() == before


def test_whoever_names_the_account_is_not_told_to_name_it(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(file.parent / "none"))
    saved = Onboardings(file.parent / "state", False, lambda _rehearsal, _world: AwsWorld())
    saved.begin(read_setup(file)).close()

    main(["undo", str(file), "--yes", "--account", "111122223333"])

    assert "does not name its management account" not in capsys.readouterr().err
