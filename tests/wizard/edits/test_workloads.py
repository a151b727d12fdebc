"""A workload or a customer is one edit: its accounts and units come together, and go together."""

from __future__ import annotations

from pathlib import Path

from tests.rehearsing import rehearsals, small, suggested
from tests.screens.faces import until, wizard
from wizard.edits.workloads import CUSTOMER, WORKLOAD, add_customer, add_workload


def test_a_workload_has_an_account_in_each_environment_that_there_is() -> None:
    before = suggested()
    after = add_workload(before, "website")

    assert {a.account_name: a.organizational_unit for a in after.accounts[len(before.accounts) :]} == {
        "website-production": "Workloads/Production",
        "website-staging": "Workloads/Staging",
        "website-development": "Workloads/Development",
    }
    assert after.unit_paths() == before.unit_paths()


def test_where_there_is_no_environment_and_no_unit_for_customers_they_are_made() -> None:
    after = add_customer(add_workload(small(), "website"), "first")

    assert [a.account_name for a in after.accounts[2:]] == [
        "website-production",
        "website-development",
        "customer-first",
    ]
    assert {"Workloads/Production", "Workloads/Development", "Customers"} <= set(after.unit_paths())


def test_a_name_that_is_missing_or_there_already_is_told() -> None:
    setup = add_customer(small(), "first")

    assert "has no name yet" in str(WORKLOAD.problem(setup, ""))
    assert CUSTOMER.problem(setup, "first") is not None
    assert CUSTOMER.problem(setup, "second") is None


def test_it_is_taken_back_as_one_edit(tmp_path: Path) -> None:
    onboarding = rehearsals(tmp_path).begin(small())
    onboarding.answer(add_workload(small(), "website"))
    onboarding.answers.undo()

    assert onboarding.setup == small()
    onboarding.close()


async def test_a_key_on_structure_adds_a_workload(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        await pilot.press("w")
        await until(pilot, lambda: bool(app.screen.query("#workload")))
        await pilot.press(*"website", "enter")
        await until(pilot, lambda: app.page_key == "structure")
        await pilot.pause()

        assert app.onboarding is not None
        assert [a.account_name for a in app.onboarding.setup.accounts][2:] == [
            "website-production",
            "website-development",
        ]
