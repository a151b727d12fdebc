"""The line on top: which setup, whether it is a rehearsal, who is signed in, when it was saved, and the menu."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from screens.widgets.act import Act
from screens.widgets.glyphs import Glyphs
from screens.widgets.row import Cell, Row
from screens.widgets.sized import SLIM, WIDE

if TYPE_CHECKING:
    from state.observed import Identity, Organization
    from wizard.onboarding.onboarding import Onboarding


class Banner(Horizontal):
    """Holds no facts of its own; it is told them."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="banner")
        self.glyphs = glyphs
        self.name_shown = "orgwizard"
        self.rehearsal = False
        self.saved = ""
        self.identity: tuple[Identity, Organization | None, str, bool] | None = None
        self.signs_in = False

    def compose(self) -> ComposeResult:
        yield Static("", id="banner-line", markup=False)
        yield Act(f"F2 {self.glyphs.menu} Menu", "menu", "Everything the program can do, as a list.")

    def show(self, name: str, rehearsal: bool, saved: str = "") -> None:
        """Which setup this is."""
        self.name_shown, self.rehearsal, self.saved = name, rehearsal, saved
        self._draw()

    def show_setup(self, onboarding: Onboarding, saved_at: datetime | None) -> None:
        """Which setup is open, who is signed in, and whether that is somebody as whom nothing may be changed."""
        self.signs_in = True
        identity, organization = onboarding.identity, onboarding.organization
        planned = onboarding.setup.management_account_id
        confirmed = onboarding.identity_confirmed
        self.identity = (identity, organization, planned, confirmed) if identity is not None else None
        wrong = identity is not None and _is_unfit(identity, organization, planned)
        place = self.screen.query_one("#identity-row", Static)
        place.set_class(wrong, "-wrong")
        place.update(identity_words(identity, organization, planned) if wrong else "")
        self.show(onboarding.name, onboarding.rehearsal, f"saved {saved_at:%H:%M}" if saved_at else "saved")

    def on_resize(self) -> None:
        """Less is said where there is less room."""
        self._draw()

    def _draw(self) -> None:
        width = self.app.size.width
        name: list[str | tuple[str, str]] = [(self.name_shown, "bold $title")]
        if self.rehearsal:
            name += ["  ", (" REHEARSAL ", "bold $band-text on $band")]
            name += [(" nothing reaches AWS", "$forever")] if width >= WIDE else []
        right = [self._who(width)] if width >= SLIM else []
        right += [Content.styled(self.saved, "$muted")] if self.saved and width >= SLIM else []
        told = Content("   ").join(each for each in right if each.plain)
        line = (
            Row(Content.assemble(*name), Cell(told, told.cell_length, right=True))
            if told.plain
            else Row(Content.assemble(*name))
        )
        self.query_one("#banner-line", Static).update(line)

    def _who(self, width: int) -> Content:
        if not self.signs_in:
            return Content("")
        if self.identity is None:
            return Content.styled("not signed in", "$muted")
        identity, organization, planned, confirmed = self.identity
        if _is_unfit(identity, organization, planned):
            return Content.styled("changes nothing", "bold $bad")
        sign = (f"{self.glyphs.done} ", "$good") if confirmed else ""
        alias = f" {identity.account_alias}" if identity.account_alias else ""
        if width < WIDE:
            return Content.assemble(sign, (f"{who(identity)} in ", "$muted"), (identity.account_id, "bold"), alias)
        parts = (f"signed in as {who(identity)}, ", "$body"), (identity.account_id, "bold $title"), (alias, "$body")
        return Content.assemble(sign, *parts)


def who(identity: Identity) -> str:
    """`anna`, `Admin/anna`, `root`: the principal without what kind it is."""
    kind, _, name = identity.principal.partition("/")
    return name or kind


def identity_words(identity: Identity | None, organization: Organization | None = None, planned: str = "") -> str:
    """`111122223333 acme-root, user/anna`; begins with a warning when nothing may be changed as that."""
    if identity is None:
        return "not signed in"
    alias = f" {identity.account_alias}" if identity.account_alias else ""
    whole = f"{identity.account_id}{alias}, {identity.principal}"
    if planned and identity.account_id != planned:
        return f"WRONG ACCOUNT {identity.account_id}, not {planned}: {identity.principal}"
    if organization is not None and organization.management_account_id != identity.account_id:
        return f"MEMBER ACCOUNT {identity.account_id} of {organization.management_account_id}: {identity.principal}"
    if _is_unfit(identity, organization, planned):
        return f"{identity.kind.upper()} {whole}: changes nothing"
    return whole


def _is_unfit(identity: Identity, organization: Organization | None, planned: str) -> bool:
    from wizard.claims.identity import unfit  # not before the first screen, when nobody is signed in yet

    return unfit(identity, organization, planned) is not None
