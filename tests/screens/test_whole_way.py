"""From the start screen to the exports, by keys alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from screens.app import OrgwizardApp
from screens.runs.run_view import RowState
from screens.widgets.field import Field
from screens.widgets.listing import Listing
from tests.rehearsing import rehearsals, small
from tests.screens.faces import (
    LARGE,
    SMALL,
    point_at,
    rows,
    screen_text,
    sign_in,
    sign_in_beforehand,
    until,
    wizard,
    words,
)


async def test_a_team_gets_from_nothing_to_an_organization(tmp_path: Path) -> None:
    onboardings = rehearsals(tmp_path)
    app = OrgwizardApp(onboardings)
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        assert "Nothing at AWS changes before you have read and approved it" in screen_text(app)
        await pilot.press("b")
        await until(pilot, lambda: bool(app.screen.query("#templates")))
        await until(pilot, lambda: app.screen.query_one("#templates", Listing).option_count == 5)
        await pilot.press("enter", *"4444-5555-6666", "enter", "ctrl+n")
        await until(pilot, lambda: app.screen.query_one("#templates").has_focus)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.page_key == "structure")
        assert app.onboarding is not None
        assert [each.account for each in app.onboarding.setup.invitations] == ["444455556666"]

        await sign_in(app, pilot)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.onboarding is not None and app.onboarding.observed is not None)
        await pilot.pause()
        await until(pilot, lambda: "There is no organization yet" in words(app, "#found"))

        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        assert "for good" in words(app, "#summary")
        await pilot.click("#approve")
        await pilot.pause()
        await pilot.press(*"acme", "enter")
        await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
        await pilot.pause()
        assert app.page_key == "apply"
        assert app.run_view is not None
        assert app.run_view.count(RowState.FAILED) == 0
        assert app.run_view.count(RowState.DONE) > 20
        assert "accept the invitation" in words(app, "#says")

        await pilot.press("ctrl+n")
        await pilot.pause()
        await pilot.press("w")
        await until(pilot, lambda: bool(app.screen.query("#formats")))
        app.screen.query_one("#where", Field).input.value = str(tmp_path)
        await pilot.press("down", "enter")
        await until(pilot, (tmp_path / "acme-inventory.json").exists)


async def test_a_setup_is_resumed_with_a_line_per_step(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("organization")
        await until(pilot, lambda: app.onboarding is not None and app.onboarding.observed is not None)

    again = OrgwizardApp(rehearsals(tmp_path))
    async with again.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "not yet  The organization exists" in words(again, "#have"))
        await pilot.press("enter")
        await until(pilot, lambda: again.page_key == "sign-in")


async def test_nothing_is_approved_without_the_name(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        await pilot.click("#approve")
        await pilot.pause()
        await pilot.press(*"yes", "enter")
        await pilot.pause()
        assert app.run_view is None
        assert "That is not the name" in words(app, ".message")


async def test_a_change_shows_the_exact_call_and_the_command(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=LARGE) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        await point_at(app, pilot, "#changes", "Create the organization")
        text = words(app, "#says")
        assert "organizations CreateOrganization" in text
        assert "aws organizations create-organization --feature-set ALL" in text


async def test_a_refused_address_is_corrected_in_place_and_the_rest_goes_on(tmp_path: Path) -> None:
    async with wizard(tmp_path, scenario="email-taken") as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        assert app.plan is not None
        app.start_run(app.plan)
        app.go_to("apply")
        await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
        await pilot.pause()
        assert app.run_view is not None
        assert app.run_view.count(RowState.FAILED) >= 1
        assert "address" in words(app, "#says")
        for key in ("#retry", "#change", "#copy"):
            assert app.screen.query_one(key).display
        await pilot.click("#change")
        await pilot.pause()
        app.screen.query_one("#email", Field).input.value = "aws+other@acme.example"
        await pilot.press("enter")
        await until(pilot, lambda: app.page_key == "review" and app.plan is not None)
        assert app.plan is not None
        app.start_run(app.plan)
        await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
        assert app.run_view.count(RowState.FAILED) == 0
        assert app.onboarding is not None
        assert app.onboarding.setup.accounts[0].email == "aws+other@acme.example"


async def test_the_wrong_account_is_refused_in_words(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        await sign_in(app, pilot)
        app.screen.query_one("#sources").focus()
        await pilot.press("home", "down", "enter")
        await until(pilot, lambda: app.onboarding is not None and not app.onboarding.identity_confirmed)
        await pilot.pause()
        assert "not the management account of this setup" in words(app, "#who")
        assert "WRONG ACCOUNT" in words(app, "#identity-row")
        assert not app.screen.query_one("#confirm").display


async def test_the_account_that_is_invited_is_never_the_one_that_owns_the_organization(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        app.go_to("sign-in")
        await until(pilot, lambda: app.screen.focused is not None and app.screen.focused.id == "sources")
        await pilot.press("home", "down", "enter")
        await until(pilot, lambda: app.onboarding is not None and app.onboarding.identity is not None)
        await until(pilot, lambda: "is the account that you invite" in words(app, "#who"))
        assert not app.screen.query_one("#confirm").display
        await pilot.press("enter")
        assert app.onboarding is not None
        assert not app.onboarding.identity_confirmed


async def test_the_filter_leaves_what_matches_and_escape_leaves_the_filter(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=LARGE) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        everything, changes = rows(app, "#changes"), app.screen.query_one("#changes", Listing)
        await pilot.press("slash", *"good")
        await pilot.pause()
        before = [option.prompt for option in changes.options if "bank" in str(option.prompt)]
        await pilot.press(*" bank")
        await pilot.pause()
        assert [row for row in rows(app, "#changes") if "account" in row] == ["Create account bank ◆"]
        assert any(option.prompt is line for option in changes.options for line in before), "built again at each key"
        await pilot.press("escape")
        await pilot.pause()
        assert app.page_key == "review"
        assert rows(app, "#changes") == everything
        await pilot.press("exclamation_mark")
        await pilot.pause()
        assert not any("Invite account" in row for row in rows(app, "#changes"))


async def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    async with wizard(tmp_path, replace(small(), invitations=())) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        assert app.plan is not None
        app.start_run(app.plan)
        app.stop_run()
        app.go_to("apply")
        await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
        await pilot.pause()
        assert "Stopped" in words(app, "#status")
        await pilot.click("#retry")
        await until(pilot, lambda: app.run_view is not None and app.run_view.ended is not None)
        await pilot.pause()
        assert "Everything is as the setup wants it" in words(app, "#status")
