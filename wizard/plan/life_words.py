"""What follows when an account gets another unit, or is closed: in sentences, before anybody approves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from state.changes.life import (
    DAYS_KEPT,
)
from state.observed import Observed
from state.observed.seen import value_of
from state.setup import ROOT, Setup, ancestors_and_self
from wizard.plan.life import AT_ONE_TIME, Act, Wish

# What follows, in words


def what_follows(wish: Wish, setup: Setup, observed: Observed, now: datetime) -> Iterator[str]:
    """What somebody should know before it is done; whole sentences."""
    name = wish.account.account_name
    match wish.act:
        case Act.RENAME:
            yield f"{name} ({wish.account.account_id}) is shown as {wish.value}, in the console and on bills."
            yield "Nothing else changes: its id, its address, its roles and the profiles that lead into it stay."
            yield "The setup goes on to call it as before, for the role that leads into it is named after that."
            others = [each.account_id for each in observed.accounts if each.account_name == wish.value]
            if others and wish.account.account_id not in others:
                yield f"{wish.value} is what {', '.join(others)} is called, too: only the ids tell them apart then."
        case Act.ADDRESS:
            yield f"The root user of {name} signs in with {wish.value} instead of {wish.account.email}."
            yield f"AWS sends a code to {wish.value}; whoever has it has to give it here. Nothing changes before that."
            yield "Done in the console by the root user itself, AWS asks for two codes, of the old and the new address."
            yield "Whoever reads the new address can set a new password for the root user: take one that you will keep."
            yield "No other AWS account may have the address, nor ever have had it."
        case Act.MOVE:
            yield from _what_a_move_changes(wish, observed)
        case Act.CLOSE:
            yield from _what_closing_means(wish, setup, observed, now)


def told_when_done(act: Act) -> str:
    """What is said once it is carried out."""
    if act is Act.RENAME:
        return "Done. The setup goes on to call it as before."
    return "Done, and the setup says so too."


def _what_a_move_changes(wish: Wish, observed: Observed) -> Iterator[str]:
    before, after = wish.account.unit_path, wish.value
    yield f"{wish.account.account_name} goes from {before} to {after}, at once and at no cost."
    policies = value_of(observed.survey.policies)
    if policies is None:
        yield "Which policies it loses and gains could not be looked at."
        return

    def binding(path: str) -> set[str]:
        above = {ROOT} if path == ROOT else {ROOT, *ancestors_and_self(path)}
        places = {observed.parent_id(each) for each in above}
        found: set[str] = set()
        for policy in policies:
            targets = value_of(policy.targets)
            if targets is not None and not policy.aws_managed and places.intersection(targets):
                found.add(policy.policy_name)
        return found

    lost, gained = binding(before) - binding(after), binding(after) - binding(before)
    yield f"It is no longer bound by {', '.join(sorted(lost))}." if lost else "No policy of a unit ceases to bind it."
    yield f"It is bound from then on by {', '.join(sorted(gained))}." if gained else "No policy comes to bind it."


def _what_closing_means(wish: Wish, setup: Setup, observed: Observed, now: datetime) -> Iterator[str]:
    account = wish.account
    if any(setup.email_of(each).lower() == account.email.lower() for each in (setup.data_bunker,) if each):
        yield "This is the data bunker: it holds the audit logs and the backups of every other account."
    yield "From then on nobody can sign in to it, and what is in it cannot be used."
    until = now + timedelta(days=DAYS_KEPT)
    yield (
        f"AWS keeps what is in it for {DAYS_KEPT} days, until {until:%Y-%m-%d}; until then its root user in the "
        "console, or AWS Support, can reopen it. No program can. After that it is deleted for good."
    )
    yield (
        f"Its address {account.email} is gone for ever: no AWS account can have it again. Where you need it, change "
        "the account's address first."
    )
    yield (
        "One more bill comes. Reserved Instances, Savings Plans, Marketplace subscriptions and trails of its own go "
        "on to be charged: end them first. If a domain is registered in it that mail depends on, move that first."
    )
    administers = next(
        (
            each
            for each in value_of(observed.survey.delegated_administrators) or ()
            if each.account_id == account.account_id
        ),
        None,
    )
    if administers is not None:
        services = value_of(administers.services)
        named = ", ".join(services) if services else "a service"
        yield f"It is the delegated administrator of {named}: name another one first."
    members = len(observed.accounts)
    most = min(1000, max(250, members // 5))
    yield (
        f"AWS closes {AT_ONE_TIME} accounts at a time, and of this organization at most {most} in any 30 days: 250, or "
        "a fifth of all where that is more, and never more than 1,000."
    )
    yield f"Against the quota of accounts it counts for {DAYS_KEPT} days more."
