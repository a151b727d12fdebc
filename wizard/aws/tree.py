"""Reading the tree: organizational units level by level, and the accounts where they sit."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

from state.observed import Account, Observed, OrganizationalUnit, Root
from state.setup import ROOT
from wizard.aws import translate
from wizard.aws.calls import Calls
from wizard.aws.organization import ORGANIZATIONS

ListedAccount = tuple[Account, str | None]
"""An account with its parent's id, where AWS sent its path."""


def read_units(calls: Calls, pool: Executor, root: Root) -> tuple[OrganizationalUnit, ...]:
    """The units, level by level. Raises AwsError."""
    found: list[OrganizationalUnit] = []
    level = _units_below(calls, root.root_id, ROOT)
    while level:
        found += level
        below = pool.map(lambda unit: _units_below(calls, unit.unit_id, unit.path), level)
        level = [unit for units in below for unit in units]
    return tuple(sorted(found, key=lambda unit: unit.path))


def _units_below(calls: Calls, parent_id: str, parent_path: str) -> list[OrganizationalUnit]:
    return calls.ask_all(
        ORGANIZATIONS,
        "ListOrganizationalUnitsForParent",
        "OrganizationalUnits",
        lambda answer: translate.organizational_unit(answer, parent_path, parent_id),
        ParentId=parent_id,
    )


def listed_accounts(calls: Calls) -> list[ListedAccount]:
    """Every account of the organization, wherever it sits. Raises AwsError."""
    return calls.ask_all(
        ORGANIZATIONS,
        "ListAccounts",
        "Accounts",
        lambda answer: (translate.account(answer, ""), translate.parent_id_in(answer)),
    )


class AccountPlacement:
    """Where the listed accounts sit."""

    def __init__(self, calls: Calls, pool: Executor, root: Root, listed: list[ListedAccount]) -> None:
        self._calls = calls
        self._pool = pool
        self._root = root
        self._listed = listed

    def shown_in(self, seen: Observed, *, units_are_new: bool) -> Observed:
        """`seen` with the accounts in their units. An account in a unit nobody knew makes the units be read anew."""
        accounts = self._placed(seen.units)
        if not units_are_new and any(_nowhere(seen, account) for account in accounts):
            seen = replace(seen, units=read_units(self._calls, self._pool, self._root))
            accounts = self._placed(seen.units)
        return replace(seen, accounts=tuple(sorted(accounts, key=lambda account: account.account_id)))

    def _placed(self, known: tuple[OrganizationalUnit, ...]) -> list[Account]:
        """The accounts with their unit's path; a unit that is not known (any more) shows as its id."""
        parents = {account.account_id: parent_id for account, parent_id in self._listed if parent_id is not None}
        if len(parents) < len(self._listed):
            parents = self._parents(known)
        paths = {self._root.root_id: ROOT, **{unit.unit_id: unit.path for unit in known}}
        places = ((account, parents.get(account.account_id, "")) for account, _ in self._listed)
        return [replace(account, unit_path=paths.get(parent_id, parent_id)) for account, parent_id in places]

    def _parents(self, known: tuple[OrganizationalUnit, ...]) -> dict[str, str]:
        """Account id to parent id, asked for parent by parent: for an AWS that sends no paths."""

        def inside(parent_id: str) -> list[tuple[str, str]]:
            return self._calls.ask_all(
                ORGANIZATIONS,
                "ListAccountsForParent",
                "Accounts",
                lambda answer: (answer["Id"], parent_id),
                ParentId=parent_id,
            )

        return dict(
            pair
            for pairs in self._pool.map(inside, [self._root.root_id, *(unit.unit_id for unit in known)])
            for pair in pairs
        )


def _nowhere(seen: Observed, account: Account) -> bool:
    return account.unit_path != ROOT and seen.unit_at(account.unit_path) is None
