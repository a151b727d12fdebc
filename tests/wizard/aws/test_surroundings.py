"""What a review reads beside the organization: welcome where AWS tells, never waited for."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError

from state.changes.organization import CreateOrganization
from state.observed import Observed, Scope, Section, Surroundings
from state.observed.seen import Absent, Known, Unknown
from tests.wizard.aws.wire import Wire, refused
from wizard.aws.sessions import GLANCING
from wizard.gateway import EVERYTHING, READING_FOR_REVIEW, Gateway
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.settings import RegionSettings
from wizard.simulated.world import Handshake as SentHandshake

ONLY = frozenset({Section.SURROUNDINGS})
NOBODYS = refused("AWSOrganizationsNotInUseException")


def ordinary_day() -> tuple[Rehearsal, Gateway]:
    rehearsal = Rehearsal()
    _, gateway = rehearsal.sign_in.use(next(iter(rehearsal.sign_in.sources())), "eu-central-1")
    return rehearsal, gateway


def look(gateway: Gateway) -> Surroundings:
    return gateway.observe(READING_FOR_REVIEW, Scope(), Observed()).surroundings


def test_a_review_reads_quota_plan_invitations_and_root_user() -> None:
    rehearsal, gateway = ordinary_day()
    rehearsal.world.accounts["999988887777"].root_access_keys = True
    rehearsal.world.accounts["999988887777"].regions["eu-central-1"] = RegionSettings(instances=2)

    assert look(gateway) == Surroundings(
        account_quota=Known(10),
        account_plan=Known("PAID"),
        invitations_received=Known(()),
        root_access_keys=Known(value=True),
        root_mfa=Known(value=True),
        iam_users=Known(len(rehearsal.world.accounts["999988887777"].users)),
        buckets=Known(0),
        instances=Known(2),
    )


def test_an_invitation_of_this_account_into_another_organization_names_its_sender() -> None:
    rehearsal, gateway = ordinary_day()
    otto = [source for source in rehearsal.sign_in.sources() if source.key == "rehearsal:legacy"][0]  # noqa: RUF015
    rehearsal.sign_in.use(otto, "")[1].perform(CreateOrganization(), Observed())
    world = rehearsal.world
    (other,) = world.organizations
    now = rehearsal.clock.now()
    world.handshakes["h-elsewhere1"] = SentHandshake(
        "h-elsewhere1", "INVITE", other, "ACCOUNT", "999988887777", now, now + timedelta(days=15)
    )

    received = look(gateway).invitations_received

    assert isinstance(received, Known)
    assert [(each.handshake_id, each.sender_id, each.pending) for each in received.value] == [
        ("h-elsewhere1", "444455556666", True)
    ]


def test_the_owner_of_an_organization_is_not_asked_for_invitations_it_could_not_accept() -> None:
    rehearsal, gateway = ordinary_day()
    gateway.perform(CreateOrganization(), Observed())

    told = look(gateway)
    assert told.invitations_received == told.buckets == told.instances == told.iam_users == Absent()
    assert {"ListHandshakesForAccount", "ListBuckets", "DescribeInstances"}.isdisjoint(rehearsal.aws.calls)


def test_steps_do_not_look_at_it_and_what_was_read_stays() -> None:
    rehearsal, gateway = ordinary_day()
    before = gateway.observe(READING_FOR_REVIEW, Scope(), Observed())
    rehearsal.aws.calls.clear()

    after = gateway.observe(EVERYTHING, Scope(), before)

    assert after.surroundings == before.surroundings
    assert rehearsal.aws.calls["ListServiceQuotas"] == rehearsal.aws.calls["GetAccountSummary"] == 0


@pytest.mark.parametrize(
    "trouble",
    [
        refused("AccessDeniedException"),
        refused("NoSuchResourceException"),
        (500, {"__type": "InternalFailure"}),
        (404, {"message": "Not yet implemented"}),
        (200, {"Nonsense": True}),
        ConnectTimeoutError(endpoint_url="https://freetier.us-east-1.api.aws/"),
    ],
    ids=str,
)
def test_whatever_aws_does_not_tell_stays_unknown_and_is_asked_once(trouble: Any) -> None:
    wire = Wire(
        DescribeOrganization=[NOBODYS],
        ListServiceQuotas=[trouble],
        GetAccountPlanState=[trouble],
        ListHandshakesForAccount=[trouble],
        GetAccountSummary=[trouble],
        ListBuckets=[trouble],
        DescribeInstances=[trouble],
    )

    observed = wire.gateway().observe(ONLY | {Section.ORGANIZATION}, Scope(), Observed())

    seen = [getattr(observed.surroundings, field.name) for field in fields(Surroundings)]
    assert len(wire.sent) == 7
    assert not [each for each in seen if isinstance(each, Known)]
    assert all(each.what and each.remedy for each in seen if isinstance(each, Unknown))
    assert all(isinstance(each, Unknown) for each in seen)


def test_nobody_waits_longer_than_two_seconds_for_it() -> None:
    settings: Any = GLANCING

    assert settings.connect_timeout <= 1
    assert settings.read_timeout <= 2
    assert settings.retries["total_max_attempts"] == 1
