"""Each account can be used: its organization access role can be assumed, and IAM and the home Region answer."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.access_roles import (
    AttachAdministratorAccess,
    CreateOrganizationAccessRole,
    administrator_access,
    trust_in_account,
)
from state.observed import INVITED, Account, Observed, Section
from state.observed.draft import Draft
from state.observed.readiness import ITS_ROLE, Readiness
from state.observed.seen import Unknown
from state.page_key import PageKey
from wizard.claims.accounts import account_key
from wizard.claims.base import Blocked, Claim, NotSeen, Satisfied, Verdict, Waiting, not_seen

TRY_AGAIN_AFTER = 18
LOOKED_AT = frozenset({Section.READINESS})
POLICIES_OR_REGION = (
    "Ask whoever looks after the organization's policies: a service control policy denies it, or the Region is not "
    "enabled in the account."
)


def ready_key(reference: str) -> str:
    """The key of the claim that sees to somebody being able to step into the account with this address or id."""
    return f"ready:{reference.lower()}"


def suppose_ready(draft: Draft, reference: str) -> None:
    """Write down that the account can be stepped into."""
    account = draft.account_called(reference)
    if account is not None:
        draft.put_readiness(Readiness(account.account_id))


@dataclass(frozen=True)
class AccountIsReady(Claim):
    """Somebody of the management account can step into the account. Nothing is changed to find out."""

    account_name: str
    email: str
    organization_access_role: str

    page = PageKey.ACCOUNTS

    @property
    def key(self) -> str:
        return ready_key(self.email)

    @property
    def title(self) -> str:
        return f"Account {self.account_name} can be used"

    @property
    def requires(self) -> tuple[str, ...]:
        return (account_key(self.email),)

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_with_email(self.email)
        readiness = observed.readiness_of(account.account_id) if account else None
        if account is None or readiness is None:
            return Waiting("Nobody has stepped into it yet.", look_again_after=1, then_look_at=LOOKED_AT)
        if readiness.ready:
            return Satisfied(readiness.why)
        if observed.identity is not None and observed.identity.principal == "root":
            return Waiting(
                "A root user cannot assume roles, so nobody has stepped into it.",
                on_whom="an administrator, signed in as anything but the root user",
            )
        if readiness.final:
            return self._closed(account, readiness, observed)
        if not readiness.young:
            return not_tried(readiness)
        why = "" if readiness.missing == ITS_ROLE else f" {readiness.why}"  # until then AWS refuses as to a stranger
        return Waiting(
            f"AWS is still setting account {self.account_name} up: {readiness.missing} does not work yet. That is "
            f"normal, and usually takes 1 to 4 minutes, rarely a day.{why}",
            look_again_after=TRY_AGAIN_AFTER,
            then_look_at=LOOKED_AT,
        )

    def once_answered(self, draft: Draft) -> None:
        suppose_ready(draft, self.email)

    def _closed(self, account: Account, readiness: Readiness, observed: Observed) -> Blocked:
        """It was set up long ago, so waiting changes nothing. AWS does not say which of several reasons it has."""
        owner = observed.organization.management_account_id if observed.organization else "(unknown)"
        role = self.organization_access_role
        if readiness.missing != ITS_ROLE:
            return Blocked(
                f"Role {role} of account {account.account_id} can be assumed, but {readiness.missing} does not answer "
                f"there: {readiness.why}",
                readiness.remedy or POLICIES_OR_REGION,
            )
        reason = f"Role {role} cannot be assumed: {readiness.why}"
        if account.joined_method == INVITED:
            return Blocked(
                reason,
                f"Accounts that were invited have no such role unless somebody makes it: have the owner of account "
                f"{account.account_id} make it, trusting account {owner}; or write the name of a role that does as the "
                "account's organization_access_role in the setup.",
            )
        return Blocked(
            reason,
            f"Have an administrator of account {account.account_id} look in IAM there whether the role exists and "
            f"trusts account {owner}; if it was renamed, write its name as the account's organization_access_role in "
            "the setup. If both are right, your own identity lacks sts:AssumeRole, or a policy of the organization "
            "denies it.",
        )


@dataclass(frozen=True)
class InvitedAccountIsReady(Claim):
    """Somebody of the management account can step into an account that was invited.

    Its owner has to have made the organization access role there: AWS makes it in created accounts only (user guide,
    orgs_manage_accounts_create-cross-account-role).
    """

    reference: str
    """Its id or address."""
    organization_access_role: str

    page = PageKey.INVITATIONS

    @property
    def key(self) -> str:
        return ready_key(self.reference)

    @property
    def title(self) -> str:
        return f"Account {self.reference} can be used"

    @property
    def requires(self) -> tuple[str, ...]:
        return (account_key(self.reference),)

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_called(self.reference)
        readiness = observed.readiness_of(account.account_id) if account else None
        if account is None or readiness is None:
            return Waiting("Nobody has stepped into it yet.", look_again_after=1)
        if readiness.ready:
            return Satisfied(readiness.why)
        if not readiness.final:
            return not_tried(readiness)
        role, owner = self.organization_access_role, f"the owner of {self.reference}"
        if readiness.missing != ITS_ROLE:
            return Blocked(
                f"Role {role} of account {account.account_id} can be assumed, but {readiness.missing} does not answer "
                f"there: {readiness.why}",
                readiness.remedy or POLICIES_OR_REGION,
            )
        return Waiting(
            f"Role {role} cannot be assumed there: {readiness.why} Guardrails inside of the account wait for it.",
            on_whom=owner,
            message=access_role_message(account.account_id, role, observed),
        )

    def once_answered(self, draft: Draft) -> None:
        suppose_ready(draft, self.reference)


def not_tried(readiness: Readiness) -> NotSeen:
    """Of an account that was set up long ago, where something failed that passes: throttling, or no answer."""
    return not_seen(Unknown(readiness.why, "Start again in a few minutes.", passing=True))


def access_role_message(account: str, role_name: str, observed: Observed) -> str:
    """What to send to an invited account's owner: how to make the access role, in the console and by command."""
    owner = observed.organization.management_account_id if observed.organization else "(unknown)"
    partition = observed.identity.partition if observed.identity else "aws"
    to_make_it = (
        CreateOrganizationAccessRole(account, role_name, trust_in_account(partition, owner)),
        AttachAdministratorAccess(account, role_name, administrator_access(partition)),
    )
    commands = "\n".join(f"  {change.request(observed).aws_command}" for change in to_make_it)
    return (
        f"Please give us the role {role_name} in your AWS account {account}, which lets administrators of account "
        f"{owner} manage it.\n"
        "In the console: open IAM, choose Roles, Create role, AWS account, Another AWS account, and enter "
        f"{owner}; choose the policy AdministratorAccess; name the role {role_name}.\n"
        f"Or with the account's credentials:\n{commands}"
    )
