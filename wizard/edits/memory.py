"""What a setup remembers of AWS: whose account owns the organization, which of its accounts and units are there, and
who has signed in.

An account can never be made a second time by mistake, not by a corrected address and not by another pattern: once it
exists, the setup knows it by its id. A unit that is known by its id can be renamed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from state.errors import WrongInput
from state.setup import MemberAccount, Setup

if TYPE_CHECKING:
    from state.observed import Observed
    from state.observed.identity_center import IdentityCenter
    from state.setup.people import Person


def remember(setup: Setup, observed: Observed) -> Setup:
    """With the ids of those accounts that AWS shows, and with their addresses written out: they are settled now."""
    from state.observed.seen import value_of  # whoever remembers something has read it; most only edit

    def known(account: MemberAccount) -> MemberAccount:
        found = None if account.account_id else observed.account_with_email(setup.email_of(account))
        return replace(account, account_id=found.account_id, email=found.email) if found else account

    there = ((path, observed.unit_at(path)) for path in setup.unit_paths())
    unit_ids = {path: unit.unit_id for path, unit in there if unit is not None}
    waiting = {path: unit_id for path, unit_id in setup.organizational_unit_ids.items() if path not in unit_ids}
    still_called_otherwise = {path: each for path, each in waiting.items() if each not in unit_ids.values()}
    center = value_of(observed.identity_center)
    return replace(
        setup,
        organizational_unit_ids=still_called_otherwise | unit_ids,
        accounts=tuple(known(account) for account in setup.accounts),
        people=tuple(_known_person(each, center) for each in setup.people) if center else setup.people,
    )


def _known_person(person: Person, center: IdentityCenter) -> Person:
    """With the day of the first sign-in that AWS tells of: its history ends after ninety days."""
    user = None if person.signed_in else center.user_called(person.user_name, person.address)
    found = center.sign_in_of(user) if user else None
    return replace(person, signed_in=found.day) if found else person


def insist_on_the_same_owner(setup: Setup, earlier: Setup) -> None:
    """Raises WrongInput where `earlier` knows an organization, and `setup` means one that another account owns.

    What is remembered of the one must never be looked for, changed or taken back in the other.
    """
    learned = bool(earlier.organizational_unit_ids) or any(account.account_id for account in earlier.accounts)
    meant, known = setup.management_account_id, earlier.management_account_id
    if learned and meant and known and meant != known:
        raise WrongInput(
            f"The saved setup {earlier.name} is about the organization of account {known}, and this one names "
            f"management account {meant}.",
            "Give this one a name of its own (name: at the top of the file), or put the saved one aside with "
            f"`orgwizard discard {earlier.name}`.",
        )


def with_memory_of(setup: Setup, earlier: Setup) -> Setup:
    """With what `earlier` remembers of the accounts that have the same names, unless `setup` says something else."""
    names = Counter(account.account_name for account in earlier.accounts)
    remembered = {
        each.account_name: each for each in earlier.accounts if each.account_id and names[each.account_name] == 1
    }
    days = {each.user_name: each.signed_in for each in earlier.people}

    def known(account: MemberAccount) -> MemberAccount:
        before = remembered.get(account.account_name)
        if before is None or account.account_id:
            return account
        return replace(account, account_id=before.account_id, email=account.email or before.email)

    return replace(
        setup,
        management_account_id=setup.management_account_id or earlier.management_account_id,
        organizational_unit_ids=setup.organizational_unit_ids or _of_the_same_paths(earlier, setup),
        accounts=tuple(known(account) for account in setup.accounts),
        people=tuple(replace(each, signed_in=each.signed_in or days.get(each.user_name, "")) for each in setup.people),
    )


def _of_the_same_paths(earlier: Setup, setup: Setup) -> dict[str, str]:
    paths = set(setup.unit_paths())
    return {path: unit_id for path, unit_id in earlier.organizational_unit_ids.items() if path in paths}


def forget(setup: Setup) -> Setup:
    """Without anything that was learned from AWS: as it was before the first run, such as for another AWS."""

    def unknown(account: MemberAccount) -> MemberAccount:
        by_pattern = setup.email_of(replace(account, email=""))
        learned = bool(account.account_id) and account.email == by_pattern
        return replace(account, account_id="", email="" if learned else account.email)

    return replace(
        setup,
        management_account_id="",
        organizational_unit_ids={},
        accounts=tuple(unknown(account) for account in setup.accounts),
        identity_center=replace(setup.identity_center, settings_done="", bill_shown=""),
        people=tuple(replace(each, signed_in="") for each in setup.people),
    )
