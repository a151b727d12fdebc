"""What somebody reads before the first question: what this is and will not do, what it costs, how long it takes."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, heading, item, quiet

TREE = (
    ("", "management account", "pays, signs people in, runs nothing"),
    ("Security", "data-bunker", "audit logs and backups"),
    ("Infrastructure", "shared-services", "deployment, common tools"),
    ("Workloads", "production", "what your customers use"),
    ("Workloads", "staging", "the last look before production"),
    ("Workloads", "development", "may break without harm"),
    ("Sandbox", "your account today", "invited, as it is"),
)
"""The suggested structure: unit, account, what it is for."""
STEPS = (
    ("Plan", "which accounts, and how they are grouped", "10 to 20 minutes, needs no AWS"),
    ("Connect", "sign in; see who you are and what is there", "a minute or two, changes nothing"),
    ("Accounts", "invitations, who may enter, protections", "a few minutes, needs no AWS"),
    ("Build", "read every change, approve, watch or leave", "runs by itself, can be stopped"),
)


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


def what_you_will_have(glyphs: Glyphs) -> Iterator[Block]:
    """The suggested structure, drawn."""
    units = list(dict.fromkeys(unit for unit, _, _ in TREE if unit))
    yield _line(f"{glyphs.forever} ", TREE[0][1], TREE[0][2], "$accent")
    for unit in units:
        last = unit == units[-1]
        yield Block(Content.assemble((glyphs.last_branch if last else glyphs.branch, "$faint"), (unit, "bold $muted")))
        inside = [row for row in TREE if row[0] == unit]
        for number, (_, name, about) in enumerate(inside, start=1):
            before = (" " * len(glyphs.pipe) if last else glyphs.pipe) + (
                glyphs.last_branch if number == len(inside) else glyphs.branch
            )
            yield _line(before, name, about, "$faint")


def _line(before: str, name: str, about: str, style: str) -> Block:
    gap = " " * max(2, 28 - len(before) - len(name))
    return Block(Content.assemble((before, style), (name, "bold $title"), gap, (about, "$muted")))


def how_it_goes(glyphs: Glyphs, *, rehearsal: bool) -> Iterator[Block]:
    """Nine pages in four phases, and what to know."""
    for number, (name, what, takes) in enumerate(STEPS, start=1):
        before = Content.assemble((f"{number} ", "bold $accent"), (f"{name:<10}", "bold $title"))
        yield Block(Content.assemble((what, "$body"), "\n", (takes, "$muted")), before)
    yield from heading("Good to know")
    yield item(glyphs.dot, "$muted", "Nine pages, in any order; every answer is saved as you leave its field.")
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
