"""An organization that exists is taken in, from Start: a name first, then a sign-in, then Organization does it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from screens.dialogues.questions import QuestionsDialogue
from state.errors import OrgwizardError
from state.setup import Setup
from wizard.edits.stand_ins import with_stand_ins
from wizard.edits.structure import HOME_REGION, NAME

if TYPE_CHECKING:
    from screens.app import OrgwizardApp

NOTE = "Nothing is changed at AWS. You sign in to the management account, and Organization takes in what is there."


def begin_adopting(wizard: OrgwizardApp, name: str) -> None:
    """Ask what the setup is called, begin it, and go on to Sign in."""
    onboardings = wizard.real_onboardings
    blank = Setup(name=name, home_region="")
    first = replace(with_stand_ins(blank), email_pattern="") if onboardings.rehearsal else blank

    def named(setup: Setup | None) -> None:
        if setup is None:
            return
        try:
            onboarding = onboardings.begin(setup)
        except OrgwizardError as error:
            wizard.tell(error)
            return
        wizard.onboardings = onboardings
        wizard.take(onboarding)
        wizard.go_to("sign-in")
        wizard.notify("Sign in to the management account. On Organization, t takes in what is there.", markup=False)

    if wizard.run_under_way:
        wizard.notify("A run is under way. Stop it on Apply before you begin another setup.", markup=False)
    else:
        wizard.push_screen(QuestionsDialogue("Take in an organization", first, (NAME, HOME_REGION), NOTE), named)
