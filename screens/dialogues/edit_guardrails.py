"""Asks for what some guardrails need: Regions, days, a contact, a budget. Each dismisses with the setup that has it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from screens.dialogues.edit_simple import FieldDialogue
from screens.widgets.field import Check, Field
from state.errors import Advice
from state.setup import Setup
from state.setup.guardrail_rules import allowed_regions_problem, budget_problem, locked_days_problem
from state.setup.guardrails import Contact
from state.setup.text_rules import contact_email_problem, contact_text_problem, phone_problem
from wizard.edits.guardrails import with_allowed_regions, with_budget, with_contact, with_locked_days


class ValueDialogue(FieldDialogue[Setup]):
    """Fields about one guardrail, and a hint below them."""

    HINT = ""

    def __init__(self, title: str, setup: Setup) -> None:
        super().__init__(title)
        self.setup = setup

    def compose_box(self) -> ComposeResult:
        yield from self.compose_fields()
        yield Static(self.HINT, classes="dialogue-hint", markup=False)
        yield self.buttons()

    def compose_fields(self) -> ComposeResult:
        """The fields."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Typing starts at once."""
        self.query(Field).first().input.focus()

    def text(self, key: str) -> str:
        """What is typed in a field."""
        return self.query_one(f"#{key}", Field).value


class RegionsDialogue(ValueDialogue):
    """Regions beside the home Region."""

    HINT = "Commas or spaces between them. The home Region is always allowed, and services without a Region too."

    def compose_fields(self) -> ComposeResult:
        shown = ", ".join(self.setup.guardrails.allowed_regions)
        yield Field("Other Regions", shown, id="regions", check=allowed_regions_problem, placeholder="us-east-1")

    def edited(self) -> Setup | None:
        return with_allowed_regions(self.setup, self.text("regions"))


class DaysDialogue(ValueDialogue):
    """How long audit logs are locked."""

    HINT = "Nobody at all can delete a log before, and nobody can shorten it. You pay for the storage until then."

    def compose_fields(self) -> ComposeResult:
        yield Field("Days", str(self.setup.guardrails.object_lock_days), id="days", check=locked_days_problem)

    def edited(self) -> Setup | None:
        return with_locked_days(self.setup, self.text("days"))


class ContactDialogue(ValueDialogue):
    """Whom AWS writes to about security: all of it, or nothing."""

    HINT = "AWS takes all four or none. Leave all of them empty for no contact."

    def compose_fields(self) -> ComposeResult:
        contact = self.setup.guardrails.security_contact
        yield Field("Name", contact.full_name, id="full-name", check=self._name_fault, placeholder="Security team")
        yield Field("Title", contact.title, id="title", check=self._title_fault, placeholder="Security")
        email = self._unless_empty(contact_email_problem)
        yield Field("Email address", contact.email, id="email", check=email, placeholder="security@your-company.com")
        phone = self._unless_empty(phone_problem)
        yield Field("Phone", contact.phone, id="phone", check=phone, placeholder="+49 30 123456")

    def _name_fault(self, text: str) -> Advice | None:
        return self._unless_empty(lambda typed: contact_text_problem(typed, "contact's name"))(text)

    def _title_fault(self, text: str) -> Advice | None:
        return self._unless_empty(lambda typed: contact_text_problem(typed, "contact's title"))(text)

    def _unless_empty(self, check: Check) -> Check:
        """Nothing is wrong with a contact of which nothing is given."""
        return lambda text: check(text) if text or self._contact().given else None

    def _contact(self) -> Contact:
        return Contact(
            full_name=self.text("full-name"),
            title=self.text("title"),
            email=self.text("email"),
            phone=self.text("phone"),
        )

    def edited(self) -> Setup | None:
        return with_contact(self.setup, self._contact())


class BudgetDialogue(ValueDialogue):
    """How much a month may cost, and who is told."""

    HINT = "A mail at 80 and at 100 percent, up to a day late. It stops nothing. 0 for no budget."

    def compose_fields(self) -> ComposeResult:
        guardrails = self.setup.guardrails
        yield Field("US dollars a month", str(guardrails.monthly_budget_usd), id="amount", check=budget_problem)
        email = guardrails.budget_email
        yield Field("Who is told", email, id="email", check=self._email, placeholder="billing@your-company.com")

    def _email(self, text: str) -> Advice | None:
        return contact_email_problem(text) if text or self.text("amount") not in ("", "0") else None

    def edited(self) -> Setup | None:
        return with_budget(self.setup, self.text("amount"), self.text("email"))
