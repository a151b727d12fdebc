"""Somebody else has the setup open: one can look on, and take over where that is safe."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from screens.app import OrgwizardApp
from screens.dialogues.second_person import SecondPersonDialogue
from tests.elsewhere import applying_elsewhere, say_that_it_is_annas, until_stopped
from tests.rehearsing import rehearsals, signed_in, small
from tests.samples import sample
from tests.screens.faces import screen_text, until
from wizard.onboarding import Onboardings

on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows what a process does")


def saved_with_progress(home: Path) -> Onboardings:
    with signed_in(home, small()) as onboarding:
        onboarding.look()
    return rehearsals(home)


def said(app: OrgwizardApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


@pytest.mark.parametrize("size", sample([(60, 20), (80, 24), (120, 40)], 3))
async def test_who_how_far_and_the_answers_are_shown_and_nothing_can_be_changed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    saved_with_progress(tmp_path)
    with applying_elsewhere(tmp_path, rehearsal=True) as other:
        app = OrgwizardApp(rehearsals(tmp_path))
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: bool(app.screen.query("#setups")) and app.screen.focused is not None)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SecondPersonDialogue))
            await pilot.pause()
            shown = screen_text(app)

            assert f"(process {other.pid}) has been applying acme since" in said(app, "#who")
            assert "The organization exists" in said(app, "#as-saved")
            assert "organizational_units:" in said(app, "#as-saved")
            assert not app.screen.query_one("#take-over").display
            assert "Look again" in shown
            assert "Close" in shown

            await pilot.press("t", "l", "escape")
            await pilot.pause()
            assert app.onboarding is None
            assert other.poll() is None


async def test_once_it_is_let_go_of_there_looking_again_opens_it(tmp_path: Path) -> None:
    saved_with_progress(tmp_path)
    with applying_elsewhere(tmp_path, rehearsal=True) as other:
        app = OrgwizardApp(rehearsals(tmp_path), "acme")
        async with app.run_test() as pilot:
            await until(pilot, lambda: isinstance(app.screen, SecondPersonDialogue))
            other.kill()
            other.wait()
            await pilot.press("l")
            await until(pilot, lambda: app.onboarding is not None)


@on_linux
async def test_a_stopped_process_is_taken_over_from_the_screen(tmp_path: Path) -> None:
    saved_with_progress(tmp_path)
    with applying_elsewhere(tmp_path, rehearsal=True) as other:
        other.send_signal(signal.SIGSTOP)
        until_stopped(other)
        app = OrgwizardApp(rehearsals(tmp_path), "acme")
        async with app.run_test() as pilot:
            await until(pilot, lambda: isinstance(app.screen, SecondPersonDialogue))
            await pilot.pause()
            assert "Ctrl+Z" in said(app, "#advice")
            await pilot.click("#take-over")
            await until(pilot, lambda: app.onboarding is not None)
        assert other.wait(30) == -signal.SIGKILL


async def test_whoever_is_taken_over_while_typing_is_told_so(tmp_path: Path) -> None:
    saved_with_progress(tmp_path)
    app = OrgwizardApp(rehearsals(tmp_path), "acme")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.onboarding is not None)
        await pilot.pause()
        assert app.onboarding is not None
        say_that_it_is_annas(app.onboarding.directory)
        app.answer(replace(app.onboarding.setup, home_region="eu-central-1"))
        await pilot.pause()
        assert "has taken over acme" in screen_text(app)
