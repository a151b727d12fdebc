"""The accounts for which it is told what the policies leave open, and so whose places are looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from state.observed import SERVICE_CONTROL_POLICY, Scope
from state.setup import ROOT, MemberAccount, Purpose, Setup, ancestors_and_self
from state.setup.scope_rules import left_out_of
from wizard.guardrails import policies_of


@dataclass(frozen=True, slots=True)
class Asked:
    """An account that is asked about."""

    name: str
    reference: str
    """Its address, or its id, as the setup knows it."""
    unit: str
    access_role: str
    is_bunker: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """From the root over each unit down to the account."""
        return (ROOT,) if self.unit == ROOT else (ROOT, *ancestors_and_self(self.unit))


def asked_accounts(setup: Setup) -> tuple[Asked, ...]:
    """A workload account, the data bunker, and each account, invited ones too, that some guardrail leaves out."""
    accounts = [(each, _asked(setup, each)) for each in setup.accounts]
    workload = next((asked for each, asked in accounts if each.purpose is Purpose.WORKLOAD), None)
    other = next((asked for each, asked in accounts if each.purpose is not Purpose.DATA_BUNKER), None)
    bunker = _asked(setup, setup.data_bunker) if setup.data_bunker else None
    usual = [each for each in (workload or other, bunker) if each is not None]
    invited = (
        Asked(each.account, each.account, each.organizational_unit, setup.organization_access_role)
        for each in setup.invitations
        if not each.withdrawn
    )
    left = {name for item, _ in policies_of(setup) if setup.applies(item) for name in left_out_of(setup, item)}
    apart = [each for each in (*(asked for _, asked in accounts), *invited) if each.name in left]
    return tuple(dict.fromkeys((*usual, *apart)))


def _asked(setup: Setup, account: MemberAccount) -> Asked:
    role_name, unit = setup.organization_access_role_of(account), account.organizational_unit
    return Asked(account.account_name, setup.email_of(account), unit, role_name, account == setup.data_bunker)


def with_asked(scope: Scope, setup: Setup) -> Scope:
    """`scope` with the places that service control policies bind those accounts from, where it has such policies: what
    others have attached there counts, too."""
    asked = asked_accounts(setup)
    paths = frozenset(path for each in asked for path in each.paths)
    policies = tuple(
        (policy_type, places | paths if policy_type == SERVICE_CONTROL_POLICY else places)
        for policy_type, places in scope.policies
    )
    return replace(scope, policies=policies, policy_accounts=tuple(each.reference for each in asked))
