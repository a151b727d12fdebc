"""The calls that changes are."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime

import botocore.session
import pytest
from botocore import xform_name
from botocore.validate import validate_parameters

from state.changes import KINDS
from state.changes.access_roles import (
    AttachAdministratorAccess,
    CreateOrganizationAccessRole,
    administrator_access,
    trust_in_account,
)
from state.changes.account_settings import SetAccountAlias
from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.all_features import EnableAllFeatures, FinalizeAllFeatures
from state.changes.base import Change
from state.changes.handshakes import AcceptHandshake, CancelHandshake, InviteAccountToOrganization
from state.changes.life import AcceptPrimaryEmailUpdate, CloseAccount, RenameAccount, StartPrimaryEmailUpdate
from state.changes.organization import CreateOrganization, EnablePolicyType
from state.changes.request import MADE_HERE, Request, kebab_case
from state.changes.roles import (
    CreateRole,
    DeleteRole,
    DeleteRolePolicy,
    PutRolePolicy,
    UpdateAssumeRolePolicy,
    UpdateRole,
    trust_with_mfa,
)
from state.changes.units import CreateOrganizationalUnit, DeleteOrganizationalUnit, UpdateOrganizationalUnit
from state.observed import (
    SERVICE_CONTROL_POLICY,
    Account,
    Identity,
    Observed,
    Organization,
    OrganizationalUnit,
    Policy,
    Root,
)
from state.observed.handshake import Handshake
from state.observed.seen import Known
from state.observed.settings import Setting
from tests.drafting import after
from tests.state.changes.guardrail_changes import GUARDRAIL_CHANGES
from tests.state.changes.people_changes import CENTER, PEOPLE_CHANGES
from wizard.aws.service_models import with_shared_models
from wizard.simulated.shapes import fault_in

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHANGES: tuple[Change, ...] = (
    CreateOrganization(),
    EnablePolicyType("SERVICE_CONTROL_POLICY"),
    CreateOrganizationalUnit("Workloads"),
    CreateOrganizationalUnit("Workloads/Production"),
    CreateAccount("shop production", "aws+shop@example.com", "OrganizationAccountAccessRole"),
    CreateAccount("tagged", "aws+tagged@example.com", "OrganizationAccountAccessRole", (("team", "it's us"),)),
    InviteAccountToOrganization("222222222222"),
    InviteAccountToOrganization("root@example.com"),
    CancelHandshake("222222222222"),
    AcceptHandshake("222222222222", "999999999999"),
    CreateOrganizationAccessRole("222222222222", "Admin", trust_in_account("aws", "999999999999")),
    AttachAdministratorAccess("222222222222", "Admin", administrator_access("aws")),
    EnableAllFeatures(),
    FinalizeAllFeatures(),
    MoveAccount("aws+shop@example.com", "Workloads/Production"),
    UpdateOrganizationalUnit("Workloads", "Products"),
    DeleteOrganizationalUnit("Workloads/Production"),
    CreateRole("shop-access", trust_with_mfa("aws", "111111111111"), "Leads into account shop, with MFA."),
    UpdateAssumeRolePolicy("shop-access", trust_with_mfa("aws", "111111111111")),
    UpdateRole("shop-access", "Leads into account shop.", 3600),
    PutRolePolicy("shop-access", "assume", "aws+shop@example.com", "OrganizationAccountAccessRole"),
    DeleteRolePolicy("shop-access", "assume"),
    DeleteRole("shop-access"),
    RenameAccount("333333333333", "shop", "Shop of today"),
    StartPrimaryEmailUpdate("333333333333", "shop", "shop@example.com"),
    AcceptPrimaryEmailUpdate("333333333333", "shop", "shop@example.com", "a1B2c3"),
    CloseAccount("333333333333", "shop"),
    *GUARDRAIL_CHANGES,
    *PEOPLE_CHANGES,
)


@pytest.fixture
def nothing() -> Observed:
    return Observed(identity=Identity("111111111111", "arn:aws:iam::111111111111:user/anna"))


@pytest.fixture
def existing(nothing: Observed) -> Observed:
    return Observed(
        identity=nothing.identity,
        organization=Organization("o-1", "", "ALL", "111111111111", ""),
        root=Root("r-root"),
        units=(
            OrganizationalUnit("ou-root-workload0", "Workloads"),
            OrganizationalUnit("ou-root-product00", "Workloads/Production"),
        ),
        accounts=(
            Account("111111111111", "acme", "root@example.com", "ACTIVE"),
            Account("333333333333", "shop", "AWS+Shop@example.com", "ACTIVE"),
        ),
        handshakes=(
            Handshake("h-examplehandshakeid1", "OPEN", "", NOON, NOON, "ENABLE_ALL_FEATURES"),
            Handshake("h-examplehandshakeid2", "OPEN", "222222222222", NOON, NOON, sender_id="999999999999"),
        ),
        policies=(Policy("p-examplepolicyid", "stay", SERVICE_CONTROL_POLICY, "{}", ("Root",)),),
        identity_center=CENTER,
        settings=(Setting("333333333333", SetAccountAlias.name, Known('"acme-shop"')),),
    )


def test_every_kind_of_change_is_a_request() -> None:
    assert {type(change).__name__ for change in CHANGES} == set(KINDS)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.title)
def test_the_service_model_accepts_every_request(change: Change, existing: Observed) -> None:
    request = change.request(existing)
    model = (
        with_shared_models(botocore.session.Session())
        .get_service_model(request.service)
        .operation_model(request.operation)
    )

    if model.input_shape is None:
        assert request.parameters == {}
    else:
        validate_parameters(request.parameters, model.input_shape)
        assert set(request.parameters) <= set(model.input_shape.members)
        assert fault_in(model.input_shape, request.parameters) is None
    assert request.placeholders == ()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.title)
def test_command_line_names_are_those_of_the_aws_command(change: Change, existing: Observed) -> None:
    request = change.request(existing)

    for name in (request.operation, *request.parameters):
        assert kebab_case(name) == xform_name(name, "-")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.title)
def test_a_shell_reads_the_command_back_as_the_request(change: Change, existing: Observed) -> None:
    request = change.request(existing)

    words = shlex.split(request.aws_command)
    options = {}
    for word in (given := iter(words[3:])):
        option, joined, value = word.partition("=")
        options[option] = value if joined else next(given)

    command = {"s3": "s3api"}.get(request.service, request.service)
    assert words[:3] == ["aws", command, xform_name(request.operation, "-")]
    for name, value in request.parameters.items():
        text = options[f"--{xform_name(name, '-')}"]
        assert (text if isinstance(value, str) else json.loads(text)) == value


def test_the_command_to_create_an_account_reads_as_documented() -> None:
    change = CreateAccount("shop production", "aws+shop@example.com", "OrganizationAccountAccessRole")

    assert change.request(Observed()).aws_command == (
        "aws organizations create-account --email aws+shop@example.com --account-name 'shop production' "
        "--role-name OrganizationAccountAccessRole --iam-user-access-to-billing ALLOW"
    )


def test_the_commands_of_the_switch_to_all_features_read_as_documented(existing: Observed) -> None:
    ask, switch = (change.request(existing) for change in (EnableAllFeatures(), FinalizeAllFeatures()))

    assert ask.aws_command == "aws organizations enable-all-features"
    assert switch.aws_command == "aws organizations accept-handshake --handshake-id h-examplehandshakeid1"


def test_the_commands_that_give_an_invited_account_its_access_role_read_as_documented(existing: Observed) -> None:
    role, policy = (
        change.request(existing).aws_command
        for change in CHANGES
        if isinstance(change, (CreateOrganizationAccessRole, AttachAdministratorAccess))
    )

    assert role.startswith("aws iam create-role --role-name Admin --assume-role-policy-document '{")
    assert policy == (
        "aws iam attach-role-policy --role-name Admin --policy-arn arn:aws:iam::aws:policy/AdministratorAccess"
    )


def test_an_invitation_is_withdrawn_and_accepted_by_its_handshake(existing: Observed) -> None:
    cancel = CancelHandshake("222222222222").request(existing)
    accept = AcceptHandshake("222222222222", "999999999999").request(existing)

    assert cancel.aws_command == "aws organizations cancel-handshake --handshake-id h-examplehandshakeid2"
    assert accept.aws_command == "aws organizations accept-handshake --handshake-id h-examplehandshakeid2"


def test_a_value_that_looks_like_an_option_stays_a_value() -> None:
    command = Request("organizations", "CreateOrganizationalUnit", {"Name": "-old"}).aws_command

    assert command == "aws organizations create-organizational-unit --name=-old"


def test_ids_come_from_the_reading(existing: Observed) -> None:
    move = MoveAccount("aws+shop@example.com", "Workloads/Production").request(existing)
    unit = CreateOrganizationalUnit("Workloads/Test").request(existing)
    policy = PutRolePolicy("shop-access", "assume", "aws+shop@example.com", "Admin").request(existing)

    assert move.parameters == {
        "AccountId": "333333333333",
        "SourceParentId": "r-root",
        "DestinationParentId": "ou-root-product00",
    }
    assert unit.parameters == {"ParentId": "ou-root-workload0", "Name": "Test", "Tags": MADE_HERE}
    assert json.loads(policy.parameters["PolicyDocument"])["Statement"][0]["Resource"] == (
        "arn:aws:iam::333333333333:role/Admin"
    )


def test_every_role_is_tagged_with_who_made_it_those_in_invited_accounts_too(nothing: Observed) -> None:
    made = [request for change in CHANGES if (request := change.request(nothing)).operation == "CreateRole"]

    assert len(made) == 2
    assert all(each.parameters["Tags"] == MADE_HERE for each in made)


def test_what_does_not_exist_yet_shows_as_a_placeholder(nothing: Observed) -> None:
    predicted = nothing
    seen: dict[str, tuple[str, ...]] = {}
    for change in CHANGES:
        seen.setdefault(type(change).__name__, change.request(predicted).placeholders)
        predicted = after(predicted, change)

    assert seen["CreateOrganization"] == seen["CreateAccount"] == seen["InviteAccountToOrganization"] == ()
    assert seen["EnablePolicyType"] == seen["CreateOrganizationalUnit"] == ("<id of the root>",)
    assert seen["MoveAccount"] == ("<id of shop production>", "<id of the root>", "<id of Workloads/Production>")
    assert seen["PutRolePolicy"] == ("<id of shop production>",)


@pytest.mark.parametrize(
    "change",
    [
        EnablePolicyType("SERVICE_CONTROL_POLICY"),
        CreateOrganizationalUnit("A/B"),
        MoveAccount("x@example.com", "A"),
        PutRolePolicy("role", "policy", "x@example.com", "Admin"),
        FinalizeAllFeatures(),
        CancelHandshake("222222222222"),
        AcceptHandshake("222222222222", "999999999999"),
    ],
    ids=lambda change: change.title,
)
def test_an_id_that_no_reading_knows_is_a_placeholder_too(change: Change, nothing: Observed) -> None:
    assert change.request(nothing).placeholders != ()


def test_what_people_write_is_never_a_placeholder(existing: Observed) -> None:
    names = (
        CreateOrganizationalUnit("<id of Workloads>"),
        CreateAccount("<b>", "x@example.com", "Admin", (("<k>", "<v>"),)),
    )

    assert [change.request(existing).placeholders for change in names] == [(), ()]


def test_an_invited_account_is_named_by_id_or_by_address(nothing: Observed) -> None:
    by_id = InviteAccountToOrganization("222222222222").request(nothing).parameters
    by_email = InviteAccountToOrganization("root@example.com").request(nothing).parameters

    assert by_id["Target"] == {"Id": "222222222222", "Type": "ACCOUNT"}
    assert by_email["Target"] == {"Id": "root@example.com", "Type": "EMAIL"}
    assert 0 < len(by_id["Notes"]) <= 1024


def test_tags_are_sent_only_if_there_are_any(nothing: Observed) -> None:
    bare = CreateAccount("a", "a@example.com", "Admin")
    tagged = CreateAccount("a", "a@example.com", "Admin", (("team", "x"),))

    assert "Tags" not in bare.request(nothing).parameters
    assert tagged.request(nothing).parameters["Tags"] == [{"Key": "team", "Value": "x"}]
    assert bare.request(nothing).parameters["IamUserAccessToBilling"] == "ALLOW"


def test_partitions_other_than_aws_are_kept() -> None:
    china = Observed(identity=Identity("111111111111", "arn:aws-cn:iam::111111111111:user/anna"))
    change = PutRolePolicy("role", "policy", "x@example.com", "Admin")

    assert "arn:aws-cn:iam::<id of x@example.com>:role/Admin" in change.request(china).parameters["PolicyDocument"]
