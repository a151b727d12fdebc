"""The gateways that the contract is checked against: moto over HTTP, and the simulated AWS in memory."""

from __future__ import annotations

from typing import NamedTuple

import boto3
import pytest

from state.observed import Identity, Observed, Scope, Section
from tests.moto_server import emptied
from tests.moto_server import moto_url as moto_url
from wizard.aws.gateway import AwsGateway
from wizard.aws.sessions import identify, unconfigured
from wizard.clock import SystemClock
from wizard.gateway import EVERYTHING, Gateway
from wizard.simulated.rehearsal import Rehearsal


class Aws(NamedTuple):
    """A fresh AWS with one account in no organization, and somebody signed in there."""

    identity: Identity
    gateway: Gateway
    sections: frozenset[Section]
    """What this AWS can be asked for; moto 5.2 knows no handshakes at all."""
    refuses_twins: bool
    """Whether a second unit of the same name is refused; moto 5.2 makes it."""

    def look(
        self, *role_names: str, sections: frozenset[Section] | None = None, so_far: Observed | None = None
    ) -> Observed:
        """A reading of everything this AWS can be asked for, or of some sections on top of another reading."""
        return self.gateway.observe(sections or self.sections, Scope(frozenset(role_names)), so_far or Observed())


@pytest.fixture(params=["moto", "simulated"])
def aws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Aws:
    if request.param == "simulated":
        rehearsal = Rehearsal()
        identity, gateway = rehearsal.sign_in.use(next(iter(rehearsal.sign_in.sources())), "eu-west-1")
        return Aws(identity, gateway, EVERYTHING, refuses_twins=True)
    url = request.getfixturevalue("moto_url")
    emptied(url)
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "example", region_name="eu-west-1", botocore_session=unconfigured())
    identity = identify(session)
    return Aws(
        identity, AwsGateway(session, identity, SystemClock()), EVERYTHING - {Section.HANDSHAKES}, refuses_twins=False
    )
