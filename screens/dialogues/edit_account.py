"""Asks for one account to create."""

from __future__ import annotations

from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, Dialogue
from screens.widgets.field import Field
from screens.widgets.picker import Picker, unit_choices
from state.errors import Advice
from state.setup import ROOT, MemberAccount, Purpose, Setup
from state.setup.validation import account_name_problem, email_problem, role_name_problem

PURPOSES = (
    Choice(Purpose.WORKLOAD.value, "Workload", "What your customers use, one account for each environment."),
    Choice(Purpose.DATA_BUNKER.value, "Data bunker", "Audit logs and backups, which few people may touch."),
    Choice(Purpose.SHARED_SERVICES.value, "Shared services", "Common tools such as deployment."),
    Choice(Purpose.SANDBOX.value, "Sandbox", "For trying things out."),
    Choice(Purpose.OTHER.value, "Something else"),
)


class EditAccountDialogue(Dialogue[MemberAccount]):
    """Dismisses with the account as edited, or with None when there is none."""

    FOOT = "Enter saves; Esc leaves it as it was"

    def __init__(
        self, setup: Setup, account: MemberAccount | None = None, unit: str = ROOT, begin_at: str = "account_name"
    ) -> None:
        super().__init__(f"Account {account.account_name}" if account is not None else "New account")
        self.begin_at = begin_at
        self.setup = setup
        self.is_new = account is None
        self.account = account or MemberAccount(account_name="", organizational_unit=unit, purpose=Purpose.WORKLOAD)

    def compose_box(self) -> ComposeResult:
        account = self.account
        with VerticalScroll(can_focus=False):
            yield Field(
                "Name",
                account.account_name,
                id="account_name",
                check=self._check_name,
                hint="Shown in the AWS console. It can be changed later, but choose it well: roles are named after it.",
                placeholder="production",
            )
            yield Field(
                "Root email",
                account.email,
                id="email",
                check=self._check_email,
                hint="The root user's address; no two accounts in all of AWS share one. Empty: the setup's pattern.",
            )
            units = unit_choices((*self.setup.unit_paths(), account.organizational_unit))
            yield Picker("Unit", units, account.organizational_unit, id="unit", hint=UNIT_HINT)
            yield Picker("Purpose", PURPOSES, account.purpose.value, id="purpose", hint=PURPOSE_HINT)
            yield Field(
                "Access role",
                account.organization_access_role,
                id="organization_access_role",
                check=lambda text: role_name_problem(text) if text else None,
                hint="The administrator role AWS makes in the account. Empty: the setup's own choice.",
                placeholder=self.setup.organization_access_role,
            )
        yield Static("", classes="dialogue-hint", markup=False)
        yield Acts(
            Act("Cancel", "cancel", "Leaves everything as it was before."),
            Act("Save", "keep", "Keeps the account as it stands here.", main=True),
        )

    def on_mount(self) -> None:
        """Typing starts at once; the pattern's address shows as one types."""
        self._show_pattern()
        self.query_one(f"#{self.begin_at} Input").focus()

    def _check_name(self, text: str) -> Advice | None:
        fault = account_name_problem(text)
        others = [a.account_name.lower() for a in self.setup.accounts if a is not self.account]
        if fault is None and text.lower() in others:
            return Advice("Another account has this name.", "Choose one that no other account in this setup has.")
        return fault

    def _check_email(self, text: str) -> Advice | None:
        """Empty: the pattern's. No two accounts of the setup share one."""
        fault = email_problem(text) if text else None
        taken = {self.setup.email_of(a).lower(): a.account_name for a in self.setup.accounts if a is not self.account}
        whose = taken.get(text.lower()) if text and fault is None else None
        if whose is None:
            return fault
        pattern = self.setup.email_of(replace(self.account, account_name=self._typed_name(), email=""))
        such = f", such as {pattern}" if pattern and pattern.lower() not in taken else ""
        return Advice(f"{whose} has this address already.", f"Take another{such}.")

    def edited(self) -> MemberAccount:
        """The account as it stands in the fields."""
        return replace(
            self.account,
            account_name=self.query_one("#account_name", Field).value,
            email=self.query_one("#email", Field).value,
            organizational_unit=self.query_one("#unit", Picker).value,
            purpose=Purpose(self.query_one("#purpose", Picker).value),
            organization_access_role=self.query_one("#organization_access_role", Field).value,
        )

    @on(Input.Changed)
    def _show_pattern(self) -> None:
        """The address the pattern would give, where one would be typed."""
        example = self.setup.email_of(replace(self.account, account_name=self._typed_name() or "name", email=""))
        self.query_one("#email", Field).input.placeholder = example or "no pattern is set: write an address"

    def _typed_name(self) -> str:
        return self.query_one("#account_name", Field).value

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell what the focused thing is for."""
        for node in event.widget.ancestors_with_self:
            if hint := getattr(node, "hint", ""):
                self.query_one(".dialogue-hint", Static).update(str(hint))
                return

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.dismiss(None)
        elif event.button.id == "keep":
            self.save()

    def field_entered(self) -> None:
        """Enter saves."""
        self.save()

    def save(self) -> None:
        """Dismiss with the account; with a field in error go to that one, and keep nothing."""
        good = [field.judge() for field in self.query(Field)]
        if all(good):
            self.dismiss(self.edited())
        else:
            list(self.query(Field))[good.index(False)].input.focus()


UNIT_HINT = "Where the account belongs. AWS creates it in the root; then it is moved. It can be moved later."
PURPOSE_HINT = "What the account is for. Logs and backups go to the data bunker; the others differ in advice only."
