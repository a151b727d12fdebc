"""What a setup remembers of AWS: whose account owns the organization, and which accounts it has made.

An account can never be made a second time by mistake, not by a corrected address and not by another pattern: once it
exists, the setup knows it by its id.
"""

from __future__ import annotations

from dataclasses import replace

from state.observed import Observed
from state.setup import MemberAccount, Setup


def remember(setup: Setup, observed: Observed) -> Setup:
    """With the ids of those accounts that AWS shows, and with their addresses written out: they are settled now."""

    def known(account: MemberAccount) -> MemberAccount:
        found = None if account.account_id else observed.account_with_email(setup.email_of(account))
        return replace(account, account_id=found.account_id, email=found.email) if found else account

    return replace(setup, accounts=tuple(known(account) for account in setup.accounts))


def with_memory_of(setup: Setup, earlier: Setup) -> Setup:
    """With what `earlier` remembers of the accounts that have the same names, unless `setup` says something else."""
    remembered = {account.account_name: account for account in earlier.accounts if account.account_id}

    def known(account: MemberAccount) -> MemberAccount:
        before = remembered.get(account.account_name)
        if before is None or account.account_id:
            return account
        return replace(account, account_id=before.account_id, email=account.email or before.email)

    return replace(
        setup,
        management_account_id=setup.management_account_id or earlier.management_account_id,
        accounts=tuple(known(account) for account in setup.accounts),
    )


def forget(setup: Setup) -> Setup:
    """Without anything that was learned from AWS: as it was before the first run, such as for another AWS."""

    def unknown(account: MemberAccount) -> MemberAccount:
        by_pattern = setup.email_of(replace(account, email=""))
        learned = bool(account.account_id) and account.email == by_pattern
        return replace(account, account_id="", email="" if learned else account.email)

    return replace(setup, management_account_id="", accounts=tuple(unknown(account) for account in setup.accounts))
