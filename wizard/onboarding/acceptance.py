"""An invitation accepted right here, by somebody who holds credentials of the invited account too.

Two identities are at work then, and they never meet. An `Acceptance` has a gateway of its own, made from the invited
account's credentials and dropped with it; the onboarding's own identity, gateway and reading stay as they are, and
nothing of the second identity is kept anywhere. What it does are changes like any other: planned, shown, approved, and
run by the same engine. They have a journal of their own, one for each invited account, because what was begun with one
identity has to be followed up with that identity: a CreateAccount left open by the management account must not be
looked for with the invited account's credentials, nor the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from state.changes.base import Change
from state.errors import WrongInput
from state.observed import Identity, Observed, Scope
from state.saved.journal import Journal
from state.setup import Setup, is_account_id
from state.setup.guardrails import Item
from wizard.claims.acceptance import InvitationAnswered, OrganizationAccessRoleExists
from wizard.claims.base import Claim
from wizard.clock import Clock
from wizard.edits.invitations import invitation_of
from wizard.engine import run
from wizard.engine.events import Event
from wizard.errors import WrongIdentity
from wizard.gateway import EVERYTHING, Gateway
from wizard.guardrails.second_trails import in_accounts, not_seen_in_accounts
from wizard.plan import Plan, make_plan
from wizard.plan.finding import Finding

FOR_THIS_ALONE = "They are used for this alone: your own sign-in stays as it is, and nothing of them is kept."
NO_CREDENTIALS = "No AWS credentials were found on this machine."
"""Said by both faces before somebody signs in as the invited account."""


class Acceptance:
    """One invited account's side of one invitation, signed in with that account's own credentials."""

    def __init__(
        self,
        setup: Setup,
        account: str,
        identity: Identity,
        gateway: Gateway,
        journal: Journal,
        clock: Clock,
        with_access_role: bool,
    ) -> None:
        """`account` is the id or address that the setup invites; `journal` one of its own."""
        self.identity = identity
        """Whose credentials these are; to be shown before anything is approved."""
        account_id, owner = identity.account_id, setup.management_account_id
        access_role = OrganizationAccessRoleExists(account_id, owner, setup.organization_access_role)
        before: tuple[Claim, ...] = (access_role,) if with_access_role else ()
        joined = InvitationAnswered(account_id, owner, account, tuple(claim.key for claim in before))
        self._claims: tuple[Claim, ...] = (*before, joined)
        roles = frozenset({setup.organization_access_role} if with_access_role else ())
        recorded = setup.applies(Item.AUDIT_TRAIL)
        self._scope = Scope(roles, invited=True, home_region=setup.home_region if recorded else "")
        self._gateway = gateway
        self._journal = journal
        self._clock = clock

    def plan(self) -> Plan:
        """What accepting would do. Blocks. Raises AwsError."""
        observed = self._gateway.observe(EVERYTHING, self._scope, Observed())
        advice = (*in_accounts(observed), *not_seen_in_accounts(observed))
        told = (Finding(each.what, each.remedy, serious=False) for each in advice)
        return replace(make_plan(self._claims, observed), findings=tuple(told))

    def run(self, approved: frozenset[Change]) -> Iterator[Event]:
        """Do what was approved. Blocks between events; see `wizard.engine.run`."""
        yield from run(self._claims, self._scope, self._gateway, self._journal, self._clock, approved)


def insist_on_an_invitation(setup: Setup, account: str) -> None:
    """Raises WrongInput where the setup does not invite it."""
    if invitation_of(setup, account) is None:
        raise WrongInput(
            f"The setup invites no account {account}.",
            f"Name one of {', '.join(each.account for each in setup.invitations) or 'its invitations'}.",
        )


def check_that_it_is_invited(setup: Setup, account: str, identity: Identity) -> None:
    """Raises WrongIdentity when these are not the credentials of the account that was invited.

    An account invited by address shows no id before it has joined: the invitation that it received has to tell.
    """
    owner = setup.management_account_id
    if not owner:
        raise WrongIdentity(
            "This setup has no management account yet, so nobody can have been invited.",
            "Apply the setup with the management account first.",
        )
    if identity.account_id == owner:
        raise WrongIdentity(
            f"These are credentials of account {owner}, which owns the organization and was not invited.",
            f"Choose credentials of account {account}.",
        )
    another = any(each.account == identity.account_id != account for each in setup.invitations)
    if another or (is_account_id(account) and identity.account_id != account):
        raise WrongIdentity(
            f"These are credentials of account {identity.account_id}, not of the invited account {account}.",
            f"Choose credentials of account {account}.",
        )
