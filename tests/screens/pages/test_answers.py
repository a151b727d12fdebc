"""Answers are judged when a field is left, kept whatever happens, and shown as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import OptionList, TextArea

from screens.app import OrgwizardApp
from screens.dialogues.menu import MenuDialogue
from screens.dialogues.questions import QuestionsDialogue
from screens.widgets.dialogue import HelpDialogue
from screens.widgets.field import Field
from state.setup import MemberAccount, Setup
from tests.rehearsing import small, suggested
from tests.screens.faces import LARGE, point_at, rows, screen_text, sign_in_beforehand, until, walk, wizard, words
from wizard.pages import PAGES, digit_of


def setup_of(app: OrgwizardApp) -> Setup:
    assert app.onboarding is not None
    return app.onboarding.setup


async def test_a_field_is_judged_when_it_is_left_and_then_on_every_keystroke(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        field = app.screen.query_one("#home_region", Field)
        in_error: list[bool] = []

        async def press(*keys: str) -> None:
            await pilot.press(*keys)
            await pilot.pause()
            in_error.append(field.in_error)

        field.input.focus()
        field.input.value = ""
        await press(*"eu-west-")
        await press("tab")
        await press("shift+tab")
        await press("end", "1")

        assert in_error == [False, True, True, False]


async def test_escape_saves_what_is_being_typed(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        app.go_to("accounts")
        await pilot.pause()
        app.go_to("structure")
        await pilot.pause()
        app.screen.query_one("#home_region", Field).input.focus()
        app.screen.query_one("#home_region", Field).input.value = ""
        await pilot.press(*"eu-north-1", "escape")
        await pilot.pause()
        assert app.page_key == "accounts"
        assert setup_of(app).home_region == "eu-north-1"


async def test_every_address_changes_while_the_pattern_is_typed(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=LARGE) as (app, pilot):
        field = app.screen.query_one("#email_pattern", Field)
        field.input.focus()
        field.input.value = "root.{account}@example.org"
        await pilot.pause()
        assert "root.shop@example.org" in screen_text(app)
        assert setup_of(app).email_pattern == "aws+{account}@acme.example"


async def test_brackets_in_names_are_shown_as_they_are(tmp_path: Path) -> None:
    odd = MemberAccount(account_name="dev[prod] [/b] [red]", organizational_unit="Un[/it]")
    setup = replace(small(), accounts=(odd,), organizational_units=("Un[/it]",))
    async with wizard(tmp_path, setup, size=LARGE) as (app, pilot):
        async for page in walk(app, pilot):
            app.notify("[/b] dev[prod]", markup=False)
            await pilot.pause()
            shown = screen_text(app)
            if page in ("structure", "accounts"):
                assert "dev[prod] [/b] [red]" in shown


async def test_brackets_survive_review_and_apply(tmp_path: Path) -> None:
    odd = MemberAccount(account_name="dev[prod]", organizational_unit="Root")
    async with wizard(tmp_path, replace(small(), accounts=(odd,)), size=LARGE) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert any("Create account dev[prod]" in row for row in rows(app, "#changes"))
        assert app.plan is not None
        app.start_run(app.plan)
        app.go_to("apply")
        await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
        await point_at(app, pilot, "#rows", "dev[prod]")
        assert "Create account dev[prod]" in screen_text(app)


async def test_units_and_accounts_are_added_edited_moved_and_removed_by_keys(tmp_path: Path) -> None:
    async with wizard(tmp_path, suggested()) as (app, pilot):
        await pilot.press("u")
        await pilot.pause()
        await pilot.press(*"Customers", "enter")
        await pilot.pause()
        assert "Customers" in setup_of(app).organizational_units

        await pilot.press("a")
        await pilot.pause()
        await pilot.press(*"zebra", "enter")
        await pilot.pause()
        account = setup_of(app).accounts[-1]
        assert (account.account_name, account.organizational_unit) == ("zebra", "Customers")

        await pilot.press("m")
        await pilot.pause()
        await pilot.press("home", "enter")
        await pilot.pause()
        assert setup_of(app).accounts[-1].organizational_unit == "Root"

        app.screen.query_one("#tree", OptionList).focus()
        await pilot.press("delete")
        await pilot.pause()
        assert "zebra" not in {each.account_name for each in setup_of(app).accounts}


@pytest.mark.parametrize("way_out", ["escape", "cancel"])
async def test_cancel_and_escape_leave_an_account_as_it_was(tmp_path: Path, way_out: str) -> None:
    async with wizard(tmp_path) as (app, pilot):
        before = setup_of(app)
        app.go_to("accounts")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, QuestionsDialogue)
        await pilot.press(*"xyz")
        await (pilot.press("escape") if way_out == "escape" else pilot.click("#cancel"))
        await pilot.pause()
        assert app.page_key == "accounts"
        assert setup_of(app) == before


async def test_what_failed_the_check_is_never_kept(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        before = setup_of(app)
        app.go_to("accounts")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one("#email", Field).input.value = "AWS+bank@acme.example"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, QuestionsDialogue)
        assert "is used twice" in screen_text(app)
        assert app.screen.query_one("#email", Field).input.has_focus
        await pilot.press("escape")
        assert setup_of(app) == before


async def test_every_edit_is_taken_back_and_made_again_on_any_page(tmp_path: Path) -> None:
    async with wizard(tmp_path, suggested()) as (app, pilot):
        whole = setup_of(app)
        await point_at(app, pilot, "#tree", "Workloads")
        await pilot.press("delete")
        await pilot.pause()
        smaller = setup_of(app)
        assert "Workloads and 3 units below" in words(app, "#hint")
        assert "^z Undo" in words(app, "#hint")
        await pilot.press("6")
        await pilot.pause()
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert setup_of(app) == whole
        assert "Undone" in words(app, "#hint")
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert setup_of(app) == smaller != whole


async def test_the_digits_go_to_the_pages_and_0_to_the_tenth(tmp_path: Path) -> None:
    assert [digit_of(page.key) for page in PAGES] == ["", *"1234567890"]
    async with wizard(tmp_path, suggested()) as (app, pilot):
        await pilot.press("0")
        await pilot.pause()
        assert app.page_key == PAGES[10].key
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        assert app.page_key == PAGES[4].key


async def test_undoing_shows_in_the_field_too(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=LARGE) as (app, pilot):
        field = app.screen.query_one("#home_region", Field)
        field.input.focus()
        field.input.value = "eu-north-1"
        await pilot.press("tab")
        await pilot.pause()
        assert setup_of(app).home_region == "eu-north-1"
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert (field.value, setup_of(app).home_region) == ("eu-west-1", "eu-west-1")


async def test_several_pasted_lines_become_accounts(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        app.go_to("accounts")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        app.screen.query_one(
            TextArea
        ).text = "alpha\nbeta, beta@acme.example, Workloads/Beta, workload\n\n# no\nalpha\n"
        await pilot.pause()
        assert "2 lines can be added" in screen_text(app)
        await pilot.click("#add")
        await pilot.pause()
        names = [each.account_name for each in setup_of(app).accounts]
        assert names[-2:] == ["alpha", "beta"]
        assert "Workloads/Beta" in setup_of(app).unit_paths()


async def test_menu_and_help_open_with_keys_and_by_clicking(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpDialogue)
        assert "docs.aws.amazon.com" in screen_text(app)
        await pilot.press("escape")
        await pilot.click("#menu")
        await pilot.pause()
        assert isinstance(app.screen, MenuDialogue)
        await pilot.press("down", "down", "down", "down", "down", "down", "enter")
        await pilot.pause()
        assert app.page_key == "people"


async def test_problems_are_collected_on_review_with_a_jump_to_each(tmp_path: Path) -> None:
    async with wizard(tmp_path, replace(small(), home_region="nowhere")) as (app, pilot):
        app.go_to("review")
        await pilot.pause()
        assert "To be corrected first" in screen_text(app)
        await point_at(app, pilot, "#changes", "Structure: ")
        await pilot.press("enter")
        await pilot.pause()
        assert app.page_key == "structure"


async def test_discarding_needs_the_name(tmp_path: Path) -> None:
    async with wizard(tmp_path) as (app, pilot):
        app.go_to("start")
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()
        await pilot.press(*"acme", "enter")
        await pilot.pause()
        assert app.onboardings.summaries() == ()
        assert app.onboarding is None


async def test_a_key_in_a_field_writes_the_addresses_and_lays_nothing_out_anew(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=LARGE) as (app, pilot):
        app.screen.query_one("#email_pattern", Field).input.focus()
        await pilot.press("x")
        await pilot.pause()
        before = [widget._layout_updates for widget in app.screen.walk_children(Widget)]
        await pilot.press("y")
        await pilot.pause()
        assert "examplexy" in words(app, "#emails")
        assert [widget._layout_updates for widget in app.screen.walk_children(Widget)] == before
