"""Back to the shell for a while. Ctrl+Z does not lead there: it takes an edit back, as in every editor of forms."""

from __future__ import annotations

import os
import signal

from screens.runs.pausing import AppThatPauses

HOW = "Ctrl+Z does not lead to the shell here. F2 opens the menu: To the shell goes there, and `fg` comes back."
NOWHERE = (
    "There is no shell behind this terminal that could bring orgwizard back. Open a second terminal, or leave with "
    "Ctrl+Q: everything is saved."
)


class AppThatSuspends(AppThatPauses):
    """Knows what goes on while it stands still."""

    def action_say_how_to_suspend(self) -> None:
        """What is typed for the shell would land in a field."""
        self.notify(HOW, markup=False)

    def action_suspend_process(self) -> None:
        """Save what is being typed and stop, until the shell brings it back. A run is asked about first."""
        if not self._shell_is_there:
            self.notify(NOWHERE, severity="warning", markup=False)
        elif not self.run_under_way:
            self._suspend()
        else:
            self._ask_about_the_run()

    @property
    def _shell_is_there(self) -> bool:
        """A shell with job control gives every command a process group of its own."""
        can_suspend = self._driver is not None and self._driver.can_suspend
        return can_suspend and hasattr(os, "getsid") and os.getpgrp() != os.getsid(0)

    def _ask_about_the_run(self) -> None:
        from screens.widgets.dialogue import Choice, ChoiceDialogue

        choices = (
            Choice("stay", "Stay", "The run goes on."),
            Choice("suspend", "Suspend", "The run stands still too; AWS finishes what it was asked for."),
        )
        dialogue = ChoiceDialogue("A run is under way", "`fg` brings it back, and it goes on by itself.", choices)
        self.push_screen(dialogue, lambda choice: self._suspend() if choice == "suspend" else None)

    def _suspend(self) -> None:
        """The whole process group stops, as it would at a terminal: the shell waits for all of it."""
        self.save_pending()
        self.app_suspend_signal.publish(self)
        os.killpg(os.getpgrp(), signal.SIGTSTP)

    def save_pending(self) -> None:
        """Save the field that is being typed in."""
        raise NotImplementedError
