"""Back to the shell for a while. Ctrl+Z does not lead there: it takes an edit back, as in every editor of forms."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from textual.app import App

HOW = "Ctrl+Z does not lead to the shell here. F2 opens the menu: To the shell goes there, and `fg` comes back."
NOWHERE = (
    "There is no shell behind this terminal that could bring orgwizard back. Open a second terminal, or leave with "
    "Ctrl+Q: everything is saved."
)


def suspend(app: App[int], save_pending: Callable[[], None], *, run_under_way: bool) -> None:
    """Save what is being typed and stop, until the shell brings it back. A run is asked about first."""
    if not _shell_is_there(app):
        app.notify(NOWHERE, severity="warning", markup=False)
    elif not run_under_way:
        _stop(app, save_pending)
    else:
        _ask_about_the_run(app, save_pending)


def _shell_is_there(app: App[int]) -> bool:
    """A shell with job control gives every command a process group of its own."""
    can_suspend = app._driver is not None and app._driver.can_suspend
    return can_suspend and hasattr(os, "getsid") and os.getpgrp() != os.getsid(0)


def _ask_about_the_run(app: App[int], save_pending: Callable[[], None]) -> None:
    from screens.widgets.dialogue import Choice, ChoiceDialogue

    choices = (
        Choice("stay", "Stay", "The run goes on."),
        Choice("suspend", "Suspend", "The run stands still too; AWS finishes what it was asked for."),
    )
    dialogue = ChoiceDialogue("A run is under way", "`fg` brings it back, and it goes on by itself.", choices)
    app.push_screen(dialogue, lambda choice: _stop(app, save_pending) if choice == "suspend" else None)


def _stop(app: App[int], save_pending: Callable[[], None]) -> None:
    """The whole process group stops, as it would at a terminal: the shell waits for all of it."""
    save_pending()
    app.app_suspend_signal.publish(app)
    os.killpg(os.getpgrp(), signal.SIGTSTP)
