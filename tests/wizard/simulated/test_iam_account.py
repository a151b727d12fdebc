"""Aliases, password policies, groups and a role's upkeep behave as IAM's do."""

from __future__ import annotations

import json

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import OTTO, Aws, refused
from tests.wizard.simulated.test_iam_and_sts import OWN_ACCOUNT

ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


def test_an_alias_belongs_to_one_account_in_all_of_aws(aws: Aws) -> None:
    otto = aws.seen_by(OTTO)
    with refused("EntityAlreadyExists"):
        otto.iam.create_account_alias(AccountAlias="acme-root")

    aws.iam.delete_account_alias(AccountAlias="acme-root")
    otto.iam.create_account_alias(AccountAlias="acme-root")

    assert aws.iam.list_account_aliases()["AccountAliases"] == []
    with refused("EntityAlreadyExists"):
        otto.iam.create_account_alias(AccountAlias="acme-root")


def test_an_account_has_one_alias_and_another_takes_its_place(aws: Aws) -> None:
    aws.iam.create_account_alias(AccountAlias="acme")

    assert aws.iam.list_account_aliases()["AccountAliases"] == ["acme"]
    with refused("NoSuchEntity"):
        aws.iam.delete_account_alias(AccountAlias="acme-root")


@pytest.mark.parametrize("alias", ["Acme", "-acme", "ac--me", "123456789012"])
def test_an_alias_has_a_form(aws: Aws, alias: str) -> None:
    with refused("ValidationError"):
        aws.iam.create_account_alias(AccountAlias=alias)


def test_there_is_no_password_policy_until_somebody_sets_one(aws: Aws) -> None:
    with refused("NoSuchEntity"):
        aws.iam.get_account_password_policy()
    with refused("NoSuchEntity"):
        aws.iam.delete_account_password_policy()


def test_what_an_update_of_the_password_policy_does_not_mention_falls_back_to_its_default(aws: Aws) -> None:
    aws.iam.update_account_password_policy(MinimumPasswordLength=20, RequireSymbols=True, MaxPasswordAge=90)
    aws.iam.update_account_password_policy(PasswordReusePrevention=24)

    policy = aws.iam.get_account_password_policy()["PasswordPolicy"]
    assert (policy["MinimumPasswordLength"], policy["PasswordReusePrevention"]) == (6, 24)
    assert not policy["RequireSymbols"]
    assert not policy["ExpirePasswords"]
    assert "MaxPasswordAge" not in policy
    with refused("ValidationError"):
        aws.iam.update_account_password_policy(MinimumPasswordLength=129)

    aws.iam.delete_account_password_policy()
    with refused("NoSuchEntity"):
        aws.iam.get_account_password_policy()


def test_a_group_has_members_and_inline_policies(opening: Opening) -> None:
    iam = opening("existing-organization").iam
    iam.put_group_policy(GroupName="administrators", PolicyName="all", PolicyDocument=ALLOW)

    group = iam.get_group(GroupName="Administrators")
    assert [user["UserName"] for user in group["Users"]] == ["anna", "ben"]
    assert [each["GroupName"] for each in iam.list_groups()["Groups"]] == ["Administrators"]
    assert iam.list_group_policies(GroupName="Administrators")["PolicyNames"] == ["all"]
    policy = iam.get_group_policy(GroupName="Administrators", PolicyName="all")
    assert policy["PolicyDocument"] == json.loads(ALLOW)

    iam.delete_group_policy(GroupName="Administrators", PolicyName="all")
    with refused("NoSuchEntity"):
        iam.get_group_policy(GroupName="Administrators", PolicyName="all")
    with refused("NoSuchEntity"):
        iam.get_group(GroupName="nobodies")
    with refused("MalformedPolicyDocument"):
        iam.put_group_policy(GroupName="Administrators", PolicyName="all", PolicyDocument="{}")
    with refused("LimitExceeded"):
        iam.put_group_policy(GroupName="Administrators", PolicyName="all", PolicyDocument=ALLOW + " " * 5120)


def test_a_roles_session_length_and_description_change_one_at_a_time(aws: Aws) -> None:
    aws.iam.create_role(RoleName="door", AssumeRolePolicyDocument=OWN_ACCOUNT, Description="to the shop")
    aws.iam.update_role(RoleName="door", MaxSessionDuration=7200)

    role = aws.iam.get_role(RoleName="door")["Role"]
    assert (role["MaxSessionDuration"], role["Description"]) == (7200, "to the shop")
    with refused("ValidationError"):
        aws.iam.update_role(RoleName="door", MaxSessionDuration=43201)
    with refused("NoSuchEntity"):
        aws.iam.update_role(RoleName="gone")
