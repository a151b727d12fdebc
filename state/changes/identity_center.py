"""What the writes to IAM Identity Center have in common, and the one to its instance. All go to the primary Region."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass, replace

from state.changes.base import Change, Lane
from state.changes.request import Request
from state.observed import Observed, Section
from state.observed.draft import Draft
from state.observed.identity_center import IdentityCenter
from state.observed.seen import Known, value_of
from state.observed.settings import MANAGEMENT_ACCOUNT, Place
from state.page_key import PageKey

INSTANCE, IDENTITY_STORE = "<id of the Identity Center>", "<id of the identity store>"
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
