"""What both front ends offer on the page Sign in, in which order, and what becomes of a typed key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from state.errors import KeyringFailed, KeyringLocked, StateNotWritable
from state.setup.access_key import AccessKey
from wizard.gateway.world import CredentialSource, Way, WayIn, World

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding

ROOT_KEY = (
    "This is a root user's key: nothing can limit it, and it is not kept. Make an administrator to sign in with, then "
    "delete this key."
)

KEY_OF_WHOM = "Use the key of an IAM user with administrator rights, never one of the root user."
ALLOW_AT = "Open this address in a browser, on this or any other device:"
TYPE_CODE = "and type in this code:"
PORTAL_REGION = "The Region in which Identity Center was turned on. Your administrator knows it."
NO_ACCOUNT_LETS_IN = (
    "You are signed in, but Identity Center lets you into no account. Ask your administrator to assign you to the "
    "management account, then begin again."
)


def offers(world: World, last: str = "") -> tuple[CredentialSource | WayIn, ...]:
    """What is found here first, then the other ways; where a browser is probably elsewhere, the device code first.

    `last` is the key of the credentials that were confirmed last time: they are preferred. Raises UnreadableState for
    the list of kept keys.
    """
    ways, found = world.sign_in.ways_in(), tuple(world.sign_in.sources())
    first = tuple(each for each in ways if world.sign_in.device_code_first and each.way is Way.IDENTITY_CENTER)
    if any(each.key == last for each in found):
        found = tuple(replace(each, preferred=each.key == last) for each in found)
    return (*first, *found, *(each for each in ways if each not in first))


def sign_in_with_key(onboarding: Onboarding, key: AccessKey, keep: bool) -> str:
    """Sign in with a typed key, and with `keep` put it into the keyring. Blocks. Raises AwsError.

    Returns what became of the key in whole sentences; '' when nothing has to be said. A keyring that does not work is
    no reason not to be signed in.
    """
    source = onboarding.world.sign_in.take_key(key)
    identity = onboarding.sign_in(source)
    if identity.kind == "root user":
        return ROOT_KEY
    if not keep:
        return ""
    try:
        return onboarding.world.sign_in.keep_key(source, identity)
    except (KeyringLocked, KeyringFailed, StateNotWritable) as error:
        return f"{error.message} The key is in memory only. {error.remedy}"
