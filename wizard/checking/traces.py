"""Which calls may be behind a difference, so that CloudTrail can be asked who made one, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from state.observed import Observed
from state.observed.settings import MANAGEMENT_ACCOUNT
from wizard.claims.accounts import AccountInUnit, MemberAccountExists
from wizard.claims.base import Claim
from wizard.claims.organization import PolicyTypeEnabled
from wizard.claims.roles import ManagementRoleExists
from wizard.claims.settings import SettingClaim
from wizard.claims.units import OrganizationalUnitExists
from wizard.guardrails.audit_trail import OrganizationIsRecorded
from wizard.guardrails.policies import PolicyInForce
from wizard.guardrails.trusted_access import TrustedAccessEnabled


@dataclass(frozen=True, slots=True)
class Trace:
    """What to look for in CloudTrail's event history of the management account."""

    event_names: tuple[str, ...]
    about: tuple[str, ...]
    """Ids and names, one of which such an event holds."""
    at_home: bool = False
    """Whether it is told in the home Region, and not where services without a Region are."""


NOWHERE = Trace((), ())
"""What happened inside of another account is told there, and not here."""
ROLE_EVENTS = (
    "UpdateAssumeRolePolicy",
    "DeleteRole",
    "PutRolePolicy",
    "DeleteRolePolicy",
    "AttachRolePolicy",
    "UpdateRole",
    "CreateRole",
)
TRAIL_EVENTS = ("StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "CreateTrail")
POLICY_EVENTS = ("UpdatePolicy", "DetachPolicy", "DeletePolicy", "CreatePolicy")
UNIT_EVENTS = ("DeleteOrganizationalUnit", "UpdateOrganizationalUnit", "CreateOrganizationalUnit")
ACCOUNT_EVENTS = (
    "CreateAccount",
    "InviteAccountToOrganization",
    "AcceptHandshake",
    "RemoveAccountFromOrganization",
    "CloseAccount",
)
SERVICE_EVENTS = ("EnableAWSServiceAccess", "DisableAWSServiceAccess")
SETTING_EVENTS = (
    "UpdateAccountPasswordPolicy",
    "DeleteAccountPasswordPolicy",
    "DisableEbsEncryptionByDefault",
    "ModifyInstanceMetadataDefaults",
    "PutAccountPublicAccessBlock",
    "DeleteAccountPublicAccessBlock",
    "DeleteAlternateContact",
    "PutAlternateContact",
)


def trace_of(claim: Claim, observed: Observed) -> Trace:
    """The calls that may have made a claim untrue."""
    match claim:
        case AccountInUnit():
            return Trace(("MoveAccount",), tuple(_ids(claim.reference, observed)))
        case MemberAccountExists():
            return Trace(ACCOUNT_EVENTS[3:], _given(claim.account_id, *_ids(claim.wanted.email, observed)))
        case OrganizationalUnitExists():
            return Trace(UNIT_EVENTS, _given(claim.unit_id))
        case ManagementRoleExists():
            return Trace(ROLE_EVENTS, (claim.role_name,))
        case PolicyInForce():
            known = observed.policy_named(claim.policy_type, claim.policy_name)
            return Trace(POLICY_EVENTS, (*((known.policy_id,) if known else ()), claim.policy_name))
        case PolicyTypeEnabled():
            return Trace(("DisablePolicyType",), (claim.policy_type,))
        case TrustedAccessEnabled():
            return Trace(SERVICE_EVENTS, (claim.service_principal,))
        case OrganizationIsRecorded():
            return Trace(TRAIL_EVENTS, ("",), at_home=True)
        case SettingClaim() if claim.place.account == MANAGEMENT_ACCOUNT:
            return Trace(SETTING_EVENTS, ("",))
        case _:
            return NOWHERE


def trace_of_unknown(key: str, name: str) -> Trace:
    """The calls that may have brought something into being that no setup asked for."""
    kind, _, called = name.partition(" ")
    match kind:
        case "account":
            return Trace(ACCOUNT_EVENTS, (key, called.partition(",")[0]))
        case "open":
            return Trace(("InviteAccountToOrganization",), (key, called.rpartition(" ")[2]))
        case "policy":
            return Trace(("CreatePolicy",), (called,))
        case "trusted":
            return Trace(SERVICE_EVENTS, (key,))
        case "delegated":
            return Trace(("RegisterDelegatedAdministrator",), (key.partition(":")[2],))
        case "trail":
            return Trace(("CreateTrail",), (called,), at_home=True)
        case "role":
            return Trace(("CreateRole",), (key.removeprefix("role/"),))
        case "organizational":
            return Trace(UNIT_EVENTS[1:], (key, called.rpartition("/")[2].removeprefix("unit ")))
        case _:
            return NOWHERE


def _given(*ids: str) -> tuple[str, ...]:
    return tuple(filter(None, ids))


def _ids(reference: str, observed: Observed) -> Iterator[str]:
    account = observed.account_called(reference)
    if account is not None:
        yield account.account_id
