"""A simulated AWS to make plain boto3 calls to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.wizard.simulated.signing import ANNA, Aws
from wizard.simulated.aws import SimulatedAws
from wizard.simulated.clock import SimulatedClock
from wizard.simulated.scenarios import new_world
from wizard.simulated.weather import Rule

Opening = Callable[..., Aws]


@pytest.fixture
def opening() -> Opening:
    """Makes a simulated AWS in the named scenario, with rules of the test's own."""

    def make(scenario: str = "default", *rules: Rule, **climate: Any) -> Aws:
        world = new_world(scenario)
        world.rules.extend(rules)
        for key, value in climate.items():
            setattr(world.climate, key, value)
        return Aws(SimulatedAws(world, SimulatedClock(world.time)), ANNA)

    return make


@pytest.fixture
def aws(opening: Opening) -> Aws:
    """An ordinary day, before there is an organization."""
    return opening()


@pytest.fixture
def organization(aws: Aws) -> Aws:
    """An ordinary day, with an empty organization."""
    aws.organizations.create_organization(FeatureSet="ALL")
    return aws
