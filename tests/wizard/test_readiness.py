"""An account that exists is not yet one that can be used; it is tried, and never waited for blindly."""

from __future__ import annotations

from pathlib import Path

from state.setup import Setup
from state.setup_file import from_template
from tests.rehearsing import apply_all, ending, signed_in
from wizard.events import WaitStarted
from wizard.onboarding import Onboarding
from wizard.plan import assess_all
from wizard.simulated.realm import Rehearsal
from wizard.steps import steps_of
from wizard.steps.readiness import AccountIsReady
from wizard.verdicts import Satisfied, Waiting


def minimal() -> Setup:
    return from_template("minimal", "acme", "eu-west-1", "aws+{account}@acme.example")


def realm_of(onboarding: Onboarding) -> Rehearsal:
    assert isinstance(onboarding._realm, Rehearsal)
    return onboarding._realm


def evidence(onboarding: Onboarding) -> list[str]:
    verdicts = assess_all(steps_of(onboarding.setup), onboarding.look())
    return [
        verdict.evidence if isinstance(verdict, Satisfied) else f"not ready: {verdict}"
        for step, verdict in verdicts
        if isinstance(step, AccountIsReady)
    ]


def test_a_run_goes_on_until_somebody_can_step_into_every_new_account(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        events = apply_all(onboarding)
        told = evidence(onboarding)

    assert ending(events) == "done"
    assert any("its role does not work yet" in event.reason for event in events if isinstance(event, WaitStarted))
    assert told
    assert set(told) == {"Its role can be assumed; IAM and the Region eu-west-1 answer."}


def test_an_account_that_takes_too_long_is_left_for_the_next_run(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        realm_of(onboarding).world.climate.usable_after_seconds = 3600
        assert ending(apply_all(onboarding)) == "waiting"
    with signed_in(tmp_path, minimal()) as onboarding:
        assert ending(apply_all(onboarding)) == "done"


def test_an_account_that_joined_long_ago_is_not_tried(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        apply_all(onboarding)
    with signed_in(tmp_path, minimal()) as onboarding:
        told = evidence(onboarding)
        assert realm_of(onboarding).aws.calls["AssumeRole"] == 0

    assert set(told) == {"It joined long enough ago to be set up; it was not tried."}


def test_nobody_having_tried_is_a_reason_to_look_and_no_evidence(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        verdicts = dict(assess_all(steps_of(onboarding.setup), onboarding.look()))

    assert all(isinstance(verdict, Waiting) for step, verdict in verdicts.items() if isinstance(step, AccountIsReady))
