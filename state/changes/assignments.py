"""The writes that say who may do what in which account: a permission set is given to somebody, or taken away."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass, replace

from state.changes.identity_center import MAKES_ROLES_THERE, CenterChange
from state.changes.request import Follows, Request
from state.observed import Observed
from state.observed.draft import Draft
from state.observed.identity_center import IdentityCenter, KnownAssignment
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.observed.stand_ins import account_id_of, filled


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
