"""Signing in: with what is configured, and with what a person gives. boto3 is imported when somebody signs in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from state.observed import Identity
from state.saved.keyring import Secrets
from state.setup.access_key import AccessKey
from wizard.aws.given_credentials import WAYS_IN, GivenCredentials
from wizard.aws.listings import Listings
from wizard.clock import Clock
from wizard.gateway import Gateway
from wizard.gateway.world import AccessPortal, CredentialSource, DeviceSignIn, Way, WayIn

if TYPE_CHECKING:
    import boto3
    import botocore.session

    from wizard.aws.mfa import MfaCode


class Configured(Protocol):
    """What can be signed in with before anybody has given anything: a machine's profiles, or a rehearsal's people."""

    @property
    def hints(self) -> Mapping[Way, str]:
        """What is said of a way in, where that is not what is always said."""
        ...

    @property
    def device_code_first(self) -> bool:
        """Whether a browser is probably on another device than this program."""
        ...

    def sources(self) -> Iterable[CredentialSource]:
        """Most likely first. Needs no network."""
        ...

    def access_portals(self) -> tuple[AccessPortal, ...]:
        """The Identity Centers that are known."""
        ...

    def open(self, source: CredentialSource, home_region: str, code: MfaCode) -> boto3.Session:
        """A session of one of them. Raises AwsError."""
        ...

    def core(self) -> botocore.session.Session:
        """A botocore session of which nobody has credentials yet."""
        ...

    def region(self, home_region: str) -> str:
        """Which Region to call with what was given."""
        ...

    def signs_in(self) -> None:
        """Somebody signs in afresh, with whatever it is."""
        ...

    def clock_for_code(self) -> Clock:
        """The time by which a device code runs out."""
        ...


class AwsSignIn:
    """`wizard.gateway.world.SignIn` by boto3. Making one imports nothing of it and makes no call."""

    def __init__(self, configured: Configured, secrets: Secrets, clock: Clock, mfa_code: str = "") -> None:
        """`mfa_code` serves the first sign-in that takes one. What `secrets` cannot keep is not kept."""
        self._configured = configured
        self._clock = clock
        self._mfa_code = mfa_code
        self._listings = Listings()
        self._given = GivenCredentials(secrets, configured.core, configured.region)

    def sources(self) -> Iterable[CredentialSource]:
        """What was given in this run; then what is configured. Raises UnreadableState."""
        return (*self._given.sources(), *self._configured.sources())

    def ways_in(self) -> tuple[WayIn, ...]:
        """All of them."""
        return tuple(replace(each, hint=self._configured.hints.get(each.way, each.hint)) for each in WAYS_IN)

    @property
    def device_code_first(self) -> bool:
        """Whether a browser is probably on another device than this program."""
        return self._configured.device_code_first

    def use(self, source: CredentialSource, home_region: str, mfa_code: str = "") -> tuple[Identity, Gateway]:
        """Sign in with `source` and ask AWS who that is. Raises AwsError, KeyringLocked.

        A code that nothing asks for makes a session with MFA of a user's own keys.
        """
        from wizard.aws.identity import signed_in
        from wizard.aws.mfa import MfaCode, code_judged

        code = MfaCode(mfa_code or self._mfa_code)
        given, configured = self._given, self._configured
        configured.signs_in()
        try:
            with code_judged():
                session = given.session(source, home_region) or configured.open(source, home_region, code)
                ends, listings = given.ends(source), self._listings
                return signed_in(session, source, code, self._clock, configured.core, ends, listings)
        finally:
            self._mfa_code = "" if code.used else self._mfa_code

    def listen(self, tell: Callable[[str], None]) -> None:
        """Have `tell` told how far long lists are read."""
        self._listings.listen(tell)

    def access_portals(self) -> tuple[AccessPortal, ...]:
        """The Identity Centers that are known."""
        return self._configured.access_portals()

    def begin_device_sign_in(self, portal: AccessPortal) -> DeviceSignIn:
        """Ask Identity Center for a code. Blocks. Raises AwsError."""
        return self._given.begin_device_sign_in(portal, self._configured.clock_for_code())

    def take_key(self, key: AccessKey) -> CredentialSource:
        """A typed key as something to sign in with, held in memory."""
        return self._given.take_key(key)

    def keep_key(self, source: CredentialSource, identity: Identity) -> str:
        """Put a typed key into the keyring; what came of it. Raises KeyringLocked, KeyringFailed, StateNotWritable."""
        return self._given.keep_key(source, identity)

    def why_not_kept(self) -> str:
        """Why a typed key cannot be kept; '' when it can."""
        return self._given.secrets.why_not_kept()
