"""`python -m tests.screens.runs.apply_on_screen HOME`: the wizard with a run of the setup acme already under way."""

from __future__ import annotations

import sys
from pathlib import Path

import screens.app
from screens.app import OrgwizardApp
from screens.terminal.guards import hold_ending_signals
from wizard.onboarding import Onboardings
from wizard.simulated.rehearsal import Rehearsal


class Applying(OrgwizardApp):
    """Begins on Apply, as somebody who approved everything on Review."""

    CSS_PATH = str(Path(screens.app.__file__).with_name("wizard.tcss"))

    def on_ready(self) -> None:
        """Start the run."""
        assert self.onboarding is not None
        self.start_run(self.onboarding.plan())
        self.go_to("apply")


def main(home: str) -> int:
    """Ends as it is told to."""
    onboarding = Onboardings(Path(home), True, lambda _rehearsal, world: Rehearsal(world, speed=20)).resume("acme")
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()
    app = Applying(Onboardings(Path(home), True, lambda _rehearsal, world: Rehearsal(world)), onboarding=onboarding)
    hold_ending_signals()
    app.run()
    return 128 + app.ended_by if app.ended_by else app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
