"""Sign in and Organization: who is asking, and what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from state.errors import OrgwizardError
from state.observed import Account, Identity, Observed
from state.page_key import PageKey
from state.setup import Setup
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict
from wizard.claims.identity import ADMINISTRATOR_STEPS, ROOT_USER
from wizard.claims.organization import ORGANIZATION
from wizard.edits.questions import Offer
from wizard.errors import CredentialsExpired, NoCredentials
from wizard.exit_status import FAILED
from wizard.gateway.world import CredentialSource, WayIn
from wizard.narration import identity_line, waiting_words
from wizard.onboarding.ways_in import offers
from wizard.pages import page_named
from wizard.plain.conversation import FEW, Back
from wizard.plain.session import Session, counted
from wizard.plain.ways_in import WAYS, offer_mfa, sign_in_with
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of
from wizard.plan.finding import Finding

SIGN_IN = PageKey.SIGN_IN
FIRST = f"First comes {page_named(SIGN_IN).reference}."

# Sign in


def sign_in(session: Session, expired: bool = False) -> None:
    """Which credentials, and whether that is the right account. `expired`: whoever was signed in no longer is."""
    talk, onboarding = session.talk, session.onboarding
    if onboarding.identity is not None and not expired:
        talk.say(f"You are signed in: {identity_words(onboarding.identity)}.")
    while True:
        offered = offers(onboarding.world, onboarding.way_in)
        found = [isinstance(each, CredentialSource) for each in offered]
        preferred = [n for n, each in enumerate(offered) if isinstance(each, CredentialSource) and each.preferred]
        now = preferred[0] if preferred else found.index(True) if found.count(True) == 1 else None
        chosen = talk.choose("Sign in with", [Offer(each.title, each.title, each.hint) for each in offered], now)
        try:
            if _signed_in_with(session, offered[chosen]):
                return
        except Back:
            talk.say("Back at the credentials.")
        except OrgwizardError as error:
            talk.tell(error)


def _signed_in_with(session: Session, offer: CredentialSource | WayIn) -> bool:
    """Whether somebody is signed in that way now, and to the right account."""
    onboarding = session.onboarding
    if isinstance(offer, WayIn):
        if not WAYS[offer.way](session):
            return False
    else:
        sign_in_with(session, offer)
    identity = onboarding.identity
    if identity is None:
        return False
    session.talk.say(f"Signed in: {identity_words(identity)}.")
    return _accepted(session, offer_mfa(session, identity))


def identity_words(identity: Identity) -> str:
    """Who that is, by what, and until when."""
    by = f", by {identity.source}" if identity.source else ""
    until = f", until {identity.expires_at:%Y-%m-%d %H:%M} UTC" if identity.expires_at is not None else ""
    return f"{identity_line(identity)}{by}{until}"


def _accepted(session: Session, identity: Identity) -> bool:
    """Whether this account shall own the organization."""
    talk, onboarding = session.talk, session.onboarding
    wanted = session.setup.management_account_id
    unfit = onboarding.unfit
    if unfit is not None and (not wanted or wanted == identity.account_id):
        talk.say(f"Problem: {unfit.what}", unfit.remedy)
        if identity.kind == ROOT_USER:
            talk.say(*(f"  {number}. {step}" for number, step in enumerate(ADMINISTRATOR_STEPS, start=1)))
        return False
    if onboarding.identity_confirmed:
        talk.say("This is the management account of the setup.")
        return True
    if wanted and not _instead(session, wanted, identity):
        return False
    if not wanted and any(each.account == identity.account_id for each in session.setup.invitations):
        talk.say(f"Problem: this setup invites account {identity.account_id}, so it cannot own the organization too.")
        if not typed_name(session, "if it shall own the organization all the same"):
            return False
    elif not wanted and not talk.agree(
        f"Shall account {identity.account_id} own the organization and pay for every account in it? This cannot be "
        "changed later."
    ):
        return False
    onboarding.confirm_identity()
    talk.say(f"Account {identity.account_id} is the management account.")
    return True


def _instead(session: Session, wanted: str, identity: Identity) -> bool:
    """Whether this account shall take the place of the one confirmed before; that one is forgotten then."""
    talk = session.talk
    talk.say(
        f"This is account {identity.account_id}, but the setup's management account is {wanted}. "
        "Nothing is changed in any other account."
    )
    options = [f"Sign in to account {wanted} with other credentials", f"Let {identity.account_id} own it instead"]
    if talk.choose("Which", [Offer(each, each) for each in options], 0) == 0:
        return False
    if not typed_name(session, "to forget the other management account"):
        return False
    session.answer(replace(session.setup, management_account_id=""))
    return True


def typed_name(session: Session, purpose: str) -> bool:
    """Whether the setup's name was typed, which no habit does."""
    name = session.onboarding.name
    answer = session.talk.ask_afresh(f"Type {name} {purpose} (Enter for no):")
    if answer == name:
        return True
    session.talk.say("Not done." if not answer else f"That was not {name}. Not done.")
    return False


def signed_in(session: Session) -> bool:
    """Whether somebody is signed in and confirmed; says so if not."""
    onboarding = session.onboarding
    if onboarding.identity is None:
        session.talk.say(f"This needs AWS, and nobody is signed in yet. {FIRST}")
    elif not onboarding.identity_confirmed:
        session.talk.say(f"Nobody has confirmed the account yet. {FIRST}")
    return onboarding.identity_confirmed


# Organization


def organization(session: Session) -> str | None:
    """What AWS shows."""
    if not signed_in(session):
        return SIGN_IN
    session.talk.say("Looking at AWS.")
    observed = session.onboarding.look()
    assessed = assess_all(claims_of(session.setup), observed)
    session.talk.say(*(_in_words(verdict) for claim, verdict in assessed if claim.key == ORGANIZATION))
    session.talk.say(*_what_is_there(session, observed))
    tell_findings(session, session.onboarding.outlook().findings)
    if session.onboarding.can_adopt and session.talk.agree(TAKE_IN, False, hint=TAKE_IN_HINT):
        adoption = session.onboarding.adopt()
        session.answer(adoption.setup)
        session.onboarding.look()  # so that every page tells how AWS stands to what has become the answers
        guesses = (f"{name}, {account_id}: {purpose}." for name, account_id, purpose in adoption.guessed)
        session.talk.say("Taken in. What each account is for is guessed:", *guesses)
        return PageKey.ACCOUNTS
    return None


TAKE_IN = "Shall this setup become what is there already?"
TAKE_IN_HINT = (
    "The units, accounts, roles and guardrails that AWS has become the answers, so that a plan changes nothing. From "
    "there each account is given its role and guardrails on its own. undo takes it back."
)


def tell_findings(session: Session, findings: Sequence[Finding]) -> None:
    """What is serious with what to do about it, and of the rest what it is."""
    serious = [finding for finding in findings if finding.serious]
    session.talk.say(*(f"Problem: {finding}" for finding in serious))
    session.talk.say(*(f"Note: {finding.what}" for finding in findings if not finding.serious))


def _in_words(verdict: Verdict) -> str:
    match verdict:
        case Satisfied(evidence):
            return f"{evidence} It is adopted as it is; what is in it stays."
        case Needed(change):
            return f"There is no organization yet. To be done: {change.title}, {change.detail}. {change.consequence}"
        case Blocked(reason, remedy):
            return f"Problem: {reason} {remedy}"
        case _:
            return waiting_words(verdict)


def _what_is_there(session: Session, observed: Observed) -> Iterator[str]:
    """Units and accounts in a line each; of accounts that the setup does not know, their names too."""
    if observed.organization is None:
        return
    if observed.units:
        yield f"{counted(len(observed.units), 'unit')} there: {', '.join(unit.path for unit in observed.units)}."
    owner = observed.organization.management_account_id
    members = [account for account in observed.accounts if account.account_id != owner]
    foreign = [account for account in members if not _in_this_setup(session.setup, account)]
    if members:
        known = len(members) - len(foreign)
        yield f"{counted(len(members), 'account')} beside the management account, {known} of this setup."
    if foreign:
        told = "; ".join(f"{account.account_name} {account.account_id}" for account in foreign[:FEW])
        more = f"; and {len(foreign) - FEW} more" if len(foreign) > FEW else ""
        yield f"Not in this setup, and left alone: {told}{more}."


def _in_this_setup(setup: Setup, account: Account) -> bool:
    wanted = {setup.email_of(each).lower() for each in setup.accounts}
    invited = {invitation.account.lower() for invitation in setup.invitations}
    return account.email.lower() in wanted or bool({account.account_id, account.email.lower()} & invited)


Result = TypeVar("Result")


def with_fresh_credentials(session: Session, work: Callable[[], Result]) -> Result:
    """Do it; where the sign-in ends half-way, pause, sign in again right here, and go on."""
    while True:
        try:
            return work()
        except (CredentialsExpired, NoCredentials) as error:
            session.talk.tell(error)
            session.talk.say("Paused. Nothing is lost. Sign in again, and this goes on; < leaves it paused.")
            before, session.status = session.status, FAILED
            sign_in(session, expired=True)
            session.status = before
