"""An account that exists is not yet one that can be used; it is tried, and never waited for blindly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from state.observed import Section
from state.setup import Invitation, Setup
from state.setup.file import from_template
from tests.guarding import quick
from tests.rehearsing import UNGUARDED, apply_all, ending, signed_in
from tests.stage import Stage
from wizard.claims.base import Blocked, Satisfied, Verdict, Waiting
from wizard.claims.readiness import AccountIsReady
from wizard.engine.events import WaitStarted
from wizard.onboarding.onboarding import Onboarding
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of
from wizard.simulated.passing_time import add_role, trust_in
from wizard.simulated.rehearsal import Rehearsal

OF_THE_CALLER = 2
"""Signing in, and the reading: inside of accounts nobody asks who one is."""


def minimal() -> Setup:
    return from_template("minimal", "acme", "eu-west-1", "aws+{account}@acme.example")


def rehearsal_of(onboarding: Onboarding) -> Rehearsal:
    assert isinstance(onboarding.world, Rehearsal)
    return onboarding.world


def evidence(onboarding: Onboarding) -> list[str]:
    verdicts = assess_all(claims_of(onboarding.setup), onboarding.look())
    return [
        verdict.evidence if isinstance(verdict, Satisfied) else f"not ready: {verdict}"
        for claim, verdict in verdicts
        if isinstance(claim, AccountIsReady)
    ]


def test_a_run_goes_on_until_somebody_can_step_into_every_new_account(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        events = apply_all(onboarding)
        told = evidence(onboarding)

    assert ending(events) == "done"
    assert any("its role does not work yet" in event.reason for event in events if isinstance(event, WaitStarted))
    assert told
    assert set(told) == {"Its role can be assumed; IAM, EC2, S3 and the Region eu-west-1 answer."}


def test_an_account_that_takes_too_long_is_left_for_the_next_run(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        rehearsal_of(onboarding).world.climate.usable_after_seconds = 3600
        assert ending(apply_all(onboarding)) == "waiting"
    with signed_in(tmp_path, minimal()) as onboarding:
        assert ending(apply_all(onboarding)) == "done"


def test_an_account_that_joined_long_ago_is_tried_too(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        apply_all(onboarding)
    with signed_in(tmp_path, minimal()) as onboarding:
        told = evidence(onboarding)
        assert rehearsal_of(onboarding).aws.calls["AssumeRole"] == len(minimal().accounts)
        assert rehearsal_of(onboarding).aws.calls["GetCallerIdentity"] == OF_THE_CALLER

    assert set(told) == {"Its role can be assumed; IAM and the Region eu-west-1 answer."}


def test_a_region_that_has_to_be_enabled_is_tried_inside_of_every_account(tmp_path: Path) -> None:
    stage = quick(Stage(replace(minimal(), home_region="eu-central-2", guardrails=UNGUARDED), tmp_path))
    stage.run()
    stage.aws.calls.clear()

    stage.gateway.observe(frozenset({Section.READINESS}), stage.scope, replace(stage.look(), readiness=()))

    assert stage.aws.calls["GetCallerIdentity"] == 1 + 2 * len(stage.setup.accounts)


def only_the_bunker() -> Setup:
    return replace(minimal(), accounts=minimal().accounts[:1])


def verdict_on_the_bunker(onboarding: Onboarding) -> Verdict:
    verdicts = assess_all(claims_of(onboarding.setup), onboarding.look())
    return next(verdict for claim, verdict in verdicts if isinstance(claim, AccountIsReady))


def test_a_role_that_does_not_come_by_waiting_is_tried_once_in_a_run_and_told_at_once(tmp_path: Path) -> None:
    with signed_in(tmp_path, only_the_bunker(), "role-renamed") as onboarding:
        approved = onboarding.plan().approved()
        rehearsal = rehearsal_of(onboarding)
        tried, began = rehearsal.aws.calls["AssumeRole"], rehearsal.clock.now()
        events = list(onboarding.apply(approved))

        assert ending(events) == "failed"
        assert rehearsal.aws.calls["AssumeRole"] == tried + 1
        assert (rehearsal.clock.now() - began).total_seconds() < 60
        verdict = verdict_on_the_bunker(onboarding)
        assert isinstance(verdict, Blocked)
        assert "OrganizationAccountAccessRole cannot be assumed" in verdict.what
        assert "111111111111" in verdict.remedy


def test_once_somebody_has_opened_the_door_the_next_look_finds_it_open(tmp_path: Path) -> None:
    with signed_in(tmp_path, only_the_bunker(), "role-renamed") as onboarding:
        assert isinstance(verdict_on_the_bunker(onboarding), Blocked)
        rehearsal = rehearsal_of(onboarding)
        add_role(
            rehearsal.world,
            rehearsal.world.accounts["111111111111"],
            "OrganizationAccountAccessRole",
            trust_in("999988887777"),
            rehearsal.clock.now(),
        )

        assert isinstance(verdict_on_the_bunker(onboarding), Satisfied)


def test_the_name_of_the_role_in_the_setup_opens_an_account_with_another_role(tmp_path: Path) -> None:
    bunker = replace(only_the_bunker().accounts[0], organization_access_role="Administrator")
    with signed_in(tmp_path, replace(minimal(), accounts=(bunker,)), "role-renamed") as onboarding:
        assert isinstance(verdict_on_the_bunker(onboarding), Satisfied)


def test_an_invited_account_without_the_role_is_waited_for_by_any_setup(tmp_path: Path) -> None:
    invited = replace(
        minimal(),
        guardrails=UNGUARDED,
        accounts=(),
        invitations=(Invitation(account="444455556666", organizational_unit="Root"),),
    )
    with signed_in(tmp_path, invited) as onboarding:
        rehearsal_of(onboarding).world.climate.owner_makes_role = False
        assert ending(apply_all(onboarding)) == "waiting"
    with signed_in(tmp_path, invited) as onboarding:
        events = apply_all(onboarding)
        (finding,) = onboarding.plan().findings

    assert ending(events) == "waiting"
    assert not finding.serious
    assert "OrganizationAccountAccessRole cannot be assumed" in finding.what
    assert "orgwizard accept acme 444455556666 --with-access-role" in finding.remedy


def test_nobody_having_tried_is_a_reason_to_look_and_no_evidence(tmp_path: Path) -> None:
    with signed_in(tmp_path, minimal()) as onboarding:
        verdicts = dict(assess_all(claims_of(onboarding.setup), onboarding.look()))

    assert all(isinstance(verdict, Waiting) for claim, verdict in verdicts.items() if isinstance(claim, AccountIsReady))
