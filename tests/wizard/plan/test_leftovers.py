"""What a setup has made and no longer wants is named, each thing, until it is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.changes.accounts import CreateAccount
from state.observed import Account, AccountState, Observed
from state.setup import Invitation
from state.setup.guardrails import Guardrails, Level
from tests.rehearsing import apply_all, signed_in, small, suggested
from wizard.plan import Plan
from wizard.plan.claims import claims_of
from wizard.plan.leftovers import leftovers

GUARDED = replace(small(), guardrails=Guardrails(level=Level.ESSENTIAL))


def told(plan: Plan) -> list[str]:
    """The findings that are about what is no longer wanted."""
    return [finding.what for finding in plan.findings if "no longer" in finding.what and "setup" in finding.what]


def test_what_was_taken_out_of_the_setup_is_named_in_every_plan(tmp_path: Path) -> None:
    with signed_in(tmp_path, GUARDED, "invitation-unanswered") as onboarding:
        apply_all(onboarding)
        assert told(onboarding.plan()) == []
        onboarding.answer(
            replace(
                onboarding.setup,
                organizational_units=("Elsewhere",),
                accounts=(replace(onboarding.setup.accounts[0], organizational_unit="Elsewhere"),),
                invitations=(),
                guardrails=Guardrails(level=Level.NONE),
            )
        )
        left = told(onboarding.plan())

    assert any(sentence.startswith("Account bank (") for sentence in left)
    assert any(sentence.startswith("Organizational unit Workloads ") for sentence in left)
    assert any(sentence.startswith("Role bank-access ") for sentence in left)
    assert any(sentence.startswith("The invitation of 444455556666 is open") for sentence in left)
    assert any("orgwizard-deny-leaving was attached to Root" in sentence for sentence in left)


def test_what_is_taken_back_is_no_leftover(tmp_path: Path) -> None:
    with signed_in(tmp_path, replace(small(), invitations=()), "invitation-unanswered") as onboarding:
        onboarding.answer(
            replace(onboarding.setup, invitations=(Invitation(account="444455556666", organizational_unit="Root"),))
        )
        apply_all(onboarding)
        withdrawn = replace(onboarding.setup.invitations[0], withdrawn=True)
        onboarding.answer(replace(onboarding.setup, invitations=(withdrawn,)))
        apply_all(onboarding)
        onboarding.answer(replace(onboarding.setup, invitations=()))

        assert told(onboarding.plan()) == []


@pytest.mark.parametrize(("level", "says"), [(Level.ESSENTIAL, True), (Level.NONE, False)])
def test_only_where_the_setup_keeps_the_backups_is_an_account_shut_out_of_them(level: Level, says: bool) -> None:
    setup = replace(suggested("444455556666"), guardrails=Guardrails(level=level))
    made = CreateAccount("old", "old@acme.example", "Role")
    account = Account("111122223333", "old", "old@acme.example", AccountState.ACTIVE)
    (left,) = leftovers(claims_of(setup), Observed(accounts=(account,)), [made])

    assert ("write backups" in left.what) is says
    assert "costs what runs in it" in left.what
