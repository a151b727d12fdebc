"""What one visit to the wizard carries from step to step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from state.changes.base import Change
from state.errors import Advice
from state.setup import Setup
from state.setup.text_rules import Where
from state.setup.validation import problems_of
from wizard.exit_status import DONE
from wizard.onboarding import Onboarding, Onboardings
from wizard.plain.conversation import Conversation


@dataclass
class Session:
    """A conversation about one setup at a time."""

    talk: Conversation
    onboardings: Onboardings
    wanted: str = ""
    """The setup named on the command line, until it is open."""
    open: Onboarding | None = None
    approved: frozenset[Change] | None = None
    """What was approved on Review; None when nothing was asked since the answers changed."""
    status: int = DONE
    """The exit status."""

    @property
    def onboarding(self) -> Onboarding:
        """The open setup; every step but Start has one."""
        assert self.open is not None  # noqa: S101 - Start opens one before any other step is reached
        return self.open

    @property
    def setup(self) -> Setup:
        """Its answers."""
        return self.onboarding.setup

    def take(self, onboarding: Onboarding) -> None:
        """Work on this setup from now on."""
        self.close()
        self.open, self.wanted = onboarding, ""

    def close(self) -> None:
        """Let go of the setup."""
        if self.open is not None:
            self.open.close()
        self.open, self.approved = None, None

    def answer(self, setup: Setup) -> None:
        """Save at once. What was approved for other answers is approved no longer."""
        if setup != self.setup:
            self.onboarding.answer(setup)
            self.approved = None

    def ask_text(
        self,
        question: str,
        now: str,
        where: Where,
        edit: Callable[[Setup, str], Setup],
        *,
        hint: str = "",
        clears: bool = False,
    ) -> None:
        """Ask for the text at this place in the setup, judged as a setup file would be, and save it."""
        answer = self.talk.ask(
            question, now, lambda text: fault_at(edit(self.setup, text), where), hint=hint, clears=clears
        )
        self.answer(edit(self.setup, answer))
        fault = fault_at(self.setup, where)
        if fault is not None:
            self.talk.say(f"Left open: {fault.what} {fault.remedy}")
        elif not self.onboarding.rehearsal:
            self.talk.say(
                *(f"Note: {each.what} {each.remedy}" for each in problems_of(self.setup) if each.where == where)
            )


def fault_at(setup: Setup, where: Where) -> Advice | None:
    """What is seriously wrong at this very place."""
    for problem in problems_of(setup):
        if problem.where == where and problem.serious:
            return Advice(problem.what, problem.remedy)
    return None


def counted(number: int, noun: str) -> str:
    """`1 account`, `2 accounts`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
