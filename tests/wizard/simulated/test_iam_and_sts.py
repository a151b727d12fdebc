"""Roles, and who may assume them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.wizard.simulated.signing import ANNA, OTTO, ROOT_USER, Aws, refused
from wizard.simulated.operation import Caller

ACCESS_ROLE = "OrganizationAccountAccessRole"


def trust(principal: str, **more: Any) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


OWN_ACCOUNT = trust("arn:aws:iam::999988887777:root")


def assume(aws: Aws, account_id: str, role_name: str = ACCESS_ROLE, **parameters: Any) -> Aws:
    """Boto3 clients of the role's session."""
    arn = f"arn:aws:iam::{account_id}:role/{role_name}"
    answer = aws.sts.assume_role(RoleArn=arn, RoleSessionName="anna", **parameters)
    return inside_with(aws, answer["Credentials"])


def inside_with(aws: Aws, credentials: dict[str, Any]) -> Aws:
    """Boto3 clients with temporary credentials, given one by one to each."""
    inside = Aws(aws.simulated, ANNA)
    inside.session = _Assumed(aws.session, credentials)
    return inside


class _Assumed:
    def __init__(self, session: Any, credentials: dict[str, Any]) -> None:
        self._session = session
        self._settings = {
            "aws_access_key_id": credentials["AccessKeyId"],
            "aws_secret_access_key": credentials["SecretAccessKey"],
            "aws_session_token": credentials["SessionToken"],
        }

    def client(self, service: str, **settings: Any) -> Any:
        return self._session.client(service, **(self._settings | settings))


def test_everybody_may_ask_who_they_are(aws: Aws) -> None:
    assert aws.sts.get_caller_identity()["Arn"] == ANNA.arn
    assert aws.seen_by(ROOT_USER).sts.get_caller_identity()["Arn"].endswith(":root")
    assert aws.iam.list_account_aliases()["AccountAliases"] == ["acme-root"]
    assert aws.iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 1


def test_a_role_comes_back_as_it_was_made(aws: Aws) -> None:
    aws.iam.create_role(RoleName="shop-access", AssumeRolePolicyDocument=OWN_ACCOUNT, Description="to the shop")
    aws.iam.put_role_policy(RoleName="shop-access", PolicyName="assume", PolicyDocument=OWN_ACCOUNT)

    role = aws.iam.get_role(RoleName="SHOP-access")["Role"]
    assert (role["RoleName"], role["AssumeRolePolicyDocument"]) == ("shop-access", json.loads(OWN_ACCOUNT))
    policy = aws.iam.get_role_policy(RoleName="shop-access", PolicyName="assume")
    assert policy["PolicyDocument"] == json.loads(OWN_ACCOUNT)
    assert aws.iam.list_role_policies(RoleName="shop-access")["PolicyNames"] == ["assume"]


def test_iam_refuses_with_its_own_wire_codes(aws: Aws) -> None:
    aws.iam.create_role(RoleName="shop-access", AssumeRolePolicyDocument=OWN_ACCOUNT)

    with refused("EntityAlreadyExists"):
        aws.iam.create_role(RoleName="Shop-Access", AssumeRolePolicyDocument=OWN_ACCOUNT)
    with pytest.raises(aws.iam.exceptions.NoSuchEntityException) as caught:
        aws.iam.get_role(RoleName="nothing")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    with refused("MalformedPolicyDocument"):
        aws.iam.create_role(RoleName="other", AssumeRolePolicyDocument="{")
    with refused("MalformedPolicyDocument"):
        aws.iam.create_role(RoleName="other", AssumeRolePolicyDocument=trust("arn:aws:iam::999988887777:role/gone"))
    with refused("LimitExceeded"):
        aws.iam.create_role(RoleName="other", AssumeRolePolicyDocument=OWN_ACCOUNT + " " * 2048)
    with refused("LimitExceeded"):
        aws.iam.put_role_policy(RoleName="shop-access", PolicyName="long", PolicyDocument=OWN_ACCOUNT + " " * 10240)
    with refused("ValidationError"):
        aws.iam.get_role(RoleName="not a name")


def test_a_role_is_deleted_once_its_policies_are(aws: Aws) -> None:
    aws.iam.create_role(RoleName="shop-access", AssumeRolePolicyDocument=OWN_ACCOUNT)
    aws.iam.put_role_policy(RoleName="shop-access", PolicyName="assume", PolicyDocument=OWN_ACCOUNT)
    with refused("DeleteConflict"):
        aws.iam.delete_role(RoleName="shop-access")

    aws.iam.delete_role_policy(RoleName="shop-access", PolicyName="assume")
    aws.iam.delete_role(RoleName="shop-access")

    with refused("NoSuchEntity"):
        aws.iam.get_role(RoleName="shop-access")


def test_a_service_linked_role_is_made_once_and_repeating_is_invalid_input(organization: Aws) -> None:
    assert organization.iam.get_role(RoleName="AWSServiceRoleForOrganizations")
    organization.iam.create_service_linked_role(AWSServiceName="sso.amazonaws.com")
    with refused("InvalidInput"):
        organization.iam.create_service_linked_role(AWSServiceName="sso.amazonaws.com")
    with refused("UnmodifiableEntity"):
        organization.iam.delete_role(RoleName="AWSServiceRoleForOrganizations")


def test_a_new_account_can_be_entered_a_while_after_its_creation_succeeded(organization: Aws) -> None:
    asked = organization.organizations.create_account(
        AccountName="shop", Email="aws+shop@acme.example", RoleName="Inside"
    )
    organization.clock.advance(180)
    request_id = asked["CreateAccountStatus"]["Id"]
    ended = organization.organizations.describe_create_account_status(CreateAccountRequestId=request_id)
    account_id = ended["CreateAccountStatus"]["AccountId"]
    with refused("AccessDenied"):
        assume(organization, account_id, "Inside")

    organization.clock.advance(120)

    inside = assume(organization, account_id, "Inside")
    assert inside.sts.get_caller_identity()["Arn"] == f"arn:aws:sts::{account_id}:assumed-role/Inside/anna"
    attached = inside.iam.list_attached_role_policies(RoleName="Inside")["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AdministratorAccess"]
    trusted = inside.iam.get_role(RoleName="Inside")["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
    assert trusted == {"AWS": "arn:aws:iam::999988887777:root"}


def test_the_root_user_and_strangers_assume_nothing(organization: Aws) -> None:
    account_id = organization.account("shop")

    with pytest.raises(ClientError, match="Roles may not be assumed by root accounts"):
        assume(organization.seen_by(ROOT_USER), account_id)
    with refused("AccessDenied"):
        assume(organization.seen_by(OTTO), account_id)
    with refused("AccessDenied"):
        assume(organization, account_id, "NoSuchRole")


def test_a_closed_account_cannot_be_entered(organization: Aws) -> None:
    account_id = organization.account("shop")
    organization.organizations.close_account(AccountId=account_id)

    with refused("AccessDenied"):
        assume(organization, account_id)


def test_a_role_of_the_management_account_leads_where_its_policy_says_and_nowhere_else(organization: Aws) -> None:
    shop, blog = organization.account("shop"), organization.account("blog")
    with_mfa = {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
    organization.iam.create_role(
        RoleName="shop-access", AssumeRolePolicyDocument=trust("arn:aws:iam::999988887777:root", **with_mfa)
    )
    into_shop = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": f"arn:aws:iam::{shop}:role/{ACCESS_ROLE}"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [into_shop]})
    organization.iam.put_role_policy(RoleName="shop-access", PolicyName="assume", PolicyDocument=policy)

    stepping = assume(organization, "999988887777", "shop-access")

    assert assume(stepping, shop).sts.get_caller_identity()["Account"] == shop
    with refused("AccessDenied"):
        assume(stepping, blog)
    with refused("ValidationError"):
        assume(stepping, shop, DurationSeconds=7200)
    with refused("AccessDenied"):
        assume(stepping, "999988887777", "shop-access")


def test_a_role_that_demands_mfa_is_assumed_only_with_it(aws: Aws) -> None:
    demanding = trust("arn:aws:iam::999988887777:root", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    aws.iam.create_role(RoleName="door", AssumeRolePolicyDocument=demanding)
    with_a_key_only = aws.seen_by(Caller(ANNA.arn, with_mfa=False))

    with refused("AccessDenied"):
        assume(with_a_key_only, "999988887777", "door")
    device = "arn:aws:iam::999988887777:mfa/anna"
    assert assume(with_a_key_only, "999988887777", "door", SerialNumber=device, TokenCode="123456")
