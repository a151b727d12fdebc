"""The organization, its units and its accounts behave as AWS's do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import ANNA, OTTO, Aws, refused
from wizard.simulated.operation import Caller


def test_an_account_without_an_organization_is_told_so(aws: Aws) -> None:
    with refused("AWSOrganizationsNotInUseException"):
        aws.organizations.describe_organization()
    with refused("AWSOrganizationsNotInUseException"):
        aws.organizations.list_accounts()


def test_modelled_errors_are_raised_as_their_own_classes(aws: Aws) -> None:
    with pytest.raises(aws.organizations.exceptions.AWSOrganizationsNotInUseException) as caught:
        aws.organizations.list_roots()

    assert caught.value.response["Message"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert caught.value.response["ResponseMetadata"]["RequestId"]


def test_a_new_organization_has_no_policy_type_enabled_and_its_owner_as_invited_account(organization: Aws) -> None:
    described = organization.organizations.describe_organization()["Organization"]
    accounts = organization.all("list_accounts", "Accounts")

    assert (described["FeatureSet"], described["MasterAccountId"]) == ("ALL", "999988887777")
    assert organization.all("list_roots", "Roots")[0]["PolicyTypes"] == []
    assert [(each["Name"], each["JoinedMethod"]) for each in accounts] == [("acme-root", "INVITED")]


def test_a_second_organization_is_refused(organization: Aws) -> None:
    with refused("AlreadyInOrganizationException"):
        organization.organizations.create_organization()


def test_a_member_account_may_describe_the_organization_and_nothing_else(opening: Opening) -> None:
    aws = opening("member-account")

    assert aws.organizations.describe_organization()["Organization"]["MasterAccountId"] == "123456789012"
    for operation in (aws.organizations.list_accounts, aws.organizations.list_roots):
        with refused("AccessDeniedException"):
            operation()


def test_a_list_may_begin_with_an_empty_page_that_has_a_token(organization: Aws) -> None:
    first = organization.organizations.list_accounts()

    assert first["Accounts"] == []
    assert organization.organizations.list_accounts(NextToken=first["NextToken"])["Accounts"]
    with refused("InvalidInputException", "INVALID_NEXT_TOKEN"):
        organization.organizations.list_accounts(NextToken="something else")


def test_more_than_twenty_results_a_page_may_not_be_asked_for(organization: Aws) -> None:
    with refused("InvalidInputException", "MAX_VALUE_EXCEEDED"):
        organization.organizations.list_accounts(MaxResults=50)


def test_enabling_a_policy_type_takes_a_moment(organization: Aws) -> None:
    root_id = organization.root_id

    def enable() -> Any:
        return organization.organizations.enable_policy_type(RootId=root_id, PolicyType="SERVICE_CONTROL_POLICY")

    assert enable()["Root"]["PolicyTypes"][0]["Status"] == "PENDING_ENABLE"
    with refused("PolicyTypeAlreadyEnabledException"):
        enable()
    organization.clock.advance(10)
    assert organization.all("list_roots", "Roots")[0]["PolicyTypes"][0]["Status"] == "ENABLED"


def test_unit_names_are_unique_among_siblings_only(organization: Aws) -> None:
    workloads = organization.unit("Workloads")
    organization.unit("Production", workloads)
    organization.unit("Production")

    with refused("DuplicateOrganizationalUnitException"):
        organization.unit("Production", workloads)


def test_units_go_five_levels_deep_and_no_deeper(organization: Aws) -> None:
    parent_id = organization.root_id
    for level in range(5):
        parent_id = organization.unit(f"Level {level + 1}", parent_id)

    with refused("ConstraintViolationException", "OU_DEPTH_LIMIT_EXCEEDED"):
        organization.unit("Level 6", parent_id)


def test_a_unit_is_deleted_only_when_empty(organization: Aws) -> None:
    unit_id, account_id = organization.unit("Workloads"), organization.account("shop")
    root_id = organization.root_id
    move = organization.organizations.move_account
    move(AccountId=account_id, SourceParentId=root_id, DestinationParentId=unit_id)

    with refused("OrganizationalUnitNotEmptyException"):
        organization.organizations.delete_organizational_unit(OrganizationalUnitId=unit_id)
    move(AccountId=account_id, SourceParentId=unit_id, DestinationParentId=root_id)
    organization.organizations.delete_organizational_unit(OrganizationalUnitId=unit_id)

    with refused("ParentNotFoundException"):
        organization.organizations.list_accounts_for_parent(ParentId=unit_id)


def test_creating_an_account_takes_minutes_and_ends_in_the_root(organization: Aws) -> None:
    asked = organization.organizations.create_account(AccountName="shop", Email="aws+shop@acme.example")
    status = asked["CreateAccountStatus"]
    assert (status["State"], "AccountId" in status, "Email" in status) == ("IN_PROGRESS", False, False)
    assert len(organization.all("list_accounts", "Accounts")) == 1

    organization.clock.advance(180)

    ended = organization.organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])
    account_id = ended["CreateAccountStatus"]["AccountId"]
    account = organization.organizations.describe_account(AccountId=account_id)["Account"]
    described = organization.organizations.describe_organization()["Organization"]
    assert (account["State"], account["Status"], account["JoinedMethod"]) == ("ACTIVE", "ACTIVE", "CREATED")
    assert account["Paths"] == [f"{described['Id']}/{organization.root_id}/{account_id}/"]


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("aws-root@acme.example", "EMAIL_ALREADY_EXISTS"),
        ("OWNER@Legacy.example", "EMAIL_ALREADY_EXISTS"),
        (".dot@acme.example", "INVALID_EMAIL"),
        ("two,words@acme.example", "INVALID_EMAIL"),
        ("aws@acme.example-", "INVALID_EMAIL"),
    ],
)
def test_a_bad_or_used_address_makes_the_creation_fail_later(organization: Aws, email: str, reason: str) -> None:
    ended = organization.ending_of("shop", email)

    assert (ended["State"], ended["FailureReason"]) == ("FAILED", reason)


def test_an_address_that_is_none_is_refused_at_once(organization: Aws) -> None:
    with refused("InvalidInputException", "INVALID_PATTERN"):
        organization.organizations.create_account(AccountName="shop", Email="no address")
    with refused("InvalidInputException", "MAX_LENGTH_EXCEEDED"):
        organization.organizations.create_account(AccountName="shop", Email="a" * 60 + "@acme.example")


def test_role_names_and_account_names_are_checked(organization: Aws) -> None:
    create = organization.organizations.create_account
    with refused("InvalidInputException", "INVALID_ROLE_NAME"):
        create(AccountName="shop", Email="aws+shop@acme.example", RoleName="AWSServiceRoleForShop")
    with refused("InvalidInputException", "INVALID_PATTERN"):
        create(AccountName="Geschäft", Email="aws+shop@acme.example")
    with refused("InvalidInputException", "DUPLICATE_TAG_KEY"):
        tags = [{"Key": "Team", "Value": "a"}, {"Key": "team", "Value": "b"}]
        create(AccountName="shop", Email="aws+shop@acme.example", Tags=tags)


def test_the_address_of_an_account_that_was_created_is_used_up(organization: Aws) -> None:
    account_id = organization.account("shop")
    organization.organizations.close_account(AccountId=account_id)
    organization.clock.advance(600)

    assert organization.ending_of("shop again", "AWS+shop@acme.example")["FailureReason"] == "EMAIL_ALREADY_EXISTS"


def test_the_same_request_twice_never_makes_two_accounts(organization: Aws) -> None:
    for _ in range(2):
        organization.organizations.create_account(AccountName="shop", Email="aws+shop@acme.example")
    organization.clock.advance(600)

    statuses = organization.all("list_create_account_status", "CreateAccountStatuses")
    assert [each.get("FailureReason") for each in statuses] == [None, "CONCURRENT_ACCOUNT_MODIFICATION"]
    assert len(organization.all("list_accounts", "Accounts")) == 2
    succeeded = organization.all("list_create_account_status", "CreateAccountStatuses", States=["SUCCEEDED"])
    assert succeeded == statuses[:1]


def test_at_most_five_creations_are_in_flight(organization: Aws) -> None:
    for number in range(5):
        organization.organizations.create_account(AccountName=f"shop {number}", Email=f"aws+{number}@acme.example")

    with refused("ConstraintViolationException", "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED"):
        organization.organizations.create_account(AccountName="shop", Email="aws+shop@acme.example")
    organization.clock.advance(600)
    organization.organizations.create_account(AccountName="shop", Email="aws+shop@acme.example")


def test_the_quota_counts_open_invitations_and_closed_accounts(opening: Opening) -> None:
    aws = opening(account_quota=3)
    aws.organizations.create_organization()
    account_id = aws.account("shop")
    aws.organizations.close_account(AccountId=account_id)
    aws.clock.advance(600)
    aws.organizations.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": "444455556666"})

    assert aws.ending_of("another")["FailureReason"] == "ACCOUNT_LIMIT_EXCEEDED"
    with refused("HandshakeConstraintViolationException", "ACCOUNT_NUMBER_LIMIT_EXCEEDED"):
        aws.organizations.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": "777777777777"})
    quotas = aws.client("service-quotas", region_name="us-east-1")
    assert 3 in [each["Value"] for each in quotas.list_service_quotas(ServiceCode="organizations")["Quotas"]]


def test_an_account_moves_only_from_where_it_is(organization: Aws) -> None:
    root_id, unit_id = organization.root_id, organization.unit("Workloads")
    elsewhere, account_id = organization.unit("Sandbox"), organization.account("shop")

    def move(source: str, destination: str) -> None:
        organization.organizations.move_account(
            AccountId=account_id, SourceParentId=source, DestinationParentId=destination
        )

    with refused("SourceParentNotFoundException"):
        move(elsewhere, unit_id)
    with refused("DuplicateAccountException"):
        move(root_id, root_id)
    with refused("DestinationParentNotFoundException"):
        move(root_id, "ou-none-12345678")
    move(root_id, unit_id)

    parents = organization.organizations.list_parents(ChildId=account_id)["Parents"]
    assert parents == [{"Id": unit_id, "Type": "ORGANIZATIONAL_UNIT"}]


def test_closing_takes_a_while_and_the_retired_status_says_suspended(organization: Aws) -> None:
    account_id = organization.account("shop")
    organization.organizations.close_account(AccountId=account_id)

    def account() -> Any:
        return organization.organizations.describe_account(AccountId=account_id)["Account"]

    assert account()["State"] == "PENDING_CLOSURE"
    with refused("ConflictException"):
        organization.organizations.close_account(AccountId=account_id)
    organization.clock.advance(600)
    assert (account()["State"], account()["Status"]) == ("CLOSED", "SUSPENDED")
    with refused("AccountAlreadyClosedException"):
        organization.organizations.close_account(AccountId=account_id)
    with refused("ConstraintViolationException", "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"):
        organization.organizations.close_account(AccountId="999988887777")


def test_a_young_account_cannot_leave_and_an_organization_with_members_cannot_go(organization: Aws) -> None:
    account_id = organization.account("shop")

    with refused("ConstraintViolationException", "WAIT_PERIOD_ACTIVE"):
        organization.organizations.remove_account_from_organization(AccountId=account_id)
    with refused("OrganizationNotEmptyException"):
        organization.organizations.delete_organization()


def test_nothing_but_describing_works_while_the_organization_is_finalizing(opening: Opening) -> None:
    aws = opening("finalizing")
    aws.organizations.create_organization()

    with refused("FinalizingOrganizationException"):
        aws.organizations.create_account(AccountName="shop", Email="aws+shop@acme.example")
    aws.clock.advance(3600)
    assert aws.account("shop")


def test_an_organization_for_billing_only_has_no_policies(opening: Opening) -> None:
    aws = opening("consolidated-billing")

    with refused("ConstraintViolationException", "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        aws.organizations.enable_policy_type(RootId=aws.root_id, PolicyType="SERVICE_CONTROL_POLICY")
    with refused("ConstraintViolationException", "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        aws.organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")


def test_a_free_plan_ends_with_the_organization(opening: Opening) -> None:
    aws = opening("free-plan")
    plan = aws.client("freetier", region_name="us-east-1").get_account_plan_state

    assert plan()["accountPlanType"] == "FREE"
    aws.organizations.create_organization()
    assert plan()["accountPlanType"] == "PAID"


def test_credentials_of_nobody_are_refused(aws: Aws) -> None:
    with refused("UnrecognizedClientException"):
        aws.seen_by(Caller("arn:aws:iam::000000000000:user/nobody")).organizations.list_accounts()


def test_every_account_has_its_own_organization_or_none(organization: Aws) -> None:
    otto = organization.seen_by(OTTO)
    otto.organizations.create_organization()

    assert otto.organizations.describe_organization()["Organization"]["MasterAccountId"] == OTTO.account_id
    anna = organization.organizations.describe_organization()["Organization"]
    assert anna["MasterAccountId"] == ANNA.account_id
