"""Drains the engine in a thread and posts what it tells; the thread never touches a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.message import Message

from state.errors import OrgwizardError

if TYPE_CHECKING:
    from screens.runs.run_view import RunView
    from wizard.engine.events import Event


class RunEvent(Message):
    """The run told something."""

    def __init__(self, view: RunView, event: Event) -> None:
        super().__init__()
        self.view = view
        self.event = event


class RunMoved(Message):
    """How a run stands is not as it was: every screen hears of it."""

    def can_replace(self, message: Message) -> bool:
        """Whoever is behind catches up at once: a screen is drawn for the last of several, not for each."""
        return isinstance(message, RunMoved)


class RunLeft(Message):
    """The run is over without an end of its own: it was stopped, or it broke."""

    def __init__(self, view: RunView, error: OrgwizardError | None) -> None:
        super().__init__()
        self.view = view
        self.error = error


def drain(run: Callable[[], Iterator[Event]], view: RunView, post: Callable[[Message], object]) -> None:
    """Ask for events until the run ends or somebody wants it stopped."""
    try:
        for event in run():
            post(RunEvent(view, event))
            if view.stop_asked.is_set():
                break
    except OrgwizardError as error:
        post(RunLeft(view, error))
    else:
        post(RunLeft(view, None))
