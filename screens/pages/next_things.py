"""What is worth doing next, the most worth first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from state.page_key import PageKey
from state.saved.progress import ClaimStatus
from state.setup.guardrails import Item
from wizard.guardrails.words import lacking
from wizard.pages import digit_of

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do."""

    title: str
    why: str
    key: str = ""
    """The key that does it on this page, or the number of the page where it is done."""


def next_things(onboarding: Onboarding, *, message: bool, account: str) -> Iterator[NextThing]:
    """Everything, in order; a page shows the first three. `message`: whether there is one to send; `account`: one that
    can be entered by now."""
    progress, setup = onboarding.progress, onboarding.setup
    lines = progress.lines if progress else ()
    if message:
        yield NextThing("Send the message", "an invitation waits for its owner", "m")
    if any(line.status is ClaimStatus.PROBLEM for line in lines):
        yield NextThing("Look at what is in the way", "on Review", digit_of(PageKey.REVIEW))
    if not lines or any(line.status is ClaimStatus.LEFT for line in lines):
        yield NextThing(
            "Review and apply",
            "something is not made yet" if lines else "nothing is made yet",
            digit_of(PageKey.REVIEW),
        )
    if onboarding.rehearsal and lines:
        yield NextThing("Use these answers for real", "the rehearsal has shown what happens", "f")
    if account:
        yield NextThing("Set up your way in", f"copy the profiles for {account}", "c")
    root_user = next((line for line in lines if "root" in line.key and line.status is not ClaimStatus.DONE), None)
    if setup.applies(Item.MANAGEMENT_ROOT_USER) and root_user is not None:
        yield NextThing("Give the root user MFA", root_user.sentence)
    for each, title in ((Item.BUDGET, "Set a monthly budget"), (Item.SECURITY_CONTACT, "Name a security contact")):
        if lacking(setup, each):
            yield NextThing(title, "on Guardrails", digit_of(PageKey.GUARDRAILS))
    yield NextThing("Keep the setup file", "it can be applied again, and diffs", "w")
