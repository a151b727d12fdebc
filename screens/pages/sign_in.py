"""Step 2: which credentials to use, and who that turned out to be."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.dialogues.access_key import AccessKeyDialogue, TypedKey
from screens.dialogues.device_code import DeviceCodeDialogue
from screens.dialogues.mfa_code import MfaCodeDialogue
from screens.pages.page_screen import PageScreen
from screens.widgets.act import Act
from screens.widgets.dialogue import CopyDialogue, MessageDialogue
from state.errors import OrgwizardError
from state.observed import Identity
from state.setup import Setup
from state.setup.sign_in_rules import mfa_devices_problem, takes_codes
from wizard.claims.base import Blocked
from wizard.claims.identity import ADMINISTRATOR_STEPS, ROOT_USER
from wizard.errors import MfaCodeNeeded, MfaCodeRefused
from wizard.gateway import CredentialSource, Way, WayIn
from wizard.onboarding.ways_in import offers, sign_in_with_key

NO_MFA = (
    "You signed in without MFA. Roles that the setup makes let in only people who used it: choose Use MFA to give a "
    "code."
)
FOUND, OTHERS = "Found on this machine", "Other ways to sign in"


class SignInScreen(PageScreen):
    """Which credentials lead to the management account?"""

    PAGE = "sign-in"
    AUTO_FOCUS = "#sources"
    HINTS: ClassVar[dict[str, str]] = {
        "sources": "Enter signs in and asks AWS who that is. Nothing is changed at AWS.",
        "who-scroll": "Up and down scroll.",
    }

    def __init__(self) -> None:
        super().__init__()
        self.offered: tuple[CredentialSource | WayIn, ...] = ()
        self.note = ""
        """What became of a typed key."""
        self._trying: CredentialSource | None = None
        self._serial = ""

    def compose_body(self) -> ComposeResult:
        with Vertical(id="main"):
            yield OptionList(id="sources")
            with VerticalScroll(id="who-scroll"):
                yield Static("", id="who", markup=False)
        yield self.acts(
            Act("This is the right account", "confirm", "The setup remembers it as management account.", main=True),
            Act("Another account instead", "forget", "Forgets the planned management account of this setup."),
            Act("Use MFA", "mfa", "Asks for a code and makes a session with MFA, which the setup's roles insist on."),
            Act("Make an administrator", "administrator", "The steps in the console, one by one, to copy.", main=True),
            Act("Look again", "again", "Looks for credentials on this machine again."),
        )

    def show(self) -> None:
        if not self.offered:
            self._list_offers()
        identity, wanted = self.onboarding.identity, self.setup.management_account_id
        wrong = identity is not None and bool(wanted) and identity.account_id != wanted
        unfit = self.onboarding.unfit
        self.query_one("#confirm").display = identity is not None and unfit is None and not self.confirmed
        self.query_one("#forget").display = wrong
        self.query_one("#administrator").display = identity is not None and identity.kind == ROOT_USER
        self.query_one("#who-scroll").can_focus = unfit is not None
        self.query_one("#mfa").display = identity is not None and bool(identity.mfa_devices) and not wrong
        self.query_one("#sources").set_class(identity is None, "-choosing")
        note = f"\n\n{self.note}" if self.note else ""
        self.query_one("#who", Static).update(who_words(identity, self.setup, self.confirmed, unfit) + note)

    @property
    def confirmed(self) -> bool:
        """Whether the person has said that this is the right account."""
        return self.onboarding.identity_confirmed

    def _list_offers(self) -> None:
        try:
            self.offered = offers(self.onboarding.realm)
        except OrgwizardError as error:
            self.offered = self.onboarding.realm.ways_in()
            self.wizard.tell(error)
        listed = self.query_one("#sources", OptionList)
        listed.clear_options()
        heading = ""
        for number, each in enumerate(self.offered):
            group = FOUND if isinstance(each, CredentialSource) else OTHERS if number else ""
            if group and group != heading:
                listed.add_option(Option(Content(group), disabled=True))
            heading = group
            listed.add_option(Option(Content.assemble((each.title, "bold"), "\n", each.hint), id=str(number)))
        keys = [str(n) for n, each in enumerate(self.offered) if isinstance(each, CredentialSource) and each.preferred]
        listed.highlighted = listed.get_option_index((keys or ["0"])[0])

    @on(OptionList.OptionSelected, "#sources")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if self.asking:
            return
        match self.offered[int(event.option_id or 0)]:
            case CredentialSource() as source:
                self._sign_in(source)
            case WayIn(way=Way.IDENTITY_CENTER):
                self._ask_for_portal()
            case WayIn(way=Way.ACCESS_KEY):
                self.app.push_screen(AccessKeyDialogue(self.onboarding.realm.why_not_kept), self._key_typed)
            case WayIn():
                from screens.pages.begin import FRESH

                self.app.push_screen(MessageDialogue("A fresh account for the organization", FRESH))

    # Each way to an identity

    def _sign_in(self, source: CredentialSource | None, mfa_code: str = "") -> None:
        """With a source that is at hand; None when a dialogue was left."""
        if source is not None:
            self._trying, self.note = source, ""
            self.ask(
                lambda: self.onboarding.sign_in(source, mfa_code),
                self._signed_in,
                f"Asking AWS who {source.title} is.",
            )

    def _ask_for_portal(self) -> None:
        try:
            portals = self.onboarding.realm.access_portals()
        except OrgwizardError:  # told already when the list was made
            portals = ()
        dialogue = DeviceCodeDialogue(self.onboarding.realm, portals, self.setup.home_region, self.wizard.copy)
        self.app.push_screen(dialogue, self._sign_in)

    def _key_typed(self, typed: TypedKey | None) -> None:
        if typed is None:
            return

        def signed_in(note: str) -> None:
            self.note = note
            self._signed_in(note)

        self._trying = None
        self.ask(
            lambda: sign_in_with_key(self.onboarding, typed.key, typed.keep),
            signed_in,
            "Asking AWS whose access key this is.",
        )

    def _ask_for_code(self, serial: str, trouble: str = "") -> None:
        source = self._trying or self.onboarding.source

        def typed(code: str | None) -> None:
            if code:
                self._sign_in(source, code)

        self._serial = serial
        self.app.push_screen(MfaCodeDialogue(serial, trouble), typed)

    def say(self, text: str) -> None:
        super().say(text)
        self.query_one("#who", Static).update(text)

    def _signed_in(self, _result: object) -> None:
        self._list_offers()
        self.show()
        if self.wizard.goes_on_after_sign_in():
            return
        if self.query_one("#confirm").display:
            self.query_one("#confirm").focus()
        elif self.confirmed:
            self.query_one("#next").focus()

    def failed(self, error: OrgwizardError) -> None:
        self.show()
        if isinstance(error, MfaCodeNeeded):
            self._ask_for_code(error.serial)
        elif isinstance(error, MfaCodeRefused) and self._serial:
            self._ask_for_code(self._serial, f"{error.message} {error.remedy}")
        else:
            self.query_one("#who", Static).update(f"{error.message}\n\n{error.remedy}")

    def act(self, key: str) -> None:
        match key:
            case "again":
                self.offered = ()
                self.show()
            case "mfa" if self.onboarding.identity is not None:
                self._use_mfa(self.onboarding.identity)
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
                self.answer(replace(self.setup, management_account_id=""))

    def _use_mfa(self, identity: Identity) -> None:
        fault = mfa_devices_problem(identity.mfa_devices)
        if fault is not None:
            self.app.push_screen(MessageDialogue("No code can be used", fault.what, fault.remedy))
            return
        self._trying = self.onboarding.source
        self._ask_for_code(next(serial for serial in identity.mfa_devices if takes_codes(serial)))

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
        f"  Account    {identity.account_id}",
        f"  Alias      {identity.account_alias or '(none)'}",
        f"  Principal  {identity.principal}",
        f"  Kind       {identity.kind}",
    ]
    if identity.source:
        lines.append(f"  By         {identity.source}")
    if identity.expires_at is not None:
        lines.append(f"  Until      {identity.expires_at:%Y-%m-%d %H:%M} UTC")
    lines.append("")
    wanted = setup.management_account_id
    if wanted and wanted != identity.account_id:
        lines.append(
            f"This is not the management account of this setup, which is {wanted}. Nothing will be done here. Sign in "
            "with other credentials. Only if another account shall own the organization, choose Another account "
            "instead."
        )
    elif unfit is not None:
        lines += [unfit.what, "", unfit.remedy]
    elif confirmed:
        lines.append("You have confirmed that this is the management account.")
    else:
        lines.append(
            "Is this the account that shall own the organization? It pays for every account in it, this cannot be "
            "changed later, and it should hold nothing else."
        )
    if identity.mfa_devices:
        lines += ["", NO_MFA]
    return "\n".join(lines)
