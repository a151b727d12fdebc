"""The saved setups of this machine, and the way to an open one. What opening takes is imported when one is opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from state.saved.holder import Hold
    from state.saved.setups import SavedSetups, SetupSummary
    from state.setup import Setup
    from wizard.exports.taking_stock import Past
    from wizard.gateway.world import World
    from wizard.onboarding.onboarding import Onboarding


class Onboardings:
    """The saved setups of this machine, real or rehearsed, and how to open one."""

    def __init__(self, home: Path, rehearsal: bool, world_for: Callable[[bool, Path | None], World]) -> None:
        self._home = home
        self._world_for = world_for
        self.rehearsal = rehearsal

    @cached_property
    def _saved(self) -> SavedSetups:
        from state.saved.setups import SavedSetups  # nobody waits for it before the first screen

        return SavedSetups(self._home, self.rehearsal)

    @property
    def home(self) -> Path:
        """The directory of everything saved."""
        return self._home

    def summaries(self) -> tuple[SetupSummary, ...]:
        """Every saved setup, damaged ones included."""
        return self._saved.summaries()

    def answers(self, name: str) -> Setup:
        """The answers saved under `name`, without opening the setup. Raises UnknownSetup, UnreadableState.

        A setup that was never rehearsed is rehearsed with its real answers, but not with the real accounts.
        """
        if not self.rehearsal or self._saved.exists(name):
            return self._saved.read(name)
        from wizard.edits.memory import forget

        return forget(self.for_real().answers(name))

    def past(self, name: str) -> Past:
        """All that was ever done for a setup that is saved, without opening it. Raises UnreadableState."""
        from state.saved.files import journal_of, read_saved
        from state.saved.journal import Journal, Known
        from wizard.exports.taking_stock import Past
        from wizard.onboarding.tending import tended_in

        directory = self._saved.directory_of(name)
        journal = journal_of(directory, read_saved(directory))
        known = Known(journal.setup_id)
        tended = tended_in(directory, lambda file_name: Journal(directory / file_name, known=known))
        return Past(journal.performed, self.rehearsal, tended)

    def world_file(self, name: str) -> Path:
        """Where a rehearsal of `name` keeps its AWS."""
        from state.saved.files import WORLD_FILE

        return self._saved.directory_of(name) / WORLD_FILE

    def exists(self, name: str) -> bool:
        """Whether a setup is saved under this name."""
        return self._saved.exists(name)

    def begin(self, setup: Setup) -> Onboarding:
        """Save a new setup and open it. Raises an OrgwizardError when the name is taken."""
        self._saved.create(setup)
        return self.resume(setup.name)

    def begin_for_real(self, rehearsed: Setup) -> Onboarding:
        """A rehearsed setup's answers begin one of the same name here, without anything that the rehearsal made up: no
        id, and no address that nobody can own. Raises an OrgwizardError when the name is taken."""
        from wizard.edits.memory import forget
        from wizard.edits.stand_ins import without_stand_ins

        return self.begin(without_stand_ins(forget(rehearsed)))

    def hold(self, name: str) -> Hold | None:
        """Who has the setup open, if anybody, and what can be done about it."""
        return self._saved.hold(name) if self._saved.exists(name) else None

    def summary(self, name: str) -> SetupSummary | None:
        """The saved setup as others may see it, without opening it."""
        return next((summary for summary in self.summaries() if summary.name == name), None)

    def resume(self, name: str, *, take_over: bool = False) -> Onboarding:
        """Open a saved setup. Raises UnknownSetup, SetupInUse, UnreadableState.

        With `take_over` also one that is open elsewhere, where that is safe. A rehearsal of a setup that was never
        rehearsed begins with a copy of its answers.
        """
        if self.rehearsal and not self._saved.exists(name):
            self._saved.create(self.answers(name))
        from wizard.onboarding.onboarding import Onboarding

        open_it = self._saved.take_over if take_over else self._saved.open
        saved = open_it(name, datetime.now(UTC))
        try:
            return Onboarding(saved, self._world_for(self.rehearsal, saved.world_file))
        except BaseException:
            saved.close()
            raise

    def rehearse(self) -> Onboardings:
        """The rehearsals on this machine."""
        return Onboardings(self._home, True, self._world_for)

    def for_real(self) -> Onboardings:
        """The real setups on this machine."""
        return Onboardings(self._home, False, self._world_for)

    def discard(self, name: str) -> Path:
        """Move a setup aside; returns where it is now. Raises UnknownSetup, SetupInUse."""
        return self._saved.discard(name, datetime.now(UTC))
