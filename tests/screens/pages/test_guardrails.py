"""The Guardrails step by keyboard: a level, each protection, what some need, and who can still do what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import OrgwizardApp
from screens.dialogues.questions import QuestionsDialogue
from screens.dialogues.who_can import WhoCanDialogue
from screens.pages.apply import ApplyScreen
from screens.runs.run_view import RunView
from screens.widgets.field import Field
from screens.widgets.listing import Listing
from state.setup.guardrails import Choice, Contact, Guardrails, Item
from tests.guardrail_answers import RESULT, TYPED, essential
from tests.rehearsing import apply_all, signed_in, small
from tests.samples import sample
from tests.screens.faces import (
    LARGE,
    SMALL,
    in_sight,
    opened,
    rest,
    rows,
    screen_text,
    sign_in_beforehand,
    until,
    wizard,
    words,
)
from wizard.engine.events import ChangePerformed, ChangeStarted
from wizard.guardrails.base import FREE, Value
from wizard.guardrails.words import WORDS

SLIM = (60, 20)
SIZES = (SMALL, LARGE, SLIM)


def chosen(app: OrgwizardApp) -> Guardrails:
    assert app.onboarding is not None
    return app.onboarding.setup.guardrails


async def arrive(app: OrgwizardApp, pilot: Pilot[int]) -> None:
    app.go_to("guardrails")
    await pilot.pause()
    await pilot.pause()


def listing(app: OrgwizardApp) -> Listing:
    return app.screen.query_one("#guardrails", Listing)


async def choose(app: OrgwizardApp, pilot: Pilot[int], what: Item | Value) -> None:
    listing(app).highlighted = listing(app).get_option_index(what.value)
    await rest(pilot)


async def fill_in(app: OrgwizardApp, pilot: Pilot[int], *texts: str) -> None:
    """Type into one field after the other, then press Keep."""
    for field, text in zip(app.screen.query(Field), texts, strict=True):
        field.query_one(Input).value = text
    keep = app.screen.query_one("#keep")
    keep.focus()
    await until(pilot, lambda: not keep.has_class("-active"))  # a button is pressed once in a fifth of a second
    await pilot.press("enter")
    await pilot.pause()


@pytest.mark.parametrize("size", [SMALL, SLIM])
async def test_the_highlighted_protection_says_what_it_means_costs_and_how_it_goes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with wizard(tmp_path, essential(), size=size) as (app, pilot):
        await arrive(app, pilot)
        assert sorted(each.id or "" for each in listing(app).options if each.id in list(Item)) == sorted(Item)
        for item in Item:
            await choose(app, pilot, item)
            said = words(app, "#meaning")
            cost = "Costs\nNothing." if WORDS[item].cost == FREE else WORDS[item].cost
            assert all(text in said for text in (WORDS[item].consequence, cost, WORDS[item].undo))
        assert in_sight(app, "#level-says") == "14 of 24 on." + " Costs cents a month." * (size == SMALL)
        await pilot.resize_terminal(*LARGE)
        await until(pilot, lambda: "nothing beyond storage, cents a month" in words(app, "#level-says"))


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_key_turns_a_protection_off_then_takes_it_back_then_on_again(tmp_path: Path, key: str) -> None:
    async with wizard(tmp_path, essential()) as (app, pilot):
        await arrive(app, pilot)
        seen = [chosen(app).choice(Item.DENY_LEAVING)]
        shown = [rows(app, "#guardrails")]
        for _ in range(3):
            await pilot.press(key)
            await pilot.pause()
            seen.append(chosen(app).choice(Item.DENY_LEAVING))
            shown.append(rows(app, "#guardrails"))

        assert seen == [Choice.APPLY, Choice.LEAVE, Choice.TAKE_BACK, Choice.APPLY]
        title = WORDS[Item.DENY_LEAVING].title
        lines = [next(line for line in each if title in line) for each in shown]
        assert [line.split(title)[0].strip() for line in lines] == ["✓ on", "○ off", "✗ undo", "✓ on"]
        assert chosen(app).choices == {}


async def test_what_cannot_be_taken_back_is_only_turned_on_and_off(tmp_path: Path) -> None:
    async with wizard(tmp_path, essential(), size=LARGE) as (app, pilot):
        await arrive(app, pilot)
        await choose(app, pilot, Item.OBJECT_LOCK)
        await pilot.press("space")
        assert chosen(app).choice(Item.OBJECT_LOCK) is Choice.APPLY
        assert "365 days" in words(app, "#level-says")
        await pilot.press("space")
        assert chosen(app).choices == {}


async def test_level_choices_and_values_are_saved_and_the_level_keeps_what_was_chosen(tmp_path: Path) -> None:
    async with wizard(tmp_path, essential()) as (app, pilot):
        await arrive(app, pilot)
        await choose(app, pilot, Item.DENY_LEAVING)
        await pilot.press("space")
        app.screen.query_one("#level-strict").focus()
        await pilot.press("enter")
        await pilot.pause()
        app.screen.query_one("#guardrails").focus()
        for value, texts in TYPED.items():
            await choose(app, pilot, value)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, QuestionsDialogue)
            await fill_in(app, pilot, *texts)

        assert chosen(app) == RESULT


async def test_a_contact_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    async with wizard(tmp_path, essential()) as (app, pilot):
        await arrive(app, pilot)
        await choose(app, pilot, Value.CONTACT)
        await pilot.press("enter")
        await pilot.pause()
        await fill_in(app, pilot, "Anna", "", "", "")

        assert isinstance(app.screen, QuestionsDialogue)
        assert "The contact's title is missing." in " ".join(screen_text(app).split())
        await fill_in(app, pilot, "", "", "", "")
        assert app.page_key == "guardrails"
        assert not chosen(app).security_contact.given


@pytest.mark.parametrize("size", sample(SIZES, len(SIZES)))
async def test_who_can_still_do_it_is_scrolled_through_and_closed(tmp_path: Path, size: tuple[int, int]) -> None:
    async with wizard(tmp_path, essential(), size=size) as (app, pilot):
        await arrive(app, pilot)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, WhoCanDialogue)
        assert app.screen.query_one("#close").region.bottom <= size[1]
        assert " Close " in screen_text(app)
        assert "In account production" in screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        await pilot.pause(0.3)
        assert "have a model answer" in " ".join(screen_text(app).split())
        await pilot.press("escape")
        assert app.page_key == "guardrails"


async def test_without_utf8_and_with_brackets_everything_is_shown_as_it_is(tmp_path: Path) -> None:
    odd = replace(essential(), guardrails=Guardrails(security_contact=Contact(full_name="[/b] [red]", email="a@b.co")))
    async with wizard(tmp_path, odd, size=LARGE, ascii_only=True) as (app, pilot):
        await arrive(app, pilot)
        assert "v on" in screen_text(app)
        await choose(app, pilot, Value.CONTACT)
        shown = screen_text(app)
        assert "[/b] [red], a@b.co" in shown
        assert [sign for sign in shown if not sign.isascii()] == []


async def test_what_is_under_way_stays_in_sight_until_somebody_chooses_a_row(tmp_path: Path) -> None:
    setup = replace(small(), invitations=(), guardrails=Guardrails())
    async with wizard(tmp_path, setup) as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        assert app.plan is not None
        view = app.run_view = RunView([change for change, _ in app.plan.changes])
        last = next(change for change in view.changes if change.full_title == "Block public access to S3 in shop")
        app.go_to("apply")
        await pilot.pause()
        for change in view.changes:
            view.take(ChangeStarted(change))
            if change != last:
                view.take(ChangePerformed(change))
        assert isinstance(app.screen, ApplyScreen)
        app.screen.run_moved()
        await pilot.pause()
        followed = app.screen.query_one("#rows", Listing).chosen
        shown = screen_text(app)
        await pilot.press("home")
        app.screen.run_moved()
        await pilot.pause()
        chosen_by_hand = app.screen.query_one("#rows", Listing).chosen

    titles = [change.full_title for change in view.changes]
    assert len(set(titles)) == len(titles)
    assert (followed, chosen_by_hand) == ("shop", "Organization")
    assert "● shop" in shown
    assert "Block public access to S3" in shown
    assert f"{len(titles) - 1} of {len(titles)}" in shown


async def test_finish_goes_through_what_auditors_ask_once_aws_was_looked_at(tmp_path: Path) -> None:
    setup = replace(small(), invitations=(), guardrails=Guardrails())
    with signed_in(tmp_path, setup) as onboarding:
        apply_all(onboarding)
    async with opened(tmp_path) as (app, pilot):
        app.go_to("finish")
        await pilot.pause()
        await pilot.press("v")
        assert app.page_key == "finish"
        sign_in_beforehand(app)
        app.go_to("organization")
        await until(pilot, lambda: app.onboarding is not None and app.onboarding.observed is not None)
        app.go_to("finish")
        await pilot.pause()
        await pilot.press("v")
        await pilot.pause()
        listed = words(app, "#copied Static")

    assert "CIS AWS Foundations: 4 met, 14 yours to do" in listed
    assert all(f"ACCT.{number:02} " in listed for number in range(1, 18))
    assert "S3.1 Public access to S3 blocked in each account: met." in listed
