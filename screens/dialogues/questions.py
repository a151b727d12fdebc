"""Asks a few questions of a page at once, such as those about one account. What they are stands in `wizard.edits`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, Dialogue
from screens.widgets.field import Check, Field
from screens.widgets.hint_line import hint_for
from screens.widgets.picker import Picker
from state.setup import ROOT, Invitation, MemberAccount, Purpose, Setup
from wizard.edits import add_account, add_invitation, sole_sandbox_unit
from wizard.edits.members import (
    account_questions,
    invitation_questions,
    questions_about,
    questions_about_invitation,
)
from wizard.edits.questions import Question


class QuestionsDialogue(Dialogue[Setup]):
    """Dismisses with the setup that has the answers, or with None when nothing shall be changed."""

    FOOT = "Enter saves; Esc leaves it as it was"

    def __init__(
        self, title: str, setup: Setup, questions: Sequence[Question], note: str = "", begin_at: str = ""
    ) -> None:
        """`note` is told where no question has the focus; `begin_at` is the key of the first to be answered."""
        super().__init__(title)
        self.setup = setup
        self.questions = {question.key: question for question in questions}
        self.note = note
        self.begin_at = begin_at or questions[0].key

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for question in self.questions.values():
                yield self._asked(question)
        yield Static(self.note, classes="dialogue-hint", markup=False)
        yield Acts(
            Act("Cancel", "cancel", "Leaves everything as it was before."),
            Act("Save", "keep", "Saves the answers as they stand here.", main=True),
        )

    def _asked(self, question: Question) -> Field | Picker:
        offered, now = question.offers(self.setup), question.now(self.setup)
        if offered:
            choices = (Choice(offer.key, offer.title, offer.meaning) for offer in offered)
            return Picker(question.label, choices, now, id=question.key, hint=question.hint)
        return Field(
            question.label,
            now,
            id=question.key,
            check=lambda text: question.problem(self.as_typed(without=question.key), text),
            hint=question.hint,
            placeholder=question.without(self.setup) or question.example,
        )

    def on_mount(self) -> None:
        """Typing starts at once."""
        self.query_one(f"#{self.begin_at} Input").focus()

    def as_typed(self, without: str = "") -> Setup:
        """The setup with the answers as they stand in the fields, but for one."""
        setup = self.setup
        for key, question in self.questions.items():
            if key != without:
                setup = question.answered(setup, self._text(key))
        return setup

    def _text(self, key: str) -> str:
        widget = self.query_one(f"#{key}")
        return widget.value if isinstance(widget, Field | Picker) else ""

    @on(Input.Changed)
    def _show_what_else(self) -> None:
        """What an empty field stands for follows what is typed in the others."""
        typed = self.as_typed()
        for field in self.query(Field):
            question = self.questions[field.id or ""]
            field.input.placeholder = question.without(typed) or question.example

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell what the focused thing is for."""
        self.query_one(".dialogue-hint", Static).update(hint_for(event.widget, {}) or self.note)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.dismiss(None)
        elif event.button.id == "keep":
            self._save()

    def field_entered(self) -> None:
        """Enter saves."""
        self._save()

    def _save(self) -> None:
        """With an answer that is not good, go to that one and keep nothing yet."""
        fields = list(self.query(Field))
        good = [field.judge() for field in fields]
        if all(good):
            self.dismiss(self.as_typed())
        else:
            fields[good.index(False)].input.focus()


def fields_of(questions: Sequence[Question], setup: Callable[[], Setup]) -> Iterator[Field]:
    """A field of a page for each question; `setup` gives the answers of the moment."""
    for question in questions:
        yield Field(
            question.label,
            question.now(setup()),
            id=question.key,
            check=_judging(question, setup),
            hint=question.hint,
            placeholder=question.example,
        )


def _judging(question: Question, setup: Callable[[], Setup]) -> Check:
    return lambda text: question.problem(setup(), text)


def answered(questions: Sequence[Question], setup: Setup, field: Field) -> Setup:
    """The setup with what is typed in a field of a page."""
    question = next((each for each in questions if each.key == field.id), None)
    return question.answered(setup, field.value) if question else setup


# About one account


def new_account(setup: Setup, unit: str = ROOT) -> QuestionsDialogue:
    """One more account to create."""
    blank = MemberAccount(account_name="", organizational_unit=unit, purpose=Purpose.WORKLOAD)
    return QuestionsDialogue("New account", add_account(setup, blank), account_questions(len(setup.accounts)))


def edit_account(setup: Setup, number: int, begin_at: str = "") -> QuestionsDialogue:
    """The `number`-th account."""
    title = f"Account {setup.accounts[number].account_name}".rstrip()
    return QuestionsDialogue(title, setup, questions_about(setup, number), begin_at=begin_at)


def new_invitation(setup: Setup) -> QuestionsDialogue:
    """One more account to invite."""
    place = sole_sandbox_unit(setup)
    bigger = add_invitation(setup, Invitation(account="", organizational_unit=place))
    return QuestionsDialogue("New invitation", bigger, invitation_questions(len(setup.invitations)))


def edit_invitation(setup: Setup, number: int) -> QuestionsDialogue:
    """The `number`-th account to invite."""
    return QuestionsDialogue("Invitation", setup, questions_about_invitation(number))
