"""Accounts & roles: the accounts to create, and who gets into each by which role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from screens.dialogues.edit_simple import PasteDialogue
from screens.dialogues.questions import QuestionsDialogue, answered, edit_account, fields_of, new_account
from screens.pages.account_meaning import about_account
from screens.pages.rows_page import RowsPage
from screens.pages.tending import tend
from screens.widgets.act import Act
from screens.widgets.field import Field
from screens.widgets.prose import Block
from screens.widgets.row import Cell, Row
from screens.widgets.words import problems_at
from state.setup import MemberAccount, Setup
from state.setup.access import Callers
from state.setup.validation import Problem
from wizard import edits as editing
from wizard.edits.access import EVERYBODY, QUESTIONS
from wizard.edits.members import ORGANIZATION_ACCESS_ROLE

PASTE = (
    "One account a line: name, email address, unit, purpose. Only the name is needed; a spreadsheet's columns can be "
    "pasted as they are. Purposes: workload, data-bunker, shared-services, sandbox, other."
)


class AccountsScreen(RowsPage):
    """Which accounts should be created, and who gets in?"""

    PAGE = "accounts"
    FIELDS = (ORGANIZATION_ACCESS_ROLE,)
    TITLE = "Accounts"
    LEAD = "A role in the management account leads into each, for people who signed in with MFA."
    EMPTY = "No account is to be created. a adds one, p pastes several."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "act('access')", "say who may enter the accounts", show=False),
        Binding("o", "act('tend')", "another name, address or unit at AWS, or its end", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        names = Horizontal(id="names", classes="pane fields")
        names.border_title = Content("Role")
        with names:
            yield from fields_of(self.FIELDS, lambda: self.setup)
        yield from self.compose_list()
        yield self.acts(
            Act("+ Account", "add", "Adds an account to create. Key: a"),
            Act("Edit", "edit", "Opens the highlighted account. Key: Enter"),
            Act("Remove", "remove", "Takes it out of the plan; nothing at AWS changes. Key: Delete"),
            Act("Who may enter", "access", "Who may use the roles that lead into the accounts, and how long. Key: w"),
            Act("Change at AWS", "tend", "An account that exists: another name, address or unit, or its end. Key: o"),
            Act("Paste", "paste", "Several accounts at once. Key: p"),
        )

    def rows(self) -> Iterator[Row]:
        problems = self.onboarding.problems()
        wrong = {
            each.where[1] for each in problems if each.serious and each.where[:1] == ("accounts",) and each.where[1:]
        }
        for number, account in enumerate(self.setup.accounts):
            sign = Content.styled(f"{self.wizard.glyphs.problem} ", "bold $bad") if number in wrong else Content("  ")
            name = Content.styled(account.account_name or "(name missing)", "$body")
            yield Row(Cell(sign, 2), Cell(name), Cell(Content.styled(self._who(account), "$muted"), 16))

    def _who(self, account: MemberAccount) -> str:
        if not account.management_role:
            return "no role"
        callers = self.setup.callers_of(account.purpose)
        return "users with MFA" if callers.nobody_named else _named(callers)

    def about(self, number: int) -> tuple[str, Iterator[Block]]:
        account = self.setup.accounts[number]
        return account.account_name or "(name missing)", about_account(self.setup, account, self.wizard.glyphs)

    @property
    def existing_id(self) -> str:
        """The id of the highlighted account, once AWS was seen to have it; else empty."""
        observed = self.onboarding.observed
        if self.number is None or observed is None:
            return ""
        found = observed.account_with_email(self.setup.email_of(self.setup.accounts[self.number]))
        return found.account_id if found else ""

    def show_meaning(self) -> None:
        super().show_meaning()
        self.offer(tend=bool(self.existing_id) and self.onboarding.identity_confirmed)

    def problems_with(self, number: int) -> list[Problem]:
        return problems_at(self.onboarding.problems(), "accounts", number)

    def field_answered(self, field: Field) -> None:
        self.answer(answered((ORGANIZATION_ACCESS_ROLE,), self.setup, field))

    def act(self, key: str) -> None:
        number = self.number
        if key == "add":
            self.app.push_screen(new_account(self.setup), self._added)
        elif key == "paste":
            paste = PasteDialogue("Several accounts at once", PASTE, self.setup, editing.paste_accounts)
            self.app.push_screen(paste, self._edited)
        elif key == "access":
            note = f"{EVERYBODY} Commas or spaces between names."
            dialogue = QuestionsDialogue("Who may enter the accounts", self.setup, QUESTIONS, note)
            self.app.push_screen(dialogue, self._edited)
        elif key == "tend" and number is not None and self.existing_id:
            tend(self, self.existing_id, self.setup.accounts[number].account_name)
        elif key == "edit" and number is not None:
            self.app.push_screen(edit_account(self.setup, number), self._edited)
        elif key == "remove" and number is not None:
            self.answer(editing.remove_account(self.setup, number))

    def _added(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)
            self.listing.point_at(str(len(self.setup.accounts) - 1))

    def _edited(self, setup: Setup | None) -> None:
        if setup is not None:
            self.answer(setup)


def _named(callers: Callers) -> str:
    return ", ".join((*callers.users, *callers.groups, *callers.roles, *callers.permission_sets))
