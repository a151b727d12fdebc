"""What a line of the structure means: what it is for, what follows, what cannot be undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, heading, item, labelled, quiet, trimmed
from screens.widgets.words import counted
from state.setup import ROOT, Invitation, MemberAccount, Purpose, Setup, is_account_id, management_role_name
from state.setup.scope_rules import left_out_of
from wizard.edits.access import who_may_enter
from wizard.edits.members import tags_written
from wizard.edits.structure import MAIL_FIRST
from wizard.guardrails.joining import (
    BILL,
    INSIDE_OF_ACCOUNTS,
    JOINING,
    LEAVING_OUT,
    LOOK_FIRST,
    changes_inside,
)
from wizard.guardrails.words import WORDS

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding

FOR = {
    Purpose.WORKLOAD: "It runs a workload. A mistake in another account cannot reach it.",
    Purpose.DATA_BUNKER: "Audit logs and backups. Nobody works in it, so whoever breaks into another account can "
    "neither read nor delete them.",
    Purpose.SHARED_SERVICES: "Tools that serve every environment, such as deployment.",
    Purpose.SANDBOX: "For trying AWS out, away from everything that matters.",
    Purpose.OTHER: "What you need it for.",
}


def badges(glyphs: Glyphs, *named: str) -> Block:
    """What kind of thing it is, in coloured words."""
    words = {
        "new": ("new", "$good"),
        "invite": ("invite", "$invite"),
        "exists": ("exists", "$muted"),
        "for good": (f"{glyphs.forever} for good", "$forever"),
    }
    return Block(Content("  ").join(Content.styled(*words[each]) for each in named))


def about_management(onboarding: Onboarding, glyphs: Glyphs) -> Iterator[Block]:
    """The account that owns the organization."""
    setup, identity = onboarding.setup, onboarding.identity
    yield badges(glyphs, "exists")
    yield from heading("What it is for")
    yield Block("It owns the organization, signs people in and pays for every account. Run nothing else in it.")
    yield Block("No guardrail policy of the organization can limit it, so nothing that could be attacked belongs here.")
    yield from heading("Which one it is")
    if setup.management_account_id:
        alias = f" {identity.account_alias}" if identity and identity.account_alias else ""
        yield Block(f"Account {setup.management_account_id}{alias}")
    else:
        yield Block("Not chosen yet: it is the account you sign in to, on page 2.")
    yield from heading("The root of the tree")
    yield Block("Everything below hangs on the organization's root. A unit groups accounts that share rules.")
    yield from heading("The names")
    yield labelled("Home Region", setup.home_region or "(none yet)")
    yield labelled("Root email", setup.email_pattern or "(none yet)")
    yield quiet(f"Every account has a root user with an address of its own, unique in all of AWS. {MAIL_FIRST}")


def about_unit(setup: Setup, path: str, glyphs: Glyphs) -> Iterator[Block]:
    """A group of accounts."""
    below = [each for each in setup.unit_paths() if each.startswith(f"{path}/")]
    inside = [each.account_name for each in setup.accounts if each.organizational_unit == path]
    invited = [each.account for each in setup.invitations if each.organizational_unit == path]
    yield Block(Content.styled("unit", "$muted"))
    yield from heading("What it is for")
    yield Block("A unit holds accounts that share rules. Accounts can be moved to another unit later, at no cost.")
    yield from heading("What is in it")
    for name in inside:
        yield item(glyphs.dot, "$muted", name)
    for name in invited:
        yield item(glyphs.dot, "$muted", f"{name}, invited")
    for each in below:
        yield item(glyphs.dot, "$muted", f"unit {each}")
    if not (inside or invited or below):
        yield quiet("Nothing yet: a adds an account, u a unit.")
    yield from heading("Undo")
    yield Block("An empty unit can be deleted at any time.")


def about_account(setup: Setup, account: MemberAccount, glyphs: Glyphs) -> Iterator[Block]:
    """An account to be created, or one that exists."""
    yield badges(glyphs, *(("exists",) if account.account_id else ("new", "for good")))
    yield from heading("What it is for")
    yield Block(FOR[account.purpose])
    yield Block("")
    yield from _facts(setup, account)
    if account.account_id:
        yield from heading("What this setup does in it")
        yield from (item(glyphs.dot, "$muted", words) for words in _given(setup, account))
        return
    yield from heading("What cannot be undone")
    yield item(glyphs.forever, "$forever", "It can be closed, never deleted. Its address is used up for good.")
    yield from heading("What will happen, in this order")
    for number, words in enumerate(_order(setup, account), start=1):
        yield Block(words, Content.styled(f"{number} ", "$muted"))


def _facts(setup: Setup, account: MemberAccount) -> Iterator[Block]:
    place = "Root, in no unit" if account.organizational_unit == ROOT else account.organizational_unit
    yield labelled("Root email", setup.email_of(account) or "(none yet)")
    yield labelled("Unit", place)
    if account.account_id:
        yield labelled("Its id", account.account_id)
    if account.management_role:
        yield labelled("Who enters", who_may_enter(setup.callers_of(account.purpose)))
        yield labelled("By the role", management_role_name(account.account_name))
    yield labelled("Costs", "nothing by itself; what runs in it costs")
    if account.tags:
        yield labelled("Tags", tags_written(account.tags))


def _given(setup: Setup, account: MemberAccount) -> Iterator[str]:
    """Of an account that exists: what it is given, and what it is not."""
    role = "A role in the management account leads into it." if account.management_role else "No role leads into it."
    inside = _set_inside(setup, account) if account.guardrails else 0
    yield role
    yield f"{counted(inside, 'guardrail')} set in it." if inside else "No guardrail is set inside of it."
    if not account.entered:
        yield "Edit gives it either, or both."


def _set_inside(setup: Setup, account: MemberAccount) -> int:
    """How many guardrails are set in the account."""
    applied = (each for each in INSIDE_OF_ACCOUNTS if setup.applies(each))
    return sum(account.account_name not in left_out_of(setup, each) for each in applied)


def _order(setup: Setup, account: MemberAccount) -> Iterator[str]:
    yield "AWS opens the account, with an administrator role in it"
    if account.organizational_unit != ROOT:
        yield f"It moves into {account.organizational_unit}"
    yield "A role in the management account leads into it"
    inside = _set_inside(setup, account)
    if inside:
        yield f"{counted(inside, 'guardrail')} set in it"


def about_invitation(setup: Setup, invitation: Invitation, glyphs: Glyphs) -> Iterator[Block]:
    """An account that exists and is to join."""
    yield badges(glyphs, "invite")
    yield from heading("What does not change")
    yield Block(JOINING)
    yield from heading("What changes in it")
    yield from what_changes_inside(setup, invitation.account, glyphs)
    yield from heading("Its bill")
    yield Block(BILL)
    yield Block("")
    place = "Root, in no unit" if invitation.organizational_unit == ROOT else invitation.organizational_unit
    yield labelled("Unit", place)
    yield labelled("Undo", "It can leave again, once it has a payment method of its own.")
    if not is_account_id(invitation.account):
        yield item(glyphs.problem, "$forever", "An id is safer: a mistyped address may be a stranger's account.")


def what_changes_inside(setup: Setup, account: str, glyphs: Glyphs) -> list[Block]:
    """What the guardrails that are on do to an account that is in use, and which leave it out."""
    inside = changes_inside(setup, account)
    left = [quiet(f"Not in this account: {'; '.join(WORDS[each].title for each in inside.without)}.")]
    left = left if inside.without else []
    if not inside.on:
        return left or [Block("Nothing: no guardrail is on.")]
    blocks = [Block(f"{inside.count_there}:")]
    for each in inside.on:
        first = each in LOOK_FIRST
        sign, style = (glyphs.problem, "bold $forever") if first else (glyphs.dot, "$muted")
        words = f"{WORDS[each].title}: {LOOK_FIRST[each]}" if first else WORDS[each].title
        blocks.append(item(sign, style, words))
    blocks += left
    blocks.append(quiet(LEAVING_OUT))
    return trimmed(blocks)
