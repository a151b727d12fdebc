"""The wizard and the command line are two ways to the same engine: what they leave behind is equal to the byte."""

from __future__ import annotations

import re
from pathlib import Path

from state.changes import to_record
from state.saved.journal import Journal
from tests.rehearsing import apply_all, exported, rehearsals, signed_in, small
from tests.screens.faces import sign_in, until, wizard
from wizard.onboarding.onboarding import Onboarding


def left_behind(onboarding: Onboarding) -> tuple[object, str, str]:
    """What was attempted and what came of it, and both exports; without the moments, for their clocks differ."""
    attempts = Journal(onboarding.directory / "journal.jsonl").attempts
    outcomes = [(to_record(attempt.change), attempt.receipt, attempt.outcome) for attempt in attempts]
    inventory = re.sub(r'("(?:at|\w+_at|until)": )"[^"]*"', r"\1null", exported(onboarding, "inventory"))
    return outcomes, exported(onboarding, "setup"), inventory


async def test_the_wizard_leaves_exactly_what_a_headless_run_leaves(tmp_path: Path) -> None:
    by_hand, headless = tmp_path / "by-hand", tmp_path / "headless"
    async with wizard(by_hand, small()) as (app, pilot):
        await sign_in(app, pilot)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        await pilot.click("#approve")
        await pilot.pause()
        await pilot.press(*app.onboarding.name if app.onboarding else "", "enter")
        await until(pilot, lambda: app.run_view is not None and not app.run_view.under_way)
    setup = rehearsals(by_hand).answers("acme")
    with signed_in(by_hand, setup) as onboarding:
        from_the_wizard = left_behind(onboarding)
    with signed_in(headless, small()) as onboarding:
        apply_all(onboarding)
    with signed_in(headless, small()) as onboarding:
        from_the_command_line = left_behind(onboarding)

    assert from_the_wizard == from_the_command_line
