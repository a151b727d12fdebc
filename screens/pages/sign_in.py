"""Sign in: which credentials to use, and who that turned out to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from screens.dialogues.access_key import AccessKeyDialogue, TypedKey
from screens.dialogues.device_code import DeviceCodeDialogue
from screens.dialogues.mfa_code import MfaCodeDialogue
from screens.pages.page_screen import PageScreen
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import CopyDialogue, MessageDialogue
from screens.widgets.glyphs import Glyphs
from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Block, heading, item, labelled, quiet
from screens.widgets.reading import Reading
from screens.widgets.row import Row
from state.errors import OrgwizardError
from state.observed import Identity
from state.setup import Setup
from state.setup.sign_in_rules import mfa_devices_problem, takes_codes
from wizard.claims.base import Blocked
from wizard.claims.identity import ADMINISTRATOR_STEPS, ROOT_USER
from wizard.errors import MfaCodeNeeded, MfaCodeRefused
from wizard.gateway.world import CredentialSource, Way, WayIn
from wizard.onboarding.ways_in import offers, sign_in_with_key
from wizard.progress_words import cut_short

NO_MFA = (
    "You signed in without MFA. Roles that the setup makes let in only people who used it: choose Use MFA to give a "
    "code."
)
CONFIRM = "Enter says yes: the setup remembers it as its management account."
NOBODY, SOMEBODY = "Nobody is signed in yet", "This is who you are"
FOUND, OTHERS = "Found on this machine", "Other ways to sign in"


class SignInScreen(PageScreen):
    """Which credentials lead to the management account?"""

    PAGE = "sign-in"
    AUTO_FOCUS = "#sources"
    LEAD = "This only asks AWS who you are. Nothing is changed, and no secret goes into a file."
    HINTS: ClassVar[dict[str, str]] = {
        "sources": "Enter asks AWS who that is. You confirm the account before it is used.",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "act('again')", "look for credentials again", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.offered: tuple[CredentialSource | WayIn, ...] = ()
        self.note = ""
        """What became of a typed key."""
        self._trying: CredentialSource | None = None
        self._serial = ""

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="work"):
            yield Listing("Ways to sign in", id="sources")
            yield Reading(NOBODY, id="who")
        yield Acts(
            Act("Look again", "again", "Looks for credentials on this machine again. Key: r"),
            Act("Use MFA", "mfa", "Asks for a code and makes a session with MFA, which the setup's roles insist on."),
            Act("Another account instead", "forget", "Forgets the planned management account of this setup."),
            Act("Make an administrator", "administrator", "The steps in the console, one by one, to copy.", main=True),
            Act("Yes, use this account", "confirm", CONFIRM, main=True),
            self.next_act(),
        )

    def show(self) -> None:
        if not self.offered:
            self._list_offers()
        identity, wanted = self.onboarding.identity, self.setup.management_account_id
        wrong = identity is not None and bool(wanted) and identity.account_id != wanted
        unfit = self.onboarding.unfit
        choose = identity is not None and not _invites(self.setup, identity) and unfit is None and not self.confirmed
        self.offer(
            confirm=choose,
            forget=wrong,
            administrator=identity is not None and identity.kind == ROOT_USER,
            mfa=identity is not None and bool(identity.mfa_devices) and not wrong,
            next=not choose,
        )
        if identity is not None:
            words = f"Yes, use {identity.account_id} {self.wizard.glyphs.arrow}"
            self.query_one("#confirm", Act).relabel(words)
        self.show_meaning()

    def show_meaning(self) -> None:
        if self.asking:
            return
        identity, glyphs = self.onboarding.identity, self.wizard.glyphs
        blocks = [*who_blocks(identity, self.setup, self.confirmed, self.onboarding.unfit, glyphs)]
        chosen = self.query_one("#sources", Listing).chosen
        if identity is None and chosen.isdigit():
            way = self.offered[int(chosen)]
            blocks = [Block(Content.styled(way.title, "bold $title")), Block(way.hint), Block(""), *blocks]
        if identity is None and (told := cut_short(self.onboarding.progress)):
            blocks = [item(glyphs.waiting, "$forever", Content.styled(told, "$forever")), Block(""), *blocks]
        self._write(blocks)

    def _write(self, blocks: Iterable[Block]) -> None:
        note = [Block(""), Block(self.note)] if self.note else []
        self.query_one("#who", Reading).show([*blocks, *note], SOMEBODY if self.onboarding.identity else NOBODY)

    @property
    def confirmed(self) -> bool:
        """Whether the person has said that this is the right account."""
        return self.onboarding.identity_confirmed

    def _list_offers(self) -> None:
        try:
            self.offered = offers(self.onboarding.world, self.onboarding.way_in)
        except OrgwizardError as error:
            self.offered = self.onboarding.world.sign_in.ways_in()
            self.wizard.tell(error)
        lines: list[Line] = []
        group = ""
        for number, each in enumerate(self.offered):
            title = FOUND if isinstance(each, CredentialSource) else OTHERS if number else ""
            if title and title != group:
                lines.append(Line(f"group:{number}", Row(Content.styled(title, "bold $muted")), heading=True))
            group = title
            below = Content.styled(f"  {each.hint}", "$muted")
            lines.append(Line(str(number), Row(Content.styled(each.title, "bold $title"), below=[below])))
        keys = [str(n) for n, each in enumerate(self.offered) if isinstance(each, CredentialSource) and each.preferred]
        self.query_one("#sources", Listing).show_lines(lines, (keys or ["0"])[0])

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
                self.app.push_screen(AccessKeyDialogue(self.onboarding.world.sign_in.why_not_kept), self._key_typed)
            case WayIn():
                from wizard.onboarding.begin_words import fresh_account

                self.app.push_screen(
                    MessageDialogue("A fresh account for the organization", "\n".join(fresh_account()))
                )

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
            portals = self.onboarding.world.sign_in.access_portals()
        except OrgwizardError:  # told already when the list was made
            portals = ()
        dialogue = DeviceCodeDialogue(self.onboarding.world, portals, self.setup.home_region, self.wizard.copy)
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
        self.query_one("#who", Reading).show([Block(text)], "AWS is asked")

    def _signed_in(self, _result: object) -> None:
        self._list_offers()
        self.show()
        if self.wizard.signing_in_again.goes_on():
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
            bad = item(self.wizard.glyphs.failed, "$bad", Content.styled(error.message, "$bad"))
            self._write([bad, Block(""), Block(error.remedy)])

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
                self.show_frame()
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


def who_blocks(
    identity: Identity | None, setup: Setup, confirmed: bool, unfit: Blocked | None, glyphs: Glyphs
) -> Iterator[Block]:
    """Who is signed in, whether that will do, and what follows from going on."""
    planned = setup.management_account_id
    if identity is None:
        yield Block("Choose how to sign in to the account that shall own the organization.")
        yield from heading("The management account")
        owns = "It owns the organization, pays for every account, and should hold nothing else."
        yield Block(f"For this setup that is account {planned}." if planned else owns)
        yield from heading("What happens to what you give")
        yield Block("It is in memory only. A typed access key goes into the system's keyring if you say so.")
        yield quiet("Signing in changes nothing at AWS.")
        return
    alias = f"  {identity.account_alias}" if identity.account_alias else ""
    yield Block(Content.assemble((identity.account_id, "bold $title"), (alias, "$body")))
    yield labelled("Principal", identity.principal, 11)
    yield labelled("Kind", identity.kind, 11)
    if identity.source:
        yield labelled("By", identity.source, 11)
    if identity.expires_at is not None:
        yield labelled("Until", f"{identity.expires_at:%Y-%m-%d %H:%M} UTC", 11)
    yield from _fit(identity, setup, unfit, glyphs)
    if identity.mfa_devices:
        yield from heading("Without MFA")
        yield item(glyphs.problem, "bold $forever", NO_MFA)
    if unfit is None and not _invites(setup, identity):
        yield from heading("If you go on")
        pays = "This account owns the organization and pays for all of its accounts, for good."
        yield Block("You have confirmed that this is the management account." if confirmed else pays)


def _fit(identity: Identity, setup: Setup, unfit: Blocked | None, glyphs: Glyphs) -> Iterator[Block]:
    """Only what was checked is ticked."""
    planned = setup.management_account_id
    yield from heading("Fit to be the management account?")
    if planned and planned != identity.account_id:
        sentence = f"This is not the management account of this setup, which is {planned}. Nothing will be done here."
        yield item(glyphs.failed, "$bad", Content.styled(sentence, "$bad"))
        yield Block(
            "Sign in with other credentials. Only if another account shall own the organization, choose Another "
            "account instead."
        )
    elif _invites(setup, identity):
        yield item(glyphs.failed, "$bad", f"{identity.account_id} is the account that you invite, so it cannot own it.")
        yield Block("Sign in to another account, best a fresh one that runs nothing.")
    elif unfit is not None:
        yield item(glyphs.failed, "$bad", Content.styled(unfit.what, "$bad"))
        yield Block(unfit.remedy)
    else:
        if setup.invitations:
            yield item(glyphs.done, "$good", "Not an account that you invite")
        yield item(glyphs.done, "$good", f"Not the root user: {identity.kind}")


def _invites(setup: Setup, identity: Identity) -> bool:
    return any(each.account == identity.account_id for each in setup.invitations)
