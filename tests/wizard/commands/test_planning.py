"""Plans that people review: kept and applied exactly so, or refused; for a program; for a pull request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import NEW, orgwizard
from wizard.commands.planning import _text

REHEARSE = ("--rehearse",)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert orgwizard(tmp_path, *NEW, "--guardrails", "none").returncode == 0
    return tmp_path


def test_a_kept_plan_is_done_exactly(home: Path) -> None:
    kept = orgwizard(home, "plan", "acme.yaml", "--output", "acme.plan", *REHEARSE)
    planned = [each["title"] for each in json.loads((home / "acme.plan").read_text())["changes"]]
    applied = orgwizard(home, "apply", "acme.plan", "--yes", "--json", *REHEARSE)
    events = [json.loads(line) for line in applied.stdout.splitlines()]

    assert (kept.returncode, applied.returncode) == (0, 0), applied.stderr
    assert len([event for event in events if event["event"] == "change_performed"]) == len(planned)
    assert json.loads(orgwizard(home, "plan", "acme", "--json", *REHEARSE).stdout)["changes"] == []


def test_a_plan_that_is_no_longer_true_is_refused_with_the_difference(home: Path) -> None:
    orgwizard(home, "plan", "acme.yaml", "--output", "acme.plan", *REHEARSE)
    assert orgwizard(home, "apply", "acme.yaml", "--yes", *REHEARSE).returncode == 0
    refused = orgwizard(home, "apply", "acme.plan", "--yes", "--json", *REHEARSE)
    error = json.loads(refused.stdout)["error"]

    assert refused.returncode == 4
    assert "No longer needed: Create the organization" in " ".join(error["problems"])


@pytest.mark.parametrize(
    "text", ["", "{}", '{"kind": "orgwizard-plan", "version": 9}', "[]", '{"kind": 1, "changes": 3}']
)
def test_what_is_no_plan_is_refused_in_words(home: Path, text: str) -> None:
    (home / "acme.plan").write_text(text)
    refused = orgwizard(home, "apply", "acme.plan", "--yes", *REHEARSE)

    assert refused.returncode == 2
    assert "no plan" in refused.stderr


def test_a_rehearsal_s_plan_is_not_done_for_real(home: Path) -> None:
    orgwizard(home, "plan", "acme.yaml", "--output", "acme.plan", *REHEARSE)
    refused = orgwizard(home, "apply", "acme.plan", "--yes")

    assert refused.returncode == 2
    assert "rehearsal" in refused.stderr


def test_a_plan_overwrites_nothing_and_is_called_one(home: Path) -> None:
    (home / "there.plan").write_text("mine")

    assert orgwizard(home, "plan", "acme.yaml", "--output", "there.plan", *REHEARSE).returncode == 2
    assert orgwizard(home, "plan", "acme.yaml", "--output", "plan.json", *REHEARSE).returncode == 2
    assert (home / "there.plan").read_text() == "mine"


def test_each_change_tells_its_command(home: Path) -> None:
    record = json.loads(orgwizard(home, "plan", "acme.yaml", "--json", *REHEARSE).stdout)
    markdown = orgwizard(home, "plan", "acme.yaml", "--markdown", *REHEARSE).stdout

    assert record["version"] == 1
    commands = [change["aws_command"] for change in record["changes"]]
    assert commands[0].startswith("aws organizations create-organization")
    assert all(command in markdown for command in commands if "\n" not in command)
    assert markdown.startswith("## Plan of acme\n")


def test_text_in_markdown_stays_text() -> None:
    assert _text("[a](b) *c* <d>\n# e | `f`") == r"\[a\](b) \*c\* \<d\> \# e \| \`f\`"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("plan", "nothing", "--json", "--rehearse"), 2),
        (("plan", "--json"), 2),
        (("whoami", "--json", "--mfa-code", "x"), 2),
        (("status", "nothing", "--json"), 2),
    ],
)
def test_an_error_is_data_where_data_was_asked_for(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    ended = orgwizard(tmp_path, *words)
    error = json.loads(ended.stdout)["error"]

    assert ended.returncode == status
    assert error["message"] in ended.stderr
    assert error["remedy"]
