"""Ten times the accounts are ten times the work, and no more: counted, not timed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.base import Change
from state.observed import Identity, Observed
from state.observed.draft import Draft
from state.setup import Setup
from state.setup.guardrails import Level
from tests.benchmarks.accounts import setup_with
from tests.guarding import bunker_and_shop, guardrails
from tests.rehearsing import suggested
from tests.stage import Stage
from wizard.claims.base import Needed, Waiting
from wizard.plan import make_plan
from wizard.plan.assessment import Assessment, assess_all
from wizard.plan.claims import claims_of

ANNA = Identity("999988887777", "arn:aws:iam::999988887777:user/anna")
SIZES = (40, 400)


def guarded(accounts: int) -> Setup:
    return replace(setup_with(accounts), management_account_id=ANNA.account_id, guardrails=guardrails(Level.STRICT))


def assessed_for_a_plan(accounts: int) -> float:
    """How often a claim is assessed, for each account, until nothing is left to do."""
    assessment = Assessment(claims_of(guarded(accounts)), Draft(Observed(identity=ANNA)))
    made: set[Change] = set()
    while changed := assessment.refresh():
        for number in changed:
            claim, verdict = assessment.claims[number], assessment.verdicts[number]
            if isinstance(verdict, Needed) and verdict.change not in made:
                made.add(verdict.change)
                verdict.change.predict(assessment.draft)
            elif isinstance(verdict, Waiting):
                claim.once_answered(assessment.draft)
    return assessment.assessed / accounts


def test_a_plan_assesses_claims_in_proportion_to_the_accounts() -> None:
    few, many = (assessed_for_a_plan(accounts) for accounts in SIZES)

    assert many <= few


def test_a_plan_keeps_a_handful_of_readings_however_many_changes_there_are() -> None:
    plans = [make_plan(claims_of(guarded(accounts)), Observed(identity=ANNA)) for accounts in SIZES]

    assert all(len(plan.changes) > 8 * accounts for plan, accounts in zip(plans, SIZES, strict=True))
    kept = [len({id(before) for _, before in plan.changes}) for plan in plans]
    assert kept[0] == kept[1] <= 12


def test_one_account_more_makes_a_handful_of_claims_be_assessed_again() -> None:
    setup = guarded(SIZES[1])
    plan = make_plan(claims_of(setup), Observed(identity=ANNA))
    assessment = Assessment(claims_of(setup), Draft(plan.changes[-1][1]))
    assessment.refresh()
    before = assessment.assessed

    account = assessment.draft.accounts[-1]
    assessment.draft.put_account(replace(account, unit_path="Root"))
    assessment.refresh()

    assert 0 < assessment.assessed - before < 20


@pytest.mark.parametrize("scenario", ["default", "existing-organization", "guarded-organization"])
@pytest.mark.parametrize("setup", [suggested("444455556666"), bunker_and_shop()], ids=["suggested", "guarded"])
def test_assessing_only_what_may_have_changed_comes_to_the_same_as_assessing_everything(
    scenario: str, setup: Setup, tmp_path: Path
) -> None:
    stage = Stage(setup, tmp_path, scenario)
    draft = Draft(stage.look())
    assessment = Assessment(stage.claims, draft)
    assessment.refresh()
    plan = make_plan(stage.claims, stage.look())

    for change, _ in (*plan.changes, *plan.later):
        change.predict(draft)
        assessment.refresh()
        assert assessment.pairs() == assess_all(stage.claims, draft.observed())
