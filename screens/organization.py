"""Step 3: what AWS shows, before anything is changed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens.step_screen import StepScreen
from screens.widgets.act import Act
from screens.words import counted
from state.errors import OrgwizardError
from state.observed import ENABLED, SERVICE_CONTROL_POLICY, FeatureSet, Observed

SIGN_IN_FIRST = (
    "Sign in first, on the step before: then the program can look at what is there already.\n\n"
    "You can go on with Invitations, Accounts & roles and Guardrails meanwhile; they need no credentials."
)
NONE_YET = """\
There is no organization yet. One will be created, with all features.

What that means
- This account becomes the management account for good. To undo it, the whole organization has to be deleted.
- It pays for every account in the organization.
- A Free plan becomes a Paid plan at once, and its credits expire. To keep the credits, upgrade the plan by hand \
first, under Billing in the console.
- AWS sends a message to verify the account's email address if that was never done. Answer it within 24 hours.
- An organization itself costs nothing."""


class OrganizationScreen(StepScreen):
    """What is there already?"""

    STEP = "organization"
    AUTO_FOCUS = "#next, #look"

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="main", can_focus=False):
            yield Static("", id="found", markup=False)
        yield self.acts(Act("Look again", "look", "Reads AWS once more. Nothing is changed."))

    def begin(self) -> None:
        """Look at once when somebody is signed in."""
        if self.onboarding.identity is not None and self.onboarding.observed is None:
            self.act("look")

    def show(self) -> None:
        signed_in = self.onboarding.identity is not None
        self.query_one("#look").display = signed_in
        observed = self.onboarding.observed
        words = SIGN_IN_FIRST if not signed_in else found_words(observed) if observed else ""
        self.query_one("#found", Static).update(words)

    def say(self, text: str) -> None:
        super().say(text)
        self.query_one("#found", Static).update(text)

    def act(self, key: str) -> None:
        if key == "look" and not self.asking:
            self.ask(self.onboarding.look, lambda _: self.show(), "Looking at what is there. This takes a few seconds.")

    def failed(self, error: OrgwizardError) -> None:
        self.query_one("#found", Static).update(f"{error.message}\n\n{error.remedy}")


def found_words(observed: Observed) -> str:
    """What was found, and what follows from it."""
    organization, identity = observed.organization, observed.identity
    if organization is None:
        return NONE_YET
    if not observed.in_management_account:
        return (
            f"Account {identity.account_id if identity else ''} is a member of organization "
            f"{organization.organization_id}, which account {organization.management_account_id} owns "
            f"({organization.management_account_email}).\n\nNothing can be done from a member account. Sign in to "
            f"account {organization.management_account_id} to work on that organization, or to an account that is in "
            "no organization to make a new one."
        )
    if organization.feature_set != FeatureSet.ALL:
        return (
            f"There is an organization, {organization.organization_id}, but for {organization.feature_set} only: one "
            "bill, and no policies.\n\nAll features must be enabled first, and that cannot be taken back. In the "
            "console of AWS Organizations choose Settings, then Enable all features. Every invited account has to "
            "approve. Then choose Look again here."
        )
    return _adopted(observed)


def _adopted(observed: Observed) -> str:
    organization = observed.organization
    assert organization is not None  # noqa: S101 - told apart above
    policies = observed.root.policy_type_status(SERVICE_CONTROL_POLICY) if observed.root else None
    pending = sum(handshake.pending for handshake in observed.handshakes)
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
