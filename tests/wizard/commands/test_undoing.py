"""`orgwizard undo`, as a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command_line import SMALLEST, orgwizard


def test_undo_tells_everything_asks_and_takes_back(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(SMALLEST)
    assert orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes").returncode == 0

    asked = orgwizard(tmp_path, "undo", "acme", "--rehearse", "--json")
    told = json.loads(asked.stdout)
    assert asked.returncode == 4
    fates = {each["title"]: each["fate"] for each in told["made"]}
    assert fates["Create account shop"] == "for-good"
    assert fates["Create role shop-access"] == "taken-back-here"
    assert "aws iam delete-role --role-name shop-access" in [each["aws_command"] for each in told["changes"]]

    done = orgwizard(tmp_path, "undo", "acme", "--rehearse", "--yes")
    assert (done.returncode, done.stdout.splitlines()[-1][:11]) == (0, "Taken back.")
    assert "to do: Role shop-access" in orgwizard(tmp_path, "status", "acme", "--rehearse").stdout

    again = orgwizard(tmp_path, "undo", "acme", "--rehearse")
    assert again.returncode == 0
    assert "Nothing is left that can be taken back here." in again.stdout


def test_what_was_made_elsewhere_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(SMALLEST)

    ended = orgwizard(tmp_path, "undo", "acme.yaml", "--rehearse", "--yes")

    assert ended.returncode != 0
    assert "Undo it where it was applied" in ended.stderr


def test_an_account_is_renamed_on_approval_and_never_closed_by_yes(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(SMALLEST)
    assert orgwizard(tmp_path, "apply", "acme.yaml", "--rehearse", "--yes").returncode == 0

    renamed = orgwizard(tmp_path, "account", "rename", "acme", "shop", "Shop", "--rehearse", "--yes")
    closed = orgwizard(tmp_path, "account", "close", "acme", "Shop", "--rehearse", "--yes")
    told = orgwizard(tmp_path, "account", "close", "acme", "Shop", "--rehearse", "--json")

    assert renamed.returncode == 0
    assert (closed.returncode, "No account is closed with --yes." in closed.stderr) == (2, True)
    assert told.returncode == 4
    assert json.loads(told.stdout)["changes"][0]["kind"] == "CloseAccount"
