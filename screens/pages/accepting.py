"""Accepts an invitation right here, as the invited account. Dismisses with whether anything was begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from screens.dialogues.mfa_code import MfaCodeDialogue
from screens.runs.in_background import InBackground
from screens.runs.run_view import RowState, RunView
from screens.runs.running import RunMoved
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, Dialogue
from screens.widgets.picker import Picker
from state.errors import OrgwizardError
from wizard.engine.events import Ending
from wizard.errors import MfaCodeNeeded
from wizard.gateway.world import CredentialSource
from wizard.onboarding.acceptance import FOR_THIS_ALONE, NO_CREDENTIALS

if TYPE_CHECKING:
    from screens.app import OrgwizardApp
    from wizard.onboarding.acceptance import Acceptance
    from wizard.onboarding.onboarding import Onboarding
    from wizard.plan import Plan

WHOSE = "Choose credentials of account {account} itself; Enter asks AWS who that is. " + FOR_THIS_ALONE
NO_SOURCES = (
    NO_CREDENTIALS + " In another window, run `aws configure sso` for the invited "
    "account, then open this again. Or send its owner the message instead."
)
APPROVE = "Is this what you want? These changes are made with the identity above, in its account:"
NOTHING_LEFT = "Nothing has to be done: the account has joined."
AFTERWARDS = "The account has joined. Now go to Review and apply again: it moves the account to its unit."
ROLES = (
    Choice("yes", "Make it too", "Administrators of the management account can then enter the invited account."),
    Choice("no", "Leave it", "Nobody else gets into the account."),
)


class AcceptDialogue(Dialogue[bool]):
    """Whose credentials, what would be done, approval, and what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close")]

    def __init__(self, onboarding: Onboarding, account: str) -> None:
        super().__init__(f"Accept the invitation of account {account}")
        self.onboarding = onboarding
        self.account = account
        self.sources: tuple[CredentialSource, ...] = onboarding.credential_sources()
        self.acceptance: Acceptance | None = None
        self.plan: Plan | None = None
        self.view: RunView | None = None
        self._trying: CredentialSource | None = None

    @property
    def wizard(self) -> OrgwizardApp:
        """The application."""
        return cast("OrgwizardApp", self.app)

    def compose_box(self) -> ComposeResult:
        yield Static("", id="other-identity", markup=False)
        yield OptionList(
            *(Option(Content.assemble((each.title, "bold"), "\n", each.hint)) for each in self.sources), id="whose"
        )
        role = self.onboarding.setup.organization_access_role
        yield Picker("Access role", ROLES, "yes", id="access-role", hint=f"Role {role}, as in created accounts.")
        yield InBackground()
        with VerticalScroll(id="acceptance-scroll"):
            yield Static("", id="acceptance", markup=False)
        yield Acts(
            Act("Accept", "accept", main=True),
            Act("Other credentials", "others"),
            Act("Close", "close"),
            classes="acts",
        )

    def on_mount(self) -> None:
        """Begin with the question whose credentials to use."""
        self.show(WHOSE.format(account=self.account) if self.sources else NO_SOURCES)
        listed = self.query_one("#whose", OptionList)
        others = [number for number, source in enumerate(self.sources) if not source.preferred]
        if self.sources:
            listed.highlighted = (others or [0])[0]
            listed.focus()

    # Showing

    def show(self, text: str) -> None:
        """Whose credentials these are, and `text` below."""
        choosing = self.acceptance is None and not self.query_one(InBackground).busy
        ready = self.plan is not None and self.view is None and bool(self.plan.approved())
        self.query_one("#whose").display = choosing and bool(self.sources)
        self.query_one("#access-role").display = choosing and bool(self.sources)
        self.query_one(Acts).offer(accept=ready, others=self.acceptance is not None and not self.under_way)
        self.query_one("#close", Act).relabel("Stop" if self.under_way else "Close")
        who = self.query_one("#other-identity", Static)
        who.display = self.acceptance is not None
        if self.acceptance is not None:
            identity, owner = self.acceptance.identity, self.onboarding.setup.management_account_id
            who.update(f"ACCOUNT {identity.account_id}, {identity.principal}. Not the management account {owner}.")
        self.query_one("#acceptance", Static).update(text)

    @property
    def under_way(self) -> bool:
        """Whether the changes are being made."""
        return self.view is not None and self.view.under_way

    def plan_words(self, plan: Plan) -> str:
        """What would be done with the second identity, or why nothing can be."""
        if plan.blocked:
            return "\n\n".join(f"{verdict.what} {verdict.remedy}" for _, verdict in plan.blocked)
        if not plan.approved():
            return NOTHING_LEFT
        changes = [change for change, _ in (*plan.changes, *plan.later)]
        lines = [f"  {change.title} {change.detail}\n    {change.consequence}".rstrip() for change in changes]
        known = [f"{finding.what} {finding.remedy}" for finding in plan.findings]
        return "\n".join((APPROVE, "", *lines, *(line for each in known for line in ("", each))))

    def run_words(self, view: RunView) -> str:
        """A line for each change, then how it ended."""
        lines = [f"  {row.state.value:<18}{row.change.title}" for row in view.rows.values()]
        failed = [row.error for row in view.rows.values() if row.state is RowState.FAILED and row.error]
        troubles = [f"{error.message} {error.remedy}" for error in (*failed, *([view.broke] if view.broke else ()))]
        troubles += [each.says.replace("\n", " ") for each in view.blocked.values()]
        joined = view.ended is not None and view.ended.ending is Ending.DONE
        last = AFTERWARDS if joined else "" if troubles else view.status
        return "\n".join((*lines, "", *troubles, last))

    # Doing

    def _code_typed(self, code: str | None) -> None:
        if code and self._trying is not None:
            self._look(self._trying, code)

    @on(OptionList.OptionSelected, "#whose")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._look(self.sources[event.option_index])

    def _look(self, source: CredentialSource, mfa_code: str = "") -> None:
        """Sign in and plan, in a thread."""
        self._trying = source
        with_role = self.query_one("#access-role", Picker).value == "yes"

        def look() -> tuple[Acceptance, Plan]:
            acceptance = self.onboarding.accept_invitation(source, self.account, with_role, mfa_code)
            return acceptance, acceptance.plan()

        self.query_one(InBackground).ask(look, self._looked, self._failed)
        self.show(f"Asking AWS who {source.title} is, and what it would do. Nothing is changed.")

    def _failed(self, error: OrgwizardError) -> None:
        self.show(f"{error.message} {error.remedy}")
        self.query_one("#whose").focus()
        if isinstance(error, MfaCodeNeeded):
            self.app.push_screen(MfaCodeDialogue(error.serial), self._code_typed)

    def _looked(self, seen: tuple[Acceptance, Plan]) -> None:
        """Show who that is and what would be done."""
        self.acceptance, self.plan = seen
        self.show(self.plan_words(self.plan))
        self.query_one("#accept" if self.plan.approved() and not self.plan.blocked else "#close").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "accept" if self.acceptance is not None and self.plan is not None:
                self.wizard.start_aside(self.acceptance, self.plan)
                self.view = self.wizard.aside
                self.run_moved()
            case "others":
                self.acceptance = self.plan = self.view = None
                self.on_mount()
            case "close":
                self.action_leave()

    @on(RunMoved)
    def run_moved(self) -> None:
        """The run told something."""
        if self.view is not None:
            self.show(self.run_words(self.view))
            if not self.view.under_way:
                self.query_one("#close").focus()

    def action_leave(self) -> None:
        """Stop first what is under way; then close."""
        if self.under_way:
            self.wizard.stop_run()
            self.query_one("#acceptance", Static).update("Stopping after what is under way.")
        else:
            self.dismiss(self.wizard.aside is not None)
