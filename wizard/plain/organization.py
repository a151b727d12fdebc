"""Sign in and Organization: who is asking, and what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from state.errors import OrgwizardError
from state.observed import Identity, Observed
from wizard.claims.base import Blocked, Needed, Satisfied, Verdict
from wizard.claims.identity import ADMINISTRATOR_STEPS, ROOT_USER
from wizard.claims.organization import ORGANIZATION
from wizard.gateway import CredentialSource, WayIn
from wizard.onboarding.ways_in import offers
from wizard.plain.conversation import Back
from wizard.plain.session import Session, counted
from wizard.plain.ways_in import WAYS, offer_mfa, sign_in_with
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of

SIGN_IN = "sign-in"

# Sign in


def sign_in(session: Session) -> None:
    """Which credentials, and whether that is the right account."""
    talk, onboarding = session.talk, session.onboarding
    if onboarding.identity is not None:
        talk.say("You are signed in:", *_identity_lines(onboarding.identity))
    while True:
        offered = offers(onboarding.realm)
        found = [isinstance(each, CredentialSource) for each in offered]
        preferred = [n for n, each in enumerate(offered) if isinstance(each, CredentialSource) and each.preferred]
        now = preferred[0] if preferred else found.index(True) if found.count(True) == 1 else None
        chosen = talk.choose("Sign in with", [f"{each.title}. {each.hint}" for each in offered], now)
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
    session.talk.say(*_identity_lines(identity))
    return _accepted(session, offer_mfa(session, identity))


def _identity_lines(identity: Identity) -> Iterator[str]:
    yield f"  Account: {identity.account_id}"
    yield f"  Alias: {identity.account_alias or 'none'}"
    yield f"  Principal: {identity.principal}"
    yield f"  Kind: {identity.kind}"
    if identity.source:
        yield f"  By: {identity.source}"
    if identity.expires_at is not None:
        yield f"  Until: {identity.expires_at:%Y-%m-%d %H:%M} UTC"


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
    if not wanted and not talk.agree(
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
    if talk.choose("Which", options, 0) == 0:
        return False
    if not typed_name(session, "to forget the other management account"):
        return False
    session.answer(replace(session.setup, management_account_id=""))
    return True


def typed_name(session: Session, purpose: str) -> bool:
    """Whether the setup's name was typed, which no habit does."""
    name = session.onboarding.name
    answer = session.talk.ask_line(f"Type {name} {purpose} (Enter for no):")
    if answer == name:
        return True
    session.talk.say("Not done." if not answer else f"That was not {name}. Not done.")
    return False


def signed_in(session: Session) -> bool:
    """Whether somebody is signed in and confirmed; says so if not."""
    onboarding = session.onboarding
    if onboarding.identity is None:
        session.talk.say("This needs AWS, and nobody is signed in yet. Step 2, Sign in, comes first.")
    elif not onboarding.identity_confirmed:
        session.talk.say("Nobody has confirmed the account yet. Step 2, Sign in, comes first.")
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
    found = session.onboarding.outlook().findings
    session.talk.say(*(f"{'Problem' if each.serious else 'Note'}: {each.what} {each.remedy}" for each in found))
    session.talk.ask_line("Enter goes on:")
    return None


def _in_words(verdict: Verdict) -> str:
    match verdict:
        case Satisfied(evidence):
            return f"{evidence} It is adopted as it is; what is in it stays."
        case Needed(change):
            return f"There is no organization yet. To be done: {change.title}, {change.detail}. {change.consequence}"
        case Blocked(reason, remedy):
            return f"Problem: {reason} {remedy}"
        case _:
            until = f" Until {verdict.until:%Y-%m-%d %H:%M} UTC." if verdict.until else ""
            return f"Waiting for {verdict.on_whom}. {verdict.reason}{until}\n{verdict.message}".rstrip()


def _what_is_there(session: Session, observed: Observed) -> Iterator[str]:
    if observed.organization is None:
        return
    wanted = {session.setup.email_of(account).lower() for account in session.setup.accounts}
    invited = {invitation.account.lower() for invitation in session.setup.invitations}
    if observed.units:
        yield f"{counted(len(observed.units), 'unit')} there: {', '.join(unit.path for unit in observed.units)}."
    if observed.accounts:
        yield f"{counted(len(observed.accounts), 'account')} in the organization:"
    for account in observed.accounts:
        if account.account_id == observed.organization.management_account_id:
            whose = "the management account"
        elif account.email.lower() in wanted or {account.account_id, account.email.lower()} & invited:
            whose = "in this setup"
        else:
            whose = "not in this setup, and left alone"
        yield f"  {account.account_id} {account.account_name}, {account.state}, in {account.unit_path}: {whose}."
