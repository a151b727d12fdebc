"""Credentials that expire half-way: wherever that is, a new sign-in is asked for in place, and the run goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import OptionList

from tests.command_line import NEW, orgwizard
from tests.rehearsing import EXISTING_ACCOUNT, comparable, ending, rehearsals, signed_in, small
from tests.samples import sample
from tests.screens.faces import screen_text, sign_in_beforehand, until, wizard, words
from tests.stage import Stage, done_once, ending_of
from tests.wizard.plain.test_plain import MENU, Terminal
from wizard.engine.events import Ending
from wizard.errors import CredentialsExpired, NotPermitted
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.weather import Effect, Rule

SETUP = replace(small(), invitations=())
PARTS = 2


def expired(occurrence: int) -> Rule:
    return Rule("*", Effect.ERROR, occurrence, code="ExpiredTokenException", until_sign_in=True)


@pytest.mark.parametrize("part", range(PARTS))
def test_expired_at_any_call_it_goes_on_after_a_new_sign_in_with_the_same_approval(
    tmp_path: Path, part: int, record_property: Callable[[str, object], None]
) -> None:
    stage = Stage(SETUP, tmp_path)
    stage.world.climate.creation_seconds = (10, 20)
    stage.world.climate.usable_after_seconds = 5
    approved, beginning = stage.plan().approved(), stage.leave()
    assert ending_of(stage.run(approved)) is Ending.DONE
    calls, sent = stage.aws.calls.total() - beginning.calls.total(), stage.sent()
    organization = comparable(stage.look())

    runs = 0
    for occurrence in sample(range(1 + part, calls + 1, PARTS), 7, part):
        stage.enter(beginning)
        rule = expired(occurrence)
        stage.world.rules.append(rule)
        with pytest.raises(CredentialsExpired):
            stage.run(approved)
        runs += 1
        assert rule.fired > 0, occurrence
        assert ending_of(stage.run(approved)) is Ending.DONE, occurrence
        assert comparable(stage.look()) == organization, occurrence
        assert (stage.sent() - sent).total() <= rule.fired, f"call {occurrence}: more was sent than was refused"
        assert set(done_once(stage.world).values()) == {1}, occurrence
    assert runs > 3
    record_property("runs", runs)


def test_a_paused_run_takes_nobody_else(tmp_path: Path) -> None:
    with signed_in(tmp_path, SETUP, "credentials-expire") as onboarding:
        anna, otto, *_ = onboarding.credential_sources()
        approved = onboarding.plan().approved()
        with pytest.raises(CredentialsExpired):
            list(onboarding.apply(approved))
        identity = onboarding.identity

        with pytest.raises(NotPermitted) as caught:
            onboarding.sign_in(otto)
        assert EXISTING_ACCOUNT in caught.value.message
        assert "stays paused" in caught.value.message
        assert onboarding.identity == identity
        assert onboarding.source == anna

        onboarding.sign_in(anna)
        assert ending(list(onboarding.apply(approved))) == "done"


async def test_the_wizard_pauses_asks_and_goes_straight_on(tmp_path: Path) -> None:
    async with wizard(tmp_path, SETUP, scenario="credentials-expire") as (app, pilot):
        sign_in_beforehand(app)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        assert app.plan is not None
        approved = app.plan.approved()
        app.start_run(app.plan)
        app.go_to("apply")
        await until(pilot, lambda: "The sign-in has ended" in screen_text(app))
        assert "Sign in again: Anna" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Paused" in words(app, "#status")
        assert not app.screen.query_one("#retry").display

        await pilot.click("#sign-in-again")
        await pilot.pause()
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.page_key == "sign-in" and app.screen.query_one("#sources").has_focus)
        app.screen.query_one("#sources", OptionList).highlighted = 2
        await pilot.press("enter")
        await until(pilot, lambda: "stays paused" in words(app, "#who"))
        assert EXISTING_ACCOUNT in words(app, "#who")
        assert app.run_view is not None
        assert app.run_view.ended is None

        app.screen.query_one("#sources", OptionList).highlighted = 1
        await pilot.press("enter")
        await until(pilot, lambda: app.page_key == "apply" and bool(app.run_view and app.run_view.ended))
        await pilot.pause()
        assert "Everything is as the setup wants it" in words(app, "#status")
        assert frozenset(app.run_view.rows) == approved


async def test_a_sign_in_that_ends_while_aws_is_looked_at_is_renewed_in_place(tmp_path: Path) -> None:
    async with wizard(tmp_path, SETUP) as (app, pilot):
        sign_in_beforehand(app)
        assert app.onboarding is not None
        rehearsal = app.onboarding.world
        assert isinstance(rehearsal, Rehearsal)
        rehearsal.world.rules.append(expired(3))
        app.go_to("review")
        await until(pilot, lambda: "The sign-in has ended" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.page_key == "review" and app.plan is not None)


def test_plain_mode_pauses_asks_and_goes_straight_on(tmp_path: Path) -> None:
    rehearsals(tmp_path, "credentials-expire").begin(SETUP).close()
    terminal = Terminal(tmp_path, "acme", "--scenario", "credentials-expire", "--plain")
    try:
        terminal.answers((MENU, "2"), ("Sign in with", "1"), ("This cannot be changed", "y"))
        terminal.answers((MENU, "8"), ("Type acme to approve", "acme"), (MENU, "9"), ("Begin now?", ""))
        terminal.process.expect_exact("Paused. Nothing is lost.")
        terminal.answer("Sign in with", "2")
        terminal.process.expect_exact("stays paused")
        terminal.answer("Sign in with", "1")
        terminal.process.expect_exact("Everything is as the setup wants it.")
    finally:
        terminal.process.close(force=True)


def test_headless_it_fails_with_what_to_do_and_the_same_command_goes_on(tmp_path: Path) -> None:
    orgwizard(tmp_path, *NEW)
    command = ("apply", "acme.yaml", "--scenario", "credentials-expire", "--yes")

    stopped, done = orgwizard(tmp_path, *command), orgwizard(tmp_path, *command)

    assert stopped.returncode == 1
    assert "sign-in has expired" in stopped.stderr
    assert "run the same command again" in stopped.stderr
    assert done.returncode == 0, done.stderr
