"""The writes that make and keep the roles of the management account that lead into the others."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable
from dataclasses import dataclass, replace

from state.changes.base import Change, Lane
from state.changes.request import MADE_HERE, Request
from state.observed import Observed, Role, Section, canonical
from state.observed.draft import Draft
from state.page_key import PageKey

TO_ASSUME = ("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession")
"""What a trust and a permission have to allow where people come in by federation: a source identity and transitive tags
stay with a session, and each role on the way has to take them (IAM user guide,
id_credentials_temp_control-access_monitor, id_session-tags)."""


@dataclass(frozen=True, slots=True)
class RoleChange(Change, ABC):
    """A change of one role of the management account."""

    role_name: str

    lane = Lane.IDENTITY
    touches = frozenset({Section.ROLES})
    page = PageKey.ACCOUNTS

    def rewrite(self, draft: Draft, changed: Callable[[Role], Role]) -> None:
        """Write the role down as changed, where it is there."""
        role = draft.role_named(self.role_name)
        if role is not None:
            draft.put_role(changed(role))


@dataclass(frozen=True, slots=True)
class CreateRole(RoleChange):
    """API: iam.CreateRole in the management account."""

    trust_policy: str
    """Canonical JSON."""
    description: str
    session_seconds: int = 3600
    """How long a session may last (API: iam.CreateRole, MaxSessionDuration)."""

    undo = "DeleteRole removes it."
    needs = ("iam:CreateRole", "iam:TagRole")

    @property
    def title(self) -> str:
        return f"Create role {self.role_name}"

    @property
    def detail(self) -> str:
        return "in the management account"

    def request(self, _observed: Observed) -> Request:
        parameters = {
            "RoleName": self.role_name,
            "AssumeRolePolicyDocument": self.trust_policy,
            "Description": self.description,
            "MaxSessionDuration": self.session_seconds,
            "Tags": MADE_HERE,
        }
        return Request("iam", "CreateRole", parameters)

    def predict(self, draft: Draft) -> None:
        draft.put_role(Role(self.role_name, self.trust_policy, session_seconds=self.session_seconds))


@dataclass(frozen=True, slots=True)
class UpdateAssumeRolePolicy(RoleChange):
    """API: iam.UpdateAssumeRolePolicy of one of the program's roles in the management account."""

    trust_policy: str
    """Canonical JSON."""

    undo = "UpdateAssumeRolePolicy sets it back."
    needs = ("iam:UpdateAssumeRolePolicy",)

    @property
    def title(self) -> str:
        return f"Say anew who may use role {self.role_name}"

    @property
    def consequence(self) -> str:
        return "From now on those whom the setup names may use it, and nobody else."

    def request(self, _observed: Observed) -> Request:
        parameters = {"RoleName": self.role_name, "PolicyDocument": self.trust_policy}
        return Request("iam", "UpdateAssumeRolePolicy", parameters)

    def predict(self, draft: Draft) -> None:
        self.rewrite(draft, lambda role: replace(role, trust_policy=self.trust_policy))


@dataclass(frozen=True, slots=True)
class UpdateRole(RoleChange):
    """API: iam.UpdateRole of one of the program's roles: shortens its sessions."""

    description: str
    session_seconds: int

    undo = "UpdateRole sets it back."
    needs = ("iam:UpdateRole",)

    @property
    def title(self) -> str:
        return f"Shorten the sessions of role {self.role_name}"

    @property
    def detail(self) -> str:
        return f"to {self.session_seconds // 3600} h"

    def request(self, _observed: Observed) -> Request:
        parameters = {
            "RoleName": self.role_name,
            "Description": self.description,
            "MaxSessionDuration": self.session_seconds,
        }
        return Request("iam", "UpdateRole", parameters)

    def predict(self, draft: Draft) -> None:
        self.rewrite(draft, lambda role: replace(role, session_seconds=self.session_seconds))


@dataclass(frozen=True, slots=True)
class PutRolePolicy(RoleChange):
    """API: iam.PutRolePolicy in the management account: `role_name` may assume one role in one account."""

    policy_name: str
    account: str
    """The address, or the id, of the account that `assumed_role` is in."""
    assumed_role: str

    undo = "DeleteRolePolicy removes it."
    needs = ("iam:PutRolePolicy",)

    @property
    def title(self) -> str:
        return f"Let {self.role_name} assume {self.assumed_role}"

    @property
    def detail(self) -> str:
        return f"in {self.account}"

    def document(self, observed: Observed) -> str:
        """The policy as canonical JSON, with the account's id as `observed` knows it, or a placeholder."""
        account = observed.account_called(self.account)
        account_id = account.account_id if account else f"<id of {self.account}>"
        partition = observed.identity.partition if observed.identity else "aws"
        return permission_to_assume(partition, account_id, self.assumed_role)

    def request(self, observed: Observed) -> Request:
        parameters = {
            "RoleName": self.role_name,
            "PolicyName": self.policy_name,
            "PolicyDocument": self.document(observed),
        }
        return Request("iam", "PutRolePolicy", parameters)

    def predict(self, draft: Draft) -> None:
        policy = (self.policy_name, self.document(draft))

        def with_policy(role: Role) -> Role:
            others = (each for each in role.inline_policies if each[0] != self.policy_name)
            return replace(role, inline_policies=(*others, policy))

        self.rewrite(draft, with_policy)


@dataclass(frozen=True, slots=True)
class DeleteRolePolicy(RoleChange):
    """API: iam.DeleteRolePolicy in the management account."""

    policy_name: str

    undo = "PutRolePolicy puts it back."
    needs = ("iam:DeleteRolePolicy",)

    @property
    def title(self) -> str:
        return f"Let {self.role_name} assume nothing any more"

    def request(self, _observed: Observed) -> Request:
        return Request("iam", "DeleteRolePolicy", {"RoleName": self.role_name, "PolicyName": self.policy_name})

    def predict(self, draft: Draft) -> None:
        def without_it(role: Role) -> Role:
            return replace(
                role, inline_policies=tuple(each for each in role.inline_policies if each[0] != self.policy_name)
            )

        self.rewrite(draft, without_it)


@dataclass(frozen=True, slots=True)
class DeleteRole(RoleChange):
    """API: iam.DeleteRole in the management account, once no policy is in it."""

    undo = "CreateRole makes it anew; whoever was let in by its old id has to be let in again."
    needs = ("iam:DeleteRole",)

    @property
    def title(self) -> str:
        return f"Delete role {self.role_name}"

    @property
    def detail(self) -> str:
        return "in the management account"

    def request(self, _observed: Observed) -> Request:
        return Request("iam", "DeleteRole", {"RoleName": self.role_name})

    def predict(self, draft: Draft) -> None:
        role = draft.role_named(self.role_name)
        if role is not None:
            draft.drop_role(role)


def permission_to_assume(partition: str, account_id: str, role_name: str) -> str:
    """A policy that allows to assume exactly one role, as canonical JSON."""
    statement = {
        "Sid": "AssumeOrganizationAccessRole",
        "Effect": "Allow",
        "Action": list(TO_ASSUME),
        "Resource": f"arn:{partition}:iam::{account_id}:role/{role_name}",
    }
    return canonical({"Version": "2012-10-17", "Statement": [statement]})


def trust_with_mfa(partition: str, account_id: str) -> str:
    """A trust policy for the account's own principals that signed in with MFA, as canonical JSON.

    The condition is false for sessions of Identity Center and of other roles
    (IAM user guide, id_credentials_mfa_configure-api-require).
    """
    statement = {
        "Sid": "PrincipalsOfThisAccountWithMFA",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account_id}:root"},
        "Action": list(TO_ASSUME),
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    }
    return canonical({"Version": "2012-10-17", "Statement": [statement]})
