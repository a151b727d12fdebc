"""Whoever is signed in for a setup: whether they may carry it out, and what they have seen of AWS."""

from __future__ import annotations

from datetime import datetime

from state.observed import Identity, Observed, Organization, Scope, Section
from state.saved.progress import Progress
from state.setup import Setup
from wizard.adoption.things import of_everything
from wizard.checking import Checked, check
from wizard.claims.base import Blocked
from wizard.claims.identity import member_account, unfit, wrong_account
from wizard.errors import AwsError, WrongIdentity
from wizard.exports.format import YOUR_PROFILE, Reader
from wizard.gateway import EVERYTHING, READING_FOR_EXPORT, Gateway
from wizard.gateway.world import CredentialSource
from wizard.plan.claims import scope_of

FRESH_FOR = 10.0
"""Seconds for which a reading serves a run that changes nothing."""


class SignedIn:
    """One identity with its way to AWS, until somebody signs in anew."""

    def __init__(self, identity: Identity, gateway: Gateway, source: CredentialSource) -> None:
        """Asks AWS which organization the account is in. Blocks."""
        self.identity = identity
        self.gateway = gateway
        self.source = source
        """What was signed in with."""
        self.organization = organization_around(gateway)
        """The one that the identity's account is in, as far as it could be read."""
        self.observed: Observed | None = None
        """AWS as it was last seen."""
        self._whole: tuple[datetime, Scope] | None = None
        """When all that a run goes by was read last, and what of AWS was the setup's business; None where a run came
        after."""
        self.confirmed = False
        """Whether a person, or the setup, said that this is the account that shall own the organization."""

    def unfit(self, setup: Setup) -> Blocked | None:
        """Why they may carry nothing out; None when they may."""
        return unfit(self.identity, self.organization, setup.management_account_id)

    def insist_on_account(self, setup: Setup) -> None:
        """Raises WrongIdentity when they belong to another account than the setup's own."""
        planned = setup.management_account_id
        if planned and self.identity.account_id != planned:
            blocked = wrong_account(self.identity, self.organization, planned)
            raise WrongIdentity(blocked.what, blocked.remedy)

    def insist_that_it_may_own(self, setup: Setup) -> None:
        """Raises WrongIdentity when the setup knows another management account, or the account can own nothing."""
        wanted = setup.management_account_id
        if wanted and wanted != self.identity.account_id:
            raise WrongIdentity(
                f"You are signed in to account {self.identity.account_id}, but this setup's management account is "
                f"{wanted}.",
                f"Sign in to account {wanted}. If another account shall own the organization, clear the management "
                "account in the setup first.",
            )
        if self.organization is not None and self.organization.management_account_id != self.identity.account_id:
            blocked = member_account(self.identity, self.organization)
            raise WrongIdentity(blocked.what, blocked.remedy)

    def insist_that_it_owns(self, observed: Observed) -> None:
        """Raises WrongIdentity outside of the management account of the organization that was seen."""
        if observed.organization is not None and not observed.in_management_account:
            blocked = member_account(self.identity, observed.organization)
            raise WrongIdentity(blocked.what, blocked.remedy)

    def look(self, sections: frozenset[Section], scope: Scope, before: Observed) -> Observed:
        """Read AWS as it is now, and keep what was seen. Blocks. Raises AwsError."""
        self.observed = self.gateway.observe(sections, scope, before)
        self.organization = self.observed.organization
        return self.observed

    def compare(self, setup: Setup, progress: Progress | None) -> Checked:
        """Whether AWS is still as the setup has it. Blocks, and changes nothing. Raises AwsError."""
        observed = self.look(READING_FOR_EXPORT, of_everything(scope_of(setup), setup), Observed())
        return check(setup, observed, progress, self.gateway)

    def seen_whole(self, now: datetime, scope: Scope, sections: frozenset[Section]) -> None:
        """Note when these sections were read, and for which scope; what is less than all serves no run."""
        self._whole = (now, scope) if sections >= EVERYTHING else None

    def take_fresh(self, now: datetime, scope: Scope) -> Observed | None:
        """What was read last, for a run that begins now: where it is seconds old, and about the same things."""
        whole, self._whole = self._whole, None
        fresh = whole is not None and 0 <= (now - whole[0]).total_seconds() <= FRESH_FOR and whole[1] == scope
        return self.observed if fresh else None


def reader(signed_in: SignedIn | None) -> Reader:
    """Whoever is signed in, for what is made for them alone."""
    profile = signed_in.source.key.partition("profile:")[2] if signed_in else ""
    devices = signed_in.identity.mfa_devices if signed_in else ()
    return Reader(profile or YOUR_PROFILE, next(iter(devices), ""))


def organization_around(gateway: Gateway) -> Organization | None:
    """The organization that the signed-in account is in; None also where that cannot be read."""
    try:
        return gateway.observe(frozenset({Section.ORGANIZATION}), Scope(), Observed()).organization
    except AwsError:
        return None
