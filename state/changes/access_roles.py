"""The writes that give an invited account the access role that AWS makes in created ones only, and the one that says
anew whom it lets in.

The former are made with the invited account's own credentials (user guide,
orgs_manage_accounts_create-cross-account-role).
"""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass, field, replace
from typing import Any

from state.changes.base import Change, Lane
from state.changes.request import MADE_HERE, Request
from state.changes.roles import TO_ASSUME
from state.changes.settings import OneSetting
from state.observed import Observed, Role, Section, canonical
from state.observed.draft import Draft
from state.page_key import PageKey


@dataclass(frozen=True, slots=True)
class AccessRoleChange(Change, ABC):
    """A change of the organization access role in an invited account."""

    account_id: str
    """The invited account."""
    role_name: str

    lane = Lane.IDENTITY
    touches = frozenset({Section.ROLES})
    page = PageKey.INVITATIONS


@dataclass(frozen=True, slots=True)
class CreateOrganizationAccessRole(AccessRoleChange):
    """API: iam.CreateRole in an invited account."""

    trust_policy: str
    """Canonical JSON; see `trust_in_account`."""

    undo = "DeleteRole removes it."
    needs = ("iam:CreateRole", "iam:TagRole")

    @property
    def title(self) -> str:
        return f"Create role {self.role_name}"

    @property
    def detail(self) -> str:
        return f"in account {self.account_id}"

    @property
    def consequence(self) -> str:
        return "It is for the management account, as in the accounts that the organization creates."

    def request(self, _observed: Observed) -> Request:
        parameters: dict[str, Any] = {"RoleName": self.role_name, "AssumeRolePolicyDocument": self.trust_policy}
        return Request("iam", "CreateRole", parameters | {"Tags": MADE_HERE})

    def predict(self, draft: Draft) -> None:
        draft.put_role(Role(self.role_name, self.trust_policy))


@dataclass(frozen=True, slots=True)
class AttachAdministratorAccess(AccessRoleChange):
    """API: iam.AttachRolePolicy of AWS's own policy AdministratorAccess in an invited account."""

    policy_arn: str
    """See `administrator_access`."""

    undo = "DetachRolePolicy takes it away."
    needs = ("iam:AttachRolePolicy",)

    @property
    def title(self) -> str:
        return f"Make {self.role_name} an administrator"

    @property
    def detail(self) -> str:
        return f"of account {self.account_id}"

    @property
    def consequence(self) -> str:
        return "Whoever the management account lets assume the role may then do everything in this account."

    def request(self, _observed: Observed) -> Request:
        return Request("iam", "AttachRolePolicy", {"RoleName": self.role_name, "PolicyArn": self.policy_arn})

    def predict(self, draft: Draft) -> None:
        role = draft.role_named(self.role_name)
        if role is not None:
            draft.put_role(replace(role, attached_policies=(*role.attached_policies, self.policy_arn)))


NAMED_ONLY = "NamedCallersOnly"
"""The id of the statement that a narrowed trust consists of."""
BREAK_GLASS = "BreakGlassUsersWithMFA"
"""The id of the one beside it, for the day on which Identity Center does not work."""


@dataclass(frozen=True, slots=True)
class UpdateAccessRoleTrust(OneSetting):
    """API: iam.UpdateAssumeRolePolicy of the organization access role, made through that role itself.

    The session that makes it outlives it by up to an hour, so the old trust can be put back where the new one turns
    out to shut everybody out.
    """

    before: str = field(default="", compare=False)
    """The trust as it was, as JSON: the way back, kept in the journal."""

    name = "access-role-trust"
    undo = "UpdateAssumeRolePolicy sets it back, by anybody whom the role still lets in."
    needs = ("iam:UpdateAssumeRolePolicy",)
    page = PageKey.GUARDRAILS
    proven = True
    typical_seconds = 90

    @property
    def title(self) -> str:
        if NAMED_ONLY in self.value:
            return f"Let only named callers use {self.place.role_name}"
        return f"Let the whole management account use {self.place.role_name} again"

    @property
    def loosens(self) -> bool:
        return NAMED_ONLY not in self.value

    @property
    def consequence(self) -> str:
        return (
            "The role is then assumed anew three times. Where that fails for ten minutes, the old trust is put back "
            "with the session that is still open."
        )

    def request(self, observed: Observed) -> Request:
        return self.trusting(observed, canonical(self.content(observed)))

    def trusting(self, observed: Observed, trust: str) -> Request:
        """The call that writes this trust, such as the old one again."""
        parameters = {"RoleName": self.place.role_name, "PolicyDocument": trust}
        return self.sent_inside(observed, "iam", "UpdateAssumeRolePolicy", parameters)


def administrator_access(partition: str) -> str:
    """The ARN of AWS's own policy."""
    return f"arn:{partition}:iam::aws:policy/AdministratorAccess"


def trust_in_account(partition: str, account_id: str) -> str:
    """The trust policy that AWS itself gives an organization access role, as canonical JSON, and what lets in those
    who come by federation."""
    principal = {"AWS": f"arn:{partition}:iam::{account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": list(TO_ASSUME)}
    return canonical({"Version": "2012-10-17", "Statement": [statement]})
