"""Step 6: what this version sets, and what is left to do by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.sized import SLIM
from screens.step_screen import StepScreen
from screens.words import shortened


@dataclass(frozen=True, slots=True)
class Guardrail:
    """One protection."""

    title: str
    consequence: str
    cost: str
    how: str


SET = (
    Guardrail(
        "Service control policies are enabled",
        "Limits can then be set that bind even the administrators of an account. None is set by this version.",
        "no cost",
        "On the root of the organization, as one of the changes you approve on the Review step. Policies themselves "
        "are not written yet: attach your own in the console of AWS Organizations.",
    ),
    Guardrail(
        "Access roles need multi-factor authentication (MFA)",
        "Nobody gets into a new account by a stolen password or access key alone.",
        "no cost",
        "Each role that leads into an account trusts only people of the management account who signed in with MFA. "
        "Sessions of IAM Identity Center do not carry that sign; give them their own access.",
    ),
)
BY_HAND = (
    Guardrail(
        "Turn on MFA for the root user of the management account",
        "The root user can do everything, and no policy stops it there.",
        "no cost",
        "An app on a phone costs nothing; a hardware key, which is safer, 30 to 60 USD. "
        "In the console as root user: your name at the top right, Security credentials, Assign MFA device. Register "
        "two devices, and keep one in another place.",
    ),
    Guardrail(
        "Delete the root user's access keys",
        "A root key in the wrong hands cannot be limited, only deleted.",
        "no cost",
        "In the console as root user: Security credentials, Access keys. There should be none. Programs use roles.",
    ),
    Guardrail(
        "Lock the root user's password away",
        "It is needed a few times a year at most.",
        "no cost",
        "A long password in a password manager, or on paper in a safe, so that two people can get at it together.",
    ),
    Guardrail(
        "Make the root mailboxes shared mailboxes",
        "Whoever reads the mailbox can reset the root user's password.",
        "a mailbox",
        "Every address of the email pattern should reach a mailbox that more than one of you reads, with MFA on it.",
    ),
    Guardrail(
        "Set a budget with an alert",
        "Somebody notices when an account begins to cost more than you think.",
        "no cost",
        "In the console of the management account: Billing and Cost Management, Budgets, Create budget.",
    ),
    Guardrail(
        "Record what happens, in the data bunker",
        "An organization trail of AWS CloudTrail tells later who did what, in every account.",
        "cents a month",
        "In the console of the management account: CloudTrail, Create trail, Enable for all accounts in my "
        "organization, with a bucket in the data bunker account. The first trail is free; its "
        "storage is not.",
    ),
)


class GuardrailsScreen(StepScreen):
    """Which protections are set?"""

    STEP = "guardrails"
    AUTO_FOCUS = "#guardrails"
    HINTS: ClassVar[dict[str, str]] = {"guardrails": "Up and down show what each one means and how it is done."}

    def compose_body(self) -> ComposeResult:
        with Vertical(id="main"):
            yield OptionList(id="guardrails")
            yield Static("", id="says", classes="status", markup=False)
        yield self.acts()

    def show(self) -> None:
        listed = self.query_one("#guardrails", OptionList)
        if listed.option_count:
            return
        glyphs = self.wizard.glyphs
        listed.add_option(Option(Content.styled("Set by this program when you apply", "bold"), disabled=True))
        listed.add_options(self._option(g, glyphs.arrow) for g in SET)
        heading = "Not automated: please do these by hand, in the console"
        listed.add_option(Option(Content.styled(heading, "bold"), disabled=True))
        listed.add_options(self._option(g, glyphs.untouched) for g in BY_HAND)
        listed.highlighted = 1

    def _option(self, guardrail: Guardrail, sign: str) -> Option:
        if self.app.size.width < SLIM:
            return Option(shortened(Content(f"{sign} {guardrail.title}"), self.line_width, self.wizard.glyphs.ellipsis))
        return Option(Content.assemble(f"{sign} {guardrail.title:<{self._title_width}}  ", (guardrail.cost, "dim")))

    @property
    def _title_width(self) -> int:
        return min(58, self.line_width - 16)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        number = event.option_index
        shown = (None, *SET, None, *BY_HAND)[number]
        if shown is not None:
            cost = "It costs nothing." if shown.cost == "no cost" else f"It costs {shown.cost}."
            self.query_one("#says", Static).update(f"{shown.consequence} {cost}\n{shown.how}")
