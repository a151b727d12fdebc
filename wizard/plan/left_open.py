"""Which accounts the policies of the guardrails leave open, because of where they hold and for whom they do not."""

from __future__ import annotations

from collections.abc import Iterator

from state.setup import ROOT, Setup, ancestors_and_self
from wizard.guardrails import BY_ITEM, policies_of
from wizard.plan.finding import Finding


def left_open(setup: Setup) -> Iterator[Finding]:
    """One finding for the exceptions, one for the accounts outside of the units; nothing where no policy applies."""
    on = [BY_ITEM[item].words.title for item, placed in policies_of(setup) if setup.applies(item)]
    titles = "; ".join(dict.fromkeys(on))
    if not on:
        return
    excepted = setup.guardrails.excepted_accounts
    if excepted:
        yield Finding(
            f"No policy of the guardrails binds {', '.join(excepted)}. Whoever administers it can do all that they "
            f"deny elsewhere: {titles}.",
            "See Who can still do it, or take the account out of the exceptions on Guardrails.",
            serious=False,
        )
    outside = [title for title, unit in _members(setup) if not _within(unit, setup.guardrails.policy_units)]
    if setup.guardrails.policy_units and outside:
        yield Finding(
            f"Policies are attached to {', '.join(setup.guardrails.policy_units)} only, so they do not bind "
            f"{', '.join(outside)}.",
            "Add their units on Guardrails, or leave the units empty there, and policies hold everywhere.",
            serious=False,
        )


def _members(setup: Setup) -> Iterator[tuple[str, str]]:
    yield from ((each.account_name, each.organizational_unit) for each in setup.accounts)
    yield from ((each.account, each.organizational_unit) for each in setup.invitations if not each.withdrawn)


def _within(unit: str, units: tuple[str, ...]) -> bool:
    return unit != ROOT and bool({*ancestors_and_self(unit)} & {*units})
