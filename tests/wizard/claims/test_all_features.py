"""From consolidated billing to all features: ask, wait for everybody, switch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from state.changes.all_features import EnableAllFeatures, FinalizeAllFeatures
from state.observed import Account, Identity, Observed, Organization, Scope, Section
from state.observed.handshake import Handshake
from tests.drafting import after
from tests.wizard.aws.wire import IDENTITY, Wire
from wizard.claims.base import Blocked, Needed, Satisfied, Waiting
from wizard.claims.organization import OrganizationExists
from wizard.plan import make_plan

OWNER = IDENTITY.account_id
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CLAIM = OrganizationExists("")
BILLING = Observed(
    identity=Identity(OWNER, f"arn:aws:iam::{OWNER}:user/anna"),
    organization=Organization("o-1", "", "CONSOLIDATED_BILLING", OWNER, ""),
    accounts=(
        Account(OWNER, "root", "root@example.com", "ACTIVE", "INVITED"),
        Account("222222222222", "made", "made@example.com", "ACTIVE", "CREATED"),
        Account("333333333333", "partner", "partner@example.com", "ACTIVE", "INVITED"),
        Account("444444444444", "gone", "gone@example.com", "CLOSED", "INVITED"),
    ),
)


def handshake(
    number: int, target: str = "", state: str = "REQUESTED", action: str = "ENABLE_ALL_FEATURES"
) -> Handshake:
    requested_at = NOON + timedelta(minutes=number)
    return Handshake(f"h-{number}", state, target, requested_at, requested_at + timedelta(days=90), action)


def with_handshakes(*handshakes: Handshake) -> Observed:
    return replace(BILLING, handshakes=handshakes)


def test_all_features_are_asked_for_first() -> None:
    assert CLAIM.assess(BILLING) == Needed(EnableAllFeatures())
    assert EnableAllFeatures().irreversible
    assert FinalizeAllFeatures().irreversible


@pytest.mark.parametrize("state", ["CANCELED", "EXPIRED"])
def test_a_request_that_came_to_nothing_is_made_again(state: str) -> None:
    assert CLAIM.assess(with_handshakes(handshake(1, state=state))) == Needed(EnableAllFeatures())


def test_it_waits_for_the_owners_of_invited_accounts_who_can_do_it_with_the_message() -> None:
    verdict = CLAIM.assess(with_handshakes(handshake(1), handshake(2, "333333333333")))

    assert isinstance(verdict, Waiting)
    assert verdict.on_a_person
    assert verdict.on_whom == "the owner of 333333333333"
    assert verdict.until == NOON + timedelta(days=90, minutes=1)
    assert "aws organizations accept-handshake --handshake-id h-2" in verdict.message
    assert OWNER in verdict.message


def test_an_invited_account_whose_request_does_not_show_yet_is_waited_for_too() -> None:
    verdict = CLAIM.assess(with_handshakes(handshake(1)))

    assert isinstance(verdict, Waiting)
    assert "333333333333" in verdict.reason
    assert "222222222222" not in verdict.reason
    assert "444444444444" not in verdict.reason


@pytest.mark.parametrize(
    "final",
    [
        handshake(1),
        handshake(1, state="OPEN"),
        handshake(3, action="APPROVE_ALL_FEATURES"),
        handshake(3, state="OPEN", action="APPROVE_ALL_FEATURES"),
    ],
    ids=lambda final: f"{final.action} {final.state}",
)
def test_with_every_approval_the_switch_is_made_under_either_of_its_names(final: Handshake) -> None:
    observed = with_handshakes(final, handshake(2, "333333333333", "ACCEPTED"))

    assert CLAIM.assess(observed) == Needed(FinalizeAllFeatures())
    assert FinalizeAllFeatures().request(observed).parameters == {"HandshakeId": final.handshake_id}


def test_the_final_confirmation_is_preferred_to_the_request_it_follows() -> None:
    observed = with_handshakes(handshake(1, state="OPEN"), handshake(3, action="APPROVE_ALL_FEATURES"))

    assert FinalizeAllFeatures().request(observed).parameters == {"HandshakeId": "h-3"}


def test_an_account_that_refused_an_earlier_request_and_approved_the_new_one_has_approved() -> None:
    observed = with_handshakes(
        handshake(1, "333333333333", "DECLINED"), handshake(2), handshake(3, "333333333333", "ACCEPTED")
    )

    assert CLAIM.assess(observed) == Needed(FinalizeAllFeatures())


@pytest.mark.parametrize("state", ["DECLINED", "EXPIRED"])
def test_a_refusal_is_told_with_a_way_out(state: str) -> None:
    verdict = CLAIM.assess(with_handshakes(handshake(1), handshake(2, "333333333333", state)))

    assert isinstance(verdict, Blocked)
    assert f"333333333333 ({state})" in verdict.what
    assert "aws organizations cancel-handshake --handshake-id h-1" in verdict.remedy


def test_the_plan_asks_now_and_switches_later_and_then_nothing_is_left() -> None:
    plan = make_plan((CLAIM,), BILLING)
    last, before = plan.later[-1]

    assert [change for change, _ in plan.changes] == [EnableAllFeatures()]
    assert [change for change, _ in plan.later] == [FinalizeAllFeatures()]
    assert isinstance(CLAIM.assess(after(before, last)), Satisfied)


def test_without_invited_accounts_the_switch_is_made_at_once() -> None:
    alone = replace(BILLING, accounts=BILLING.accounts[:2])

    assert [change for change, _ in make_plan((CLAIM,), alone).changes] == [EnableAllFeatures(), FinalizeAllFeatures()]


def test_requests_for_all_features_are_no_invitations() -> None:
    observed = with_handshakes(handshake(1), handshake(2, "333333333333"))

    assert observed.latest_invitation("333333333333") is None


def listed(handshake_id: str, action: str, *parties: tuple[str, str]) -> dict[str, Any]:
    return {
        "Id": handshake_id,
        "Parties": [{"Type": kind, "Id": identifier} for kind, identifier in parties],
        "State": "REQUESTED",
        "RequestedTimestamp": NOON.timestamp(),
        "ExpirationTimestamp": NOON.timestamp(),
        "Action": action,
    }


@pytest.mark.parametrize("somebody_is_invited", [True, False])
def test_one_list_tells_everything_while_the_organization_lacks_features(somebody_is_invited: bool) -> None:
    answer = {
        "Handshakes": [
            listed("h-1", "ENABLE_ALL_FEATURES", ("ORGANIZATION", "o-1")),
            listed("h-2", "ENABLE_ALL_FEATURES", ("ORGANIZATION", "o-1"), ("ACCOUNT", "333333333333")),
            listed("h-3", "APPROVE_ALL_FEATURES", ("ORGANIZATION", "o-1"), ("ACCOUNT", OWNER)),
        ]
    }
    wire = Wire(ListHandshakesForOrganization=[(200, answer)])
    scope = Scope(invitations=somebody_is_invited)

    found = wire.gateway().observe(frozenset({Section.HANDSHAKES}), scope, BILLING).handshakes

    assert wire.sent == [("ListHandshakesForOrganization", {})]
    assert [(each.action, each.target) for each in found] == [
        ("ENABLE_ALL_FEATURES", ""),
        ("ENABLE_ALL_FEATURES", "333333333333"),
        ("APPROVE_ALL_FEATURES", ""),
    ]
