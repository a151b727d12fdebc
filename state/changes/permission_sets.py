"""The writes that say what may be given: permission sets, what is in them, and that it is in force where they are used.

None takes a token that would make a repeat harmless; a permission set is found again by its name.
"""

from __future__ import annotations

import json
from abc import ABC
from collections.abc import Callable
from dataclasses import dataclass, replace

from state.changes.identity_center import MAKES_ROLES_THERE, CenterChange
from state.changes.request import Follows, Request
from state.observed import Observed, canonical
from state.observed.draft import Draft
from state.observed.identity_center import KnownPermissionSet

MADE_BY_US = {"Key": "managed-by", "Value": "orgwizard"}
"""The tag of what the program made here: only that is ever changed again."""


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
