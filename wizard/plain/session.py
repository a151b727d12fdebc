"""What one visit to the wizard carries from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from state.changes.base import Change
from state.saved.progress import ProgressLine
from state.setup import Setup
from state.setup.text_rules import Where
from wizard.edits.questions import Question
from wizard.exit_status import DONE
from wizard.onboarding import Onboardings
from wizard.onboarding.onboarding import Onboarding
from wizard.plain.conversation import Conversation, in_order

A_CHOICE = 3
"""Digits of a number that somebody may have meant for a choice from a list."""


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
    planned: int = 0
    """How many changes of that come first, before anybody has to answer."""
    typed: dict[Where, str] = field(default_factory=dict)
    """Answers that were given and not saved, because what belongs to them was not: they are offered again."""
    compared: str = ""
    """The finished setup that was compared with AWS, because it was opened again."""
    status: int = DONE
    """The exit status."""

    @property
    def onboarding(self) -> Onboarding:
        """The open setup; every page but Start has one."""
        assert self.open is not None  # noqa: S101 - Start opens one before any other page is reached
        return self.open

    @property
    def setup(self) -> Setup:
        """Its answers."""
        return self.onboarding.setup

    def take(self, onboarding: Onboarding) -> None:
        """Work on this setup from now on."""
        self.close()
        self.open, self.wanted = onboarding, ""
        onboarding.world.sign_in.listen(self.talk.say)

    def close(self) -> None:
        """Let go of the setup."""
        if self.open is not None:
            self.open.close()
        self.open, self.approved = None, None
        self.typed.clear()

    def answer(self, setup: Setup) -> None:
        """Save at once. What was approved for other answers is approved no longer."""
        if setup != self.setup:
            self.onboarding.answer(setup)
            self.approved = None

    def undo(self, again: bool = False) -> None:
        """Take the last edit back, on whichever page it was made, or make it again; say which it was."""
        edit = (self.open.answers.redo() if again else self.open.answers.undo()) if self.open is not None else None
        if edit is None:
            self.talk.say("There is nothing to make again." if again else "There is nothing to take back.")
            return
        self.approved = None
        self.talk.say(f"{'Made again' if again else 'Taken back'}: {edit.words}.")

    def line_of(self, key: str) -> ProgressLine | None:
        """How the claim with this key stands, as far as the last look tells."""
        return next((line for line in self.onboarding.progress_lines if line.key == key), None)

    # Questions

    def ask(self, question: Question) -> None:
        """Ask, judge the answer as the same one in a file would be, and save it."""
        self.answer(self.asked(question, self.setup))
        fault = question.problem(self.setup, question.now(self.setup))
        if fault is not None:
            self.talk.say(f"Left open: {fault}")
        elif not self.onboarding.rehearsal:
            self.talk.say(*(f"Note: {note}" for note in question.notes(self.setup)))

    def ask_whole(self, questions: Sequence[Question], begin: Setup | None = None) -> bool:
        """Ask what makes sense only as a whole, and save it at the end; whether anything was said. An answer given
        before somebody goes back is offered again the next time."""
        draft = self.setup if begin is None else begin

        def ask(question: Question) -> None:
            nonlocal draft
            for other in questions:
                draft = other.answered(draft, self.typed.get(other.where, other.now(draft)))
            draft = self.asked(question, draft, needed=True)
            self.typed[question.where] = question.now(draft)

        in_order([partial(ask, question) for question in questions])
        for question in questions:
            self.typed.pop(question.where, None)
        changed = draft != self.setup
        self.answer(draft)
        return changed

    def asked(self, question: Question, setup: Setup, *, needed: bool = False) -> Setup:
        """`setup` with an answer without a fault, or with the one that is there; where one is needed, never with a
        faulty one."""
        if offers := question.offers(setup):
            keys, now = [offer.key for offer in offers], question.now(setup)
            chosen = self.talk.choose(question.label, offers, keys.index(now) if now in keys else None)
            return question.answered(setup, keys[chosen])
        while True:
            text = self._typed(question, setup)
            fault = question.problem(setup, text) if needed else None
            if fault is None:
                return question.answered(setup, text)
            self.talk.say(str(fault))

    def _typed(self, question: Question, setup: Setup) -> str:
        now, without = question.now(setup), question.without(setup)
        parts = [f"now {now}" if now else f"without one {without}" if without else f"such as {question.example}"]
        can_be_empty = question.problem(setup, "") is None
        parts += ["- for none"] if now and can_be_empty else []
        prompt = (
            f"{question.label} ({', '.join(parts)}):" if now or without or question.example else f"{question.label}:"
        )
        while True:  # a bare number where a name is asked for was probably meant for a list
            text = self.talk.ask_line(
                prompt, now, partial(question.problem, setup), hint=question.hint, clears=can_be_empty
            )
            if text == now or question.numeric or not (text.isdigit() and len(text) <= A_CHOICE):
                return text
            if self.talk.agree(f"Is {text} itself the answer?", False):
                return text


def counted(number: int, noun: str) -> str:
    """`1 account`, `2 accounts`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
