"""An organization that exists is taken in: a look that changes nothing becomes a setup that plans nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.errors import Advice, OrgwizardError
from state.observed import Observed, Scope, Section
from state.setup import Purpose, Setup
from state.setup.guardrails import Guardrails, Level
from wizard.adoption.protections import to_look_at, with_protections, with_the_log_bucket
from wizard.adoption.structure import as_it_is, members, role_names, with_roles
from wizard.adoption.things import known_to, of_everything, unknown_to, unseen_in
from wizard.errors import WrongIdentity
from wizard.gateway import Gateway
from wizard.plan import make_plan
from wizard.plan.claims import claims_of, scope_of

AT_FIRST = frozenset(
    {Section.IDENTITY, Section.ORGANIZATION, Section.UNITS, Section.ACCOUNTS, Section.CREATIONS, Section.HANDSHAKES}
)
THEN = frozenset({Section.ROLES, Section.SURVEY})
AT_LAST = frozenset({Section.READINESS, Section.POLICIES, Section.SETTINGS})
NO_GUARDRAILS = Guardrails(level=Level.NONE)


class NoOrganization(OrgwizardError):
    """There is nothing to take in."""

    remedy = "Begin a new setup instead, or sign in to the management account of the organization that is meant."


@dataclass(frozen=True, slots=True)
class Adoption:
    """An organization as a setup."""

    setup: Setup
    """Plans nothing."""
    observed: Observed
    """What it was made from."""

    @property
    def unseen(self) -> tuple[Advice, ...]:
        """What could not be looked at: it may be there or not."""
        return unseen_in(self.observed)

    @property
    def guessed(self) -> tuple[tuple[str, str, Purpose], ...]:
        """(name, id, purpose) of each account: what they are for nobody but a person can say."""
        return tuple((each.account_name, each.account_id, each.purpose) for each in self.setup.accounts)


def adopt(setup: Setup, gateway: Gateway) -> Adoption:
    """The organization around whoever is signed in as a setup with the name and the home Region of `setup`.

    Only reads. Looks inside of those accounts only that a role of this program leads into already. Raises
    NoOrganization, WrongIdentity outside of the management account, and AwsError.
    """
    observed = gateway.observe(AT_FIRST, Scope(home_region=setup.home_region), Observed())
    if observed.organization is None:
        raise NoOrganization("The account that is signed in to is in no organization.")
    if not observed.in_management_account:
        owner = observed.organization.management_account_id
        raise WrongIdentity(
            f"The account that is signed in to is a member of an organization that account {owner} owns.",
            f"Sign in to account {owner}: only there AWS tells what is in the organization.",
        )
    named = Setup(name=setup.name, home_region=setup.home_region, guardrails=NO_GUARDRAILS)
    bare = as_it_is(named, observed)
    observed = gateway.observe(THEN, Scope(role_names=role_names(observed), home_region=setup.home_region), observed)
    bare = with_the_log_bucket(bare, observed)
    with_their_roles = with_roles(bare, observed)
    observed = gateway.observe(
        AT_LAST, of_everything(scope_of(to_look_at(with_their_roles)), with_their_roles), observed
    )
    setup = _that_plans_nothing(bare, with_their_roles, observed)
    return Adoption(replace(setup, left_alone=dict(sorted(unknown_to(setup, observed).items()))), observed)


def worth_taking_in(setup: Setup, observed: Observed) -> bool:
    """Whether an organization is there, seen from its management account, with accounts that the setup knows nothing
    of."""
    if observed.organization is None or not observed.in_management_account:
        return False
    known = known_to(setup, observed)
    return any(account.account_id not in known for account in members(observed))


def _that_plans_nothing(bare: Setup, with_their_roles: Setup, observed: Observed) -> Setup:
    """As much of what holds as can be said without a change: protections and roles, or roles, or neither."""
    for found in (with_protections(with_their_roles, observed), with_their_roles, bare):
        for candidate in (found, replace(found, organization_as_it_is=True)):
            plan = make_plan(claims_of(candidate), observed)
            if not (plan.changes or plan.later):
                return candidate
    return replace(bare, organization_as_it_is=True)
