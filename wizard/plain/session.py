"""What one visit to the wizard carries from step to step."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.base import Change
from state.setup import Setup
from wizard.edits.questions import Question
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

    def ask(self, question: Question) -> None:
        """Ask, judge the answer as the same one in a file would be, and save it."""
        offered = question.offers(self.setup)
        if offered:
            keys = [offer.key for offer in offered]
            words = [f"{offer.title}{': ' + offer.meaning if offer.meaning else ''}" for offer in offered]
            now = question.now(self.setup)
            chosen = self.talk.choose(
                question.label, words, keys.index(now) if now in keys else None, hint=question.hint
            )
            self.answer(question.answered(self.setup, keys[chosen]))
            return
        self.answer(question.answered(self.setup, self.ask_text(question, self.setup)))
        fault = question.problem(self.setup, question.now(self.setup))
        if fault is not None:
            self.talk.say(f"Left open: {fault}")
        elif not self.onboarding.rehearsal:
            self.talk.say(*(f"Note: {note.what} {note.remedy}" for note in question.notes(self.setup)))

    def ask_text(self, question: Question, setup: Setup) -> str:
        """A line that answers `question` about `setup` without a fault, or the answer as it stands."""
        now, without = question.now(setup), question.without(setup)
        label = f"{question.label}, without one {without}" if without and not now else question.label
        if not now and not without and question.example:
            label = f"{question.label}, such as {question.example}"
        can_be_empty = question.problem(setup, "") is None
        return self.talk.ask(
            label, now, lambda text: question.problem(setup, text), hint=question.hint, clears=can_be_empty
        )


def counted(number: int, noun: str) -> str:
    """`1 account`, `2 accounts`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
