"""A neutral inventory as JSON: what exists, where, and how to get in. Stable order and no times, so that it diffs."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from state.observed import Account, Observed
from state.setup import Setup, is_account_id, management_role_name, parent_path
from state.setup.printable import as_json
from wizard.audit import standards
from wizard.audit.account_settings import baseline
from wizard.exports.format import Format
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of

VERSION = 1


def inventory(setup: Setup, observed: Observed) -> str:
    """JSON with the keys version, org, ous, accounts, invitations, roles, policies, baseline and benchmarks; lists are
    sorted, ids are strings."""
    assessed = assess_all(claims_of(setup), observed)
    document = {
        "version": VERSION,
        "org": _organization(observed),
        "ous": [
            {"path": unit.path, "id": unit.unit_id, "parent_path": parent_path(unit.path), "parent_id": unit.parent_id}
            for unit in sorted(observed.units, key=lambda unit: unit.path)
        ],
        "accounts": [
            _account(setup, observed, account)
            for account in sorted(observed.accounts, key=lambda account: account.account_id)
        ],
        "invitations": _open_invitations(setup, observed),
        "roles": _roles(setup, observed),
        "policies": _policies(observed),
        "baseline": [asdict(check) for check in baseline(setup, observed, assessed)],
        "benchmarks": [
            {"benchmark": line.standard, "item": line.item, "title": line.title, "status": line.status.value}
            for line in standards.lines(setup, observed, assessed)
        ],
    }
    return as_json(document, indent=2) + "\n"


def _organization(observed: Observed) -> dict[str, Any] | None:
    organization = observed.organization
    if organization is None:
        return None
    return {
        "id": organization.organization_id,
        "arn": organization.arn,
        "feature_set": organization.feature_set,
        "management_account_id": organization.management_account_id,
        "root_id": observed.root.root_id if observed.root else None,
        "policy_types": [list(policy_type) for policy_type in (observed.root.policy_types if observed.root else ())],
    }


def _account(setup: Setup, observed: Observed, account: Account) -> dict[str, Any]:
    fact: dict[str, Any] = {
        "id": account.account_id,
        "name": account.account_name,
        "email": account.email,
        "ou_path": account.unit_path,
        "state": account.state,
        "purpose": "other",
        "origin": "adopted",
        "access_role": None,
        "tags": {},
    }
    if observed.organization and account.account_id == observed.organization.management_account_id:
        return fact | {"purpose": "management", "origin": "management"}
    for wanted in setup.accounts:
        if setup.email_of(wanted).lower() == account.email.lower():
            return fact | {
                "purpose": wanted.purpose.value,
                "origin": account.joined_method.lower(),
                "access_role": setup.organization_access_role_of(wanted),
                "tags": dict(sorted(wanted.tags.items())),
            }
    for invitation in setup.invitations:
        if observed.account_called(invitation.account) is account:
            # AWS makes no access role in an invited account: orgs_manage_accounts_create-cross-account-role.
            return fact | {"purpose": invitation.purpose.value, "origin": "invited"}
    return fact


def _open_invitations(setup: Setup, observed: Observed) -> list[dict[str, Any]]:
    """Those whose accounts have not joined."""
    waiting: list[dict[str, Any]] = []
    for invitation in sorted(setup.invitations, key=lambda invitation: invitation.account):
        if observed.account_called(invitation.account) is None:
            handshake = observed.latest_invitation(invitation.account)
            waiting.append(
                {
                    "account_id" if is_account_id(invitation.account) else "email": invitation.account,
                    "ou_path": invitation.organizational_unit,
                    "handshake_id": handshake.handshake_id if handshake else None,
                    "state": handshake.state if handshake else None,
                }
            )
    return waiting


def _roles(setup: Setup, observed: Observed) -> list[dict[str, Any]]:
    """The management account's roles that lead into member accounts."""
    partition = observed.identity.partition if observed.identity else "aws"
    roles: list[dict[str, Any]] = []
    for wanted in sorted(setup.accounts, key=lambda wanted: wanted.account_name):
        role = observed.role_named(management_role_name(wanted.account_name))
        account = observed.account_with_email(setup.email_of(wanted))
        if role is not None and account is not None and observed.organization is not None:
            access_role = setup.organization_access_role_of(wanted)
            management = observed.organization.management_account_id
            roles.append(
                {
                    "account": account.account_id,
                    "name": role.role_name,
                    "arn": f"arn:{partition}:iam::{management}:role/{role.role_name}",
                    "assumes": f"arn:{partition}:iam::{account.account_id}:role/{access_role}",
                    "trusts": f"arn:{partition}:iam::{management}:root",
                    "mfa": True,
                }
            )
    return roles


def _policies(observed: Observed) -> list[dict[str, Any]]:
    """Policies of the types that the setup has to do with. `targets` are those of the setup's paths that it is
    attached to; the sum is of its minified text, and AWS's own have none."""
    return [
        {
            "name": policy.policy_name,
            "id": policy.policy_id,
            "type": policy.policy_type,
            "targets": sorted(policy.paths),
            "sha256": sha256(policy.content.encode()).hexdigest() if policy.content else None,
        }
        for policy in sorted(observed.policies, key=lambda policy: (policy.policy_type, policy.policy_name))
    ]


FORMAT = Format(
    "inventory",
    "An inventory of the accounts and roles for other tools, as JSON",
    "-inventory.json",
    True,
    inventory,
)
