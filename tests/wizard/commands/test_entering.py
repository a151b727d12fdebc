"""`orgwizard enter` shows how one gets into an account, and opens nothing that is made up."""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from botocore.credentials import ProcessProvider

from state.errors import WrongInput
from state.setup.file import write_setup
from tests.command_line import orgwizard
from tests.peopled import with_people
from wizard.commands.entering import enter_account
from wizard.commands.terminal import Options

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


# A session, handed to a program


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a shop was made, which anna may enter with MFA."""
    home = tmp_path_factory.mktemp("entering")
    setup = replace(with_people(), people=(), assignments=(), permission_sets=())
    (home / "acme.yaml").write_text(write_setup(setup), encoding="utf-8")
    assert orgwizard(home, *APPLY).returncode == 0
    return home


def test_a_program_is_handed_a_session_as_credential_process_has_it(home: Path) -> None:
    ended = orgwizard(home, "enter", "acme", "shop", "--process", "--rehearse")
    handed = json.loads(ended.stdout)

    assert {*handed} == {"Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}
    assert handed["Version"] == 1
    assert datetime.fromisoformat(handed["Expiration"]).tzinfo is not None
    assert not [secret for secret in (handed["SecretAccessKey"], handed["SessionToken"]) if secret in ended.stderr]
    left = [path for path in home.rglob("*") if path.is_file() and path.name != "world.json"]
    secrets = (handed["SecretAccessKey"].encode(), handed["SessionToken"].encode())
    assert not [path for path in left if any(secret in path.read_bytes() for secret in secrets)]


def test_botocore_takes_what_is_handed_over(home: Path) -> None:
    handed = json.loads(orgwizard(home, "enter", "acme", "shop", "--process", "--rehearse").stdout)
    (home / "handed.json").write_text(json.dumps(handed | {"Expiration": "2999-11-02T10:00:00Z"}))
    printing = f"{sys.executable} -c print(open('{home / 'handed.json'}').read())"
    profile = {"profiles": {"shop": {"credential_process": printing.replace("'", chr(92) + "'")}}}
    credentials = ProcessProvider("shop", lambda: profile).load()

    assert credentials is not None
    taken = credentials.get_frozen_credentials()
    assert [taken.access_key, taken.secret_key, taken.token] == [
        handed[key] for key in ("AccessKeyId", "SecretAccessKey", "SessionToken")
    ]


def test_a_session_goes_neither_into_a_file_nor_onto_a_terminal(tmp_path: Path) -> None:
    wanted = Options(setup="acme", account="my shop", process=True, profile="root")
    there, here = os.openpty()
    refused = []
    with (tmp_path / "taken.json").open("w") as file, os.fdopen(here, "w") as terminal:
        for stream in (file, terminal):
            with redirect_stdout(stream), pytest.raises(WrongInput) as caught:
                enter_account(wanted)
            refused.append(caught.value)
    os.close(there)

    assert "not written into a file" in refused[0].message
    assert "not shown on a terminal" in refused[1].message
    for each in refused:
        assert "credential_process = orgwizard enter acme 'my shop' --process --profile root" in each.remedy
    assert (tmp_path / "taken.json").read_text() == ""


def test_no_session_is_handed_over_for_the_management_account_or_for_one_that_is_not_there(home: Path) -> None:
    managing = orgwizard(home, "enter", "acme", "management", "--process", "--rehearse")
    (home / "other.yaml").write_text(write_setup(replace(with_people(), name="other")), encoding="utf-8")
    absent = orgwizard(home, "enter", "other.yaml", "shop", "--process", "--rehearse")

    assert "No role leads into the management account." in managing.stderr
    assert "does not know which account shop is" in absent.stderr
    assert not managing.stdout + absent.stdout
