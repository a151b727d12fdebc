"""Signs in to Identity Center by device code: which portal, the code while waiting, then which account and role.

Dismisses with the role as something to sign in with.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from screens.runs.in_background import Answer, InBackground
from screens.widgets.act import Act, Acts
from screens.widgets.dialogue import Choice, Dialogue
from screens.widgets.field import Field
from screens.widgets.picker import Picker
from screens.widgets.qr_code import LEAST_QUIET, QUIET, qr_code, size_of
from state.setup.region_rules import region_problem
from state.setup.sign_in_rules import start_url_problem
from wizard.gateway.world import AccessPortal, CenterAccount, CredentialSource, DeviceSignIn, World
from wizard.machine.browser import display_likely
from wizard.onboarding.ways_in import ALLOW_AT, NO_ACCOUNT_LETS_IN, TYPE_CODE

BOX_WIDTH = 72
"""Columns inside the box, at most."""
BESIDE = 31
"""Columns that the words need beside the QR code."""
AROUND_WIDTH, AROUND_HEIGHT = 8, 5
"""What the box itself takes of the screen: border, padding, title, margins."""
PARTS = ("portal", "waiting", "choosing")


class DeviceCodeDialogue(Dialogue[CredentialSource]):
    """Three parts, one after the other. Escape ends the waiting too."""

    def __init__(
        self, world: World, portals: tuple[AccessPortal, ...], home_region: str, copy: Callable[[str, str], None]
    ) -> None:
        """`copy` takes a text along, and keeps it in a file of the given name."""
        super().__init__("Sign in with IAM Identity Center")
        self.world = world
        self.portals = portals or (AccessPortal("", home_region),)
        self.home_region = home_region
        self._copy = copy
        self.device: DeviceSignIn | None = None
        self.accounts: tuple[CenterAccount, ...] = ()
        self.account: CenterAccount | None = None
        self.role_names: tuple[str, ...] = ()

    def compose_box(self) -> ComposeResult:
        yield InBackground()
        with Vertical(id="portal", classes="part"):
            yield from self._compose_portal()
        with Horizontal(id="waiting", classes="part"):
            with Vertical(id="device-words"):
                yield Static("", id="device", markup=False)
                yield Acts(
                    Act("Copy address", "copy", main=True),
                    Act("Open", "open"),
                    Act("Cancel", "cancel"),
                    classes="acts",
                )
            yield Static("", id="qr", markup=False)
        with Vertical(id="choosing", classes="part"):
            yield Static("", id="choice-question", classes="dialogue-text", markup=False)
            yield OptionList(id="choice")

    def _compose_portal(self) -> ComposeResult:
        first = self.portals[0]
        if len(self.portals) > 1:
            known = [Choice(str(number), each.start_url, each.region) for number, each in enumerate(self.portals)]
            yield Picker("Known here", known, "0", id="known")
        yield Field(
            "Start URL",
            first.start_url,
            id="start-url",
            check=start_url_problem,
            placeholder="such as https://acme.awsapps.com/start",
        )
        yield Field("Its Region", first.region or self.home_region, id="portal-region", check=region_problem)
        yield Static(
            "The portal's address, and the Region in which Identity Center was turned on: your administrator knows "
            "both. Next you get a code to approve in any browser.",
            classes="dialogue-hint",
            markup=False,
        )
        yield Static("", id="portal-says", classes="message", markup=False)
        yield Acts(Act("Get a code", "begin", main=True), Act("Cancel", "cancel"), classes="acts")

    def on_mount(self) -> None:
        """Begin with the portal."""
        self.show_part("portal")
        self.query_one("#begin" if self.portals[0].start_url else "#start-url Input").focus()
        self.set_interval(1.0, self._show_time)

    def on_unmount(self) -> None:
        """Nobody waits for an answer that nobody sees."""
        if self.device is not None:
            self.device.cancel()

    def show_part(self, part: str) -> None:
        """Show one of the three."""
        for each in PARTS:
            self.query_one(f"#{each}").display = each == part

    # Asking

    def _ask(self, work: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Go on with the answer, or back to the portal with what went wrong."""
        self.query_one(InBackground).ask(work, then, lambda error: self._begin_anew(f"{error.message} {error.remedy}"))

    def _begin_anew(self, words: str) -> None:
        self.device = None
        self.show_part("portal")
        self.query_one("#portal-says", Static).update(words)
        self.query_one("#begin").focus()

    @on(Picker.Picked)
    def _known(self, event: Picker.Picked) -> None:
        portal = self.portals[int(event.value)]
        self.query_one("#start-url", Field).value = portal.start_url
        self.query_one("#portal-region", Field).value = portal.region or self.home_region

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "begin":
                self._begin()
            case "copy" if self.device is not None:
                self._copy(self.device.address_with_code, "device-code.txt")
            case "open" if self.device is not None and self._may_open(self.device):
                self.app.open_url(self.device.address_with_code)
            case "cancel":
                self.action_leave()

    def _begin(self) -> None:
        fields = [self.query_one("#start-url", Field), self.query_one("#portal-region", Field)]
        good = [field.judge() for field in fields]
        if not all(good):
            fields[good.index(False)].input.focus()
        elif not self.query_one(InBackground).busy:
            portal = AccessPortal(*(field.value for field in fields))
            self.query_one("#portal-says", Static).update("Asking Identity Center for a code.")
            self._ask(lambda: self.world.sign_in.begin_device_sign_in(portal), self._begun)

    # Waiting

    def _begun(self, device: DeviceSignIn) -> None:
        self.device = device
        self.query_one("#waiting Acts", Acts).offer(open=self._may_open(device))
        self._show_qr(device)
        self.show_part("waiting")
        self._show_time()
        self.query_one("#copy").focus()

        def wait() -> tuple[CenterAccount, ...] | None:
            return device.accounts() if device.wait() else None

        self._ask(wait, self._approved)

    def _may_open(self, device: DeviceSignIn) -> bool:
        """A browser that would open where nobody sees it, or inside this terminal, is not offered."""
        here = not self.world.rehearsal and display_likely(os.environ, sys.platform)
        return here and device.address_with_code.startswith("https://")

    def _show_qr(self, device: DeviceSignIn) -> None:
        """Where there is room for it, and signs and colours to draw it with."""
        place = self.query_one("#qr", Static)
        place.display = False
        if self.app.has_class("-ascii") or self.app.no_color:
            return
        most_columns = min(self.app.size.width - AROUND_WIDTH, BOX_WIDTH) - BESIDE
        for quiet in (QUIET, LEAST_QUIET):
            code = qr_code(device.address_with_code, quiet)
            width, height = size_of(code)
            if width <= most_columns and height <= self.app.size.height - AROUND_HEIGHT:
                place.styles.width, place.styles.height = width, height
                place.update(code)
                place.display = True
                return

    def _show_time(self) -> None:
        if self.device is not None:
            scan = "\n\nOr scan the code beside with your phone." if self.query_one("#qr").display else ""
            self.query_one("#device", Static).update(_device_words(self.device, scan))

    # Choosing

    def _approved(self, accounts: tuple[CenterAccount, ...] | None) -> None:
        if accounts is None:
            return
        self.accounts, self.account = accounts, None
        if not accounts:
            self._begin_anew(NO_ACCOUNT_LETS_IN)
        elif len(accounts) == 1:
            self._account_chosen(accounts[0])
        else:
            options = [
                Content.assemble((each.account_name or each.account_id, "bold"), f"\n{each.account_id} {each.email}")
                for each in accounts
            ]
            self._offer("Signed in. Which account shall own the organization?", options)

    def _offer(self, question: str, options: list[Content]) -> None:
        self.query_one("#choice-question", Static).update(question)
        listed = self.query_one("#choice", OptionList)
        listed.clear_options()
        listed.add_options(Option(each) for each in options)
        listed.highlighted = 0
        self.show_part("choosing")
        listed.focus()

    @on(OptionList.OptionSelected, "#choice")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if self.query_one(InBackground).busy:
            return
        if self.account is None:
            self._account_chosen(self.accounts[event.option_index])
        else:
            self._role_chosen(self.role_names[event.option_index])

    def _account_chosen(self, account: CenterAccount) -> None:
        device = self.device
        if device is not None:
            self.account = account
            self._ask(lambda: device.role_names(account.account_id), self._roles_known)

    def _roles_known(self, role_names: tuple[str, ...]) -> None:
        self.role_names = role_names
        if len(role_names) == 1:
            self._role_chosen(role_names[0])
        elif self.account is not None:
            words = (
                f"Which role in {self.account.account_name or self.account.account_id}? It needs administrator rights."
            )
            self._offer(words, [Content(name) for name in role_names])

    def _role_chosen(self, role_name: str) -> None:
        if self.device is not None and self.account is not None:
            self.dismiss(self.device.source(self.account, role_name))


def _device_words(device: DeviceSignIn, scan: str) -> Content:
    """Address, code, and how long it is good."""
    minutes, seconds = divmod(device.seconds_left(), 60)
    return Content.assemble(
        f"{ALLOW_AT}\n",
        (device.address, "bold"),
        f"\n\n{TYPE_CODE}\n",
        (device.user_code, "bold reverse"),
        f"{scan}\n\nWaiting for you to allow it there.\n{minutes}:{seconds:02d} left",
    )
