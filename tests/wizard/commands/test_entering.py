"""`orgwizard enter` shows how one gets into an account, and opens nothing that is made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from state.setup.file import write_setup
from tests.command_line import orgwizard
from tests.peopled import with_people

APPLY = ("apply", "acme.yaml", "--yes", "--account", "999988887777", "--rehearse")


def test_an_account_is_entered_by_what_was_given_in_it(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(write_setup(with_people()), encoding="utf-8")
    orgwizard(tmp_path, *APPLY)
    assert orgwizard(tmp_path, *APPLY).returncode == 3, "nobody has signed in yet"

    shown = orgwizard(tmp_path, "enter", "acme", "shop", "--rehearse")
    opened = orgwizard(tmp_path, "enter", "acme", "shop", "--console", "--rehearse")
    managing = orgwizard(tmp_path, "enter", "acme", "management", "--rehearse")
    wrong = orgwizard(tmp_path, "enter", "acme", "shp", "--rehearse")

    assert "[profile acme-shop-readonly]" in shown.stdout.splitlines()
    assert opened.stdout.startswith("https://d-")
    assert "nothing is opened" in opened.stderr
    assert "[profile acme-management-organizationadministrator]" in managing.stdout.splitlines()
    assert wrong.returncode == 2
    assert "'shop'" in wrong.stderr
    assert not {"aws_secret_access_key", "sessionToken"} & {*shown.stdout.split(), *opened.stdout.split()}


def test_where_nobody_may_enter_the_management_account_it_is_said(tmp_path: Path) -> None:
    setup = replace(with_people(), people=(), assignments=(), permission_sets=())
    (tmp_path / "acme.yaml").write_text(write_setup(setup), encoding="utf-8")
    orgwizard(tmp_path, *APPLY)

    refused = orgwizard(tmp_path, "enter", "acme", "management", "--rehearse")

    assert refused.returncode != 0
    assert "gives nobody a permission set in the management account" in refused.stderr
    assert not refused.stdout
