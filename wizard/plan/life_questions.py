"""What is asked about the later life of an account, once for every face: which, what of it, and the new value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from state.errors import Advice
from state.observed import Account, Observed
from state.setup import ROOT
from wizard.edits.questions import Offer
from wizard.plan.life import Act, Wish, wish_fault

ACTS = (
    Offer(Act.RENAME.value, "Another name", "As it is shown in the console and on bills."),
    Offer(Act.ADDRESS.value, "Another address", "That of its root user; AWS sends a code to the new one."),
    Offer(Act.MOVE.value, "Another unit", "Other policies bind it then."),
    Offer(Act.CLOSE.value, "Close it", "Its address is gone for ever; what is in it, after 90 days."),
)
"""What can be done, in the order of `Act`."""


def _nothing(_observed: Observed, _account: Account) -> tuple[Offer, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The new value that an act needs."""

    label: str
    """A few words, at most 16 characters."""
    hint: str
    """What it is for and what follows, as whole sentences."""
    example: str = ""
    offers: Callable[[Observed, Account], tuple[Offer, ...]] = _nothing
    """What can be chosen; nothing where one types."""


def _units(observed: Observed, account: Account) -> tuple[Offer, ...]:
    paths = (ROOT, *sorted(unit.path for unit in observed.units))
    return tuple(Offer(path, path, "It is there now." if path == account.unit_path else "") for path in paths)


ASKED = {
    Act.RENAME: Asked("New name", "Letters, digits and punctuation, 50 at most. Roles and profiles keep their names."),
    Act.ADDRESS: Asked(
        "New address",
        "Whoever reads it can set a new password for the root user. No AWS account has it, nor ever had it.",
        "aws+shop@acme.example",
    ),
    Act.MOVE: Asked(
        "New unit", "The policies of the unit that it leaves bind it no longer; those there do.", "", _units
    ),
}
"""By act; closing asks for nothing but the account's name."""
CODE = Asked("Code", "The six letters and digits in the mail to the new address. Leave it empty to have one sent.")
"""Beside a new address."""


def accounts_to_tend(observed: Observed) -> tuple[Offer, ...]:
    """Every member account, by its id, in the order of their names."""
    owner = observed.organization.management_account_id if observed.organization else ""
    members = sorted((each for each in observed.accounts if each.account_id != owner), key=_name)
    return tuple(Offer(each.account_id, each.account_name, f"{each.account_id}, {each.email}.") for each in members)


def _name(account: Account) -> str:
    return account.account_name


def value_fault(act: Act, account: Account, observed: Observed) -> Callable[[str], Advice | None]:
    """Judges a new value as the wish with it would be judged."""
    return lambda value: wish_fault(Wish(act, account, value), observed)
