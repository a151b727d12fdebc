"""`python -m tests.wizard.engine.apply_once HOME OPERATION EFFECT OCCURRENCE`: a rehearsal in such weather."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.rehearsing import apply_all, suggested
from wizard.onboarding import Onboardings
from wizard.simulated.rehearsal import Rehearsal
from wizard.simulated.weather import Rule


def main(home: str, operation: str, effect: str, occurrence: str) -> None:
    """Ends as the weather has it."""

    def world_for(_rehearsal: bool, world_file: Path | None) -> Rehearsal:
        rehearsal = Rehearsal(world_file)
        rehearsal.world.rules.append(Rule(operation, effect, int(occurrence)))
        return rehearsal

    onboarding = Onboardings(Path(home), True, world_for).begin(suggested())
    onboarding.sign_in(onboarding.credential_sources()[0])
    onboarding.confirm_identity()
    apply_all(onboarding)


if __name__ == "__main__":
    main(*sys.argv[1:])
