"""What is always in view beside a page: what will come of the answers, and, once AWS is at work, whose move it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from screens.widgets.glyphs import Glyphs
from screens.widgets.prose import Block, item, quiet
from screens.widgets.words import counted
from state.saved.progress import ClaimStatus
from state.setup import Setup
from state.setup.guardrails import Item
from wizard.claims.organization import ORGANIZATION

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding


def at_a_glance(onboarding: Onboarding, glyphs: Glyphs) -> Iterator[Block]:
    """What the setup comes to, counted from the answers alone."""
    setup = onboarding.setup
    yield Block(counted(len(setup.unit_paths()), "unit"))
    yield Block(counted(len(setup.accounts), "account"))
    yield Block(counted(len(setup.invitations), "invitation"))
    yield Block(counted(sum(setup.applies(each) for each in Item), "guardrail") + " on")
    yield Block("")
    lasting = still_for_good(onboarding)
    if lasting:
        yield item(glyphs.forever, "$forever", Content.styled(f"{lasting} for good", "$forever"))
        yield quiet("no undo for these")
    serious = sum(problem.serious for problem in onboarding.problems())
    if serious:
        yield item(glyphs.problem, "bold $bad", Content.styled(counted(serious, "problem"), "$bad"))


def still_for_good(onboarding: Onboarding) -> int:
    """How many accounts, and the organization itself, are yet to be made as far as anybody knows."""
    lines = onboarding.progress.lines if onboarding.progress else ()
    made = {line.key for line in lines if line.status is ClaimStatus.DONE}
    return (ORGANIZATION not in made) + sum(key not in made for key in account_keys(onboarding.setup))


def account_keys(setup: Setup) -> list[str]:
    """The keys of the claims that the setup's new accounts exist; one that is known by its id was there before."""
    return [f"account:{setup.email_of(account).lower()}" for account in setup.accounts if not account.account_id]
