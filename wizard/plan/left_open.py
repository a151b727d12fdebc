"""What the scopes of guardrails leave open: accounts in which one does not hold, though it holds elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from state.observed import Observed
from state.observed.stand_ins import filled
from state.setup import Setup
from state.setup.guardrails import Item
from state.setup.scope_rules import left_out_of
from wizard.guardrails import BY_ITEM, GUARDRAILS
from wizard.guardrails.base import Wanted
from wizard.guardrails.policies import PolicyGuardrail
from wizard.guardrails.policies_taken_back import OURS
from wizard.plan.finding import Finding
from wizard.policies.equality import says

SEE = "See Who can still do it on Guardrails; what is narrowed or excepted there can be had back at any time."


def left_open(setup: Setup, observed: Observed | None = None) -> Iterator[Finding]:
    """One finding for each group of accounts that the same guardrails leave out; nothing while all hold everywhere."""
    by_accounts: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Item]] = {}
    for item, scope in setup.guardrails.scopes.items():
        left = left_out_of(setup, item)
        if setup.applies(item) and (left or scope.units):
            by_accounts.setdefault((left, scope.units), []).append(item)
    for (accounts, units), items in by_accounts.items():
        titles = "; ".join(BY_ITEM[item].words.title for item in items)
        beside = [f"any account that joins outside of {', '.join(units)}"] if units else []
        yield Finding(
            f"Left open in {_listed([*accounts, *beside])}, as the setup has it: {titles}.", SEE, serious=False
        )
    yield from _bound_all_the_same(setup, observed or Observed())


def _bound_all_the_same(setup: Setup, observed: Observed) -> Iterator[Finding]:
    """A policy of somebody else's that says the same without exceptions is left as it is, so it still binds them."""
    wanted = Wanted(setup)
    for guardrail in GUARDRAILS:
        excepted = setup.guardrails.scope(guardrail.item).except_accounts
        if not (excepted and isinstance(guardrail, PolicyGuardrail) and setup.applies(guardrail.item)):
            continue
        placed = guardrail.placed(wanted) if wanted.access_roles else None
        for policy in observed.policies if placed else ():
            theirs = policy.content and policy.paths and not policy.policy_name.startswith(OURS)
            if placed and theirs and says(policy.content, filled(placed.text.content, observed)):
                yield Finding(
                    f"Policy {policy.policy_name}, which this setup did not make, binds {_listed([*excepted])} all the "
                    f"same: it says what {guardrail.words.title!r} says, without the exception.",
                    "Detach it, or add the exception to it, in the console of AWS Organizations.",
                    serious=False,
                )


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
