"""Nothing the simulated AWS says differs in shape from what botocore's service model allows."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore import xform_name

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.guardrail_calls import call_guardrails
from tests.wizard.simulated.people_calls import call_people
from tests.wizard.simulated.signing import OTTO, Aws
from wizard.simulated.operation import OPERATIONS
from wizard.simulated.session import simulated_core
from wizard.simulated.settings import Group, UserDetail
from wizard.simulated.shapes import NotInTheModel, check_answer, check_error

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "sts:AssumeRole"}
        ],
    }
)
DENY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})
SCP = "SERVICE_CONTROL_POLICY"
AWS_POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def call_organizations(aws: Aws) -> None:
    """Every operation on an organization, from its creation to its deletion."""
    org = aws.organizations
    org.create_organization()
    root = aws.root_id
    org.enable_policy_type(RootId=root, PolicyType=SCP)
    unit = aws.unit("Workloads")
    org.update_organizational_unit(OrganizationalUnitId=unit, Name="Work")
    org.describe_organizational_unit(OrganizationalUnitId=unit)
    org.delete_organizational_unit(OrganizationalUnitId=aws.unit("Empty"))
    account = aws.account("shop")
    aws.all("list_create_account_status", "CreateAccountStatuses")
    org.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
    org.enable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    management, anew = aws.client("account"), {"AccountId": account, "PrimaryEmail": "new@acme.example"}
    management.put_account_name(AccountId=account, AccountName="store")
    management.start_primary_email_update(**anew)
    management.accept_primary_email_update(**anew, Otp="123456")
    for kind in ("ACCOUNT", "ORGANIZATIONAL_UNIT"):
        aws.all("list_children", "Children", ParentId=root, ChildType=kind)
    aws.all("list_accounts_for_parent", "Accounts", ParentId=unit)
    aws.all("list_organizational_units_for_parent", "OrganizationalUnits", ParentId=root)
    aws.all("list_accounts", "Accounts")
    org.describe_account(AccountId=account)
    org.list_parents(ChildId=account)
    org.tag_resource(ResourceId=account, Tags=[{"Key": "team", "Value": "one"}])
    aws.all("list_tags_for_resource", "Tags", ResourceId=account)
    org.untag_resource(ResourceId=account, TagKeys=["team"])
    org.enable_aws_service_access(ServicePrincipal="sso.amazonaws.com")
    aws.all("list_aws_service_access_for_organization", "EnabledServicePrincipals")
    org.register_delegated_administrator(AccountId=account, ServicePrincipal="sso.amazonaws.com")
    aws.all("list_delegated_administrators", "DelegatedAdministrators")
    aws.all("list_delegated_services_for_account", "DelegatedServices", AccountId=account)
    org.deregister_delegated_administrator(AccountId=account, ServicePrincipal="sso.amazonaws.com")
    org.disable_aws_service_access(ServicePrincipal="sso.amazonaws.com")
    call_policies(aws, account)
    call_handshakes(aws)
    org.disable_policy_type(RootId=root, PolicyType=SCP)
    org.close_account(AccountId=account)
    aws.all("list_accounts", "Accounts")


def call_policies(aws: Aws, account: str) -> None:
    org = aws.organizations
    created = org.create_policy(Name="deny", Description="", Content=DENY, Type=SCP)
    policy = created["Policy"]["PolicySummary"]["Id"]
    org.update_policy(PolicyId=policy, Description="denies")
    org.describe_policy(PolicyId=policy)
    org.attach_policy(PolicyId=policy, TargetId=account)
    aws.all("list_policies", "Policies", Filter=SCP)
    aws.all("list_policies_for_target", "Policies", TargetId=account, Filter=SCP)
    aws.all("list_targets_for_policy", "Targets", PolicyId=policy)
    aws.all("list_targets_for_policy", "Targets", PolicyId="p-FullAWSAccess")
    org.detach_policy(PolicyId=policy, TargetId=account)
    org.delete_policy(PolicyId=policy)


def call_handshakes(aws: Aws) -> None:
    org, otto = aws.organizations, aws.seen_by(OTTO)

    def invite() -> Any:
        target = {"Type": "EMAIL", "Id": "owner@legacy.example"}
        return org.invite_account_to_organization(Target=target, Notes="Welcome")["Handshake"]["Id"]

    org.cancel_handshake(HandshakeId=invite())
    otto.organizations.decline_handshake(HandshakeId=invite())
    handshake = invite()
    otto.all("list_handshakes_for_account", "Handshakes")
    otto.organizations.accept_handshake(HandshakeId=handshake)
    org.describe_handshake(HandshakeId=handshake)
    aws.all("list_handshakes_for_organization", "Handshakes")
    org.remove_account_from_organization(AccountId=OTTO.account_id)
    otto.organizations.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    otto.organizations.describe_organization()
    otto.organizations.enable_all_features()
    otto.organizations.delete_organization()


def call_identity(aws: Aws) -> None:
    aws.sts.get_caller_identity()
    aws.iam.create_role(RoleName="door", AssumeRolePolicyDocument=TRUST, Tags=[{"Key": "a", "Value": "b"}])
    aws.iam.update_assume_role_policy(RoleName="door", PolicyDocument=TRUST)
    aws.iam.put_role_policy(RoleName="door", PolicyName="into", PolicyDocument=TRUST)
    aws.iam.attach_role_policy(RoleName="door", PolicyArn=AWS_POLICY)
    aws.iam.list_attached_role_policies(RoleName="door")
    aws.iam.get_role(RoleName="door")
    aws.iam.list_roles()
    aws.iam.list_role_policies(RoleName="door")
    aws.iam.get_role_policy(RoleName="door", PolicyName="into")
    aws.sts.assume_role(RoleArn="arn:aws:iam::999988887777:role/door", RoleSessionName="anna")
    aws.iam.detach_role_policy(RoleName="door", PolicyArn=AWS_POLICY)
    aws.iam.delete_role_policy(RoleName="door", PolicyName="into")
    aws.iam.delete_role(RoleName="door")
    aws.iam.create_service_linked_role(AWSServiceName="sso.amazonaws.com")
    aws.iam.list_account_aliases()
    aws.iam.get_account_summary()
    aws.client("freetier", region_name="us-east-1").get_account_plan_state()
    quotas = aws.client("service-quotas", region_name="us-east-1")
    quotas.list_service_quotas(ServiceCode="organizations")


def with_a_group(opening: Opening) -> Aws:
    aws = opening()
    account = aws.simulated.world.accounts["999988887777"]
    account.groups["administrators"] = Group("Administrators", "AGPA" + "A" * 17, aws.clock.now(), users=["anna"])
    return aws


def call_sign_in(aws: Aws) -> None:
    """MFA, and the way through Identity Center."""
    aws.iam.list_mfa_devices(UserName="anna")
    aws.iam.get_user(UserName="anna")
    aws.iam.get_account_authorization_details(Filter=["Role"])
    account = aws.simulated.world.accounts["999988887777"]
    account.user_details["anna"] = UserDetail(inline_policies={"into": TRUST})
    aws.iam.list_user_policies(UserName="anna")
    aws.iam.get_user_policy(UserName="anna", PolicyName="into")
    aws.iam.list_attached_user_policies(UserName="anna")
    aws.iam.list_groups_for_user(UserName="anna")
    key_id, key = next(iter(aws.simulated.world.access_keys.items()))
    core = simulated_core(aws.simulated)
    core.set_credentials(key_id, key.secret)
    sts: Any = core.create_client("sts", region_name="eu-west-1")
    sts.get_session_token(SerialNumber="arn:aws:iam::999988887777:mfa/anna", TokenCode="123456")
    aws.simulated.world.climate.device_answer_seconds = 0
    oidc, sso = aws.client("sso-oidc"), aws.client("sso")
    registered = oidc.register_client(clientName="test", clientType="public")
    client = {"clientId": registered["clientId"], "clientSecret": registered["clientSecret"]}
    begun = oidc.start_device_authorization(**client, startUrl="https://acme.awsapps.com/start")
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    token = oidc.create_token(**client, grantType=grant, deviceCode=begun["deviceCode"])["accessToken"]
    pages = sso.get_paginator("list_accounts").paginate(accessToken=token)
    account_id = next(each["accountId"] for page in pages for each in page["accountList"])
    sso.list_account_roles(accessToken=token, accountId=account_id)
    sso.get_role_credentials(accessToken=token, accountId=account_id, roleName="AdministratorAccess")


def test_every_simulated_operation_answers_in_its_shape(opening: Opening, aws: Aws) -> None:
    guarded = with_a_group(opening)
    call_organizations(aws)
    call_identity(aws)
    call_sign_in(aws)
    call_guardrails(guarded)
    call_people(aws)

    assert set(aws.simulated.calls) | set(guarded.simulated.calls) == {operation for _, operation in OPERATIONS}


def test_every_simulated_operation_is_one_of_the_service(aws: Aws) -> None:
    for service, operation in OPERATIONS:
        assert hasattr(aws.client(service, region_name="us-east-1"), xform_name(operation))


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"Organization": {"Name": "acme"}}, "Organization.Name is unknown"),
        ({"Organization": {"Id": 7}}, "Organization.Id is int"),
        ({"Organization": {"Id": "acme"}}, "does not have the form"),
        ({"Organization": {"FeatureSet": "SOME"}}, "not in the list"),
        ({"Organization": []}, "Organization is list"),
        ({"Roots": []}, "Roots is unknown"),
    ],
)
def test_an_answer_that_the_model_does_not_know_is_caught(aws: Aws, answer: dict[str, Any], problem: str) -> None:
    model = aws.organizations.meta.service_model.operation_model("DescribeOrganization")

    with pytest.raises(NotInTheModel, match=problem):
        check_answer(model, answer)


def test_every_answer_is_held_against_the_model_before_it_is_given(organization: Aws) -> None:
    organization.simulated.world.accounts["999988887777"].email = "no address"

    with pytest.raises(NotInTheModel, match="Email"):
        organization.organizations.list_accounts(NextToken="from-0")


def test_an_error_that_the_model_does_not_know_is_caught(aws: Aws) -> None:
    model = aws.organizations.meta.service_model.operation_model("CreateAccount")

    check_error(model, "ConstraintViolationException", "ACCOUNT_NUMBER_LIMIT_EXCEEDED")
    with pytest.raises(NotInTheModel):
        check_error(model, "ConstraintViolationException", "BAD_LUCK")
    with pytest.raises(NotInTheModel):
        check_error(model, "DuplicateHandshakeException", "")


def test_threads_and_clients_do_not_mix_their_calls_up(opening: Opening) -> None:
    aws = opening("existing-organization")
    otto = aws.seen_by(OTTO)
    clients = [aws.organizations, aws.client("organizations")]
    identities = [aws.sts, otto.sts]

    def describe(number: int) -> bool:
        account_id = ("111111111111", "222222222222", "333333333333")[number % 3]
        account = clients[number % 2].describe_account(AccountId=account_id)["Account"]
        caller = identities[number % 2].get_caller_identity()["Account"]
        return bool(account["Id"] == account_id and caller == ("999988887777", "444455556666")[number % 2])

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(describe, range(200)))


def test_the_same_calls_make_the_same_world(opening: Opening) -> None:
    worlds = []
    for _ in range(2):
        aws = opening()
        call_organizations(aws)
        worlds.append(aws.simulated.world)

    assert worlds[0] == worlds[1]
