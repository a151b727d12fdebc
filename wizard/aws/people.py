"""Reading Identity Center: the organization's instance in whichever Region, what may be given, who there is, and what
everybody of the setup's has where. All of it, or unknown and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from typing import Any

from state.changes.permission_sets import MADE_BY_US
from state.observed import Identity, canonical
from state.observed.identity_center import (
    Center,
    Group,
    IdentityCenter,
    Instance,
    InstanceStatus,
    KnownAssignment,
    KnownPermissionSet,
    PeopleScope,
    User,
)
from state.observed.seen import Absent, Known, Unknown
from wizard.aws.calls import Answer, Calls
from wizard.aws.sign_ins import sign_ins
from wizard.errors import NotFound, NotPermitted

ADMIN, STORE = "sso-admin", "identitystore"
OUTDATED = "LATEST_PERMISSION_SET_NOT_PROVISIONED"


def identity_center(calls: Calls, pool: Executor, scope: PeopleScope, signed_in: Identity) -> Center:
    """The organization's Identity Center. A permission that is lacking is a reason, and never taken for there being
    none. Raises AwsError."""
    try:
        instance = _instance(Calls(calls.clients, scope.region), signed_in.account_id, scope.region)
        if instance is None:
            return Absent()
        if instance.status != InstanceStatus.ACTIVE:  # until then AWS tells nothing else of it
            return Known(IdentityCenter(instance=instance))
        return Known(_Reading(Calls(calls.clients, instance.region), pool, scope, instance).whole())
    except NotPermitted as error:
        return Unknown(error.message, error.remedy)


def _instance(calls: Calls, owner: str, region: str) -> Instance | None:
    """The one that the management account owns; members may have instances of their own, which are none of ours.

    One call finds it in any Region (API: sso-admin.ListInstances, RegionScope).
    """

    def understand(answer: Answer) -> Instance | None:
        if answer.get("OwnerAccountId", owner) != owner:
            return None
        return Instance(
            answer["InstanceArn"],
            answer["IdentityStoreId"],
            answer.get("PrimaryRegion") or region,
            answer.get("Status", InstanceStatus.ACTIVE),
            answer.get("StatusReason", ""),
        )

    found = calls.ask_all(ADMIN, "ListInstances", "Instances", understand, RegionScope="ALL_REGIONS")
    instance = next((each for each in found if each is not None), None)
    if instance is None or instance.status != InstanceStatus.ACTIVE:
        return instance
    there = Calls(calls.clients, instance.region)
    return there.ask(
        ADMIN,
        "DescribeInstance",
        lambda answer: Instance(
            instance.instance_arn,
            instance.identity_store_id,
            instance.region,
            instance.status,
            instance.status_reason,
            bool(answer.get("PermissionSetsEnabled", True)),
        ),
        InstanceArn=instance.instance_arn,
    )


class _Reading:
    """Conducted by the calling thread; only single calls and lists run in the pool."""

    def __init__(self, calls: Calls, pool: Executor, scope: PeopleScope, instance: Instance) -> None:
        self._calls, self._pool, self._scope, self._instance = calls, pool, scope, instance

    def whole(self) -> IdentityCenter:
        """Everything that the setup is about."""
        users, groups = self._pool.submit(self._users), self._pool.submit(self._groups)
        sets = self._permission_sets() if self._instance.permission_sets_enabled else ()
        center = IdentityCenter(
            instance=self._instance,
            permission_sets=sets,
            users=tuple(users.result()),
            groups=tuple(self._pool.map(self._with_members, groups.result())),
        )
        if self._scope.sign_ins:
            center = replace(center, sign_ins=sign_ins(self._calls))
        if not self._instance.permission_sets_enabled:
            return center
        under_way = [self._pool.submit(self._requests, kind) for kind in ("Creation", "Deletion")]
        given = self._pool.map(lambda one: self._assignments(*one), self._principals(center))
        return replace(
            center,
            assignments=frozenset(each for assignments in given for each in assignments),
            under_way=frozenset(each for requests in under_way for each in requests.result()),
        )

    def _ask_all(self, operation: str, key: str, understand: Any, **parameters: Any) -> list[Any]:
        arn = self._instance.instance_arn
        return self._calls.ask_all(ADMIN, operation, key, understand, InstanceArn=arn, **parameters)

    def _ask(self, operation: str, understand: Any, **parameters: Any) -> Any:
        return self._calls.ask(ADMIN, operation, understand, InstanceArn=self._instance.instance_arn, **parameters)

    # What may be given

    def _permission_sets(self) -> tuple[KnownPermissionSet, ...]:
        """All by name, for names are the only way to find one; what is in them only where the setup wants it."""
        arns = self._ask_all("ListPermissionSets", "PermissionSets", str)
        found = [each for each in self._pool.map(self._described, arns) if each is not None]
        wanted = [each for each in found if each.name in self._scope.permission_sets]
        full = {each.arn: each for each in self._pool.map(self._with_contents, wanted)}
        return tuple(sorted((full.get(each.arn, each) for each in found), key=lambda each: each.name))

    def _described(self, arn: str) -> KnownPermissionSet | None:
        """None for one that was deleted since it was listed."""

        def understand(answer: Answer) -> KnownPermissionSet:
            one = answer["PermissionSet"]
            return KnownPermissionSet(
                one["Name"],
                one["PermissionSetArn"],
                one.get("Description", ""),
                one.get("SessionDuration", "PT1H"),
                one.get("RelayState", ""),
            )

        try:
            found: KnownPermissionSet = self._ask("DescribePermissionSet", understand, PermissionSetArn=arn)
        except NotFound:
            return None
        return found

    def _with_contents(self, one: KnownPermissionSet) -> KnownPermissionSet:
        it = {"PermissionSetArn": one.arn}
        policies = self._ask_all(
            "ListManagedPoliciesInPermissionSet", "AttachedManagedPolicies", lambda each: str(each["Arn"]), **it
        )
        references = self._ask_all(
            "ListCustomerManagedPolicyReferencesInPermissionSet",
            "CustomerManagedPolicyReferences",
            lambda each: f"policy {each['Name']} of the account",
            **it,
        )
        tags = self._ask_all(
            "ListTagsForResource", "Tags", lambda each: (each["Key"], each["Value"]), ResourceArn=one.arn
        )
        outdated = self._ask_all(
            "ListAccountsForProvisionedPermissionSet", "AccountIds", str, ProvisioningStatus=OUTDATED, **it
        )
        return KnownPermissionSet(
            one.name,
            one.arn,
            one.description,
            one.session_duration,
            one.opens,
            tuple(sorted(policies)),
            self._ask("GetInlinePolicyForPermissionSet", _inline_policy, **it),
            (*sorted(references), *self._boundary(it)),
            (MADE_BY_US["Key"], MADE_BY_US["Value"]) in tags,
            tuple(sorted(outdated)),
            bool(outdated) and one.arn in self._provisioned_now(),
        )

    def _provisioned_now(self) -> list[str]:
        """What AWS is bringing up to date. As with assignments the list has ids only."""
        status = "PermissionSetProvisioningStatus"
        return self._asked_after(
            f"List{status}",
            "PermissionSetsProvisioningStatus",
            "ProvisionPermissionSetRequestId",
            f"Describe{status}",
            lambda answer: str(answer[status]["PermissionSetArn"]),
        )

    def _boundary(self, it: dict[str, str]) -> tuple[str, ...]:
        try:
            return (
                ("a permissions boundary",) if self._ask("GetPermissionsBoundaryForPermissionSet", bool, **it) else ()
            )
        except NotFound:
            return ()

    # Who there is

    def _users(self) -> list[User]:
        store = self._instance.identity_store_id
        return self._calls.ask_all(STORE, "ListUsers", "Users", _user, IdentityStoreId=store)

    def _groups(self) -> list[Group]:
        def understand(answer: Answer) -> Group:
            return Group(answer["GroupId"], answer.get("DisplayName", ""), bool(answer.get("ExternalIds")))

        store = self._instance.identity_store_id
        return self._calls.ask_all(STORE, "ListGroups", "Groups", understand, IdentityStoreId=store)

    def _with_members(self, group: Group) -> Group:
        if group.group_name not in self._scope.groups:
            return group
        members = self._calls.ask_all(
            STORE,
            "ListGroupMemberships",
            "GroupMemberships",
            lambda answer: str(answer["MemberId"]["UserId"]),
            IdentityStoreId=self._instance.identity_store_id,
            GroupId=group.group_id,
        )
        return Group(group.group_id, group.group_name, group.external, frozenset(members))

    # What they have

    def _principals(self, center: IdentityCenter) -> list[tuple[str, str]]:
        """(type, id) of everybody that the setup is about, and who is there."""
        users = (center.user_called(*each) for each in self._scope.people)
        groups = (each.group_id for each in center.groups if each.group_name in self._scope.groups)
        people = dict.fromkeys(("USER", each.user_id) for each in users if each is not None)
        return [*people, *(("GROUP", group_id) for group_id in groups)]

    def _assignments(self, kind: str, principal_id: str) -> Iterable[KnownAssignment]:
        """What is given to this very one: a user's list may also tell what comes by a group."""
        found = self._ask_all(
            "ListAccountAssignmentsForPrincipal",
            "AccountAssignments",
            lambda each: KnownAssignment(each["AccountId"], each["PermissionSetArn"], each["PrincipalId"]),
            PrincipalType=kind,
            PrincipalId=principal_id,
        )
        return [each for each in found if each.principal_id == principal_id]

    def _requests(self, kind: str) -> list[KnownAssignment]:
        """What AWS works on. The list has ids only; each is asked after, and may have ended meanwhile."""
        status = f"AccountAssignment{kind}Status"
        return self._asked_after(
            f"List{status}",
            f"AccountAssignments{kind}Status",
            f"AccountAssignment{kind}RequestId",
            f"Describe{status}",
            lambda answer: _asked_for(answer[status]),
        )

    def _asked_after(self, listing: str, key: str, parameter: str, operation: str, understand: Any) -> list[Any]:
        """What `understand` makes of each request that AWS works on."""
        wanted = {"Status": "IN_PROGRESS"}
        ids = self._ask_all(listing, key, lambda each: str(each["RequestId"]), Filter=wanted)
        found = []
        for request_id in ids:
            with suppress(NotFound):
                found.append(self._ask(operation, understand, **{parameter: request_id}))
        return found


def _asked_for(answer: Answer) -> KnownAssignment:
    return KnownAssignment(answer["TargetId"], answer["PermissionSetArn"], answer["PrincipalId"])


def _inline_policy(answer: Answer) -> str:
    """AWS answers an empty text where there is none."""
    return canonical(json.loads(answer["InlinePolicy"])) if answer.get("InlinePolicy") else ""


def _user(answer: Answer) -> User:
    emails = answer.get("Emails") or ()
    primary: Answer = next((each for each in emails if each.get("Primary")), next(iter(emails), {}))
    return User(
        answer["UserId"],
        answer.get("UserName", ""),
        primary.get("Value", ""),
        bool(answer.get("ExternalIds")),
        answer.get("UserStatus", "ENABLED") != "DISABLED",
    )
