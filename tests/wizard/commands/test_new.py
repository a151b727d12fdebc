"""`orgwizard new` for many setups alike: templates of one's own, and single answers by key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from state.setup.file import parse_setup
from state.setup.guardrails import Level
from tests.command_line import orgwizard
from wizard.cli import main

OURS = """\
version: 1
name: client-template
home_region: eu-west-1
email_pattern: aws+{account}@example.com
management_account_id: '999988887777'
organizational_units: [Apps]
accounts:
  - {account_name: app, organizational_unit: Apps, purpose: workload, account_id: '111122223333',
     email: aws+app@example.com}
"""


def test_a_setup_file_of_ones_own_is_a_template_without_what_it_learned(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(OURS)
    made = orgwizard(tmp_path, "new", "bank", "--template", "ours.yaml", "--home-region", "eu-west-3", "--output", "-")
    setup = parse_setup(made.stdout, "bank.yaml").setup

    assert setup is not None, made.stderr
    assert (setup.name, setup.home_region, setup.management_account_id) == ("bank", "eu-west-3", "")
    assert [(each.account_name, each.account_id, each.email) for each in setup.accounts] == [("app", "", "")]


def test_a_folder_holds_templates_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "templates"
    folder.mkdir(parents=True)
    (folder / "client.yaml").write_text(OURS)
    listed = json.loads(orgwizard(tmp_path, "templates", "--json").stdout)

    assert listed[-1]["name"] == "client"
    assert orgwizard(tmp_path, "new", "bank", "--template", "client").returncode == 0


def test_what_is_no_file_is_no_template_and_the_others_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "templates"
    (folder / "dir.yaml").mkdir(parents=True)
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "ours.yaml").write_text("version: 1\nname: ours\nhome_region: eu-west-1\n")

    listed = orgwizard(tmp_path, "templates").stdout
    refused = orgwizard(tmp_path, "new", "acme", "--template", "dir")

    assert "\nours " in listed
    assert "\ndir " not in listed
    assert "\nloop " not in listed
    assert "There is no template 'dir'" in refused.stderr
    assert "empty, ours." in refused.stderr


def test_answers_are_given_by_key(tmp_path: Path) -> None:
    answers = (
        "home_region=eu-west-1",
        "email_pattern=aws+{account}@acme.example",
        "guardrails.level=strict",
        "guardrails.allowed_regions=[eu-west-3]",
        "guardrails.monthly_budget_usd=100",
        "accounts.0.tags.team=a: b",
    )
    words = [word for answer in answers for word in ("--set", answer)]
    made = orgwizard(tmp_path, "new", "acme", "--template", "minimal", *words, "--output", "-")
    setup = parse_setup(made.stdout, "acme.yaml").setup

    assert setup is not None, made.stderr
    assert (setup.home_region, setup.email_pattern) == ("eu-west-1", "aws+{account}@acme.example")
    assert setup.guardrails.level is Level.STRICT
    assert (setup.guardrails.allowed_regions, setup.guardrails.monthly_budget_usd) == (("eu-west-3",), 100)
    assert setup.accounts[0].tags == {"team": "a: b"}


@pytest.mark.parametrize(("typed", "status"), [("4444-5555-6666", 0), ("444455556666", 0), ("nope", 2), ("a@b", 2)])
def test_the_account_in_use_is_judged_before_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str, status: int
) -> None:
    assert main(["new", "acme", "--existing-account", typed, "--output", str(tmp_path / "acme.yaml")]) == status
    if status == 0:
        assert "account: '444455556666'" in (tmp_path / "acme.yaml").read_text()
    else:
        assert capsys.readouterr().err.count(".\n") == 2
        assert not (tmp_path / "acme.yaml").exists()


@pytest.mark.parametrize(
    "answer", ["home_region", "=x", "hom_region=x", "accounts.9.purpose=other", "name.x=1", "guardrails.level=weak"]
)
def test_an_answer_that_has_no_place_is_refused(tmp_path: Path, answer: str) -> None:
    refused = orgwizard(tmp_path, "new", "acme", "--set", answer, "--output", "-")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "defect" not in refused.stderr
