"""A second trail costs: the first copy of management events in a Region is free, each further one is not
(aws.amazon.com/cloudtrail/pricing). So whoever has one hears of it before the organization's records beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from state.changes.base import Change
from state.changes.trails import CreateTrail
from state.errors import Advice
from state.observed import Observed, Scope
from state.observed.seen import Unknown
from state.setup import Setup
from state.setup.guardrails import Item
from wizard.guardrails.base import Wanted
from wizard.guardrails.trails import OWN_TRAILS, own_trails, trails_of

COSTS = "AWS charges for a second copy of the same events: 2 US dollars for 100,000."


def with_own_trails(scope: Scope, setup: Setup) -> Scope:
    """`scope` with the trails of invited accounts, where the organization shall have one: what the program makes
    accounts of has none."""
    if not setup.applies(Item.AUDIT_TRAIL):
        return scope
    names = dict(scope.settings)
    for place in Wanted(setup).invited:
        names[place] = (*names.get(place, ()), OWN_TRAILS.setting)
    return replace(scope, settings=tuple(names.items()))


def second_trails(observed: Observed, changes: Collection[Change]) -> Iterator[Advice]:
    """In the management account, where one is about to be made; and in every account that was invited."""
    there = sorted(trail.name for trail in trails_of(observed) or ())
    if there and any(isinstance(change, CreateTrail) for change in changes):
        yield Advice(
            f"The management account has a trail already ({', '.join(there)}). Beside the organization's, {COSTS}",
            "Once the organization's trail writes, stop the other one if nobody needs it, in the console of "
            "CloudTrail.",
        )
    yield from in_accounts(observed)


def not_seen_in_accounts(observed: Observed) -> Iterator[Advice]:
    """Where nobody could look."""
    for account_id, found in own_trails(observed):
        if isinstance(found, Unknown):
            yield Advice(
                f"Whether account {account_id} has a trail of its own could not be seen: {found.what} Beside the "
                f"organization's, {COSTS}",
                "Look in the console of CloudTrail there, and stop one that nobody needs.",
            )


def in_accounts(observed: Observed) -> Iterator[Advice]:
    """What invited accounts have for themselves."""
    for account_id, found in own_trails(observed):
        account = observed.account_with_id(account_id)
        called = f"{account.account_name} ({account_id})" if account else f"Account {account_id}"
        if found and not isinstance(found, Unknown):
            names = ", ".join(trail.name for trail in found)
            yield Advice(
                f"{called} has a trail of its own ({names}). Beside the organization's, {COSTS}",
                "Stop it in the console of CloudTrail there, if nobody needs it, before the organization's records "
                "the account too; its logs so far stay where they are.",
            )
