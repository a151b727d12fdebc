"""Step 2: which credentials to use, and who that turned out to be."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.dialogues import CopyDialogue
from screens.step_screen import StepScreen
from screens.widgets.act import Act
from state.errors import OrgwizardError
from state.observed import Identity
from state.setup import Setup
from wizard.editing import with_answer
from wizard.gateway import CredentialSource
from wizard.identities import ADMINISTRATOR_STEPS, ROOT_USER
from wizard.verdicts import Blocked

NOTHING_FOUND = (
    "No AWS credentials were found on this machine. In another window, run `aws configure sso` (or `aws configure` "
    "for the keys of an IAM user), then choose Look again. Never make access keys for the root user."
)


class SignInScreen(StepScreen):
    """Which credentials lead to the management account?"""

    STEP = "sign-in"
    AUTO_FOCUS = "#sources"
    HINTS: ClassVar[dict[str, str]] = {
        "who-scroll": "Up and down scroll.",
        "sources": "Enter signs in and asks AWS who that is. Nothing is changed, and no secret is stored.",
    }

    def __init__(self) -> None:
        super().__init__()
        self.sources: tuple[CredentialSource, ...] = ()

    def compose_body(self) -> ComposeResult:
        with Vertical(id="main"):
            yield OptionList(id="sources")
            with VerticalScroll(id="who-scroll", can_focus=False):
                yield Static("", id="who", markup=False)
        yield self.acts(
            Act("This is the right account", "confirm", "The setup remembers it as management account.", main=True),
            Act("Another account instead", "forget", "Forgets the planned management account of this setup."),
            Act("Make an administrator", "administrator", "The steps in the console, one by one, to copy.", main=True),
            Act("Look again", "again", "Looks for credentials on this machine again."),
        )

    def show(self) -> None:
        if not self.sources:
            self._list_sources()
        identity, wanted = self.onboarding.identity, self.setup.management_account_id
        wrong = identity is not None and bool(wanted) and identity.account_id != wanted
        unfit = self.onboarding.unfit
        self.query_one("#confirm").display = identity is not None and unfit is None and not self.confirmed
        self.query_one("#forget").display = wrong
        self.query_one("#administrator").display = identity is not None and identity.kind == ROOT_USER
        self.query_one("#who-scroll").can_focus = unfit is not None
        self.query_one("#who", Static).update(who_words(identity, self.setup, self.confirmed, unfit))

    @property
    def confirmed(self) -> bool:
        """Whether the person has said that this is the right account."""
        return self.onboarding.identity_confirmed

    def _list_sources(self) -> None:
        try:
            self.sources = self.onboarding.credential_sources()
        except OrgwizardError as error:
            self.wizard.tell(error)
        listed = self.query_one("#sources", OptionList)
        listed.clear_options()
        listed.add_options(
            Option(Content.assemble((source.title, "bold"), "\n", source.hint), id=str(number))
            for number, source in enumerate(self.sources)
        )
        listed.display = bool(self.sources)
        if self.sources:
            preferred = [number for number, source in enumerate(self.sources) if source.preferred]
            listed.highlighted = preferred[0] if preferred else 0

    @on(OptionList.OptionSelected, "#sources")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if not self.asking:
            source = self.sources[event.option_index]
            self.ask(lambda: self.onboarding.sign_in(source), self._signed_in, f"Asking AWS who {source.title} is.")

    def say(self, text: str) -> None:
        super().say(text)
        self.query_one("#who", Static).update(text)

    def _signed_in(self, _identity: Identity) -> None:
        self.show()
        if self.wizard.goes_on_after_sign_in():
            return
        if self.query_one("#confirm").display:
            self.query_one("#confirm").focus()
        elif self.confirmed:
            self.query_one("#next").focus()

    def failed(self, error: OrgwizardError) -> None:
        self.show()
        self.query_one("#who", Static).update(f"{error.message}\n\n{error.remedy}")

    def act(self, key: str) -> None:
        match key:
            case "again":
                self.sources = ()
                self.show()
            case "confirm":
                try:
                    self.onboarding.confirm_identity()
                except OrgwizardError as error:
                    self.wizard.tell(error)
                self.show_standing()
                self.show()
                self.query_one("#next").focus()
            case "administrator":
                self._show_steps()
            case "forget":
                self.answer(with_answer(self.setup, "management_account_id", ""))

    def _show_steps(self) -> None:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(ADMINISTRATOR_STEPS, start=1))
        dialogue = CopyDialogue("Make an administrator", "Nothing is changed as the root user. Once:", steps)
        self.app.push_screen(dialogue, lambda copy: self.wizard.copy(steps, "administrator.txt") if copy else None)


def who_words(identity: Identity | None, setup: Setup, confirmed: bool, unfit: Blocked | None = None) -> str:
    """Who is signed in and what that means, in whole sentences."""
    if identity is None:
        planned = setup.management_account_id
        words = "Choose how to sign in to the account that shall own the organization, the management account."
        return f"{words} For this setup that is account {planned}." if planned else words
    lines = [
        "AWS says that you are",
        "",
        f"  Account    {identity.account_id}",
        f"  Alias      {identity.account_alias or '(none)'}",
        f"  Principal  {identity.principal}",
        f"  Kind       {identity.kind}",
        "",
    ]
    wanted = setup.management_account_id
    if wanted and wanted != identity.account_id:
        lines.append(
            f"This is not the management account of this setup, which is {wanted}. Nothing will be done here. Sign in "
            "with other credentials. Only if another account shall own the organization, choose Another account "
            "instead."
        )
    elif unfit is not None:
        lines += [unfit.reason, "", unfit.remedy]
    elif confirmed:
        lines.append("You have confirmed that this is the management account.")
    else:
        lines.append(
            "Is this the account that shall own the organization? It pays for every account in it, this cannot be "
            "changed later, and it should hold nothing else."
        )
    return "\n".join(lines)
