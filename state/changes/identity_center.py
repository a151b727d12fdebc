"""The writes to IAM Identity Center: what may be given, and who may do what in which account.

None takes a token that would make a repeat harmless; each is found again by its name. All go to the primary Region.
"""

from __future__ import annotations

import json
from abc import ABC
from collections.abc import Callable
from dataclasses import dataclass, replace

from state.changes.base import Change, Lane
from state.changes.request import Follows, Request
from state.observed import Observed, Section, canonical
from state.observed.draft import Draft
from state.observed.identity_center import IdentityCenter, KnownAssignment, KnownPermissionSet
from state.observed.seen import Known, value_of
from state.observed.settings import MANAGEMENT_ACCOUNT, Place
from state.observed.stand_ins import account_id_of, filled
from state.page_key import PageKey

INSTANCE, IDENTITY_STORE = "<id of the Identity Center>", "<id of the identity store>"
MADE_BY_US = {"Key": "managed-by", "Value": "orgwizard"}
"""The tag of what the program made here: only that is ever changed again."""
MAKES_ROLES_THERE = (
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:CreateSAMLProvider",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:GetRole",
    "iam:GetSAMLProvider",
    "iam:ListAttachedRolePolicies",
    "iam:ListPolicies",
    "iam:ListRolePolicies",
    "iam:ListRoles",
    "iam:PutRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
    "iam:UpdateSAMLProvider",
)
"""For the management account Identity Center acts with the rights of whoever calls it, and nowhere else
(user guide, using-service-linked-roles)."""


@dataclass(frozen=True, slots=True)
class CenterChange(Change, ABC):
    """One write, in the Region that the instance was enabled in."""

    lane = Lane.IDENTITY
    touches = frozenset({Section.IDENTITY_CENTER})
    page = PageKey.PEOPLE

    def center(self, observed: Observed) -> IdentityCenter | None:
        """What is known of it."""
        return value_of(observed.identity_center)

    def sent(self, observed: Observed, operation: str, **parameters: object) -> Request:
        """A call in the primary Region, about this instance."""
        center = self.center(observed)
        parameters = {"InstanceArn": center.instance.instance_arn if center else INSTANCE, **parameters}
        return Request("sso-admin", operation, parameters, self._place(center))

    def sent_to_directory(self, observed: Observed, operation: str, **parameters: object) -> Request:
        """A call in the primary Region, about the instance's directory."""
        center = self.center(observed)
        store = center.instance.identity_store_id if center else IDENTITY_STORE
        return Request("identitystore", operation, {"IdentityStoreId": store, **parameters}, self._place(center))

    def _place(self, center: IdentityCenter | None) -> Place:
        return Place(MANAGEMENT_ACCOUNT, MANAGEMENT_ACCOUNT, "", center.instance.region if center else "")

    def rewrite(self, draft: Draft, changed: IdentityCenter | None) -> None:
        """Write it down as changed, where it is there."""
        if changed is not None:
            draft.put_identity_center(Known(changed))


@dataclass(frozen=True, slots=True)
class UpdateInstance(CenterChange):
    """API: sso-admin.UpdateInstance: lets accounts be assigned, which AWS never takes back."""

    undo = ""
    needs = ("sso:UpdateInstance",)

    @property
    def title(self) -> str:
        return "Let Identity Center give access to accounts"

    @property
    def detail(self) -> str:
        return "multi-account permissions"

    def request(self, observed: Observed) -> Request:
        return self.sent(observed, "UpdateInstance", PermissionSetsEnabled=True)

    def predict(self, draft: Draft) -> None:
        center = self.center(draft)
        if center is not None:
            instance = replace(center.instance, permission_sets_enabled=True)
            self.rewrite(draft, replace(center, instance=instance))


@dataclass(frozen=True, slots=True)
class PermissionSetChange(CenterChange, ABC):
    """A change of one permission set."""

    name: str

    def arn(self, observed: Observed) -> str:
        """AWS's id of it, or what stands for that."""
        center = self.center(observed)
        known = center.permission_set(self.name) if center else None
        return known.arn if known else f"<id of permission set {self.name}>"

    def put(self, draft: Draft, changed: Callable[[KnownPermissionSet], KnownPermissionSet]) -> None:
        """Write the permission set down as changed."""
        center = self.center(draft)
        if center is not None:
            sets = tuple(changed(each) if each.name == self.name else each for each in center.permission_sets)
            self.rewrite(draft, replace(center, permission_sets=sets))

    def put_and_outdate(self, draft: Draft, changed: Callable[[KnownPermissionSet], KnownPermissionSet]) -> None:
        """The same; and wherever it is in use, the earlier version is in force until it is provisioned."""
        center, arn = self.center(draft), self.arn(draft)
        used = {each.account_id for each in center.assignments if each.permission_set_arn == arn} if center else set()
        self.put(draft, lambda known: replace(changed(known), outdated_in=tuple(sorted(used))))


@dataclass(frozen=True, slots=True)
class CreatePermissionSet(PermissionSetChange):
    """API: sso-admin.CreatePermissionSet."""

    description: str
    session_hours: int
    opens: str

    undo = "DeletePermissionSet removes it, once it is given to nobody."
    needs = ("sso:CreatePermissionSet", "sso:TagResource")

    @property
    def title(self) -> str:
        return f"Create permission set {self.name}"

    @property
    def detail(self) -> str:
        return f"{self.description} {self.session_hours} h".strip()

    def request(self, observed: Observed) -> Request:
        return self.sent(
            observed,
            "CreatePermissionSet",
            Name=self.name,
            SessionDuration=f"PT{self.session_hours}H",
            Tags=[MADE_BY_US],
            **texts(self.description, self.opens),
        )

    def predict(self, draft: Draft) -> None:
        center = self.center(draft)
        if center is not None:
            arn, duration = f"<id of permission set {self.name}>", f"PT{self.session_hours}H"
            made = KnownPermissionSet(self.name, arn, self.description, duration, self.opens, ours=True)
            self.rewrite(draft, replace(center, permission_sets=(*center.permission_sets, made)))


def texts(description: str, opens: str) -> dict[str, object]:
    """Both are left out where they are empty: AWS takes neither empty."""
    given: dict[str, object] = {"Description": description} if description else {}
    return given | ({"RelayState": opens} if opens else {})


@dataclass(frozen=True, slots=True)
class UpdatePermissionSet(PermissionSetChange):
    """API: sso-admin.UpdatePermissionSet of one of the program's own. What is left out of the call is cleared."""

    description: str
    session_hours: int
    opens: str

    undo = "UpdatePermissionSet sets it back."
    needs = ("sso:UpdatePermissionSet",)

    @property
    def title(self) -> str:
        return f"Set description and hours of permission set {self.name}"

    @property
    def detail(self) -> str:
        return f"to {self.session_hours} h"

    def request(self, observed: Observed) -> Request:
        return self.sent(
            observed,
            "UpdatePermissionSet",
            PermissionSetArn=self.arn(observed),
            SessionDuration=f"PT{self.session_hours}H",
            **texts(self.description, self.opens),
        )

    def predict(self, draft: Draft) -> None:
        duration = f"PT{self.session_hours}H"
        self.put_and_outdate(
            draft,
            lambda known: replace(
                known, description=self.description or known.description, session_duration=duration, opens=self.opens
            ),
        )


@dataclass(frozen=True, slots=True)
class AttachManagedPolicyToPermissionSet(PermissionSetChange):
    """API: sso-admin.AttachManagedPolicyToPermissionSet, of one of AWS's own policies."""

    policy_arn: str

    undo = "DetachManagedPolicyFromPermissionSet takes it out."
    needs = ("sso:AttachManagedPolicyToPermissionSet",)

    @property
    def title(self) -> str:
        return f"Put {self.policy_arn.rpartition('/')[2]} into permission set {self.name}"

    def request(self, observed: Observed) -> Request:
        arns = {"PermissionSetArn": self.arn(observed), "ManagedPolicyArn": self.policy_arn}
        return self.sent(observed, "AttachManagedPolicyToPermissionSet", **arns)

    def predict(self, draft: Draft) -> None:
        self.put_and_outdate(draft, lambda known: replace(known, policies=(*known.policies, self.policy_arn)))


@dataclass(frozen=True, slots=True)
class PutInlinePolicyToPermissionSet(PermissionSetChange):
    """API: sso-admin.PutInlinePolicyToPermissionSet: there is at most one."""

    document: str
    """Canonical JSON."""

    undo = "DeleteInlinePolicyFromPermissionSet removes it."
    needs = ("sso:PutInlinePolicyToPermissionSet",)

    @property
    def title(self) -> str:
        return f"Write the inline policy of permission set {self.name}"

    def request(self, observed: Observed) -> Request:
        parameters = {"PermissionSetArn": self.arn(observed), "InlinePolicy": self.document}
        return self.sent(observed, "PutInlinePolicyToPermissionSet", **parameters)

    def predict(self, draft: Draft) -> None:
        document = canonical(json.loads(self.document))
        self.put_and_outdate(draft, lambda known: replace(known, inline_policy=document))


@dataclass(frozen=True, slots=True)
class ProvisionPermissionSet(PermissionSetChange):
    """API: sso-admin.ProvisionPermissionSet, in every account where it is in use. Asynchronous."""

    in_management_account: bool = False

    undo = "What was changed in the permission set is changed back, and provisioned again."
    needs = ("sso:ProvisionPermissionSet",)
    typical_seconds = 20
    follows = Follows(
        "DescribePermissionSetProvisioningStatus", "PermissionSetProvisioningStatus", "ProvisionPermissionSetRequestId"
    )

    @property
    def title(self) -> str:
        return f"Bring permission set {self.name} up to date where it is in use"

    @property
    def needed_actions(self) -> tuple[str, ...]:
        return (*self.needs, *(MAKES_ROLES_THERE if self.in_management_account else ()))

    def request(self, observed: Observed) -> Request:
        everywhere = {"PermissionSetArn": self.arn(observed), "TargetType": "ALL_PROVISIONED_ACCOUNTS"}
        return self.sent(observed, "ProvisionPermissionSet", **everywhere)

    def predict(self, draft: Draft) -> None:
        self.put(draft, lambda known: replace(known, outdated_in=()))


@dataclass(frozen=True, slots=True)
class AssignmentChange(CenterChange, ABC):
    """A change of who may do what in one account. Asynchronous."""

    permission_set: str
    account: str
    """Its address, its id, or MANAGEMENT_ACCOUNT."""
    account_title: str
    principal: str
    """A user name, or the name of a group."""
    is_group: bool = False
    email: str = ""
    """The user's address, by which somebody is found who has another user name."""

    typical_seconds = 15

    @property
    def detail(self) -> str:
        return f"in {self.account_title}"

    @property
    def access(self) -> tuple[str, str, str, str]:
        """What it gives or takes away, as one thing: account, permission set, kind of principal and principal."""
        kind = "group" if self.is_group else "user"
        return (self.account.lower(), self.permission_set, kind, self.principal)

    @property
    def full_title(self) -> str:
        return f"{self.title} {self.detail}"

    @property
    def needed_actions(self) -> tuple[str, ...]:
        return (*self.needs, *(MAKES_ROLES_THERE if self.account == MANAGEMENT_ACCOUNT else ()))

    def assigned(self, observed: Observed) -> KnownAssignment:
        """The assignment as AWS would tell it, with what stands for ids that it has yet to give."""
        center = self.center(observed)
        known = center.permission_set(self.permission_set) if center else None
        arn = known.arn if known else f"<id of permission set {self.permission_set}>"
        account_id = filled(account_id_of(self.account), observed)
        return KnownAssignment(account_id, arn, self._principal_id(center))

    def _principal_id(self, center: IdentityCenter | None) -> str:
        if self.is_group:
            group = center.group_named(self.principal) if center else None
            return group.group_id if group else f"<id of group {self.principal}>"
        user = center.user_called(self.principal, self.email) if center else None
        return user.user_id if user else f"<id of user {self.principal}>"

    def sent_as(self, observed: Observed, operation: str) -> Request:
        """The call: both take the same."""
        one = self.assigned(observed)
        return self.sent(
            observed,
            operation,
            TargetId=one.account_id,
            TargetType="AWS_ACCOUNT",
            PermissionSetArn=one.permission_set_arn,
            PrincipalType="GROUP" if self.is_group else "USER",
            PrincipalId=one.principal_id,
        )


@dataclass(frozen=True, slots=True)
class CreateAccountAssignment(AssignmentChange):
    """API: sso-admin.CreateAccountAssignment. A repeat is not refused, and makes nothing twice."""

    undo = "DeleteAccountAssignment takes it away."
    needs = ("sso:CreateAccountAssignment",)
    follows = Follows(
        "DescribeAccountAssignmentCreationStatus",
        "AccountAssignmentCreationStatus",
        "AccountAssignmentCreationRequestId",
    )

    @property
    def title(self) -> str:
        return f"Give {self.principal} {self.permission_set}"

    def request(self, observed: Observed) -> Request:
        return self.sent_as(observed, "CreateAccountAssignment")

    def predict(self, draft: Draft) -> None:
        center = self.center(draft)
        if center is not None:
            assignments = center.assignments | {self.assigned(draft)}
            self.rewrite(draft, replace(center, assignments=assignments))


@dataclass(frozen=True, slots=True)
class DeleteAccountAssignment(AssignmentChange):
    """API: sso-admin.DeleteAccountAssignment."""

    undo = "CreateAccountAssignment gives it again."
    needs = ("sso:DeleteAccountAssignment",)
    follows = Follows(
        "DescribeAccountAssignmentDeletionStatus",
        "AccountAssignmentDeletionStatus",
        "AccountAssignmentDeletionRequestId",
    )

    @property
    def title(self) -> str:
        return f"Take {self.permission_set} away from {self.principal}"

    @property
    def consequence(self) -> str:
        return "Whoever is at work with it goes on until the session ends, at most 12 hours later."

    def request(self, observed: Observed) -> Request:
        return self.sent_as(observed, "DeleteAccountAssignment")

    def predict(self, draft: Draft) -> None:
        center = self.center(draft)
        if center is not None:
            assignments = center.assignments - {self.assigned(draft)}
            self.rewrite(draft, replace(center, assignments=assignments))
