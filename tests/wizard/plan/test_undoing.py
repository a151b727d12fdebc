"""What was made is taken back as far as that goes, through the same engine, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.changes.accounts import CreateAccount
from state.changes.assignments import CreateAccountAssignment
from state.changes.handshakes import InviteAccountToOrganization
from state.changes.organization import CreateOrganization
from state.changes.units import CreateOrganizationalUnit
from state.observed import Identity
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.saved.journal import Attempt, Journal
from state.setup import Invitation, MemberAccount, Setup
from state.setup.guardrails import Choice, Guardrails, Item, Level
from tests.peopled import with_people
from tests.rehearsing import EXISTING_ACCOUNT
from tests.stage import RecordingJournal, Stage, ending_of
from wizard.claims.assignments import AccessTakenAway
from wizard.engine.events import Ending
from wizard.onboarding.taking_back import TakingBack
from wizard.plan.undoing import Fate, Undo, undo_claims, undo_scope
from wizard.simulated.passing_time import join
from wizard.simulated.settings import RegionSettings
from wizard.simulated.world import Organization, Role

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHOSEN = (Item.DENY_LEAVING, Item.EBS_ENCRYPTION, Item.PASSWORD_POLICY)
SETUP = Setup(
    name="acme",
    home_region="eu-west-1",
    email_pattern="aws+{account}@acme.example",
    organizational_units=("Workloads", "Workloads/Shop"),
    accounts=(MemberAccount(account_name="shop", organizational_unit="Workloads/Shop"),),
    invitations=(Invitation(account="210987654321", organizational_unit="Workloads"),),
    guardrails=Guardrails(level=Level.NONE, choices=dict.fromkeys(CHOSEN, Choice.APPLY)),
)


class Undone:
    """A stage on which the setup was applied, and on which it is taken back."""

    def __init__(self, home: Path, setup: Setup = SETUP) -> None:
        self.stage = Stage(setup, home)
        self.stage.run()
        self.made = Journal(self.stage.journal_file).performed
        self.stage.journal_file = home / "undoing.jsonl"
        self.stage.scope = undo_scope(self.stage.setup, self.made)

    def look(self) -> Undo:
        stage, journal = self.stage, Journal(self.stage.journal_file)
        undo = TakingBack(stage.setup, self.made, stage.gateway, journal, stage.aws.clock).look()
        self.stage.claims = undo.claims
        return undo

    @property
    def organization(self) -> Organization:
        (organization,) = self.stage.world.organizations.values()
        return organization

    @property
    def roles(self) -> dict[str, Role]:
        """Those of the management account that lead into others."""
        owner = self.stage.world.accounts[self.organization.management_account_id]
        return {name: role for name, role in owner.roles.items() if name.endswith("-access")}


@pytest.fixture
def undone(tmp_path: Path) -> Undone:
    return Undone(tmp_path)


def fates(undo: Undo) -> dict[str, Fate]:
    return {each.change.full_title: each.fate for each in undo.undoings}


def test_what_can_be_taken_back_is_gone_afterwards_and_accounts_stay(undone: Undone) -> None:
    undo = undone.look()

    assert ending_of(undone.stage.run(undo.plan.approved())) is Ending.DONE
    assert not undone.organization.units
    assert not undone.roles
    assert not [each for each in undone.organization.policies.values() if each.policy_name.startswith("orgwizard-")]
    assert {each.state for each in undone.stage.world.accounts.values()} == {"ACTIVE"}
    assert not list(undone.stage.world.open_handshakes(undone.organization.organization_id))
    assert undone.stage.sent()["CloseAccount"] == 0
    assert not undone.look().plan.approved()


def test_every_change_is_told_with_its_fate_and_a_sentence(undone: Undone) -> None:
    undo = undone.look()
    told = {type(each.change): each for each in undo.undoings}

    assert {each.change for each in undo.undoings} == {attempt.change for attempt in undone.made}
    assert {told[CreateOrganization].fate, told[CreateAccount].fate} == {Fate.FOR_GOOD}
    assert told[CreateOrganizationalUnit].fate is Fate.HERE
    assert told[InviteAccountToOrganization].until is not None
    assert told[CreateAccount].stays
    assert all(each.how.endswith(".") for each in undo.undoings)


def test_what_somebody_put_into_it_since_keeps_a_thing_and_all_else_goes(undone: Undone) -> None:
    organization, world = undone.organization, undone.stage.world
    workloads = next(unit for unit in organization.units.values() if unit.unit_name == "Workloads")
    join(world, world.accounts[EXISTING_ACCOUNT], organization.organization_id, "INVITED", NOON)
    world.accounts[EXISTING_ACCOUNT].parent_id = workloads.unit_id
    undone.roles["shop-access"].attached_policies["ReadOnlyAccess"] = "arn:aws:iam::aws:policy/ReadOnlyAccess"

    undo = undone.look()

    found = fates(undo)
    assert found["Create organizational unit Workloads"] is Fate.BY_HAND
    assert found["Create role shop-access"] is Fate.BY_HAND
    assert found["Create organizational unit Workloads/Shop"] is Fate.HERE
    assert ending_of(undone.stage.run(undo.plan.approved())) is Ending.DONE
    assert [unit.unit_name for unit in organization.units.values()] == ["Workloads"]
    assert list(undone.roles) == ["shop-access"]


def test_a_setting_that_was_there_before_is_not_taken_back(tmp_path: Path) -> None:
    stage = Stage(SETUP, tmp_path)
    stage.world.accounts[stage.setup.management_account_id].regions["eu-west-1"] = RegionSettings(ebs_encryption=True)
    stage.run()
    made = Journal(stage.journal_file).performed

    settings = [claim.key for claim in undo_claims(stage.setup, made, None)]

    assert "taken-back:ebs-encryption:eu-west-1:aws+shop@acme.example" in settings
    assert f"taken-back:ebs-encryption:us-east-1:{MANAGEMENT_ACCOUNT}" in settings
    assert f"taken-back:ebs-encryption:eu-west-1:{MANAGEMENT_ACCOUNT}" not in settings


def test_killed_at_any_moment_it_goes_on_and_sends_each_write_once(tmp_path: Path) -> None:
    few = replace(SETUP, guardrails=Guardrails(level=Level.NONE, choices={Item.DENY_LEAVING: Choice.APPLY}))
    undone = Undone(tmp_path, few)
    stage = undone.stage
    approved = undone.look().plan.approved()
    before = stage.sent()
    stage.run(approved, journal=RecordingJournal(stage.journal_file, stage._record), recording=True)
    once = stage.sent() - before

    states, stage.states = stage.states, []
    for state in states:
        stage.enter(state)
        undo = undone.look()
        assert ending_of(stage.run(undo.plan.approved())) is Ending.DONE
        assert stage.sent() - before == once
        assert not undone.organization.units


def test_nobody_is_locked_out_by_taking_back_the_access_they_are_signed_in_with() -> None:
    role = "arn:aws:sts::999988887777:assumed-role/AWSReservedSSO_Administrators_0123456789abcdef/anna"
    given = (
        CreateAccountAssignment("Administrators", account, account, "anna", email="anna@acme.example")
        for account in (MANAGEMENT_ACCOUNT, "aws+shop@acme.example")
    )
    made = [Attempt(number, change, NOON) for number, change in enumerate(given, start=1)]

    def taken(arn: str) -> int:
        claims = undo_claims(with_people(), made, Identity("999988887777", arn))
        return sum(isinstance(claim, AccessTakenAway) for claim in claims)

    assert taken(role) == 1
    assert taken("arn:aws:iam::999988887777:user/anna") == 2
