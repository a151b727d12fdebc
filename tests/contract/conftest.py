"""The gateways that the contract is checked against: moto over HTTP, and the simulated AWS in memory."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from typing import NamedTuple

import boto3
import pytest
from moto.server import ThreadedMotoServer

from state.observed import Identity, Observed, Scope, Section
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


@pytest.fixture(scope="session")
def moto_url() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["moto", "simulated"])
def aws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Aws:
    if request.param == "simulated":
        rehearsal = Rehearsal()
        identity, gateway = rehearsal.sign_in.use(next(iter(rehearsal.sign_in.sources())), "eu-west-1")
        return Aws(identity, gateway, EVERYTHING, refuses_twins=True)
    url = request.getfixturevalue("moto_url")
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()  # noqa: S310
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "example", region_name="eu-west-1", botocore_session=unconfigured())
    identity = identify(session)
    return Aws(
        identity, AwsGateway(session, identity, SystemClock()), EVERYTHING - {Section.HANDSHAKES}, refuses_twins=False
    )
