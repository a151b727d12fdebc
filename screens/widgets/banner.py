"""The line on top of every step: which setup, whether it is a rehearsal, who is signed in, when it was saved."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from screens.widgets.act import Act
from screens.widgets.glyphs import Glyphs
from state.observed import Identity, Organization
from wizard.claims.identity import unfit


class Banner(Horizontal):
    """Holds no facts of its own; `show` is told them."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="banner")
        self.glyphs = glyphs

    def compose(self) -> ComposeResult:
        yield Static("", id="banner-name", markup=False)
        yield Static("", id="banner-rehearsal", markup=False)
        yield Static("", id="banner-identity", markup=False)
        yield Static("", id="banner-saved", markup=False)
        yield Act(f"{self.glyphs.menu} Menu", "menu", "Everything the program can do, as a list.")

    def show(self, name: str, rehearsal: bool, saved: str) -> None:
        """Which setup this is."""
        self.query_one("#banner-name", Static).update(name)
        sign = self.query_one("#banner-rehearsal", Static)
        sign.display = rehearsal
        sign.update(f"REHEARSAL {self.glyphs.dash} nothing reaches AWS")
        self.query_one("#banner-saved", Static).update(saved)

    def show_identity(self, identity: Identity | None, organization: Organization | None, planned: str) -> None:
        """Who is signed in, and whether that is somebody as whom nothing may be changed."""
        wrong = identity is not None and unfit(identity, organization, planned) is not None
        for place in (self.query_one("#banner-identity", Static), self.screen.query_one("#identity-row", Static)):
            place.set_class(wrong, "-wrong")
            place.update(identity_words(identity, organization, planned))


def identity_words(identity: Identity | None, organization: Organization | None = None, planned: str = "") -> str:
    """`111122223333 acme-root, user/anna`; begins with a warning when nothing may be changed as that."""
    if identity is None:
        return "not signed in"
    alias = f" {identity.account_alias}" if identity.account_alias else ""
    who = f"{identity.account_id}{alias}, {identity.principal}"
    if planned and identity.account_id != planned:
        return f"WRONG ACCOUNT {identity.account_id}, not {planned}: {identity.principal}"
    if organization is not None and organization.management_account_id != identity.account_id:
        return f"MEMBER ACCOUNT {identity.account_id} of {organization.management_account_id}: {identity.principal}"
    if unfit(identity, organization, planned) is not None:
        return f"{identity.kind.upper()} {who}: changes nothing"
    return who
