"""That what the program made is there no more, as far as nobody else stands on it by now."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.accounts import MoveAccount
from state.changes.groups import DeleteGroupPolicy, PutGroupPolicy
from state.changes.roles import DeleteRole, DeleteRolePolicy
from state.changes.units import DeleteOrganizationalUnit
from state.observed import Observed
from state.observed.draft import Draft
from state.observed.settings import NOTHING
from state.page_key import PageKey
from state.setup import ROOT, parent_path
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.organization import ORGANIZATION
from wizard.claims.reads import Reads
from wizard.claims.roles import NO_SUCH_GROUP, POLICY_NAME, group_permission
from wizard.claims.settings import SettingClaim
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.policy_text import Document


@dataclass(frozen=True)
class AsItIs(Claim):
    """What taking back stands on, such as a way into an account. It is looked at, and never made for that."""

    claim: Claim

    @property
    def key(self) -> str:
        return self.claim.key

    @property
    def title(self) -> str:
        return self.claim.title

    @property
    def page(self) -> PageKey:
        return self.claim.page

    @property
    def requires(self) -> tuple[str, ...]:
        return self.claim.requires

    def assess(self, observed: Observed) -> Verdict:
        verdict = self.claim.assess(observed)
        if isinstance(verdict, Needed):
            return Blocked(
                f"This is not so any more, and nothing is made to take something back: {self.title}.",
                "Look in AWS what became of it; then undo again.",
            )
        return verdict

    def once_answered(self, draft: Draft) -> None:
        self.claim.once_answered(draft)


@dataclass(frozen=True)
class RoleIsGone(Claim):
    """A role of the management account that the program made is there no more."""

    role_name: str

    page = PageKey.ACCOUNTS
    requires = (ORGANIZATION,)

    @property
    def key(self) -> str:
        return role_gone_key(self.role_name)

    @property
    def title(self) -> str:
        return f"Role {self.role_name} is gone"

    def assess(self, observed: Observed) -> Verdict:
        role = observed.role_named(self.role_name)
        if role is None:
            return Satisfied("There is no such role.")
        added = [name for name, _ in role.inline_policies if name != POLICY_NAME]
        added += [arn.rpartition("/")[2] for arn in role.attached_policies]
        if added:
            return Blocked(
                f"Somebody gave role {role.role_name} more policies: {', '.join(sorted(added))}.",
                "Take them out in IAM of the management account if nobody needs the role; then undo again.",
            )
        if role.inline_policies:
            return Needed(DeleteRolePolicy(self.role_name, POLICY_NAME))
        return Needed(DeleteRole(self.role_name))


@dataclass(frozen=True)
class GroupMayNoLongerEnter(SettingClaim[Document]):
    """An IAM group of the management account has no longer the permission that the program gave it."""

    given: PutGroupPolicy

    page = PageKey.ACCOUNTS

    @property
    def reads(self) -> Reads[Document]:
        return group_permission(self.given.group)

    @property
    def key(self) -> str:
        return f"taken-back:{self.setting}"

    @property
    def title(self) -> str:
        return f"Group {self.given.group} may no longer assume the roles into the accounts"

    def judge(self, present: Document | None, observed: Observed) -> Verdict:
        if present is None or present == NO_SUCH_GROUP:
            return Satisfied("It has no such policy.")
        if not amounts_to_the_same(present, self.given.content(observed)):
            return Satisfied("Its policy is not what the program wrote, so it is left as it is.")
        return Needed(DeleteGroupPolicy(self.place, NOTHING, self.given.group, self.given.policy_name))


@dataclass(frozen=True)
class AccountIsBack(Claim):
    """An account that the program moved is where it was before; not one that somebody has moved since."""

    account: str
    """Address or id."""
    path: str
    """Where the program put it."""
    path_before: str

    page = PageKey.STRUCTURE
    requires = (ORGANIZATION,)

    @property
    def key(self) -> str:
        return back_key(self.account)

    @property
    def title(self) -> str:
        return f"Account {self.account} is back in {self.path_before}"

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_called(self.account)
        if account is None:
            return Satisfied("It is not in the organization.")
        if account.unit_path == self.path_before:
            return Satisfied(f"It is in {self.path_before}.")
        if account.unit_path != self.path:
            return Satisfied(f"Somebody has moved it to {account.unit_path} since, so it stays there.")
        if self.path_before != ROOT and observed.unit_at(self.path_before) is None:
            return Blocked(
                f"It was in {self.path_before}, and there is no such unit any more.",
                "Move it in AWS Organizations to where it belongs; then undo again.",
            )
        return Needed(MoveAccount(self.account, self.path_before, self.path))


@dataclass(frozen=True)
class UnitIsGone(Claim):
    """A unit that the program made is there no more, once nothing is in it."""

    path: str
    leaving: frozenset[str] = frozenset()
    """The accounts that are moved out of units, by address or id."""
    units: frozenset[str] = frozenset()
    """All units that go."""

    page = PageKey.STRUCTURE
    requires = (ORGANIZATION,)

    @property
    def key(self) -> str:
        return unit_gone_key(self.path)

    @property
    def title(self) -> str:
        return f"Organizational unit {self.path} is gone"

    def assess(self, observed: Observed) -> Verdict:
        if observed.unit_at(self.path) is None:
            return Satisfied("There is no such unit.")
        called = (observed.account_called(each) for each in self.leaving)
        leaving = {account.account_id for account in called if account is not None}
        inside = [account for account in observed.accounts if account.unit_path == self.path]
        below = [unit.path for unit in observed.units if unit.path != ROOT and parent_path(unit.path) == self.path]
        others = [account.account_name for account in inside if account.account_id not in leaving]
        others += [path for path in below if path not in self.units]
        if others:
            return Blocked(
                f"In it is what this setup did not put there: {', '.join(sorted(others))}.",
                "Move that in AWS Organizations to where it belongs; then undo again.",
            )
        if inside or below:
            return Waiting("It is emptied first.", on_whom=ANOTHER_CLAIM)
        return Needed(DeleteOrganizationalUnit(self.path))


def role_gone_key(role_name: str) -> str:
    """The key of the claim that a role of the program's is gone."""
    return f"gone:role:{role_name.lower()}"


def back_key(account: str) -> str:
    """The key of the claim that an account is where it was before the program moved it."""
    return f"back:{account.lower()}"


def unit_gone_key(path: str) -> str:
    """The key of the claim that a unit of the program's is gone."""
    return f"gone:unit:{path}"
