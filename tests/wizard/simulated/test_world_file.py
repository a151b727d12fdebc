"""The world outlives the process, as AWS would."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from state.errors import OrgwizardError, UnreadableState
from tests.wizard.simulated.guardrail_calls import call_guardrails
from tests.wizard.simulated.signing import ANNA, Aws
from tests.wizard.simulated.test_service_model import call_organizations
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.settings import Group
from wizard.simulated.weather import Rule
from wizard.simulated.world import Account
from wizard.simulated.world_file import load_world, save_world

PROGRAM = """
import sys
from pathlib import Path
from tests.wizard.simulated.signing import ANNA, Aws
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.weather import Rule

rehearsal = Rehearsal(Path(sys.argv[1]))
rehearsal.world.rules.append(Rule("CreateOrganizationalUnit", sys.argv[2], 2))
aws = Aws(rehearsal.aws, ANNA)
aws.organizations.create_organization()
for name in ("One", "Two", "Three"):
    aws.unit(name)
    print(name, flush=True)
"""


BEFORE_SETTINGS = {
    *("account_id", "account_name", "email", "created_at", "state", "organization_id", "parent_id", "joined_method"),
    *("joined_at", "closed_at", "usable_at", "plan_type", "account_alias", "root_mfa", "root_access_keys"),
    *("users", "roles", "tags"),
}
"""What a saved account had in the first version of the program."""


def opened(world_file: Path, scenario: str = "") -> tuple[Rehearsal, Aws]:
    rehearsal = Rehearsal(world_file, scenario)
    return rehearsal, Aws(rehearsal.aws, ANNA)


def unit_names(aws: Aws) -> list[str]:
    units = aws.all("list_organizational_units_for_parent", "OrganizationalUnits", ParentId=aws.root_id)
    return [unit["Name"] for unit in units]


def test_a_world_saved_and_loaded_is_the_same(tmp_path: Path) -> None:
    rehearsal, aws = opened(tmp_path / "world.json")
    rehearsal.world.rules.append(Rule("ListRoots", "error", 99, code="ServiceException"))
    call_organizations(aws)
    rehearsal.aws.save()

    assert load_world(tmp_path / "world.json") == rehearsal.world


def test_a_guarded_world_saved_and_loaded_is_the_same(tmp_path: Path) -> None:
    rehearsal, aws = opened(tmp_path / "world.json", "guarded-organization")
    rehearsal.world.accounts["999988887777"].organization_id = ""
    rehearsal.world.organizations.clear()
    account = rehearsal.world.accounts["999988887777"]
    account.account_alias = "acme-root"
    account.groups["administrators"] = Group("Administrators", "AGPA" + "A" * 17, rehearsal.clock.now())
    account.trails.clear()
    call_guardrails(aws)
    rehearsal.aws.save()

    assert load_world(tmp_path / "world.json") == rehearsal.world


def test_a_world_saved_before_accounts_had_settings_is_taken_up_with_none(tmp_path: Path) -> None:
    rehearsal, aws = opened(tmp_path / "world.json")
    aws.organizations.create_organization()
    rehearsal.aws.save()
    record = json.loads((tmp_path / "world.json").read_text())
    new = {field.name for field in fields(Account)} - BEFORE_SETTINGS
    for account in record["world"]["accounts"].values():
        for name in new:
            del account[name]
    for name in ("buckets", "used_bucket_names", "used_aliases"):
        del record["world"][name]
    for organization in record["world"]["organizations"].values():
        del organization["root_features"]
    del record["world"]["climate"]["service_access_seconds"]
    (tmp_path / "world.json").write_text(json.dumps(record))

    assert {"trails", "password_policy", "root_password", "groups"} <= new
    assert load_world(tmp_path / "world.json") == rehearsal.world


@pytest.mark.parametrize(("effect", "expected"), [("kill-before", ["One"]), ("kill-after", ["One", "Two"])])
def test_what_was_carried_out_is_remembered_when_the_process_is_killed(
    tmp_path: Path, effect: str, expected: list[str]
) -> None:
    world_file = tmp_path / "world.json"
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(world_file), effect], capture_output=True, text=True, check=False
    )

    assert (killed.returncode, killed.stdout.split()) == (-signal.SIGKILL, ["One"]), killed.stderr
    _, aws = opened(world_file)
    assert unit_names(aws) == expected
    aws.unit("Three")  # the weather is over: a kill happens once


def test_a_creation_goes_on_while_nobody_is_there(tmp_path: Path) -> None:
    _, aws = opened(tmp_path / "world.json")
    aws.organizations.create_organization()
    aws.organizations.create_account(AccountName="shop", Email="aws+shop@acme.example")

    _, later = opened(tmp_path / "world.json")

    assert len(later.all("list_accounts", "Accounts")) == 2


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"version": 1}', '{"version": 1, "world": {"time": "never"}}', '{"version": 99}'),
        pytest.param("[" * 100_000, id="nested without an end"),
    ],
)
def test_a_damaged_or_newer_file_is_refused_and_kept(tmp_path: Path, content: str) -> None:
    world_file = tmp_path / "world.json"
    world_file.write_text(content)

    with pytest.raises(UnreadableState) as caught:
        Rehearsal(world_file)

    assert str(world_file) in caught.value.message
    assert caught.value.remedy
    assert world_file.read_text() == content


def test_a_file_of_another_kind_of_world_is_left_alone_too(tmp_path: Path) -> None:
    world_file = tmp_path / "world.json"
    world_file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(UnreadableState):
        load_world(world_file)


def test_the_weather_cannot_change_under_a_rehearsal(tmp_path: Path) -> None:
    opened(tmp_path / "world.json", "slow")

    with pytest.raises(OrgwizardError, match="begun in the scenario slow"):
        Rehearsal(tmp_path / "world.json", "throttled")
    with pytest.raises(OrgwizardError, match="no rehearsal scenario called slwo"):
        Rehearsal(tmp_path / "world.json", "slwo")
    assert Rehearsal(tmp_path / "world.json").world.scenario == "slow"


def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    rehearsal = Rehearsal(None)
    save_world(rehearsal.world, tmp_path / "world.json")

    assert (tmp_path / "world.json").stat().st_mode & 0o077 == 0
