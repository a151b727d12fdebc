"""What the first answers of a new setup mean. Text only; no widget in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from screens.pages.account_meaning import what_changes_inside
from screens.pages.tree_rows import tree_line, tree_rows
from screens.widgets.glyphs import Glyphs
from screens.widgets.listing import Line
from screens.widgets.prose import Block, heading, item, quiet, to_copy
from screens.widgets.row import Row
from screens.widgets.words import counted
from state.setup import Setup
from wizard.edits.beginning import EXISTING, NONE, USES
from wizard.edits.structure import MAIL_FIRST
from wizard.guardrails.joining import BILL, JOINING, OWN_UNIT
from wizard.onboarding.begin_words import SIGN_UP, fresh_account

if TYPE_CHECKING:
    from state.setup.ready_made import Template

GOOD_FOR = {
    "suggested": ("One product, several environments", "Customers whose data must not share an account."),
    "minimal": ("The least that keeps mistakes apart", "Common tools, or a last look before production."),
    "customers": ("Each customer's data kept apart", "Many small customers: each takes an account and an address."),
    "workloads": ("Several products, each apart", "A single product: it makes more accounts than you need."),
    "empty": ("You write it down yourself", "Whoever wants a suggestion."),
}
"""Template to its second line, and to what it is not for."""
WHY = (
    "Whoever breaks into one account reaches only that one. Logs and backups lie where neither a mistake nor an "
    "intruder can empty them. Each bill shows what it costs."
)


def use_lines() -> Iterator[Line]:
    """What may become of the account that is in use."""
    for key, (title, about) in USES.items():
        yield Line(key, Row(Content.styled(title, "bold $title"), below=[Content.styled(f"  {about}", "$muted")]))


def template_lines(templates: Iterable[Template]) -> Iterator[Line]:
    """Each structure, and what it is good for."""
    for each in templates:
        good_for = Content.styled(f"  {GOOD_FOR.get(each.name, ('', ''))[0]}", "$muted")
        yield Line(
            each.name, Row(Content.styled(each.title.removesuffix(" structure"), "bold $title"), below=[good_for])
        )


def joining(used: str, glyphs: Glyphs) -> Iterator[Block]:
    """What becomes of the account that is in use."""
    if used == NONE:
        yield Block("Then only new accounts are made. You can invite one later, on Invitations.")
        return
    yield Block("An account in use does not become the management account: it is invited.")
    yield from heading("What does not change")
    yield Block(JOINING)
    if used == EXISTING:
        yield Block(OWN_UNIT)
    yield from heading("What changes in it, once its owner has accepted")
    yield from what_changes_inside(Setup(name="", home_region=""), "", glyphs)
    yield from heading("Its bill")
    yield Block(BILL)


def preview(setup: Setup, glyphs: Glyphs, *, not_for: str, about: int, room: int) -> Iterator[Block | Content]:
    """The tree that a structure makes, in `room` columns, `about` of them for what is said of an account."""
    for row in tree_rows(setup, (), glyphs):
        yield tree_line(row, glyphs, about=about).lines(room)[0]
    yield from heading("Not for")
    yield Block(not_for)
    yield from heading("To build it")
    made = counted(len(setup.accounts), "account")
    yield item(glyphs.forever, "$forever", f"{made} for good, each with its own root email.")
    emails = [email for email in (setup.email_of(account) for account in setup.accounts) if email]
    if emails:
        yield quiet(f"The first address: {emails[0]}")
    if emails and "+" in emails[0] and not emails[0].endswith(".example"):
        yield quiet(MAIL_FIRST)
    if emails and emails[0].endswith(".example"):
        yield quiet("Addresses that end in .example are made up: replace them before the real run.")


def fresh_blocks(dot: str) -> Iterator[Block]:
    """How to open a fresh account, with what is to be copied."""
    for line in fresh_account():
        if line == SIGN_UP:
            yield to_copy(line)
        elif line in ("Prepare", "Sign up at", "Note"):
            yield Block(Content.styled(line, "bold $title"))
        elif line.startswith("- "):
            yield Block(line[2:], Content.styled(f"{dot} ", "$muted"))
        else:
            yield Block(line)
