"""People: the table is changed cell by cell, by keys, and says in words what each cell means."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from screens.widgets.access_table import AccessTable
from state.setup import MemberAccount, Setup
from state.setup.people import MANAGEMENT, Person, given_by
from tests.peopled import with_people
from tests.samples import sample
from tests.screens.faces import screen_text, wizard
from tests.screens.pages.test_answers import setup_of
from wizard.edits.people import Spot, sets_of, usual_access, with_sets


def crowd() -> Setup:
    """Twelve people and forty accounts."""
    accounts = (
        MemberAccount(account_name=f"customer-{number:02d}", organizational_unit="Workloads") for number in range(40)
    )
    people = (Person(user_name=f"person-{number:02d}@acme.example", groups=("developers",)) for number in range(12))
    return usual_access(replace(with_people(), accounts=tuple(accounts), people=tuple(people), assignments=()))


async def test_a_cell_is_opened_and_another_permission_set_given(tmp_path: Path) -> None:
    async with wizard(tmp_path, with_people()) as (app, pilot):
        app.go_to("people")
        await pilot.pause()
        await pilot.press("down", "right", "right", "enter")
        await pilot.pause()
        assert "bert@acme.example in bank" in screen_text(app)
        await pilot.press("down", "space", "enter")
        await pilot.pause()

        assert sets_of(setup_of(app), Spot("bert@acme.example", "bank")) == ("AdministratorAccess",)
        assert "AdministratorAccess: Everything in this account." in screen_text(app)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert sets_of(setup_of(app), Spot("bert@acme.example", "bank")) == ()


async def test_a_person_is_added_and_taken_out(tmp_path: Path) -> None:
    async with wizard(tmp_path, with_people()) as (app, pilot):
        app.go_to("people")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        await pilot.press(*"carla@acme.example", "enter")
        await pilot.pause()
        assert [each.user_name for each in setup_of(app).people][-1] == "carla@acme.example"
        await pilot.press("delete")
        await pilot.pause()
        assert "carla@acme.example" not in [each.user_name for each in setup_of(app).people]


@pytest.mark.parametrize("size", sample([(80, 24), (120, 40)], 2))
async def test_every_cell_of_a_crowd_is_reached_and_said_in_words(tmp_path: Path, size: tuple[int, int]) -> None:
    async with wizard(tmp_path, crowd(), size=size) as (app, pilot):
        app.go_to("people")
        await pilot.pause()
        table = app.screen.query_one(AccessTable)
        assert len(table.columns) == 1 + 1 + 40
        await pilot.press(*["down"] * 11, *["right"] * 40)
        await pilot.pause()

        shown = screen_text(app)
        assert "person-11@acme.example in customer-39" in shown
        assert "developers." in shown.split("in customer-39")[1], "what comes by a group says so"
        assert "person-11@acme" in shown.split("person-11@acme.example in customer-39")[0], "names stay in sight"


async def test_what_is_cut_is_marked_and_stands_in_full_below_and_what_is_out_of_sight_is_counted(
    tmp_path: Path,
) -> None:
    long = "maximiliane.von-und-zu-hohenstein-of-the-far-department@subsidiary.acme.example"
    everything = ("OrganizationAdministrator", "AdministratorAccess", "DeveloperAccess", "ReadOnly", "SecurityAudit")
    setup = crowd()
    setup = replace(setup, people=(Person(user_name=long), *setup.people[1:]))
    setup = with_sets(setup, Spot(long, "customer-39"), everything, lambda _one: False)
    async with wizard(tmp_path, setup, size=(80, 24)) as (app, pilot):
        app.go_to("people")
        await pilot.pause()
        first = screen_text(app)
        await pilot.press(*["right"] * 40)
        await pilot.pause()
        last = screen_text(app)

    assert "accounts 1 to 4 of 41, rows 1 to " in first
    assert "maximiliane.von-u~" in first
    assert "to 41 of 41" in last
    assert "customer-39" in last
    row = next(line for line in last.splitlines() if "maximiliane.von-u~" in line)
    assert "AA RO SA OA~" in row
    below = "".join(line.strip("│ ") for line in last.split("rows 1 to ")[1].splitlines())
    assert f"{long} in customer-39" in below


async def test_the_settings_of_identity_center_are_asked(tmp_path: Path) -> None:
    async with wizard(tmp_path, with_people()) as (app, pilot):
        app.go_to("people")
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        await pilot.press(*"us-east-1", "enter")
        await pilot.pause()

        assert setup_of(app).identity_center.region == "us-east-1"


def test_nobody_is_given_anything_in_the_management_account_by_the_usual_access() -> None:
    assert not [each for each in given_by(crowd().assignments).wanted if each.account == MANAGEMENT]
