"""Each permission set that is given to anybody is there, holds what the setup says, and is so in force."""

from __future__ import annotations

import json
from dataclasses import dataclass

from state.changes.base import Change
from state.changes.permission_sets import (
    AttachManagedPolicyToPermissionSet,
    CreatePermissionSet,
    ProvisionPermissionSet,
    PutInlinePolicyToPermissionSet,
    UpdatePermissionSet,
)
from state.observed import Observed, Section, canonical
from state.observed.identity_center import IdentityCenter, KnownPermissionSet
from state.setup.people import PermissionSet
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict, Waiting
from wizard.claims.identity_center import ALLOWED, CenterClaim
from wizard.policies.equality import amounts_to_the_same


def permission_set_key(name: str) -> str:
    """The key of the claim about this permission set."""
    return f"permission-set:{name}"


@dataclass(frozen=True)
class PermissionSetIsThere(CenterClaim):
    """One of the program's own is kept as the setup says. Anybody else's is taken as it is where it is equal, and never
    changed: it may be in use elsewhere."""

    wanted: PermissionSet
    partition: str
    in_management_account: bool = False
    """Whether it is given there: then roles are made with the caller's rights."""

    @property
    def key(self) -> str:
        return permission_set_key(self.wanted.name)

    @property
    def title(self) -> str:
        return f"Permission set {self.wanted.name} is there"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ALLOWED,)

    @property
    def may_need(self) -> tuple[Change, ...]:
        return (self._updated, ProvisionPermissionSet(self.wanted.name, self.in_management_account))

    @property
    def _updated(self) -> UpdatePermissionSet:
        return UpdatePermissionSet(
            self.wanted.name, self.wanted.description, self.wanted.session_hours, self.wanted.opens
        )

    @property
    def _arns(self) -> tuple[str, ...]:
        return tuple(f"arn:{self.partition}:iam::aws:policy/{name}" for name in self.wanted.policies)

    @property
    def _inline(self) -> str:
        return canonical(json.loads(self.wanted.inline_policy)) if self.wanted.inline_policy else ""

    def judge(self, center: IdentityCenter | None, _observed: Observed) -> Verdict:
        wanted, known = self.wanted, center.permission_set(self.wanted.name) if center else None
        if known is None:
            return Needed(CreatePermissionSet(wanted.name, wanted.description, wanted.session_hours, wanted.opens))
        change = self._lacks(known)
        if change is not None and not known.ours:
            return Blocked(
                f"Somebody else made the permission set {wanted.name}, and it holds something else than the setup "
                "says.",
                "Nothing of yours is overwritten: give the setup's another name, or write under permission_sets what "
                "that one holds.",
            )
        if change is not None:
            return Needed(change)
        if known.outdated_in and known.being_provisioned:
            return Waiting(
                f"AWS is bringing permission set {wanted.name} up to date where it is in use.",
                look_again_after=5,
                then_look_at=frozenset({Section.IDENTITY_CENTER}),
            )
        if known.outdated_in:
            return Needed(ProvisionPermissionSet(wanted.name, self.in_management_account))
        return Satisfied(self._evidence(known))

    def _lacks(self, known: KnownPermissionSet) -> Change | None:
        """What would have to be done for it to hold what the setup says."""
        missing = next((arn for arn in self._arns if arn not in known.policies), None)
        if missing is not None:
            return AttachManagedPolicyToPermissionSet(self.wanted.name, missing)
        if self._inline and not _same(known.inline_policy, self._inline):
            return PutInlinePolicyToPermissionSet(self.wanted.name, self._inline)
        wanted = (f"PT{self.wanted.session_hours}H", self.wanted.opens)
        described = not self.wanted.description or known.description == self.wanted.description
        if known.ours and ((known.session_duration, known.opens) != wanted or not described):
            return self._updated
        return None

    def _evidence(self, known: KnownPermissionSet) -> str:
        """What it holds; more than the setup says is left alone, and told."""
        more = [arn.rpartition("/")[2] for arn in known.policies if arn not in self._arns]
        more += [*known.more, *(["an inline policy"] if known.inline_policy and not self._inline else [])]
        beside = f" It also holds {', '.join(more)}, which the setup does not name." if more else ""
        return f"It holds {' and '.join(self._named) or 'nothing'}.{beside}"

    @property
    def _named(self) -> list[str]:
        return [*self.wanted.policies, *(["an inline policy"] if self.wanted.inline_policy else [])]


def _same(present: str, wanted: str) -> bool:
    return bool(present) and amounts_to_the_same(json.loads(present), json.loads(wanted))
