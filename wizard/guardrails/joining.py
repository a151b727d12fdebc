"""What joining means for an account that is in use: what stays, what the guardrails change, and its bill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from state.setup import Setup
from state.setup.guardrails import POLICIES_OF_THE_ROOT, Item
from state.setup.scope_rules import left_out_of
from wizard.guardrails import GUARDRAILS
from wizard.guardrails.words import WORDS

INSIDE_OF_ACCOUNTS = tuple(each.item for each in GUARDRAILS if each.enters_members)
"""What is set in every account, the invited ones included."""
JOINING = (
    "An invited account joins as it is: nothing in it is moved, and what runs goes on running. Its owner accepts first."
)
OWN_UNIT = "It gets a unit of its own, Existing. A workload moves out of it when you move it, one by one."
BILL = (
    "Your organization pays it from then on. Its credits, Reserved Instances and Savings Plans are shared with your "
    "other accounts, unless you turn that off under Billing preferences. A Free plan ends, and its credits expire. Its "
    "support plan stays as it is."
)
LOOK_FIRST = {
    Item.BLOCK_PUBLIC_ACCESS: "a bucket that is public now is public no longer",
    Item.PUBLIC_BUCKETS: "a bucket that is public now is public no longer",
    Item.DENY_ROOT_USER: "whatever signs in as its root user stops working",
    Item.INSTANCE_METADATA: "old software on new instances may not know IMDSv2",
    Item.PUBLIC_IMAGES: "a snapshot that is public now is public no longer",
    Item.ALLOWED_REGIONS: "what runs in other Regions can no longer be changed",
    Item.ROOT_CREDENTIALS: "its root password and keys are deleted",
}
"""What may touch something that runs today."""
LEAVING_OUT = "Each can be turned off on Guardrails before it joins, or this account excepted from it."


@dataclass(frozen=True, slots=True)
class ChangesInside:
    """Which guardrails an account comes under, in their order."""

    on: tuple[Item, ...]
    without: tuple[Item, ...]
    """Those that are on, but leave this account out."""

    @property
    def look_first(self) -> tuple[str, ...]:
        """What of it may touch something that runs today, each once."""
        return tuple(dict.fromkeys(LOOK_FIRST[each] for each in self.on if each in LOOK_FIRST))

    @property
    def count_there(self) -> str:
        """`Once it has joined, 9 guardrails count there too`."""
        number = len(self.on)
        return f"Once it has joined, {number} guardrail{' counts' if number == 1 else 's count'} there too"


def changes_inside(setup: Setup, account: str) -> ChangesInside:
    """What the setup's guardrails come to in this account; `account` is as its invitation has it, or empty."""
    bound = (each for each in Item if each in POLICIES_OF_THE_ROOT or each in INSIDE_OF_ACCOUNTS)
    applied = [each for each in bound if setup.applies(each)]
    without = tuple(each for each in applied if account in left_out_of(setup, each))
    return ChangesInside(tuple(each for each in applied if each not in without), without)


def joining_in_short(setup: Setup, account: str) -> Iterator[str]:
    """All of it in a few lines, to be heard rather than seen: what may touch what runs today comes in full."""
    yield JOINING
    inside = changes_inside(setup, account)
    if inside.on:
        first = f" Look first: {'; '.join(inside.look_first)}." if inside.look_first else ""
        yield f"{inside.count_there}.{first} {LEAVING_OUT}"
    if inside.without:
        yield f"Not in this account: {'; '.join(WORDS[each].title for each in inside.without)}."
    yield BILL
