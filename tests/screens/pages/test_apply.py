"""What can be done on Apply about a line that did not come to pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import OptionList

from screens.app import OrgwizardApp
from screens.dialogues.questions import QuestionsDialogue
from screens.pages.apply import ApplyScreen
from screens.runs.run_view import Obstacle, Row, RunView
from state.changes import KINDS
from state.page_key import PageKey
from state.setup.guardrails import Guardrails
from tests.guarding import bunker_and_shop
from tests.rehearsing import small
from tests.screens.faces import wizard
from tests.state.changes.test_requests import CHANGES
from wizard.claims.base import Blocked
from wizard.engine.events import Assessed, ChangeFailed, Event
from wizard.errors import AwsRefused
from wizard.guardrails.bucket_names import taken
from wizard.plan.claims import claims_of, creation_of

ANSWERED_ON = {
    "CreateOrganization": PageKey.ORGANIZATION,
    "EnableAllFeatures": PageKey.ORGANIZATION,
    "FinalizeAllFeatures": PageKey.ORGANIZATION,
    "CreateOrganizationalUnit": PageKey.STRUCTURE,
    "UpdateOrganizationalUnit": PageKey.STRUCTURE,
    "MoveAccount": PageKey.STRUCTURE,
    "DeleteOrganizationalUnit": PageKey.STRUCTURE,
    "CreateAccount": PageKey.ACCOUNTS,
    "CreateRole": PageKey.ACCOUNTS,
    "UpdateAssumeRolePolicy": PageKey.ACCOUNTS,
    "UpdateRole": PageKey.ACCOUNTS,
    "PutRolePolicy": PageKey.ACCOUNTS,
    "PutGroupPolicy": PageKey.ACCOUNTS,
    "TagAccount": PageKey.ACCOUNTS,
    "DeleteRole": PageKey.ACCOUNTS,
    "DeleteRolePolicy": PageKey.ACCOUNTS,
    "DeleteGroupPolicy": PageKey.ACCOUNTS,
    "RenameAccount": PageKey.ACCOUNTS,
    "StartPrimaryEmailUpdate": PageKey.ACCOUNTS,
    "AcceptPrimaryEmailUpdate": PageKey.ACCOUNTS,
    "CloseAccount": PageKey.ACCOUNTS,
    "InviteAccountToOrganization": PageKey.INVITATIONS,
    "CancelHandshake": PageKey.INVITATIONS,
    "AcceptHandshake": PageKey.INVITATIONS,
    "CreateOrganizationAccessRole": PageKey.INVITATIONS,
    "AttachAdministratorAccess": PageKey.INVITATIONS,
    "UpdateInstance": PageKey.PEOPLE,
    "CreatePermissionSet": PageKey.PEOPLE,
    "UpdatePermissionSet": PageKey.PEOPLE,
    "AttachManagedPolicyToPermissionSet": PageKey.PEOPLE,
    "PutInlinePolicyToPermissionSet": PageKey.PEOPLE,
    "ProvisionPermissionSet": PageKey.PEOPLE,
    "CreateAccountAssignment": PageKey.PEOPLE,
    "DeleteAccountAssignment": PageKey.PEOPLE,
    "CreateGroup": PageKey.PEOPLE,
    "CreateUser": PageKey.PEOPLE,
    "CreateGroupMembership": PageKey.PEOPLE,
}
"""Every other kind comes from a guardrail."""
REFUSED = AwsRefused("AWS said no.", "Do something else.")


def ended_with(*events: Event) -> RunView:
    view = RunView([event.change for event in events if isinstance(event, ChangeFailed)])
    for event in events:
        view.take(event)
    view.under_way = False
    return view


def lines(app: OrgwizardApp) -> Iterator[Row | Obstacle]:
    """What failed or is in the way, as each row is highlighted."""
    assert isinstance(app.screen, ApplyScreen)
    listed = app.screen.query_one("#rows", OptionList)
    for number in range(listed.option_count):
        listed.highlighted = number
        assert app.screen.line is not None
        yield app.screen.line


async def test_the_answer_behind_a_change_or_a_claim_of_every_kind_is_on_the_page_that_is_gone_to(
    tmp_path: Path,
) -> None:
    changes = {type(change).__name__: change for change in CHANGES}
    setup = replace(small(), guardrails=Guardrails())
    claims = {type(claim).__name__: claim for claim in claims_of(setup)}
    in_the_way = Blocked("It cannot be.", "Do something.")
    async with wizard(tmp_path, setup) as (app, pilot):
        app.run_view = ended_with(
            *(ChangeFailed(change, REFUSED) for change in changes.values()),
            *(Assessed(claim, in_the_way) for claim in claims.values()),
        )
        app.go_to("apply")
        await pilot.pause()
        met = list(lines(app))
        await pilot.pause()
        assert app.screen.query_one("#change").display
        app.screen.query_one("#change").focus()
        await pilot.press("enter")
        await pilot.pause()
        gone_to = app.page_key

    assert {type(line.change).__name__: line.page for line in met if isinstance(line, Row)} == {
        kind: ANSWERED_ON.get(kind, PageKey.GUARDRAILS) for kind in KINDS
    }
    obstacles = [line for line in met if isinstance(line, Obstacle)]
    assert [line.page for line in obstacles] == [claim.page for claim in claims.values()]
    assert gone_to == met[-1].page


async def correct_in_place(app: OrgwizardApp, pilot: Pilot[int]) -> None:
    """Choose to change the answer on Apply, which asks right there."""
    app.go_to("apply")
    await pilot.pause()
    app.screen.query_one("#change").focus()
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, QuestionsDialogue)


async def test_an_account_that_was_refused_is_corrected_without_leaving_the_page(tmp_path: Path) -> None:
    setup = small()
    async with wizard(tmp_path, setup) as (app, pilot):
        app.run_view = ended_with(ChangeFailed(creation_of(setup, setup.accounts[0]), REFUSED))
        await correct_in_place(app, pilot)


async def test_a_bucket_whose_name_is_taken_is_given_another_without_leaving_the_page(tmp_path: Path) -> None:
    setup = bunker_and_shop(Guardrails())
    told = taken("org-backups", "111122223333")
    (claim,) = [each for each in claims_of(setup) if each.key == "bucket:org-backups:exists"]
    async with wizard(tmp_path, setup) as (app, pilot):
        app.run_view = ended_with(Assessed(claim, told))
        await correct_in_place(app, pilot)
        await pilot.press(*"x7k2", "enter")
        await pilot.pause()
        assert app.onboarding is not None
        assert app.onboarding.setup.guardrails.backup_bucket_suffix == "x7k2"
