"""Who may do what in which account: given where it is wanted, and taken away where somebody said so.

Access that others gave is left alone, and never counted as the setup's.
"""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.assignments import AssignmentChange, CreateAccountAssignment, DeleteAccountAssignment
from state.changes.base import Change
from state.observed import Observed, Section
from state.observed.draft import Draft
from state.observed.identity_center import IdentityCenter
from state.observed.settings import MANAGEMENT_ACCOUNT
from wizard.claims.accounts import account_key
from wizard.claims.base import Needed, Satisfied, Verdict, Waiting
from wizard.claims.identity_center import ENABLED, CenterClaim
from wizard.claims.organization import ORGANIZATION
from wizard.claims.people import group_key, person_key
from wizard.claims.permission_sets import permission_set_key


@dataclass(frozen=True)
class AccessGiven(CenterClaim):
    """One person or group has one permission set in one account."""

    change: CreateAccountAssignment

    @property
    def key(self) -> str:
        return ":".join(("assigned", *self.change.access))

    @property
    def title(self) -> str:
        return f"{self.change.principal} has {self.change.permission_set} in {self.change.account_title}"

    @property
    def requires(self) -> tuple[str, ...]:
        one = self.change
        principal = group_key(one.principal) if one.is_group else person_key(one.principal)
        account = ORGANIZATION if one.account == MANAGEMENT_ACCOUNT else account_key(one.account)
        return (account, permission_set_key(one.permission_set), principal)

    def judge(self, center: IdentityCenter | None, observed: Observed) -> Verdict:
        if center is not None and self.change.assigned(observed) in center.assignments:
            return Satisfied("It is given.")
        return under_way(center, self.change, observed) or Needed(self.change)

    def once_answered(self, draft: Draft) -> None:
        self.change.predict(draft)


@dataclass(frozen=True)
class AccessTakenAway(CenterClaim):
    """One person or group no longer has one permission set in one account."""

    change: DeleteAccountAssignment

    @property
    def key(self) -> str:
        return ":".join(("taken-away", *self.change.access))

    @property
    def title(self) -> str:
        return f"{self.change.principal} no longer has {self.change.permission_set} in {self.change.account_title}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ENABLED,)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (self.change,)

    def judge(self, center: IdentityCenter | None, observed: Observed) -> Verdict:
        if center is not None and self.change.assigned(observed) in center.assignments:
            return under_way(center, self.change, observed) or Needed(self.change)
        return Satisfied("It is not given.")

    def once_answered(self, draft: Draft) -> None:
        self.change.predict(draft)


def under_way(center: IdentityCenter | None, change: AssignmentChange, observed: Observed) -> Waiting | None:
    """AWS is at it, perhaps from a request whose answer was lost: a second one would be taken down beside it."""
    if center is None or change.assigned(observed) not in center.under_way:
        return None
    looked = frozenset({Section.IDENTITY_CENTER})
    return Waiting(f"AWS is carrying out: {change.full_title}.", look_again_after=5, then_look_at=looked)
