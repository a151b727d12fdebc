"""Step 3: what AWS shows, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens.pages.page_screen import PageScreen
from screens.widgets.act import Act
from screens.widgets.words import counted
from state.errors import OrgwizardError
from state.observed import ENABLED, SERVICE_CONTROL_POLICY, FeatureSet, Observed
from wizard.claims.base import Blocked, Needed, Verdict, Waiting
from wizard.claims.identity import member_account
from wizard.claims.organization import ORGANIZATION
from wizard.plan import Plan

SIGN_IN_FIRST = (
    "Sign in first, on the step before: then the program can look at what is there already.\n\n"
    "You can go on with Invitations, Accounts & roles and Guardrails meanwhile; they need no credentials."
)
NONE_YET = "There is no organization yet. One will be created, with all features."
WHAT_THAT_MEANS = """\
What that means
- This account becomes the management account for good. To undo it, the whole organization has to be deleted.
- It pays for every account in the organization.
- AWS sends a message to verify the account's email address if that was never done. Answer it within 24 hours.
- An organization itself costs nothing."""
FREE_PLAN = (
    "- A Free plan becomes a Paid plan at once, and its credits expire. To keep the credits, upgrade the plan by hand "
    "first, under Billing in the console."
)


class OrganizationScreen(PageScreen):
    """What is there already?"""

    PAGE = "organization"
    AUTO_FOCUS = "#next, #look"
    HINTS: ClassVar[dict[str, str]] = {"found-scroll": "Up and down scroll."}

    def __init__(self) -> None:
        super().__init__()
        self.outlook: Plan | None = None

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="found-scroll"):
            yield Static("", id="found", markup=False)
        yield self.acts(
            Act("Look again", "look", "Reads AWS once more. Nothing is changed."),
            Act("Copy message", "copy", "A message to whoever has to act, saying how and until when."),
        )

    def begin(self) -> None:
        """Look at once when somebody is signed in."""
        if self.onboarding.identity is not None:
            self._look(again=self.onboarding.observed is None)

    def _look(self, again: bool) -> None:
        def look() -> Plan:
            if again:
                self.onboarding.look()
            return self.onboarding.outlook()

        self.ask(look, self._looked, "Looking at what is there. This takes a few seconds.")

    def _looked(self, outlook: Plan) -> None:
        self.outlook = outlook
        self.show()

    def show(self) -> None:
        signed_in = self.onboarding.identity is not None
        verdict = verdict_in(self.outlook) if self.outlook else None
        waiting = isinstance(verdict, Waiting) and verdict.on_a_person
        self.query_one("#look").display = signed_in
        self.query_one("#copy").display = waiting
        if not signed_in:
            self.query_one("#found", Static).update(SIGN_IN_FIRST)
        elif self.outlook:
            words = "\n\n".join(part for part in outlook_words(self.outlook, self.wizard.glyphs.problem) if part)
            self.query_one("#found", Static).update(words)

    def say(self, text: str) -> None:
        super().say(text)
        self.query_one("#found", Static).update(text)

    def act(self, key: str) -> None:
        verdict = verdict_in(self.outlook) if self.outlook else None
        if key == "look" and not self.asking:
            self._look(again=True)
        elif key == "copy" and isinstance(verdict, Waiting):
            self.wizard.copy(verdict.message, "message-all-features.txt")

    def failed(self, error: OrgwizardError) -> None:
        self.query_one("#found", Static).update(f"{error.message}\n\n{error.remedy}")


def verdict_in(outlook: Plan) -> Verdict | None:
    """How the organization itself stands."""
    return next((verdict for claim, verdict in outlook.verdicts if claim.key == ORGANIZATION), None)


def outlook_words(outlook: Plan, sign: str) -> Iterator[str]:
    """What was found, what it waits for, and what to know before going on."""
    organization = outlook.observed.organization
    yield found_words(outlook.observed)
    if organization is not None and outlook.observed.in_management_account:
        yield _verdict_words(verdict_in(outlook), sign)
    if outlook.findings:
        yield "Before you begin"
    for finding in outlook.findings:
        yield f"{sign if finding.serious else '-'} {finding.what} {finding.remedy}"
    if organization is None:
        known = outlook.observed.surroundings.account_plan is not None
        yield WHAT_THAT_MEANS if known else f"{WHAT_THAT_MEANS}\n{FREE_PLAN}"


def _verdict_words(verdict: Verdict | None, sign: str) -> str:
    match verdict:
        case Needed(change):
            return f"Next, on Review and Apply: {change.title}. {change.consequence}".strip()
        case Waiting(reason) as waiting:
            until = f" Until {waiting.until:%Y-%m-%d %H:%M} UTC." if waiting.until else ""
            return f"Waiting for {waiting.on_whom}. {reason}{until}\n\n{waiting.message}".rstrip()
        case Blocked(reason, remedy):
            return f"{sign} {reason} {remedy}"
        case _:
            return ""


def found_words(observed: Observed) -> str:
    """What was found, and what follows from it."""
    organization, identity = observed.organization, observed.identity
    if organization is None:
        return NONE_YET
    if not observed.in_management_account:
        blocked = member_account(identity, organization) if identity else None
        return f"{blocked.what}\n\nNothing can be done from a member account. {blocked.remedy}" if blocked else ""
    if organization.feature_set != FeatureSet.ALL:
        return (
            f"There is an organization, {organization.organization_id}, with consolidated billing only: one bill, and "
            "no policies.\n\nIt needs all features, and that cannot be taken back. First AWS asks every invited "
            "account for its approval; once all have given it, a second run makes the switch. Both are changes that "
            "you approve on Review."
        )
    return _adopted(observed)


def _adopted(observed: Observed) -> str:
    organization = observed.organization
    assert organization is not None  # noqa: S101 - told apart above
    policies = observed.root.policy_type_status(SERVICE_CONTROL_POLICY) if observed.root else None
    pending = sum(invitation.pending for invitation in observed.invitations)
    return (
        f"There is an organization with all features: {organization.organization_id}. It is used as it is.\n\n"
        f"  Management account        {organization.management_account_id}\n"
        f"  Its email address         {organization.management_account_email}\n"
        f"  Organizational units      {len(observed.units)}\n"
        f"  Accounts                  {len(observed.accounts)}, the management account included\n"
        f"  Open invitations          {pending}\n"
        f"  Service control policies  {'enabled' if policies == ENABLED else 'not enabled yet'}\n\n"
        "What is there already stays: nothing is deleted, renamed or overwritten. Units and accounts that the setup "
        f"also names are recognized; {counted(len(observed.accounts), 'account')} "
        f"{'has' if len(observed.accounts) == 1 else 'have'} been compared by email address."
    )
