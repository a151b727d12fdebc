"""One of each change of Identity Center, and an Identity Center that they are about."""

from __future__ import annotations

from state.changes.assignments import CreateAccountAssignment, DeleteAccountAssignment
from state.changes.base import Change
from state.changes.identity_center import UpdateInstance
from state.changes.people import CreateGroup, CreateGroupMembership, CreateUser
from state.changes.permission_sets import (
    AttachManagedPolicyToPermissionSet,
    CreatePermissionSet,
    ProvisionPermissionSet,
    PutInlinePolicyToPermissionSet,
    UpdatePermissionSet,
)
from state.observed.identity_center import Center, Group, IdentityCenter, Instance, KnownPermissionSet, User
from state.observed.seen import Known
from state.observed.settings import MANAGEMENT_ACCOUNT

USER_ID, GROUP_ID = (f"9{kind}67000000-01234567-89ab-4def-8123-456789abcdef" for kind in "01")
ANNA = "anna@example.com"
SHOP = ("aws+shop@example.com", "shop")

PEOPLE_CHANGES: tuple[Change, ...] = (
    UpdateInstance(),
    CreatePermissionSet("ReadOnly", "Sees everything.", 8, "https://console.aws.amazon.com/"),
    UpdatePermissionSet("ReadOnly", "Sees everything.", 4, ""),
    AttachManagedPolicyToPermissionSet("ReadOnly", "arn:aws:iam::aws:policy/job-function/Billing"),
    PutInlinePolicyToPermissionSet("ReadOnly", '{"Statement":[],"Version":"2012-10-17"}'),
    ProvisionPermissionSet("ReadOnly"),
    CreateGroup("developers"),
    CreateUser(ANNA, ANNA, "Anna", "Ahrens", "Anna Ahrens"),
    CreateGroupMembership("developers", ANNA, ANNA),
    CreateAccountAssignment("ReadOnly", *SHOP, "developers", is_group=True),
    DeleteAccountAssignment("ReadOnly", MANAGEMENT_ACCOUNT, MANAGEMENT_ACCOUNT, ANNA, email=ANNA),
)
CENTER: Center = Known(
    IdentityCenter(
        instance=Instance("arn:aws:sso:::instance/ssoins-0123456789abcdef", "d-0123456789", "eu-west-1"),
        permission_sets=(
            KnownPermissionSet("ReadOnly", "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef"),
        ),
        users=(User(USER_ID, ANNA, ANNA),),
        groups=(Group(GROUP_ID, "developers"),),
    )
)
