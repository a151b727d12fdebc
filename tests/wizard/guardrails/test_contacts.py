"""AWS knows whom to write to about security, bills and outages: whom the setup names, and nobody else is replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from state.setup.guardrails import Choice, Contact, Item, Level
from state.setup.validation import problems_of
from tests.guarding import CONTACT, bunker_and_shop, guardrails, quick
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending
from wizard.simulated.settings import AlternateContact

BILLS = replace(CONTACT, title="Bookkeeping", email="bills@acme.example")


def stage_with(tmp_path: Path, choice: Choice = Choice.APPLY) -> Stage:
    chosen = replace(guardrails(Level.NONE, {Item.SECURITY_CONTACT: choice}), billing_contact=BILLS)
    return quick(Stage(bunker_and_shop(chosen), tmp_path))


def emails(stage: Stage) -> list[dict[str, str]]:
    members = [each for each in stage.world.accounts.values() if each.organization_id]
    return [{kind: contact.email for kind, contact in each.contacts.items()} for each in members]


def test_the_billing_contact_is_set_beside_the_one_for_security_and_taken_back_with_it(tmp_path: Path) -> None:
    stage = stage_with(tmp_path)
    assert ending_of(stage.run()) is Ending.DONE
    assert emails(stage) == [{"SECURITY": CONTACT.email, "BILLING": BILLS.email}] * 3
    assert stage.plan().approved() == frozenset()

    taken_back = stage_with(tmp_path, Choice.TAKE_BACK).setup
    stage.want(taken_back)
    assert ending_of(stage.run()) is Ending.DONE
    assert emails(stage) == [{}] * 3


def test_a_contact_that_somebody_had_set_stays(tmp_path: Path) -> None:
    stage = stage_with(tmp_path)
    owner = stage.world.accounts["999988887777"]
    owner.contacts["BILLING"] = AlternateContact("Anna", "Chief", "anna@acme.example", "+49 1")

    assert ending_of(stage.run()) is Ending.DONE
    assert owner.contacts["BILLING"].email == "anna@acme.example"


def test_half_a_contact_is_a_problem_where_it_is_written() -> None:
    half = replace(guardrails(Level.ESSENTIAL), operations_contact=Contact(full_name="Ops"))
    where = {each.where for each in problems_of(bunker_and_shop(half)) if each.serious}

    assert ("guardrails", "operations_contact", "email") in where
