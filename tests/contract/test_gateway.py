"""What the engine relies on, whichever AWS is behind the gateway."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.handshakes import InviteAccountToOrganization
from state.changes.organization import CreateOrganization, EnablePolicyType
from state.changes.roles import CreateRole, PutRolePolicy, trust_with_mfa
from state.changes.units import CreateOrganizationalUnit
from state.observed import (
    ENABLED,
    SERVICE_CONTROL_POLICY,
    Account,
    AccountCreation,
    AccountState,
    CreationState,
    FeatureSet,
    Observed,
    Section,
)
from state.observed.handshake import HandshakeState
from state.setup import ROOT
from tests.contract.conftest import Aws
from wizard.aws.gateway import AwsGateway
from wizard.errors import AlreadyDone, AwsError

SHOP = CreateAccount("shop", "aws+shop@acme.example", "OrganizationAccountAccessRole", (("team", "shop"),))
POLLS = 100


def ended(aws: Aws, receipt: str) -> AccountCreation:
    """The creation, once it is no longer in progress. Only a simulated clock ever sleeps here: moto is done at once."""
    assert isinstance(aws.gateway, AwsGateway)
    for _ in range(POLLS):
        creation = aws.gateway.follow(receipt)
        assert creation is not None
        if creation.state != CreationState.IN_PROGRESS:
            return creation
        aws.gateway.clock.sleep(5)
    raise AssertionError("the creation never ends")


def with_shop(aws: Aws) -> tuple[Observed, Account]:
    aws.gateway.perform(CreateOrganization(), aws.look())
    creation = ended(aws, aws.gateway.perform(SHOP, aws.look()))
    assert creation.state == CreationState.SUCCEEDED
    observed = aws.look()
    account = observed.account_with_email(SHOP.email)
    assert account is not None
    return observed, account


def test_without_an_organization_only_the_identity_shows(aws: Aws) -> None:
    assert aws.look() == Observed(identity=aws.identity)


def test_a_new_organization_has_a_root_and_its_management_account(aws: Aws) -> None:
    assert aws.gateway.perform(CreateOrganization(), aws.look()) == ""

    observed = aws.look()

    assert observed.organization is not None
    assert observed.root is not None
    assert observed.organization.feature_set == FeatureSet.ALL
    assert observed.in_management_account
    assert [account.account_id for account in observed.accounts] == [aws.identity.account_id]
    assert observed.accounts[0].unit_path == ROOT
    assert (observed.units, observed.creations, observed.handshakes) == ((), (), ())


def test_a_second_organization_is_refused_as_done_already(aws: Aws) -> None:
    nothing = aws.look()
    aws.gateway.perform(CreateOrganization(), nothing)

    with pytest.raises(AlreadyDone, match="AlreadyInOrganizationException"):
        aws.gateway.perform(CreateOrganization(), nothing)


def test_a_policy_type_can_be_enabled_once(aws: Aws) -> None:
    aws.gateway.perform(CreateOrganization(), aws.look())
    change = EnablePolicyType(SERVICE_CONTROL_POLICY)
    observed = aws.look()
    assert observed.root is not None
    assert observed.root.policy_type_status(SERVICE_CONTROL_POLICY) is None

    aws.gateway.perform(change, observed)

    with pytest.raises(AlreadyDone):
        aws.gateway.perform(change, observed)
    for _ in range(POLLS):
        root = aws.look().root
        assert root is not None
        if root.policy_type_status(SERVICE_CONTROL_POLICY) == ENABLED:
            return
        assert isinstance(aws.gateway, AwsGateway)
        aws.gateway.clock.sleep(5)
    raise AssertionError("the policy type never becomes enabled")


def test_units_are_read_back_as_paths_in_order(aws: Aws) -> None:
    aws.gateway.perform(CreateOrganization(), aws.look())
    for path in ("Workloads", "Infrastructure", "Workloads/Production", "Workloads/Development", "Infrastructure/Logs"):
        aws.gateway.perform(CreateOrganizationalUnit(path), aws.look())

    observed = aws.look()

    assert [unit.path for unit in observed.units] == [
        "Infrastructure",
        "Infrastructure/Logs",
        "Workloads",
        "Workloads/Development",
        "Workloads/Production",
    ]
    assert len({unit.unit_id for unit in observed.units}) == 5
    assert aws.look() == observed, "two readings of the same AWS are equal"


def test_a_unit_that_exists_already_is_refused_as_done(aws: Aws) -> None:
    if not aws.refuses_twins:
        pytest.skip("moto makes a second unit of the same name")
    aws.gateway.perform(CreateOrganization(), aws.look())
    observed = aws.look()
    aws.gateway.perform(CreateOrganizationalUnit("Workloads"), observed)

    with pytest.raises(AlreadyDone):
        aws.gateway.perform(CreateOrganizationalUnit("Workloads"), observed)


def test_an_account_is_followed_from_its_receipt_to_the_root(aws: Aws) -> None:
    aws.gateway.perform(CreateOrganization(), aws.look())
    receipt = aws.gateway.perform(SHOP, aws.look())
    assert receipt.startswith("car-")

    creation = ended(aws, receipt)

    assert creation.create_account_request_id == receipt
    assert creation.account_name == "shop"
    assert creation.state == CreationState.SUCCEEDED
    observed = aws.look()
    account = observed.account_with_email("AWS+Shop@acme.example")
    assert account is not None
    assert (account.account_id, account.account_name) == (creation.account_id, "shop")
    assert (account.state, account.joined_method, account.unit_path) == (AccountState.ACTIVE, "CREATED", ROOT)
    assert observed.creations == ()


def test_creations_are_found_by_name_and_time(aws: Aws) -> None:
    aws.gateway.perform(CreateOrganization(), aws.look())
    receipt = aws.gateway.perform(SHOP, aws.look())
    requested_at = ended(aws, receipt).requested_at

    found = aws.gateway.find_creations("shop", requested_at)

    assert [creation.create_account_request_id for creation in found] == [receipt]
    assert aws.gateway.find_creations("Shop", requested_at) == ()
    assert aws.gateway.find_creations("shop", requested_at + timedelta(seconds=1)) == ()
    assert aws.gateway.find_creations("shop", datetime.min.replace(tzinfo=UTC)) == found


def test_an_unknown_receipt_is_nothing(aws: Aws) -> None:
    aws.gateway.perform(CreateOrganization(), aws.look())

    assert aws.gateway.follow("car-00000000000000000000000000000000") is None


def test_an_account_moves_to_its_unit_and_on_to_another(aws: Aws) -> None:
    with_shop(aws)
    for path in ("Workloads", "Workloads/Production", "Sandbox"):
        aws.gateway.perform(CreateOrganizationalUnit(path), aws.look())

    for path in ("Workloads/Production", "Sandbox", ROOT):
        aws.gateway.perform(MoveAccount(SHOP.email, path), aws.look())
        account = aws.look().account_with_email(SHOP.email)
        assert account is not None
        assert account.unit_path == path


def test_a_change_that_lacks_an_id_is_not_sent(aws: Aws) -> None:
    with_shop(aws)

    with pytest.raises(AwsError, match="was not sent"):
        aws.gateway.perform(MoveAccount(SHOP.email, "Nowhere"), aws.look())

    account = aws.look().account_with_email(SHOP.email)
    assert account is not None
    assert account.unit_path == ROOT


def test_a_role_and_its_policy_are_read_back_as_they_were_written(aws: Aws) -> None:
    observed, account = with_shop(aws)
    trust = trust_with_mfa(aws.identity.partition, aws.identity.account_id)
    permission = PutRolePolicy("shop-access", "assume", SHOP.email, "OrganizationAccountAccessRole")

    aws.gateway.perform(CreateRole("shop-access", trust, "Leads into account shop, with MFA."), observed)
    aws.gateway.perform(permission, observed)

    role = aws.look("SHOP-access", "other").role_named("shop-access")
    assert role is not None
    assert role.trust_policy == trust
    assert role.inline_policies == (("assume", permission.document(observed)),)
    assert account.account_id in permission.document(observed)
    assert aws.look("other").roles == ()
    with pytest.raises(AlreadyDone, match="EntityAlreadyExists"):
        aws.gateway.perform(CreateRole("shop-access", trust, ""), observed)


def test_only_the_named_sections_are_read_anew(aws: Aws) -> None:
    before, _ = with_shop(aws)
    aws.gateway.perform(CreateOrganizationalUnit("Workloads"), before)

    creations_only = aws.look(sections=frozenset({Section.CREATIONS}), so_far=before)
    units_too = aws.look(sections=frozenset({Section.UNITS}), so_far=before)

    assert creations_only == before
    assert [unit.path for unit in units_too.units] == ["Workloads"]
    assert units_too.accounts == before.accounts


def test_an_account_in_a_unit_that_nobody_knew_is_placed_all_the_same(aws: Aws) -> None:
    before, _ = with_shop(aws)
    aws.gateway.perform(CreateOrganizationalUnit("Workloads"), before)
    aws.gateway.perform(MoveAccount(SHOP.email, "Workloads"), aws.look())

    observed = aws.look(sections=frozenset({Section.ACCOUNTS}), so_far=before)

    account = observed.account_with_email(SHOP.email)
    assert account is not None
    assert account.unit_path == "Workloads"


def test_an_invitation_is_read_back(aws: Aws) -> None:
    if Section.HANDSHAKES not in aws.sections:
        pytest.skip("moto knows no handshakes")
    aws.gateway.perform(CreateOrganization(), aws.look())
    observed = aws.look()

    aws.gateway.perform(InviteAccountToOrganization("444455556666"), observed)

    (handshake,) = aws.look().handshakes
    assert handshake.pending
    assert handshake.target == "444455556666"
    assert handshake.state in (HandshakeState.OPEN, HandshakeState.REQUESTED)
    assert handshake.expires_at > handshake.requested_at
    with pytest.raises(AlreadyDone, match="DuplicateHandshakeException"):
        aws.gateway.perform(InviteAccountToOrganization("444455556666"), observed)
