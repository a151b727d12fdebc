"""Step 5: the accounts to create, and the role that leads into each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from screens.dialogues.edit_simple import PasteDialogue
from screens.dialogues.questions import QuestionsDialogue, answered, edit_account, fields_of, new_account
from screens.pages.rows_page import RowsPage
from screens.widgets.act import Act
from screens.widgets.field import Field
from screens.widgets.sized import WIDE
from screens.widgets.words import counted, problems_at
from state.setup import MemberAccount, Setup, management_role_name
from wizard import edits as editing
from wizard.edits.access import EVERYBODY, QUESTIONS, who_may_enter
from wizard.edits.members import ORGANIZATION_ACCESS_ROLE

PASTE = (
    "One account a line: name, email address, unit, purpose. Only the name is needed; a spreadsheet's columns can be "
    "pasted as they are. Purposes: workload, data-bunker, shared-services, sandbox, other."
)


class AccountsScreen(RowsPage):
    """Which accounts should be created, and who gets in?"""

    PAGE = "accounts"
    EMPTY = "No account is to be created. Add one, paste several lines, or choose a template on the Structure step."
    HINTS: ClassVar[dict[str, str]] = RowsPage.HINTS

    def compose_body(self) -> ComposeResult:
        yield from fields_of((ORGANIZATION_ACCESS_ROLE,), lambda: self.setup)
        yield from self.compose_table()
        yield self.acts(
            Act("Add", "add", "Adds an account to create. Key: A"),
            Act("Edit", "edit", "Opens the highlighted account. Key: Enter"),
            Act("Remove", "remove", "Takes it out of the plan; nothing at AWS changes. Key: Delete"),
            Act("Paste", "paste", "Several accounts at once. Key: P"),
            Act("Who may enter", "access", "Who may use the roles that lead into the accounts, and how long."),
        )

    def columns(self) -> Sequence[str]:
        if self.app.size.width < WIDE:
            return ("Name", "Email address", "Unit")
        own_roles = any(account.organization_access_role for account in self.setup.accounts)
        return ("Name", "Email address", "Unit", "Purpose", *(("Access role",) if own_roles else ()))

    def rows(self) -> Sequence[Sequence[str]]:
        setup, problems = self.setup, self.onboarding.problems()
        return [
            (
                self.marked(account.account_name or "(name missing)", problems_at(problems, "accounts", number)),
                setup.email_of(account) or "(email missing)",
                account.organizational_unit,
                account.purpose.value,
                account.organization_access_role or "as above",
            )[: len(self.columns())]
            for number, account in enumerate(setup.accounts)
        ]

    def about(self, number: int) -> str:
        account = self.setup.accounts[number]
        problems = problems_at(self.onboarding.problems(), "accounts", number)
        if problems:
            return f"{self.wizard.glyphs.problem} {problems[0].what} {problems[0].remedy}"
        purpose = account.purpose.value.replace("-", " ")
        return (
            f"For: {purpose}. Who may use it: {self._who(account)}, by the management account's role "
            f"{management_role_name(account.account_name)}. That leads to administrator rights in "
            f"{account.account_name}."
        )

    def _who(self, account: MemberAccount) -> str:
        return who_may_enter(self.setup.callers_of(account.purpose))

    def field_answered(self, field: Field) -> None:
        self.answer(answered((ORGANIZATION_ACCESS_ROLE,), self.setup, field))

    def act(self, key: str) -> None:
        number = self.number
        if key == "add":
            self.app.push_screen(new_account(self.setup), self._edited)
        elif key == "paste":
            paste = PasteDialogue("Several accounts at once", PASTE, self.setup, editing.paste_accounts)
            self.app.push_screen(paste, self._pasted)
        elif key == "access":
            note = f"{EVERYBODY} Commas or spaces between names."
            dialogue = QuestionsDialogue("Who may enter the accounts", self.setup, QUESTIONS, note)
            self.app.push_screen(dialogue, self._edited)
        elif key == "edit" and number is not None:
            self.app.push_screen(edit_account(self.setup, number), self._edited)
        elif key == "remove" and number is not None:
            name = self.setup.accounts[number].account_name
            self.answer(editing.remove_account(self.setup, number))
            self.notify(f"Removed from the plan: {name}. Nothing at AWS was changed.", markup=False)

    def _edited(self, setup: Setup | None) -> None:
        if setup:
            self.answer(setup)

    def _pasted(self, setup: Setup | None) -> None:
        if setup is not None:
            added = len(setup.accounts) - len(self.setup.accounts)
            self.answer(setup)
            self.notify(f"{counted(added, 'account')} added.", markup=False)
