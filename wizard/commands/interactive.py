"""The wizard itself, in the terminal that there is."""

from __future__ import annotations

import os
import sys

from state.errors import TerminalFailed, WrongInput
from wizard.commands.terminal import Options
from wizard.machine.leaving import leave_threads
from wizard.machine.streams import TERMINAL_ERRORS, at_a_terminal, narrate
from wizard.machine.terminal import draws_unicode, forget_exported_size


def open_wizard(options: Options) -> int:
    """`orgwizard [SETUP]`."""
    if not at_a_terminal(sys.stdin, sys.stdout):
        raise WrongInput(
            "The wizard needs a terminal, and there is none.",
            "Without one, use `orgwizard new`, `orgwizard plan` and `orgwizard apply`; each takes --help.",
        )
    forget_exported_size(os.environ)
    if options.plain or os.environ.get("ACCESSIBLE") == "1" or os.environ.get("TERM") == "dumb":
        from wizard.plain import run_plain

        return run_plain(options.onboardings, options.name)
    from screens.app import OrgwizardApp
    from screens.terminal.guards import hold_ending_signals

    app = OrgwizardApp(options.onboardings, options.name, ascii_only=options.ascii or not draws_unicode())
    hold_ending_signals()
    try:
        app.run()
    except TERMINAL_ERRORS as error:
        if not app.ended_by:  # a terminal that is gone takes no last words
            raise TerminalFailed(f"The terminal cannot be used: {error.args[-1] if error.args else error}.") from error
    if app.onboarding is not None:
        from wizard.narration import way_back  # it brings every claim along, which nobody waits for before a screen

        for line in way_back(app.onboarding.name, app.onboarding.rehearsal):
            narrate(line)
    if app.defect is not None:
        raise app.defect  # it is told and written down where every defect is
    status = 128 + app.ended_by if app.ended_by else app.return_code or 0
    leave_threads(status)
    return status
