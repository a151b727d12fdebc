"""Every call to Identity Center that the simulated AWS answers."""

from __future__ import annotations

from typing import Any

from tests.wizard.simulated.signing import Aws

POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}'
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def call_people(aws: Aws) -> None:
    """Enabled by a person at once; then a set, somebody in a group, and what both may do, from beginning to end."""
    aws.simulated.world.climate.center_enabled_after_hours = 0
    sso, store = aws.client("sso-admin"), aws.client("identitystore")
    instance = next(each for page in sso.get_paginator("list_instances").paginate() for each in page["Instances"])
    it, them = {"InstanceArn": instance["InstanceArn"]}, {"IdentityStoreId": instance["IdentityStoreId"]}
    sso.describe_instance(**it)
    sso.update_instance(**it, PermissionSetsEnabled=True)
    user, group = call_directory(store, them)
    made = sso.create_permission_set(**it, Name="ReadOnly", SessionDuration="PT8H")["PermissionSet"]
    one = {**it, "PermissionSetArn": made["PermissionSetArn"]}
    call_permission_set(sso, it, one)
    target = {**one, "TargetId": "999988887777", "TargetType": "AWS_ACCOUNT"}
    principal = {"PrincipalType": "USER", "PrincipalId": user}
    asked = sso.create_account_assignment(**target, **principal)["AccountAssignmentCreationStatus"]
    sso.list_account_assignment_creation_status(**it)
    sso.describe_account_assignment_creation_status(**it, AccountAssignmentCreationRequestId=asked["RequestId"])
    aws.clock.advance(60)
    sso.list_account_assignments_for_principal(**it, **principal)
    sso.list_account_assignments_for_principal(**it, PrincipalType="GROUP", PrincipalId=group)
    sso.list_accounts_for_provisioned_permission_set(**one)
    asked = sso.provision_permission_set(**one, TargetType="ALL_PROVISIONED_ACCOUNTS")
    request_id = asked["PermissionSetProvisioningStatus"]["RequestId"]
    sso.describe_permission_set_provisioning_status(**it, ProvisionPermissionSetRequestId=request_id)
    sso.list_permission_set_provisioning_status(**it)
    aws.clock.advance(60)
    asked = sso.delete_account_assignment(**target, **principal)["AccountAssignmentDeletionStatus"]
    sso.list_account_assignment_deletion_status(**it)
    sso.describe_account_assignment_deletion_status(**it, AccountAssignmentDeletionRequestId=asked["RequestId"])


def call_directory(store: Any, them: dict[str, str]) -> tuple[str, str]:
    """A person in a group; both ids."""
    named = {"UserName": "anna", "DisplayName": "Anna", "Name": {"GivenName": "Anna", "FamilyName": "Ahrens"}}
    user = store.create_user(**them, **named, Emails=[{"Value": "anna@acme.example"}])["UserId"]
    group = store.create_group(**them, DisplayName="developers")["GroupId"]
    store.create_group_membership(**them, GroupId=group, MemberId={"UserId": user})
    store.list_users(**them)
    store.list_groups(**them)
    store.list_group_memberships(**them, GroupId=group)
    return user, group


def call_permission_set(sso: Any, it: dict[str, str], one: dict[str, str]) -> None:
    """What is in it."""
    sso.list_permission_sets(**it)
    sso.describe_permission_set(**one)
    sso.update_permission_set(**one, SessionDuration="PT4H")
    sso.attach_managed_policy_to_permission_set(**one, ManagedPolicyArn=READ_ONLY)
    sso.list_managed_policies_in_permission_set(**one)
    sso.list_customer_managed_policy_references_in_permission_set(**one)
    sso.put_inline_policy_to_permission_set(**one, InlinePolicy=POLICY)
    sso.get_inline_policy_for_permission_set(**one)
    sso.list_tags_for_resource(**it, ResourceArn=one["PermissionSetArn"])
    try:
        sso.get_permissions_boundary_for_permission_set(**one)
    except sso.exceptions.ResourceNotFoundException:
        return
