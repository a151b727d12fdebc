"""The people of a scenario, and what else there is to sign in with in a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from state.errors import OrgwizardError
from wizard.gateway.world import AccessPortal, CredentialSource, Way
from wizard.simulated.clock import SimulatedClock

if TYPE_CHECKING:
    import boto3
    import botocore.session

    from wizard.aws.mfa import MfaCode
    from wizard.simulated.aws import SimulatedAws
    from wizard.simulated.world import World

FALLBACK_REGION = "us-east-1"
PORTAL_HINT = "Made up: approved by itself in seconds."


class Rehearsed(Protocol):
    """The rehearsal that they belong to."""

    @property
    def world(self) -> World:
        """What the simulated AWS remembers."""
        ...

    @property
    def clock(self) -> SimulatedClock:
        """The time there."""
        ...

    @property
    def aws(self) -> SimulatedAws:
        """The simulated AWS."""
        ...


class ScenarioPeople:
    """`wizard.aws.sign_in.Configured` in a rehearsal: nothing of this machine is used."""

    device_code_first = False
    """The scenario's people come first, wherever the rehearsal runs."""

    def __init__(self, rehearsal: Rehearsed) -> None:
        self._rehearsal = rehearsal

    @property
    def hints(self) -> Mapping[Way, str]:
        """What to type in a rehearsal."""
        key_id, key = next(iter(self._rehearsal.world.access_keys.items()))
        return {Way.IDENTITY_CENTER: PORTAL_HINT, Way.ACCESS_KEY: f"Made up: {key_id}, {key.secret}"}

    def sources(self) -> Iterator[CredentialSource]:
        """The people of the scenario; the first is the one to rehearse as."""
        for number, each in enumerate(self._rehearsal.world.identities):
            yield CredentialSource(each.key, each.title, each.hint, preferred=number == 0)

    def open(self, source: CredentialSource, home_region: str, code: MfaCode) -> boto3.Session:
        """A session of one of the people."""
        from wizard.aws.mfa import assumed_with_code
        from wizard.aws.sessions import MFA_PROMPT, session_of
        from wizard.simulated.mfa import default_device
        from wizard.simulated.operation import Caller
        from wizard.simulated.session import simulated_session
        from wizard.simulated.world import PARTITION

        world = self._rehearsal.world
        person = next((each for each in world.identities if each.key == source.key), None)
        if person is None:
            raise OrgwizardError(
                f"Nobody in the scenario {world.scenario} is called {source.key}.",
                "Choose one of the identities that are offered.",
            )
        region, caller = home_region or FALLBACK_REGION, Caller(person.arn, person.with_mfa and not person.role_name)
        session = simulated_session(self._rehearsal.aws, caller, region)
        if not person.role_name:
            return session
        serial = default_device(caller.account_id, caller.principal.partition("/")[2])
        role_arn = f"arn:{PARTITION}:iam::{caller.account_id}:role/{person.role_name}"
        asked = code(f"{MFA_PROMPT}{serial}: ")
        return session_of(
            self.core(), assumed_with_code(session, role_arn, serial, asked, self._rehearsal.clock), region
        )

    def core(self) -> botocore.session.Session:
        """A botocore session that only the simulated AWS answers."""
        from wizard.simulated.session import simulated_core

        return simulated_core(self._rehearsal.aws)

    def region(self, home_region: str) -> str:
        """The setup's own."""
        return home_region

    def access_portals(self) -> tuple[AccessPortal, ...]:
        """The scenario's, and the organization's own once it is enabled."""
        world = self._rehearsal.world
        own = (AccessPortal(each.start_url, each.region) for each in world.centers)
        return (AccessPortal(world.portal.start_url, world.portal.region), *own)

    def signs_in(self) -> None:
        """Trouble with the old credentials is over."""
        self._rehearsal.aws.signed_in()

    def clock_for_code(self) -> SimulatedClock:
        """The rehearsal's, which sleeps again; somebody made up approves the code soon."""
        self._rehearsal.clock.stopping.clear()
        return self._rehearsal.clock
