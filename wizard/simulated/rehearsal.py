"""A rehearsal: the same engine, gateway and boto3 calls against the AWS in memory."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from state.errors import OrgwizardError
from state.saved.keyring import Secrets
from wizard.aws.sign_in import AwsSignIn
from wizard.gateway.world import Route
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.people import ScenarioPeople

if TYPE_CHECKING:
    from wizard.simulated.aws import SimulatedAws
    from wizard.simulated.world import World


class Rehearsal:
    """A `wizard.gateway.world.World` in which nothing is real.

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
        self._aws: SimulatedAws | None = None
        self.sign_in = AwsSignIn(ScenarioPeople(self), Secrets(None), self.clock, mfa_code)
        if world_file is not None and not world_file.exists():
            self._save(self.world)

    @property
    def aws(self) -> SimulatedAws:
        """The simulated AWS itself: what it was asked, and the weather."""
        if self._aws is None:
            from wizard.simulated.aws import SimulatedAws

            self._aws = SimulatedAws(self.world, self.clock, self._save)
        return self._aws

    def routes(self) -> tuple[Route, ...]:
        """None: nothing leaves this machine."""
        return ()

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
    from wizard.simulated.scenarios import insist_on_a_scenario
    from wizard.simulated.world_file import load_world

    if scenario:
        insist_on_a_scenario(scenario)
    world = load_world(world_file)
    if scenario not in ("", world.scenario):
        raise OrgwizardError(
            f"This rehearsal was begun in the scenario {world.scenario}, not {scenario}.",
            f"Go on with {world.scenario}, or discard the rehearsal to start one in {scenario}.",
        )
    world.time += timedelta(hours=world.climate.returns_after_hours)
    return world
