"""What is worth doing next, the most worth first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from state.page_key import PageKey
from state.saved.progress import ClaimStatus
from state.setup.guardrails import Item
from wizard.guardrails.management_root_user import ACCESS_KEYS, MFA
from wizard.guardrails.words import lacking

if TYPE_CHECKING:
    from wizard.onboarding.onboarding import Onboarding


ROOT_USER = {MFA: "Give the root user MFA", ACCESS_KEYS: "Delete the root user's access keys"}
"""By the claim's key."""


class OnFinish(StrEnum):
    """What can be done about it on Finish itself; each face has a key for it."""

    MESSAGE = "message"
    FOR_REAL = "for-real"
    WAY_IN = "way-in"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do."""

    title: str
    why: str
    where: OnFinish | PageKey | None = None
    """What does it on Finish, or the page on which it is done."""


def next_things(onboarding: Onboarding) -> Iterator[NextThing]:
    """Everything, in order, as far as the last look at AWS tells; a face tells the first three."""
    lines, setup = onboarding.progress_lines, onboarding.setup
    account = next((each.account_name for each in setup.accounts if each.account_id), "")
    message = next((line for line in lines if line.message), None)
    if message is not None:
        yield NextThing("Send the message", f"it is for {message.whose_move}", OnFinish.MESSAGE)
    if any(line.status is ClaimStatus.PROBLEM for line in lines):
        yield NextThing("Look at what is in the way", "on Review", PageKey.REVIEW)
    if not lines or any(line.status is ClaimStatus.LEFT for line in lines):
        made = "something is not made yet" if lines else "nothing is made yet"
        yield NextThing("Review and apply", made, PageKey.REVIEW)
    if onboarding.rehearsal and onboarding.begun:
        yield NextThing("Use these answers for real", "the rehearsal has shown what happens", OnFinish.FOR_REAL)
    if account:
        yield NextThing("Set up your way in", f"copy the profiles for {account}", OnFinish.WAY_IN)
    root_user = next((line for line in lines if line.key in ROOT_USER and line.status is not ClaimStatus.DONE), None)
    if setup.applies(Item.MANAGEMENT_ROOT_USER) and root_user is not None:
        yield NextThing(ROOT_USER[root_user.key], root_user.sentence)
    for each, title in ((Item.BUDGET, "Set a monthly budget"), (Item.SECURITY_CONTACT, "Name a security contact")):
        if lacking(setup, each):
            yield NextThing(title, "on Guardrails", PageKey.GUARDRAILS)
    yield NextThing("Keep the setup file", "it can be applied again, and diffs", OnFinish.FILES)
