"""The answers of an open setup: saved at once, undone and redone, and replaced by a file's when somebody approves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from state.errors import InvalidSetup
from state.saved.open_setup import OpenSetup
from state.setup import Setup
from state.setup.validation import Problem, problems_of
from wizard.edits.history import Edit, History
from wizard.edits.memory import insist_on_the_same_owner, with_memory_of


class Answers:
    """What the team wants, as far as this process knows."""

    def __init__(self, saved: OpenSetup, now: Callable[[], datetime], *, rehearsal: bool) -> None:
        self._saved = saved
        self._rehearsal = rehearsal
        self._now = now
        self._edits = History()
        self._proposed: Setup | None = None
        self._judged: tuple[Setup, tuple[Problem, ...]] | None = None

    @property
    def setup(self) -> Setup:
        """As last saved, or those of a file that somebody still has to approve."""
        return self._proposed or self._saved.setup

    @property
    def proposed(self) -> bool:
        """Whether somebody still has to approve them."""
        return self._proposed is not None

    def replace(self, setup: Setup) -> None:
        """Save other answers. Raises StateNotWritable. The edit can be undone."""
        before = self._saved.setup
        if setup != before:
            self._saved.save(setup)
            self._edits.note(before, setup)

    @property
    def last_edit(self) -> Edit | None:
        """What `undo` would take back."""
        return self._edits.last

    def undo(self) -> Edit | None:
        """Take the last edit back, on whichever page it was made, and save; None when there is none.

        Raises StateNotWritable. Nothing at AWS is changed.
        """
        return self._go_to(self._edits.undo(self.setup))

    def redo(self) -> Edit | None:
        """Make the edit again that was undone last, and save; None when there is none. Raises StateNotWritable."""
        return self._go_to(self._edits.redo(self.setup))

    def _go_to(self, there: tuple[Edit, Setup] | None) -> Edit | None:
        if there is None:
            return None
        edit, setup = there
        self._saved.save(setup)
        return edit

    def propose(self, setup: Setup) -> None:
        """Look and plan with the answers of a file; nothing is saved before `keep_proposal`.

        What was learned from AWS stays known: the management account, and accounts that exist under the same names.
        Raises WrongInput where the file is about another organization.
        """
        insist_on_the_same_owner(setup, self._saved.setup)
        self._proposed = with_memory_of(setup, self._saved.setup)

    def keep_proposal(self) -> Path | None:
        """Somebody approved: save the proposed answers. Those that they replace are kept; returns where, None when
        nothing was replaced. Raises StateNotWritable."""
        proposed, self._proposed = self._proposed, None
        if proposed is None or proposed == self._saved.setup:
            return None
        kept = self._saved.keep_answers_aside(self._now())
        self.replace(proposed)
        return kept

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with them, and warnings. Each page asks, for each of the others, at every key."""
        setup = self.setup
        if self._judged is None or self._judged[0] is not setup:
            self._judged = (setup, tuple(self._here(each) for each in problems_of(setup)))
        return self._judged[1]

    def _here(self, problem: Problem) -> Problem:
        return replace(problem, serious=problem.stops(rehearsal=self._rehearsal))

    def insist_on_good(self) -> None:
        """Raises InvalidSetup where something serious is wrong with them."""
        serious = [problem for problem in self.problems() if problem.serious]
        if serious:
            raise InvalidSetup(
                f"The answers have {len(serious)} problem{'s' if len(serious) > 1 else ''}.",
                "Correct each of them, then try again.",
                [f"{problem.what} {problem.remedy}" for problem in serious],
            )
