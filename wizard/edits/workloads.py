"""A workload or a customer, added as one edit: its accounts, and the units that they belong in."""

from __future__ import annotations

from collections.abc import Callable

from state.errors import Advice
from state.setup import MemberAccount, Purpose, Setup, parent_path, unit_name
from wizard.edits import add_account, add_unit
from wizard.edits.questions import Question

WORKLOADS, CUSTOMERS = "Workloads", "Customers"
ENVIRONMENTS = ("Workloads/Production", "Workloads/Development")
"""Where the setup has none of its own."""


def environments(setup: Setup) -> tuple[str, ...]:
    """The units in which every workload has an account."""
    return tuple(path for path in setup.unit_paths() if parent_path(path) == WORKLOADS) or ENVIRONMENTS


def add_workload(setup: Setup, name: str) -> Setup:
    """With an account of the workload in each environment; a text without a name adds nothing."""
    for place in environments(setup) if name else ():
        setup = _with_account(setup, f"{name}-{'-'.join(unit_name(place).lower().split())}", place)
    return setup


def add_customer(setup: Setup, name: str) -> Setup:
    """With an account of the customer's own; a text without a name adds nothing."""
    return _with_account(setup, f"customer-{name}", CUSTOMERS) if name else setup


def _with_account(setup: Setup, account_name: str, place: str) -> Setup:
    account = MemberAccount(account_name=account_name, organizational_unit=place, purpose=Purpose.WORKLOAD)
    return add_account(add_unit(setup, place), account)


def _named(text: str) -> Advice | None:
    return None if text else Advice("It has no name yet.", "Write one, such as website.")


def _question(key: str, label: str, hint: str, answered: Callable[[Setup, str], Setup], example: str) -> Question:
    return Question(
        key=key,
        where=("accounts", key),
        label=label,
        hint=hint,
        now=lambda _setup: "",
        answered=answered,
        example=example,
        form=_named,
    )


WORKLOAD = _question(
    "workload",
    "Workload",
    "Its name. It gets an account in each unit below Workloads, so that its environments do not touch each other.",
    add_workload,
    "website",
)
CUSTOMER = _question(
    "customer",
    "Customer",
    "A name that is no secret: it shows on bills. The customer gets an account in the unit Customers.",
    add_customer,
    "first",
)
