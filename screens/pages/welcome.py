"""What somebody reads before the first question: what this is and will not do, what it costs, how long it takes."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, heading, item, quiet
from screens.widgets.row import Cell, Row

TREE = (
    ("", "management account", "pays, runs nothing", "only pays"),
    ("Security", "data-bunker", "audit logs and backups", "the logs"),
    ("Infrastructure", "shared-services", "deployment, common tools", "deployment"),
    ("Workloads", "production", "what your customers use", "customers"),
    ("Workloads", "staging", "the last look before production", "tests"),
    ("Workloads", "development", "may break without harm", "may break"),
    ("Sandbox", "your account today", "invited, as it is", "joins"),
)
"""The suggested structure: unit, account, what it is for, and the same in a word."""
NAMES = 27
"""Columns of the tree."""
STEPS = (
    ("Plan", "which accounts, and how they are grouped", "10 to 20 minutes, needs no AWS", "10-20 min, no AWS"),
    ("Connect", "sign in; see who you are and what is there", "a minute or two, changes nothing", "sign in, look"),
    ("Accounts", "invitations, who may enter, protections", "a few minutes, needs no AWS", "who enters, no AWS"),
    ("Build", "read every change, approve, watch or leave", "runs by itself, can be stopped", "approve, watch"),
)
"""A phase, what happens in it, how long it takes, and both in a few words."""


def logo(glyphs: Glyphs) -> Content:
    """A small tree beside the name and the promise."""
    plain = glyphs.branch.startswith("|")
    top, line = ("   +", " +-+-+") if plain else ("  ◆  ", "╭─┴─╮")
    if plain:
        top, line, foot = "  *  ", ".-+-.", "* * *"
    else:
        foot = "◆ ◆ ◆"
    rows = (
        (top, "orgwizard", "bold $title"),
        (line, "From one AWS account, or none, to accounts kept apart.", "$body"),
        (foot, "Nothing at AWS changes before you have read and approved it.", "$muted"),
    )
    lines = [Content.assemble((f" {mark}   ", "$accent"), (words, style)) for mark, words, style in rows]
    return Content("\n").join(lines)


def what_you_will_have(glyphs: Glyphs, *, wide: bool) -> Iterator[Row]:
    """The suggested structure, drawn; where there is little room, without its units."""
    yield _line(f"{glyphs.forever} ", TREE[0], "$accent", wide=wide)
    if not wide:
        for row in TREE[1:]:
            yield _line(glyphs.last_branch if row is TREE[-1] else glyphs.branch, row, "$faint", wide=False)
        return
    units = list(dict.fromkeys(row[0] for row in TREE if row[0]))
    for unit in units:
        last = unit == units[-1]
        yield Row(Content.assemble((glyphs.last_branch if last else glyphs.branch, "$faint"), (unit, "bold $muted")))
        inside = [row for row in TREE if row[0] == unit]
        for row in inside:
            before = " " * len(glyphs.pipe) if last else glyphs.pipe
            yield _line(before + (glyphs.last_branch if row is inside[-1] else glyphs.branch), row, "$faint", wide=True)


def _line(before: str, row: tuple[str, str, str, str], style: str, *, wide: bool) -> Row:
    name = Content.assemble((before, style), (row[1], "bold $title"))
    about = Content.styled(row[2] if wide else row[3], "$muted")
    return Row(Cell(name, NAMES if wide else NAMES - 4), Cell(about))


def how_it_goes(glyphs: Glyphs, *, rehearsal: bool, wide: bool) -> Iterator[Block]:
    """Ten pages in four phases, and what to know."""
    for number, (name, what, takes, in_short) in enumerate(STEPS, start=1):
        before = Content.assemble((f"{number} ", "bold $accent"), (f"{name:<10}", "bold $title"))
        told = Content.assemble((what, "$body"), "\n", (takes, "$muted")) if wide else Content(in_short)
        yield Block(told, before)
    yield from heading("Good to know")
    yield item(glyphs.dot, "$muted", "Ten pages, in any order; every answer is saved as you leave its field.")
    yield item(glyphs.dot, "$muted", "Leave at any moment, even pull the plug: nothing is lost or done twice.")
    yield item(glyphs.dot, "$muted", "It deletes nothing, and closes no account.")
    yield item(glyphs.dot, "$muted", "An organization costs nothing. Accounts cost what runs in them.")
    if rehearsal:
        safe = "This is a rehearsal: a simulated AWS on this machine, no account, no credentials, no cost."
        yield item(glyphs.done, "$good", safe)
    yield from heading("The words")
    for word, meaning in (
        ("Management account", "owns the organization and pays for all of it."),
        ("Unit", "a group of accounts that share rules; units hang on the root."),
        ("Root user", "the owner's sign-in of one account, by its email address."),
        ("Guardrail", "a protection that holds for everybody in an account."),
    ):
        yield Block(Content.assemble((f"{word}: ", "bold $title"), meaning))


def about_rehearsing() -> Iterator[Block]:
    """What a rehearsal is."""
    yield Block("The whole wizard on a simulated AWS: the same questions, the same changes, the same surprises.")
    yield Block("Nothing leaves this machine; no account and no credentials are needed. It costs nothing.")
    yield Block(
        "Accounts made in it are made up, and its invitations are accepted by themselves. Afterwards its answers "
        "serve for real."
    )
    yield quiet("A good way to see what happens before anything does.")
