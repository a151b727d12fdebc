"""Where a setup is carried out, AWS itself or a rehearsal of it, and how somebody signs in there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from state.observed import Identity
from state.setup.access_key import AccessKey
from wizard.clock import Clock
from wizard.gateway import Gateway


@dataclass(frozen=True, slots=True)
class CredentialSource:
    """Somewhere that credentials may be found on this machine. Found without the network and without secrets."""

    key: str
    """`profile:acme-root`, `environment`, `rehearsal`: how the choice is remembered."""
    title: str
    """`Profile acme-root`."""
    hint: str
    """Where it comes from and when it fits, one line."""
    preferred: bool = False
    """Whether the person asked for it, or boto3 itself would use it when told nothing."""
    remedy: str = ""
    """What to do before it can be used at all; '' when nothing."""


def taken_unasked(sources: Sequence[CredentialSource]) -> CredentialSource | None:
    """What is signed in with where nobody chooses: what boto3 itself would use, or the only one that can be used.

    None of several, and None of nothing. Only where none can be used is it one of those.
    """
    preferred = [source for source in sources if source.preferred]
    choices = preferred or [source for source in sources if not source.remedy] or sources
    return choices[0] if len(choices) == 1 or preferred else None


class Way(StrEnum):
    """How somebody can sign in who has nothing on this machine yet."""

    IDENTITY_CENTER = "identity-center"
    ACCESS_KEY = "access-key"
    NO_ACCOUNT = "no-account"


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way that first asks the person for something, and ends in a source."""

    way: Way
    title: str
    hint: str
    """When it fits, one line."""


@dataclass(frozen=True, slots=True)
class CenterAccount:
    """An account that an Identity Center user may enter (API: sso.ListAccounts)."""

    account_id: str
    account_name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class AccessPortal:
    """Where an Identity Center is. Found in ~/.aws/config, or typed in; nothing about it is secret."""

    start_url: str
    region: str
    """The Identity Center's own Region, which need not be the home Region."""


@dataclass(frozen=True, slots=True)
class Route:
    """How calls reach a service from here."""

    address: str
    chosen_by: str
    """The setting that names the address; '' for AWS's own."""
    certificates: str
    """The file of the authorities that are believed."""
    certificates_by: str
    """The setting that names the file; '' for the one that comes with botocore."""


class DeviceSignIn(Protocol):
    """A sign-in to Identity Center that is approved in a browser, here or on any other device."""

    user_code: str
    address: str
    """Where the code is typed in."""
    address_with_code: str
    """The same with the code in it already."""

    def seconds_left(self) -> int:
        """How long the code is still good."""
        ...

    def wait(self) -> bool:
        """Ask until somebody has approved it; False when it was cancelled. Blocks. Raises AwsError."""
        ...

    def cancel(self) -> None:
        """End `wait` within a second. Safe to call from any thread."""
        ...

    def accounts(self) -> tuple[CenterAccount, ...]:
        """The accounts that the person may enter. Blocks. Raises AwsError."""
        ...

    def role_names(self, account_id: str) -> tuple[str, ...]:
        """The roles that the person may have there. Blocks. Raises AwsError."""
        ...

    def source(self, account: CenterAccount, role_name: str) -> CredentialSource:
        """That role as something to sign in with; its credentials are renewed for as long as the sign-in lasts."""
        ...


class SignIn(Protocol):
    """What somebody can sign in with, and signing in."""

    def sources(self) -> Iterable[CredentialSource]:
        """What could be signed in with, most likely first. Needs no network."""
        ...

    def ways_in(self) -> tuple[WayIn, ...]:
        """How to sign in with what is not on this machine yet."""
        ...

    @property
    def device_code_first(self) -> bool:
        """Whether a browser is probably on another device than this program."""
        ...

    def use(self, source: CredentialSource, home_region: str, mfa_code: str = "") -> tuple[Identity, Gateway]:
        """Use `source`, with the code of an MFA device where there is one, and ask AWS who that is.

        Raises `wizard.errors.AwsError`; MfaCodeNeeded when it takes a code and there is none.
        """
        ...

    def listen(self, tell: Callable[[str], None]) -> None:
        """From now on `tell` is given a sentence on how far a list is read: at most one a second, in any thread."""
        ...

    def access_portals(self) -> tuple[AccessPortal, ...]:
        """The Identity Centers that are known on this machine."""
        ...

    def begin_device_sign_in(self, portal: AccessPortal) -> DeviceSignIn:
        """Ask for a device code. Blocks. Raises `wizard.errors.AwsError`."""
        ...

    def take_key(self, key: AccessKey) -> CredentialSource:
        """A typed key as something to sign in with, held in memory."""
        ...

    def keep_key(self, source: CredentialSource, identity: Identity) -> str:
        """Put a typed key, which turned out to be `identity`'s, into the keyring. Returns what came of it.

        Raises KeyringLocked, KeyringFailed, StateNotWritable.
        """
        ...

    def why_not_kept(self) -> str:
        """Why a typed key cannot be kept on this machine, in one sentence; '' when it can."""
        ...


class World(Protocol):
    """Where a setup is carried out: AWS itself, or a rehearsal of it."""

    @property
    def rehearsal(self) -> bool:
        """Whether AWS is a simulated one."""
        ...

    @property
    def clock(self) -> Clock:
        """The time there."""
        ...

    @property
    def sign_in(self) -> SignIn:
        """The way in."""
        ...

    def routes(self) -> tuple[Route, ...]:
        """How what is called first would be reached from here; nothing in a rehearsal. Asks nobody.

        Raises `wizard.errors.AwsError` when a setting for it cannot be used.
        """
        ...

    def come_back(self) -> None:
        """Somebody returns after a run that ended in waiting. A rehearsal lets the time pass in between."""
        ...

    def start(self) -> None:
        """A run begins, perhaps after one that was stopped: the clock sleeps again."""
        ...

    def stop(self) -> None:
        """End any sleep of the clock at once, because the run is being stopped."""
        ...
