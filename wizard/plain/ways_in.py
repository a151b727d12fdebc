"""Signing in with what is not on this machine yet, one line at a time, and codes of MFA devices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from state.errors import Advice
from state.observed import Identity
from state.setup.access_key import AccessKey, access_key_id_problem, secret_access_key_problem, session_token_problem
from state.setup.pasted_key import access_key_in
from state.setup.region_rules import region_problem
from state.setup.sign_in_rules import mfa_code_problem, mfa_devices_problem, start_url_problem
from wizard.edits.questions import Offer
from wizard.errors import MfaCodeNeeded, MfaCodeRefused
from wizard.gateway.world import AccessPortal, CenterAccount, CredentialSource, DeviceSignIn, Way
from wizard.onboarding.begin_words import fresh_account
from wizard.onboarding.ways_in import (
    ALLOW_AT,
    KEY_OF_WHOM,
    NO_ACCOUNT_LETS_IN,
    PORTAL_REGION,
    TYPE_CODE,
    sign_in_with_key,
)
from wizard.plain.conversation import Back, in_order
from wizard.plain.session import Session

PASTED = "Lines such as export AWS_ACCESS_KEY_ID=... may be pasted as they are, id first."

# Codes


def sign_in_with(session: Session, source: CredentialSource, mfa_code: str = "") -> Identity:
    """Sign in, asking for the code of an MFA device for as long as AWS wants one. Raises AwsError, Back."""
    talk = session.talk
    while True:
        talk.say("Asking AWS who that is.")
        try:
            return session.onboarding.sign_in(source, mfa_code)
        except MfaCodeNeeded as error:
            talk.say(f"AWS asks for a code of the MFA device {error.serial}.")
        except MfaCodeRefused as error:
            talk.tell(error)
        mfa_code = ask_code(session)


def ask_code(session: Session) -> str:
    """The code that an MFA device shows."""
    return session.talk.require("Code, six digits", mfa_code_problem, hint="It is used once and kept nowhere.")


def offer_mfa(session: Session, identity: Identity) -> Identity:
    """Who is signed in after the person was asked for a code, if that is possible and wanted."""
    talk, source = session.talk, session.onboarding.source
    if not identity.mfa_devices or source is None:
        return identity
    talk.say("You signed in without MFA. Roles that the setup makes let in only people who used it.")
    fault = mfa_devices_problem(identity.mfa_devices)
    if fault is not None:
        talk.say(f"Note: {fault.what}", fault.remedy)
        return identity
    if not talk.agree("Give a code of your MFA device now?", True):
        return identity
    return sign_in_with(session, source, ask_code(session))


# Identity Center


def by_device_code(session: Session) -> bool:
    """Ask for the portal, show the code, wait, and ask which account and role."""
    talk, world = session.talk, session.onboarding.world
    device = world.sign_in.begin_device_sign_in(_portal(session))
    talk.say(ALLOW_AT)
    talk.show(device.address)
    talk.say(TYPE_CODE)
    talk.show(device.user_code)
    talk.say("Or open this address, which has the code in it:")
    talk.show(device.address_with_code)
    talk.say(f"The code is good for {device.seconds_left() // 60} minutes.")
    talk.ask_line("Enter when you have allowed it there (< gives up):")
    if not _waited(session, device):
        raise Back
    account = _account(session, device.accounts())
    if account is None:
        return False
    names = device.role_names(account.account_id)
    chosen = (
        0
        if len(names) == 1
        else talk.choose("Which role; it needs administrator rights", [Offer(each, each) for each in names])
    )
    sign_in_with(session, device.source(account, names[chosen]))
    return True


def _portal(session: Session) -> AccessPortal:
    talk, world = session.talk, session.onboarding.world
    known = world.sign_in.access_portals()
    first = known[0] if known else AccessPortal("", "")
    if len(known) > 1:
        options = [*(each.start_url for each in known), "Another one"]
        number = talk.choose("Which access portal", [Offer(each, each) for each in options], 0)
        first = known[number] if number < len(known) else AccessPortal("", "")
    url = talk.ask("Start URL", first.start_url, start_url_problem) if first.start_url else ""
    url = url or talk.require("Start URL, such as https://acme.awsapps.com/start", start_url_problem)
    region = first.region or session.setup.home_region
    return AccessPortal(url, talk.ask("Region of Identity Center", region, region_problem, hint=PORTAL_REGION))


def _waited(session: Session, device: DeviceSignIn) -> bool:
    """Whether it was approved. Ctrl+C gives up the waiting and nothing else."""
    session.talk.say("Waiting until it is allowed. Ctrl+C gives up.")
    try:
        return device.wait()
    except KeyboardInterrupt:
        device.cancel()
        return False


def _account(session: Session, accounts: tuple[CenterAccount, ...]) -> CenterAccount | None:
    talk = session.talk
    if not accounts:
        talk.say(NO_ACCOUNT_LETS_IN)
        return None
    if len(accounts) == 1:
        return accounts[0]
    offers = [
        Offer(each.account_id, f"{each.account_name or 'unnamed'} {each.account_id}", each.email) for each in accounts
    ]
    return accounts[talk.choose("Which account shall own the organization", offers)]


# Access keys


def by_access_key(session: Session) -> bool:
    """Ask for a key, and whether it may be kept."""
    talk, world = session.talk, session.onboarding.world
    talk.say(KEY_OF_WHOM, PASTED)
    key_id, secret, token, keep = "", "", "", False

    def ask_key_id() -> None:
        nonlocal key_id
        if key_id:  # somebody came back
            key_id = id_in(talk.ask("Access key id", key_id, lambda text: access_key_id_problem(id_in(text))))
        else:
            key_id = id_in(talk.require("Access key id", lambda text: access_key_id_problem(id_in(text))))

    def ask_secret() -> None:
        nonlocal secret
        secret = secret_in(
            talk.ask_secret(
                "Secret access key, shown as asterisks", lambda text: secret_access_key_problem(secret_in(text))
            )
        )

    def ask_token() -> None:
        nonlocal token
        if not AccessKey(key_id, secret).long_term:
            judge = partial(_token_problem, key_id)
            token = token_in(talk.ask_secret("Session token, shown as asterisks", judge, wraps=True))

    def ask_to_keep() -> None:
        nonlocal keep
        why_not = world.sign_in.why_not_kept()
        if why_not:
            talk.say(why_not)
        keep = not why_not and talk.agree("Keep it in this machine's keyring? It is put into no file.", False)

    in_order([ask_key_id, ask_secret, ask_token, ask_to_keep])
    talk.say("Asking AWS whose access key this is.")
    note = sign_in_with_key(session.onboarding, AccessKey(key_id, secret, token), keep)
    if note:
        talk.say(note)
    return True


def _token_problem(key_id: str, text: str) -> Advice | None:
    return session_token_problem(key_id, token_in(text))


def id_in(text: str) -> str:
    """The access key id that a pasted line sets, or the text itself."""
    key = access_key_in(text)
    return key.access_key_id if key else text


def secret_in(text: str) -> str:
    """The same for the secret."""
    key = access_key_in(text)
    return key.secret_access_key if key else "".join(text.split())


def token_in(text: str) -> str:
    """The same for the session token."""
    key = access_key_in(text)
    return key.session_token if key else "".join(text.split())


def without_account(session: Session) -> bool:
    """What to prepare and where to sign up."""
    for line in fresh_account():
        session.talk.show(line) if line.startswith("https:") else session.talk.say(line)
    session.talk.ask_line("Enter goes back to the credentials:")
    return False


WAYS: dict[Way, Callable[[Session], bool]] = {
    Way.IDENTITY_CENTER: by_device_code,
    Way.ACCESS_KEY: by_access_key,
    Way.NO_ACCOUNT: without_account,
}
"""Each says whether somebody is signed in now."""
