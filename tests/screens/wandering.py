"""Somebody who presses anything, at any size of the terminal; what must hold after each step is asserted on the way."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

from textual.errors import NoWidget
from textual.events import Paste
from textual.geometry import Region
from textual.pilot import OutOfBounds, Pilot
from textual.widget import Widget
from textual.widgets import OptionList

from screens.app import BOTTOM, SMALLEST, OrgwizardApp
from screens.dialogues.too_small import TooSmall
from state.saved.setups import SavedSetups
from tests.rehearsing import rehearsals, suggested
from tests.screens.faces import PAGE_KEYS, screen_text

KEYS = (
    *("tab", "shift+tab", "enter", "escape", "up", "down", "left", "right", "space", "home", "end", "delete"),
    *("pageup", "pagedown", "backspace", "f1", "f2", "ctrl+n", "ctrl+p", "ctrl+z", "ctrl+y", "question_mark"),
    *("a", "u", "m", "w", "e", "y", "n", "c", "x", "1", "2", "at", "plus"),
)
PASTES = (
    *("eu-west-3", "two\nlines", "\n", "", "export AWS_SESSION_TOKEN=abc\n"),
    *("漢字 [bold]x[/]", "a" * 500, "\x00\u202e"),
)
SIZES = ((80, 24), (120, 40), (60, 20), (200, 60))
KINDS = ("key", "resize", "click", "paste", "leave", "go", "answer")
WEIGHTS = (68, 8, 10, 4, 4, 3, 3)
MOST_ESCAPES = 6
"""Dialogues that may stand on one another."""


class Wanderer:
    """One person at one rehearsal, whose every step follows from the seed."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home, self.random = home, Random(seed)
        self.counts: Counter[str] = Counter()
        self.trail: list[str] = []
        """What was done last, for whoever reads of a failure."""
        rehearsals(home).begin(suggested("444455556666")).close()

    async def wander(self, actions: int) -> Counter[str]:
        """So many actions; whenever the program was left it is opened again, with everything in it."""
        while self.counts.total() < actions:
            await self._visit(actions)
        return self.counts

    async def _visit(self, actions: int) -> None:
        onboardings = rehearsals(self.home)
        onboarding = onboardings.resume("acme")
        if self.random.random() < 0.7:
            onboarding.sign_in(onboarding.credential_sources()[0])
            onboarding.confirm_identity()
        app = OrgwizardApp(onboardings, onboarding=onboarding)
        async with app.run_test(size=self.random.choice(SIZES), notifications=True, tooltips=True) as pilot:
            await pilot.pause()
            while self.counts.total() < actions and app.is_running and app.return_code is None:
                await self._act(app, pilot)
                if app.return_code is None:
                    self._check(app)
            setup = app.onboarding.setup if app.onboarding else None
        assert setup is None or SavedSetups(self.home, rehearsal=True).read(setup.name) == setup, self.trail[-9:]

    async def _act(self, app: OrgwizardApp, pilot: Pilot[int]) -> None:
        kind = self.random.choices(KINDS, WEIGHTS)[0]
        self.counts[kind] += 1
        what = await getattr(self, f"_{kind}")(app, pilot)
        self.trail.append(f"{kind} {what}")
        await pilot.pause()

    async def _key(self, _app: OrgwizardApp, pilot: Pilot[int]) -> str:
        key = self.random.choice(KEYS)
        await pilot.press(key)
        return key

    async def _resize(self, _app: OrgwizardApp, pilot: Pilot[int]) -> str:
        odd = self.random.randint(1, 200), self.random.randint(1, 60)
        size = odd if self.random.random() < 0.5 else self.random.choice(SIZES)
        await pilot.resize_terminal(*size)
        return str(size)

    async def _click(self, app: OrgwizardApp, pilot: Pilot[int]) -> str:
        where = self.random.randrange(max(1, app.size.width)), self.random.randrange(max(1, app.size.height))
        with suppress(OutOfBounds):
            await pilot.click(offset=where)
        return str(where)

    async def _paste(self, app: OrgwizardApp, _pilot: Pilot[int]) -> str:
        text = self.random.choice(PASTES)
        app.post_message(Paste(text))
        return repr(text)

    async def _go(self, app: OrgwizardApp, pilot: Pilot[int]) -> str:
        """To any page, as by the menu."""
        await self._leave(app, pilot)
        page = self.random.choice(PAGE_KEYS)
        app.go_to(page)
        return page

    async def _leave(self, app: OrgwizardApp, pilot: Pilot[int]) -> str:
        """Whatever stands in front can be left."""
        if isinstance(app.screen, TooSmall):
            await pilot.resize_terminal(*SIZES[0])
            await pilot.pause()
        for _ in range(MOST_ESCAPES):
            if len(app.screen_stack) <= BOTTOM:
                return app.page_key
            await pilot.press("escape")
            await pilot.pause()
        raise AssertionError(f"{app.screen_stack} cannot be left: {self.trail[-20:]}")

    async def _answer(self, app: OrgwizardApp, pilot: Pilot[int]) -> str:
        """What was typed is kept, however the page is left."""
        await self._leave(app, pilot)
        if app.onboarding is None:
            return "nothing: no setup is open"
        app.go_to("structure")
        await pilot.pause()
        region = f"eu-west-{self.random.randint(1, 99)}"
        line = app.screen.query_one("#home_region Input")
        line.focus()
        await pilot.pause()
        await pilot.press("end", *["backspace"] * 30, *region)
        way = self.random.choice(("ctrl+n", "escape", "f2", "tab", "resize"))
        await (pilot.resize_terminal(*self.random.choice(SIZES)) if way == "resize" else pilot.press(way))
        await pilot.pause()
        app.save_pending()
        assert app.onboarding.setup.home_region == region, (way, self.trail[-9:])
        return f"{region} and {way}"

    def _check(self, app: OrgwizardApp) -> None:
        screen_text(app)  # draws it: no crash there either
        small = app.size.width < SMALLEST[0] or app.size.height < SMALLEST[1]
        assert small or not any(isinstance(each, TooSmall) for each in app.screen_stack), self.trail[-9:]
        focused = app.screen.focused
        if small or focused is None:
            return
        assert in_sight(focused), f"{focused} of {app.screen} at {app.size} is out of sight: {self.trail[-9:]}"


def in_sight(widget: Widget) -> bool:
    """Whether something of the widget can be seen, and in a list what is chosen."""
    shown = visible_part(widget)
    if not shown:
        return False
    if isinstance(widget, OptionList) and widget.highlighted is not None:
        first, last = widget.scroll_offset.y, widget.scroll_offset.y + shown.height
        lines = [number for number, (option, _) in enumerate(widget._lines) if option == widget.highlighted]
        return any(first <= number < last for number in lines)
    return True


def visible_part(widget: Widget) -> Region:
    """The part of it that no container cuts off."""
    try:
        place = widget.screen.find_widget(widget)
    except NoWidget:
        return Region()
    return place.region.intersection(place.clip)
