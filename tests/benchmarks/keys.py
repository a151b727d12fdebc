"""From a key to the screen, in an app of nothing but an Input and in the wizard: until the frame is put together.

Both write it to no terminal, so only what the program itself takes is counted.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

from screens.app import OrgwizardApp
from screens.widgets.field import Field
from screens.widgets.listing import Listing
from tests.benchmarks.accounts import setup_with
from tests.rehearsing import rehearsals
from wizard.commands.wiring import GARBAGE
from wizard.onboarding import Onboardings
from wizard.pages import PAGES
from wizard.simulated.rehearsal import Rehearsal

KEYS = "abcdefghijklmnopqrstuvwxyz" * 2
SETTLES = 0.05
"""Seconds between two keys of a quick typist, less than any takes."""


class Timed(App[Any]):
    """Knows when it last had a frame."""

    drawn: asyncio.Event

    def _display(self, *arguments: Any) -> None:
        super()._display(*arguments)
        if hasattr(self, "drawn"):
            self.drawn.set()


class EmptyInput(Timed):
    """An Input and nothing else."""

    def compose(self) -> ComposeResult:
        yield Input()


class TimedWizard(Timed, OrgwizardApp):
    """The wizard, timed."""

    CSS_PATH = str(Path(inspect.getfile(OrgwizardApp)).parent / "wizard.tcss")


async def milliseconds_to_draw(app: Timed, key: str, character: str = "") -> float:
    """From a key until the next frame."""
    app.drawn = asyncio.Event()
    begun = time.perf_counter()
    app.post_message(events.Key(key, character or key))
    await asyncio.wait_for(app.drawn.wait(), 20)
    taken = time.perf_counter() - begun
    await asyncio.sleep(SETTLES)
    return 1000 * taken


async def _typed(app: Timed) -> None:
    for key in KEYS:
        print(await milliseconds_to_draw(app, key))


def type_into(case: str) -> None:
    """`empty`, or the number of accounts in Structure; `applying` for eight while 24 others are applied."""
    home = Path(tempfile.mkdtemp(dir=os.environ["ORGWIZARD_HOME"]))
    if case == "applying":
        threading.Thread(target=_apply_others, args=(home / "others",), daemon=True).start()
    asyncio.run(_type_into(case, home))
    os._exit(0)  # a run in the background has no end that anybody waits for


async def _type_into(case: str, home: Path) -> None:
    if case == "empty":
        empty = EmptyInput()
        async with empty.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await _typed(empty)
        return
    gc.set_threshold(*GARBAGE)  # as the command has it; the app of nothing but an Input keeps Python's own
    onboardings = rehearsals(home)
    onboardings.begin(setup_with(8 if case == "applying" else int(case))).close()
    app = TimedWizard(onboardings, onboarding=onboardings.resume("bench"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.go_to("structure")
        await pilot.pause()
        app.screen.query_one("#email_pattern", Field).input.focus()
        await pilot.pause()
        await _typed(app)


def _apply_others(home: Path) -> None:
    home.mkdir()

    def world_for(_rehearsal: bool, world_file: Path | None) -> Rehearsal:
        return Rehearsal(world_file, "", 60.0)

    onboarding = Onboardings(home, True, world_for).begin(setup_with(24))
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()
    for _ in onboarding.apply(onboarding.plan().approved()):
        pass


def open_pages(accounts: int) -> None:
    """Each page once, after one that does not count: its module is imported by then."""
    home = Path(tempfile.mkdtemp(dir=os.environ["ORGWIZARD_HOME"]))
    asyncio.run(_open_pages(accounts, home))


async def _open_pages(accounts: int, home: Path) -> None:
    gc.set_threshold(*GARBAGE)
    onboardings = rehearsals(home)
    onboardings.begin(setup_with(accounts)).close()
    app = TimedWizard(onboardings, onboarding=onboardings.resume("bench"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for counts in (False, True):
            for page in PAGES:
                app.drawn = asyncio.Event()
                begun = time.perf_counter()
                app.go_to(page.key)
                while app.page_key != page.key or not app.screen.is_mounted:
                    await asyncio.sleep(0)
                app.drawn.clear()
                await app.drawn.wait()
                taken = time.perf_counter() - begun
                await pilot.pause()
                if counts:
                    print(1000 * taken)


def filter_review(accounts: int) -> None:
    """Open Review on a plan of four changes for each account, and type into its filter."""
    home = Path(tempfile.mkdtemp(dir=os.environ["ORGWIZARD_HOME"]))
    asyncio.run(_filter_review(accounts, home))


async def _filter_review(accounts: int, home: Path) -> None:
    gc.set_threshold(*GARBAGE)
    onboardings = rehearsals(home)
    onboarding = onboardings.begin(setup_with(accounts))
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()
    app = TimedWizard(onboardings, onboarding=onboarding)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.plan = onboarding.plan()
        app.drawn = asyncio.Event()
        begun = time.perf_counter()
        app.go_to("review")
        while not app.screen.query("#changes") or not app.screen.query_one("#changes", Listing).option_count:
            await asyncio.sleep(0)
        await app.drawn.wait()
        print(1000 * (time.perf_counter() - begun))
        await pilot.pause()
        app.screen.query_one("#changes", Listing).focus()
        await milliseconds_to_draw(app, "slash", "/")
        for key in "workload":
            print(await milliseconds_to_draw(app, key))
