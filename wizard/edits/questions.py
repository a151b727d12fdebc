"""A question about a setup, asked once for both faces and judged as the same answer in a file would be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from state.errors import Advice
from state.setup import Setup
from state.setup.text_rules import Where
from state.setup.validation import Problem, problems_of

LISTS = ("organizational_units", "accounts", "invitations")
"""Answers that there are several of; one may be at odds with another."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One of a few answers to choose from."""

    key: str
    title: str
    meaning: str = ""
    """A sentence; may be empty."""


@dataclass(frozen=True, slots=True)
class Question:
    """One answer that a person gives as a line of text, or chooses."""

    key: str
    """Which question it is, within its page; a field's id."""
    where: Where
    """The answer's place in the setup."""
    label: str
    """A few words, at most 16 characters, so that it stands before a field."""
    hint: str
    """What it is for and what follows, as whole sentences."""
    now: Callable[[Setup], str]
    """The answer as it stands."""
    answered: Callable[[Setup, str], Setup]
    """The setup with this text for an answer; text that means nothing changes nothing."""
    example: str = ""
    """What an answer looks like."""
    without: Callable[[Setup], str] = lambda _setup: ""
    """What holds when the answer is left out, such as the address that the pattern gives."""
    form: Callable[[str], Advice | None] = lambda _text: None
    """What is wrong with text that cannot be put into a setup at all, such as a word for a number."""
    numeric: bool = False
    """Whether the answer is a number."""
    offers: Callable[[Setup], tuple[Offer, ...]] = lambda _setup: ()
    """What can be chosen; nothing where one types."""

    def problem(self, setup: Setup, text: str) -> Advice | None:
        """What is seriously wrong with this answer: by its form, in its place, or with an answer like it elsewhere."""
        fault = self.form(text)
        if fault is not None:
            return fault
        after = self.answered(setup, text)
        wrong = [problem for problem in problems_of(after) if problem.serious]
        found = next((each for each in wrong if is_at(self.where, each)), None) or self._at_odds(setup, wrong)
        return Advice(found.what, found.remedy) if found else None

    def notes(self, setup: Setup) -> Iterable[Problem]:
        """What is worth knowing of the answer as it stands, and stops nothing."""
        return (each for each in problems_of(setup) if not each.serious and is_at(self.where, each))

    def _at_odds(self, before: Setup, wrong: Iterable[Problem]) -> Problem | None:
        """Two accounts cannot share an address: that is told of the later one, whichever of them was changed."""
        if self.where[0] not in (*LISTS, "email_pattern"):
            return None
        known = {problem.what for problem in problems_of(before)}
        return next((each for each in wrong if each.where and each.where[0] in LISTS and each.what not in known), None)


def all_answered(setup: Setup, questions: Iterable[Question], texts: Iterable[str]) -> Setup:
    """The setup with an answer to each question."""
    for question, text in zip(questions, texts, strict=True):
        setup = question.answered(setup, text)
    return setup


def is_at(where: Where, problem: Problem) -> bool:
    """Whether the problem is at this place or below it."""
    return problem.where[: len(where)] == where


def fault_at(setup: Setup, where: Where) -> Advice | None:
    """What is seriously wrong at this very place of a setup."""
    found = next((each for each in problems_of(setup) if each.where == where and each.serious), None)
    return Advice(found.what, found.remedy) if found else None
