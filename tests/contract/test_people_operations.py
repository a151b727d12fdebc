"""The simulated Identity Center says what moto says, where moto has the operations that people are let in with."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.second_opinion import Client, in_moto
from tests.wizard.simulated.signing import ANNA
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.scenarios import new_world
from wizard.simulated.session import simulated_session

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def refused(call: Callable[..., Any], **parameters: Any) -> tuple[str, str]:
    """Code and reason of the refusal."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    answer: dict[str, Any] = {**caught.value.response}
    return answer["Error"]["Code"], answer.get("Reason", "")


def everything(client: Client, service: str, operation: str, key: str, **parameters: Any) -> list[Any]:
    """The items of every page; the simulated AWS begins with an empty one."""
    pages = client(service).get_paginator(operation).paginate(**parameters)
    return [item for page in pages for item in page[key]]


def instance(client: Client) -> dict[str, str]:
    (found,) = everything(client, "sso-admin", "list_instances", "Instances")
    return {key: found[key] for key in ("InstanceArn", "IdentityStoreId", "OwnerAccountId", "Status")}


def bert(client: Client) -> tuple[dict[str, str], str]:
    """The directory, and the id of somebody who was put into it."""
    store = {"IdentityStoreId": instance(client)["IdentityStoreId"]}
    made = client("identitystore").create_user(
        **store,
        UserName="bert",
        DisplayName="Bert Baum",
        Name={"GivenName": "Bert", "FamilyName": "Baum"},
        Emails=[{"Value": "bert@acme.example", "Primary": True}],
    )
    return store, made["UserId"]


def directory(client: Client) -> Any:
    directory, (store, user_id) = client("identitystore"), bert(client)
    again = {
        "DisplayName": "Bert",
        "Name": {"GivenName": "Bert", "FamilyName": "B"},
        "Emails": [{"Value": "b@acme.example"}],
    }
    (shown,) = everything(client, "identitystore", "list_users", "Users", **store)
    return [
        {key: shown[key] for key in ("UserName", "DisplayName", "Name")},
        [each["Value"] for each in shown["Emails"]],
        shown["UserId"] == user_id,
        refused(directory.create_user, **store, UserName="bert", **again),
    ]


def groups(client: Client) -> Any:
    directory, (store, user_id) = client("identitystore"), bert(client)
    group_id = directory.create_group(**store, DisplayName="developers")["GroupId"]
    member = {"GroupId": group_id, "MemberId": {"UserId": user_id}}
    membership_id = directory.create_group_membership(**store, **member)["MembershipId"]
    (shown,) = everything(client, "identitystore", "list_groups", "Groups", **store)
    members = {**store, "GroupId": group_id}
    (told,) = everything(client, "identitystore", "list_group_memberships", "GroupMemberships", **members)
    return [
        (shown["DisplayName"], shown["GroupId"] == group_id),
        (told["MemberId"] == member["MemberId"], told["MembershipId"] == membership_id),
        refused(directory.create_group, **store, DisplayName="developers"),
    ]


def permission_set(client: Client) -> tuple[dict[str, str], str]:
    """The instance, and the ARN of a permission set that was made there."""
    at = {"InstanceArn": instance(client)["InstanceArn"]}
    made = client("sso-admin").create_permission_set(
        **at, Name="ReadOnly", Description="Sees everything.", SessionDuration="PT8H"
    )
    return at, made["PermissionSet"]["PermissionSetArn"]


def permission_sets(client: Client) -> Any:
    admin, (at, arn) = client("sso-admin"), permission_set(client)
    it = {**at, "PermissionSetArn": arn}
    admin.attach_managed_policy_to_permission_set(**it, ManagedPolicyArn=READ_ONLY)
    policy = json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}
    )
    admin.put_inline_policy_to_permission_set(**it, InlinePolicy=policy)
    shown = admin.describe_permission_set(**it)["PermissionSet"]
    attached = everything(
        client, "sso-admin", "list_managed_policies_in_permission_set", "AttachedManagedPolicies", **it
    )
    return [
        everything(client, "sso-admin", "list_permission_sets", "PermissionSets", **at) == [arn],
        {key: shown[key] for key in ("Name", "Description", "SessionDuration")},
        attached,
        json.loads(admin.get_inline_policy_for_permission_set(**it)["InlinePolicy"]),
        refused(admin.attach_managed_policy_to_permission_set, **it, ManagedPolicyArn=READ_ONLY)[0],
        refused(admin.describe_permission_set, **at, PermissionSetArn=f"{arn[:-16]}{'0' * 16}")[0],
    ]


def assignments(client: Client) -> Any:
    admin, (at, arn), (_, user_id) = client("sso-admin"), permission_set(client), bert(client)
    owner = client("sts").get_caller_identity()["Account"]
    who = {"PrincipalType": "USER", "PrincipalId": user_id}
    whole = {**at, "PermissionSetArn": arn, "TargetId": owner, "TargetType": "AWS_ACCOUNT", **who}
    asked = admin.create_account_assignment(**whole)["AccountAssignmentCreationStatus"]
    followed = {**at, "AccountAssignmentCreationRequestId": asked["RequestId"]}
    status = admin.describe_account_assignment_creation_status(**followed)["AccountAssignmentCreationStatus"]
    own = everything(client, "sso-admin", "list_account_assignments_for_principal", "AccountAssignments", **at, **who)
    return [
        {key: status[key] for key in ("Status", "TargetType", "PrincipalType")},
        [(each["PrincipalType"], each["PrincipalId"] == user_id) for each in own],
        [(each["AccountId"] == owner, each["PermissionSetArn"] == arn) for each in own],
    ]


@pytest.mark.parametrize("story", [directory, groups, permission_sets, assignments])
def test_the_simulated_identity_center_and_moto_agree(
    story: Callable[[Client], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = in_moto(story, monkeypatch)
    world = new_world()
    world.climate.assignment_seconds = 0
    world.new_center(ANNA.account_id, "eu-west-1", world.time)
    simulated_aws: Any = simulated_session(SimulatedAws(world, SimulatedClock(world.time)), ANNA, "eu-west-1")

    assert story(simulated_aws.client) == expected
