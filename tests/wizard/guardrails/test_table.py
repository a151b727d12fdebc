"""The table of guardrails is whole: whatever a setup can want has its module, and what a claim is about can be read."""

from __future__ import annotations

import pytest

from state.page_key import PageKey
from state.setup.guardrails import Choice, Item, Level
from tests.guarding import EVERYTHING_APPLIED, EVERYTHING_TAKEN_BACK, bunker_and_shop, guardrails
from wizard.claims.settings import SettingClaim
from wizard.guardrails import GUARDRAILS, READS, guardrail_claims
from wizard.guardrails.base import Guardrail, Value
from wizard.simulated.operation import OPERATIONS


def test_every_guardrail_stands_in_the_table_once_and_in_the_order_of_the_file() -> None:
    assert [guardrail.item for guardrail in GUARDRAILS] == list(Item)


@pytest.mark.parametrize("choices", [EVERYTHING_APPLIED, EVERYTHING_TAKEN_BACK], ids=["applied", "taken back"])
def test_what_a_claim_is_about_can_be_read(choices: dict[Item, Choice]) -> None:
    setup = bunker_and_shop(guardrails(Level.NONE, choices))
    settings = {claim.setting for claim in guardrail_claims(setup) if isinstance(claim, SettingClaim)}

    assert settings
    assert settings <= {reads.setting for reads in READS}


def test_no_setting_is_read_in_two_ways() -> None:
    names = [reads.setting for reads in READS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("guardrail", GUARDRAILS, ids=lambda guardrail: guardrail.item.value)
def test_every_reading_says_which_calls_it_makes(guardrail: Guardrail) -> None:
    known = {f"{service}:{operation}" for service, operation in OPERATIONS}

    for reads in guardrail.reads:
        assert reads.calls
        assert set(reads.calls) <= known
        assert all(action.count(":") == 1 for action in reads.needs)


def test_every_value_is_asked_by_one_guardrail() -> None:
    asked = [guardrail.value.value for guardrail in GUARDRAILS if guardrail.value is not None]

    assert sorted(asked) == sorted(Value)


def test_every_claim_of_a_guardrail_is_answered_on_the_page_of_guardrails() -> None:
    claims = guardrail_claims(bunker_and_shop(guardrails(Level.NONE, EVERYTHING_APPLIED)))

    assert {claim.page for claim in claims} == {PageKey.GUARDRAILS}


def test_what_can_be_taken_back_says_which_changes_that_may_need() -> None:
    claims = guardrail_claims(bunker_and_shop(guardrails(Level.NONE, EVERYTHING_TAKEN_BACK)))

    assert claims
    assert all(claim.may_need for claim in claims)
