"""An invitation accepted right here, with the invited account's own credentials."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from state.changes.access_roles import AttachAdministratorAccess, CreateOrganizationAccessRole, trust_in_account
from state.changes.accounts import MoveAccount
from state.changes.handshakes import AcceptHandshake
from state.errors import WrongInput
from state.observed import Identity, Observed, Organization, Role, canonical
from state.observed.handshake import Handshake
from state.setup import Setup
from state.setup.guardrails import Choice, Guardrails, Item, Level
from tests.drafting import after
from tests.rehearsing import EXISTING_ACCOUNT, apply_all, ending, performed, rehearsals, suggested
from wizard.claims.acceptance import InvitationAnswered, OrganizationAccessRoleExists
from wizard.claims.base import Blocked, Needed, Satisfied, Waiting
from wizard.errors import NotPermitted
from wizard.onboarding.acceptance import Acceptance
from wizard.onboarding.onboarding import Onboarding
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.settings import Trail
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import World

OWNER = "999988887777"
NOBODY_ANSWERS = "invitation-unanswered"
ROLE = "OrganizationAccountAccessRole"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OTTO = Observed(identity=Identity(EXISTING_ACCOUNT, f"arn:aws:iam::{EXISTING_ACCOUNT}:user/otto"))
ANSWERED = InvitationAnswered(EXISTING_ACCOUNT, OWNER, EXISTING_ACCOUNT)
HAS_ROLE = OrganizationAccessRoleExists(EXISTING_ACCOUNT, OWNER, ROLE)


@contextmanager
def having_invited(home: Path, setup: Setup, scenario: str = NOBODY_ANSWERS) -> Iterator[Onboarding]:
    onboarding = rehearsals(home, scenario).begin(setup)
    try:
        onboarding.sign_in(onboarding.credential_sources()[0])
        onboarding.confirm_identity()
        assert ending(apply_all(onboarding)) == "waiting"
        yield onboarding
    finally:
        onboarding.close()


def otto_accepts(onboarding: Onboarding, account: str = EXISTING_ACCOUNT, with_access_role: bool = False) -> Acceptance:
    return onboarding.accept_invitation(onboarding.credential_sources()[1], account, with_access_role)


@pytest.mark.parametrize("account", [EXISTING_ACCOUNT, "owner@legacy.example"])
def test_the_account_joins_gets_its_access_role_and_is_moved_by_the_next_run(tmp_path: Path, account: str) -> None:
    with having_invited(tmp_path, suggested(account)) as onboarding:
        before = onboarding.identity
        acceptance = otto_accepts(onboarding, account, with_access_role=True)
        plan = acceptance.plan()
        events = list(acceptance.run(plan.approved()))

        assert acceptance.identity.account_id == EXISTING_ACCOUNT
        assert [type(change) for change, _ in plan.changes] == [
            CreateOrganizationAccessRole,
            AttachAdministratorAccess,
            AcceptHandshake,
        ], "afterwards the organization's policies may not let anybody make the role"
        assert performed(events) == [change for change, _ in plan.changes]
        assert ending(events) == "done"
        assert otto_accepts(onboarding, account, with_access_role=True).plan().changes == ()
        assert onboarding.identity is before
        assert performed(apply_all(onboarding))[0] == MoveAccount(account, "Sandbox")


RECORDED = Guardrails(level=Level.NONE, choices={Item.AUDIT_TRAIL: Choice.APPLY})


def simulated(onboarding: Onboarding) -> World:
    assert isinstance(onboarding.world, Rehearsal)
    return onboarding.world.aws.world


def with_a_trail(onboarding: Onboarding) -> None:
    world = simulated(onboarding)
    trail = Trail("legacy-trail", "eu-west-1", "legacy-logs", NOON, is_multi_region=True, logging=True)
    world.accounts[EXISTING_ACCOUNT].trails.append(trail)


def test_a_trail_of_the_accounts_own_is_told_before_it_joins_and_costs_and_afterwards(tmp_path: Path) -> None:
    with having_invited(tmp_path, replace(suggested(EXISTING_ACCOUNT), guardrails=RECORDED)) as onboarding:
        assert otto_accepts(onboarding).plan().findings == ()
        with_a_trail(onboarding)
        acceptance = otto_accepts(onboarding, with_access_role=True)
        plan = acceptance.plan()
        (told,) = plan.findings
        list(acceptance.run(plan.approved()))

        assert "legacy-trail" in told.what
        assert "2 US dollars for 100,000" in told.what
        apply_all(onboarding)
        assert any("legacy-trail" in finding.what for finding in onboarding.plan().findings)


@pytest.mark.parametrize("message", ["You may not look.", "with an explicit deny in a service control policy"])
def test_a_trail_that_nobody_may_look_for_is_not_taken_to_be_none(tmp_path: Path, message: str) -> None:
    with having_invited(tmp_path, replace(suggested(EXISTING_ACCOUNT), guardrails=RECORDED)) as onboarding:
        refused = Rule("DescribeTrails", Effect.ERROR, times=0, code="AccessDeniedException", message=message)
        simulated(onboarding).rules.append(refused)

        (told,) = otto_accepts(onboarding).plan().findings

        assert "could not be seen" in told.what
        assert message in told.what


def test_no_role_is_made_that_nobody_asked_for(tmp_path: Path) -> None:
    with having_invited(tmp_path, suggested(EXISTING_ACCOUNT)) as onboarding:
        acceptance = otto_accepts(onboarding)

        assert [change for change, _ in acceptance.plan().changes] == [AcceptHandshake(EXISTING_ACCOUNT, OWNER)]


def test_nothing_is_accepted_that_was_not_approved(tmp_path: Path) -> None:
    with having_invited(tmp_path, suggested(EXISTING_ACCOUNT)) as onboarding:
        acceptance = otto_accepts(onboarding)
        events = list(acceptance.run(frozenset()))

        assert ending(events) == "unapproved"
        assert performed(events) == []


def test_each_identity_has_its_own_journal(tmp_path: Path) -> None:
    with having_invited(tmp_path, suggested(EXISTING_ACCOUNT)) as onboarding:
        first = (onboarding.directory / "journal.jsonl").read_text()
        acceptance = otto_accepts(onboarding)
        list(acceptance.run(acceptance.plan().approved()))

        own = (onboarding.directory / f"accepting-{EXISTING_ACCOUNT}.jsonl").read_text()
        assert (onboarding.directory / "journal.jsonl").read_text() == first
        assert own.count('"intent"') == own.count('"outcome": "performed"') == 1


def test_other_credentials_than_the_invited_accounts_are_refused(tmp_path: Path) -> None:
    setup = suggested(EXISTING_ACCOUNT)
    somebody_else = replace(setup.invitations[0], account="012345678901")
    with having_invited(tmp_path, replace(setup, invitations=(*setup.invitations, somebody_else))) as onboarding:
        anna, otto = onboarding.credential_sources()[:2]

        with pytest.raises(NotPermitted, match="owns the organization"):
            onboarding.accept_invitation(anna, EXISTING_ACCOUNT)
        with pytest.raises(NotPermitted, match="not of the invited account 012345678901"):
            onboarding.accept_invitation(otto, "012345678901")
        by_address = replace(somebody_else, account="a@b.example")
        onboarding.answer(replace(setup, management_account_id=OWNER, invitations=(*setup.invitations, by_address)))
        with pytest.raises(NotPermitted, match=r"not of the invited account a@b\.example"):
            onboarding.accept_invitation(otto, "a@b.example")
        with pytest.raises(WrongInput, match="invites no account 111111111111"):
            onboarding.accept_invitation(otto, "111111111111")


def test_credentials_of_an_account_that_nobody_invited_are_refused(tmp_path: Path) -> None:
    refusal = pytest.raises(NotPermitted, match="not of the invited account 012345678901")

    with having_invited(tmp_path, suggested("012345678901")) as onboarding, refusal:
        otto_accepts(onboarding, "012345678901")


def test_nobody_can_have_been_invited_before_there_is_a_management_account(tmp_path: Path) -> None:
    onboarding = rehearsals(tmp_path).begin(suggested(EXISTING_ACCOUNT))
    try:
        with pytest.raises(NotPermitted, match="no management account yet"):
            otto_accepts(onboarding)
    finally:
        onboarding.close()


def received(state: str, sender: str = OWNER) -> Observed:
    handshake = Handshake("h-1", state, EXISTING_ACCOUNT, NOON, NOON + timedelta(days=15), sender_id=sender)
    return replace(OTTO, handshakes=(handshake,))


def test_only_the_invitation_of_this_organization_is_accepted() -> None:
    assert ANSWERED.assess(received("OPEN")) == Needed(AcceptHandshake(EXISTING_ACCOUNT, OWNER))
    assert isinstance(ANSWERED.assess(received("OPEN", sender="123456789012")), Blocked)
    assert isinstance(ANSWERED.assess(received("DECLINED")), Blocked)
    assert isinstance(ANSWERED.assess(OTTO), Blocked)
    assert isinstance(ANSWERED.assess(received("ACCEPTED")), Waiting)


def test_an_invitation_by_address_is_accepted_by_the_account_with_that_address_only() -> None:
    by_address = InvitationAnswered(EXISTING_ACCOUNT, OWNER, "owner@legacy.example")
    own, others = (
        replace(OTTO, handshakes=(replace(received("OPEN").handshakes[0], target=address),))
        for address in ("Owner@Legacy.example", "else@example.com")
    )

    assert by_address.assess(own) == Needed(AcceptHandshake(EXISTING_ACCOUNT, OWNER))
    assert isinstance(by_address.assess(others), Blocked)


def test_a_member_has_joined_and_an_owner_cannot() -> None:
    member = replace(OTTO, organization=Organization("o-1", "", "ALL", OWNER, ""))
    owner = replace(received("OPEN"), organization=Organization("o-2", "", "ALL", EXISTING_ACCOUNT, ""))

    assert isinstance(ANSWERED.assess(member), Satisfied)
    verdict = ANSWERED.assess(owner)
    assert isinstance(verdict, Blocked)
    assert "owns an organization itself" in verdict.what


def test_a_role_that_trusts_somebody_else_is_left_alone() -> None:
    strange = Role(ROLE, trust_in_account("aws", "123456789012"))
    bare = Role(ROLE, trust_in_account("aws", OWNER))

    assert isinstance(HAS_ROLE.assess(replace(OTTO, roles=(strange,))), Blocked)
    verdict = HAS_ROLE.assess(replace(OTTO, roles=(bare,)))
    assert isinstance(verdict, Needed)
    assert isinstance(verdict.change, AttachAdministratorAccess)
    assert isinstance(HAS_ROLE.assess(after(replace(OTTO, roles=(bare,)), verdict.change)), Satisfied)


@pytest.mark.parametrize(
    ("written", "verdict", "told"),
    [
        ({"Condition": {}}, Needed, ""),
        ({"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}, Blocked, "but on a condition"),
        ({"Action": "sts:*"}, Needed, ""),
        ({"Action": ["sts:assumerole", "sts:TAGSESSION"]}, Needed, ""),
        ({"Effect": "Deny"}, Blocked, "trusts somebody else"),
        ({"Principal": {"AWS": ["999988887777", "arn:aws:iam::123456789012:root"]}}, Blocked, "trusts somebody else"),
    ],
)
def test_an_access_role_made_in_the_console_is_judged_by_what_it_means(
    written: dict[str, object], verdict: type, told: str
) -> None:
    trust = json.loads(trust_in_account("aws", "999988887777"))
    (statement,) = trust["Statement"]
    console = canonical({**trust, "Statement": [{**statement, **written}]})
    claim = OrganizationAccessRoleExists("444455556666", "999988887777", "OrganizationAccountAccessRole")

    given = claim.assess(Observed(roles=(Role("OrganizationAccountAccessRole", console),)))

    assert isinstance(given, verdict)
    assert told in (given.what if isinstance(given, Blocked) else "")
