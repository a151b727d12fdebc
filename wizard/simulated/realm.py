"""A rehearsal: the same engine, gateway and boto3 calls against the AWS in memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from state.errors import OrgwizardError
from state.observed import Identity
from state.saved.keyring import Secrets
from state.setup.access_key import AccessKey
from wizard.aws.given_credentials import WAYS_IN, GivenCredentials
from wizard.aws.listings import Listings
from wizard.gateway import AccessPortal, CredentialSource, DeviceSignIn, Gateway, Route, Way, WayIn
from wizard.simulated.clock import SimulatedClock

if TYPE_CHECKING:
    import boto3
    import botocore.session

    from wizard.aws.mfa import MfaCode
    from wizard.simulated.session import SimulatedAws
    from wizard.simulated.world import World


FALLBACK_REGION = "us-east-1"
PORTAL_HINT = "Made up: approved by itself in seconds."


class Rehearsal:
    """A `wizard.gateway.Realm` in which nothing is real.

    A saved world is taken up again, `Climate.returns_after_hours` later than it was left. Without a `world_file`
    nothing is kept.
    """

    rehearsal = True

    def __init__(
        self, world_file: Path | None = None, scenario: str = "", speed: float = math.inf, mfa_code: str = ""
    ) -> None:
        self.world_file = world_file
        self.world = _world(world_file, scenario)
        self.clock = SimulatedClock(self.world.time, speed)
        self._listings = Listings()
        self._aws: SimulatedAws | None = None
        self._mfa_code = mfa_code
        self.given = GivenCredentials(Secrets(None), self._core)
        if world_file is not None and not world_file.exists():
            self._save(self.world)

    @property
    def aws(self) -> SimulatedAws:
        """The simulated AWS itself: what it was asked, and the weather."""
        if self._aws is None:
            from wizard.simulated.session import SimulatedAws

            self._aws = SimulatedAws(self.world, self.clock, self._save)
        return self._aws

    def credential_sources(self) -> Iterable[CredentialSource]:
        """The people of the scenario; the first is the one to rehearse as. Then what was supplied."""
        people = tuple(
            CredentialSource(each.key, each.title, each.hint, preferred=number == 0)
            for number, each in enumerate(self.world.identities)
        )
        return (*people, *self.given.sources())

    def ways_in(self) -> tuple[WayIn, ...]:
        """All of them, with what to type in a rehearsal."""
        typed = {Way.IDENTITY_CENTER: PORTAL_HINT, Way.ACCESS_KEY: self._key_hint()}
        return tuple(replace(each, hint=typed.get(each.way, each.hint)) for each in WAYS_IN)

    def _key_hint(self) -> str:
        key_id, key = next(iter(self.world.access_keys.items()))
        return f"Made up: {key_id}, {key.secret}"

    @property
    def device_code_first(self) -> bool:
        """The scenario's people come first, wherever the rehearsal runs."""
        return False

    def sign_in(self, source: CredentialSource, home_region: str, mfa_code: str = "") -> tuple[Identity, Gateway]:
        """Sign in as one of the people or with what was supplied, and ask the simulated AWS who that is."""
        from wizard.aws.mfa import MfaCode
        from wizard.aws.signing_in import signed_in

        self.aws.signed_in()
        code = MfaCode(mfa_code or self._mfa_code)
        try:
            session = self.given.session(source, home_region) or self._session_of(source, home_region, code)
            return signed_in(session, source, code, self.clock, self._core, self.given.ends(source), self._listings)
        finally:
            self._mfa_code = "" if code.used else self._mfa_code

    def _session_of(self, source: CredentialSource, home_region: str, code: MfaCode) -> boto3.Session:
        from wizard.aws.mfa import assumed_with_code
        from wizard.aws.sessions import MFA_PROMPT, session_of
        from wizard.simulated.mfa import default_device
        from wizard.simulated.operation import Caller
        from wizard.simulated.session import simulated_session
        from wizard.simulated.world import PARTITION

        person = next((each for each in self.world.identities if each.key == source.key), None)
        if person is None:
            raise OrgwizardError(
                f"Nobody in the scenario {self.world.scenario} is called {source.key}.",
                "Choose one of the identities that are offered.",
            )
        region, caller = home_region or FALLBACK_REGION, Caller(person.arn, person.with_mfa and not person.role_name)
        session = simulated_session(self.aws, caller, region)
        if not person.role_name:
            return session
        serial = default_device(caller.account_id, caller.principal.partition("/")[2])
        role_arn = f"arn:{PARTITION}:iam::{caller.account_id}:role/{person.role_name}"
        credentials = assumed_with_code(session, role_arn, serial, code(f"{MFA_PROMPT}{serial}: "), self.clock)
        return session_of(self._core(), credentials, region)

    def _core(self) -> botocore.session.Session:
        from wizard.simulated.session import simulated_core

        return simulated_core(self.aws)

    def routes(self) -> tuple[Route, ...]:
        """None: nothing leaves this machine."""
        return ()

    def access_portals(self) -> tuple[AccessPortal, ...]:
        """The scenario's, and the organization's own once it is enabled."""
        own = (AccessPortal(each.start_url, each.region) for each in self.world.centers)
        return (AccessPortal(self.world.portal.start_url, self.world.portal.region), *own)

    def begin_device_sign_in(self, portal: AccessPortal) -> DeviceSignIn:
        """Ask the simulated Identity Center for a code; somebody made up approves it soon."""
        self.start()
        return self.given.begin_device_sign_in(portal, self.clock)

    def take_key(self, key: AccessKey) -> CredentialSource:
        """A typed key as something to sign in with, held in memory."""
        return self.given.take_key(key)

    def keep_key(self, source: CredentialSource, identity: Identity) -> str:
        """Nothing of a rehearsal is kept; says so."""
        return self.given.keep_key(source, identity)

    def why_not_kept(self) -> str:
        """That this is a rehearsal."""
        return self.given.secrets.why_not_kept()

    def listen(self, tell: Callable[[str], None]) -> None:
        """Be told how far long lists are read."""
        self._listings.listen(tell)

    def come_back(self) -> None:
        """As long passes as when a saved world is taken up again."""
        self.clock.advance(self.world.climate.returns_after_hours * 3600)

    def start(self) -> None:
        """Let the clock sleep again."""
        self.clock.stopping.clear()

    def stop(self) -> None:
        """End any sleep of the clock at once."""
        self.clock.stopping.set()

    def _save(self, world: World) -> None:
        if self.world_file is not None:
            from wizard.simulated.world_file import save_world

            save_world(world, self.world_file)


def _world(world_file: Path | None, scenario: str) -> World:
    """The saved world, a while later, or a new one."""
    if world_file is None or not world_file.exists():
        from wizard.simulated.scenarios import DEFAULT, new_world

        return new_world(scenario or DEFAULT)
    from wizard.simulated.world_file import load_world

    world = load_world(world_file)
    if scenario not in ("", world.scenario):
        raise OrgwizardError(
            f"This rehearsal was begun in the scenario {world.scenario}, not {scenario}.",
            f"Go on with {world.scenario}, or discard the rehearsal to start one in {scenario}.",
        )
    world.time += timedelta(hours=world.climate.returns_after_hours)
    return world
