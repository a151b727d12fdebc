"""What Textual does for eyes and for a slow terminal, and a test of a screen is spared. What a screen shows, and in
which order keys and messages are taken, stays Textual's own.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from time import monotonic
from typing import Any

import pytest
import textual._wait
import textual.app
import textual.pilot
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import active_app
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

DRAWN_AT_ONCE = Compositor.render_update
PARSED = Stylesheet._parse_rules
SLEPT_UNTIL_IDLE = textual._wait.wait_for_idle
QUIET_TURNS = 3
"""Turns of the event loop in which nothing was left to do, one after the other."""


def drawn_when_looked_at(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """Textual draws each frame, and throws it away where there is no terminal: a third of what a test of a screen cost.

    Here a frame is drawn where a test looks at it: `screen_text` and pictures draw all that is shown by themselves.
    """
    if full:
        return DRAWN_AT_ONCE(compositor, full, screen_stack, simplify)
    compositor._dirty_regions.clear()
    return None


@lru_cache(2048)
def _parsed(variables: tuple[tuple[str, str], ...], css: str, where: tuple[tuple[str, Any], ...]) -> list[RuleSet]:
    return PARSED(Stylesheet(variables=dict(variables)), css, **dict(where))


def parsed_once(stylesheet: Stylesheet, css: str, **where: Any) -> list[RuleSet]:
    """Each application has a stylesheet of its own, and parses the same text anew. What comes of it never changes."""
    return _parsed(tuple(stylesheet._variables.items()), css, tuple(where.items()))


async def settled(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Textual sleeps a fiftieth of a second, and again until the processor rests, twice for each key.

    Here the event loop turns until nothing is left to do in it, and the screen is laid out then rather than at the
    next sixtieth of a second. Where a thread still works, it is waited for as ever.
    """
    app = active_app.get()
    if any(worker.is_running for worker in app.workers):
        await SLEPT_UNTIL_IDLE(min_sleep, max_sleep)
        return
    loop: Any = asyncio.get_running_loop()
    quiet, until = 0, monotonic() + max_sleep
    while quiet < QUIET_TURNS and monotonic() < until:
        await asyncio.sleep(0)
        if loop._ready:
            quiet = 0
        elif app._resize_event is not None:  # Textual takes the last of several
            quiet = await asyncio.sleep(1 / 200, 0)
        elif app.screen_stack and _is_behind(app.screen):
            app.screen._on_timer_update()
            quiet = 0
        else:
            quiet += 1


def _is_behind(screen: Screen[object]) -> bool:
    """Whether something waits for the next frame."""
    return bool(screen._layout_required or screen._scroll_required or screen._repaint_required or screen._callbacks)


def take_effect() -> None:
    """From now on, for the rest of this process."""
    instead = pytest.MonkeyPatch()
    instead.setattr(Compositor, "render_update", drawn_when_looked_at)
    instead.setattr(Stylesheet, "_parse_rules", parsed_once)
    instead.setattr(RuleSet, "__hash__", object.__hash__)  # by identity, as Textual's own, which is written in Python
    for module in (textual.app, textual.pilot):
        instead.setattr(module, "wait_for_idle", settled)
