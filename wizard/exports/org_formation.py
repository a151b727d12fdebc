"""The organization file of org-formation: what exists, so that its first run finds nothing to do.

Facts: org-formation's own documentation, organization resources. Unknown properties are errors, and accounts, units and
policies are named by `!Ref` only.
"""

from __future__ import annotations

import re
from typing import Any

from state.inventory import Inventory, Unseen
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import Ref, as_yaml, distinct

ALIVE = "ACTIVE"


def files(taken: Taken) -> Files:
    """One file."""
    inventory = taken.inventory
    told = first_lines(taken, "the organization file of org-formation")
    if isinstance(inventory.policies, Unseen):
        told.append(f"Policies are not in here. {inventory.policies.unknown}")
    gone = [each for each in inventory.accounts if each.state != ALIVE]
    told += [f"Account {each.id} ({each.name}) is {each.state}, so it is not in here." for each in gone]
    document = {"AWSTemplateFormatVersion": "2010-09-09-OC", "Organization": _organization(inventory)}
    return {f"{taken.name}-organization.yml": comment(told) + as_yaml(document)}


def _organization(inventory: Inventory) -> dict[str, Any]:
    names = _names(inventory)
    found: dict[str, Any] = {}
    attached = _attached(inventory, names)
    for account in inventory.accounts:
        if account.state == ALIVE:
            owner = account.id == inventory.management_account_id
            properties: dict[str, Any] = {"AccountName": account.name, "AccountId": account.id}
            properties |= {} if owner else {"RootEmail": account.email}
            properties |= {"Tags": account.tags} if isinstance(account.tags, dict) and account.tags else {}
            kind = "MasterAccount" if owner else "Account"
            found[names[account.id]] = _resource(kind, properties | attached.get(account.id, {}))
    if inventory.organization is not None:
        found["OrganizationRoot"] = _resource("OrganizationRoot", attached.get(inventory.root_id, {}))
    for unit in inventory.units:
        inside = [
            Ref(names[each.id]) for each in inventory.accounts if each.parent_id == unit.id and each.state == ALIVE
        ]
        below = [Ref(names[each.id]) for each in inventory.units if each.parent_id == unit.id]
        inner: dict[str, Any] = {"OrganizationalUnitName": unit.name}
        inner |= {"Accounts": inside} if inside else {}
        inner |= {"OrganizationalUnits": below} if below else {}
        found[names[unit.id]] = _resource("OrganizationalUnit", inner | attached.get(unit.id, {}))
    for policy in inventory.policies if isinstance(inventory.policies, list) else ():
        if policy.id in names and isinstance(policy.document, dict):
            told: dict[str, Any] = {
                "PolicyName": policy.name,
                "Description": policy.description,
                "PolicyDocument": policy.document,
            }
            found[names[policy.id]] = _resource("ServiceControlPolicy", told)
    return found


def _resource(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"Type": f"OC::ORG::{kind}", **({"Properties": properties} if properties else {})}


def _attached(inventory: Inventory, names: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The service control policies on each root, unit and account; AWS's own belongs to nobody's file."""
    found: dict[str, list[Ref]] = {}
    for policy in inventory.policies if isinstance(inventory.policies, list) else ():
        if policy.id in names and isinstance(policy.targets, list):
            for target in policy.targets:
                found.setdefault(target, []).append(Ref(names[policy.id]))
    return {target: {"ServiceControlPolicies": policies} for target, policies in found.items()}


def _names(inventory: Inventory) -> dict[str, str]:
    """Logical names by id; those of units are made of their whole path, so that two of one name differ."""
    names = {unit.id: f"{_logical(unit.path)}Unit" for unit in inventory.units}
    names |= {each.id: f"{_logical(each.name)}Account" for each in inventory.accounts}
    policies = inventory.policies if isinstance(inventory.policies, list) else []
    own = [each for each in policies if each.type == "SERVICE_CONTROL_POLICY" and not each.aws_managed]
    names |= {policy.id: f"{_logical(policy.name)}Policy" for policy in own}
    return distinct(names, "")


def _logical(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.findall(r"[A-Za-z0-9]+", name))[:100]


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"npx aws-organization-formation init organization.yml && npx aws-organization-formation print-tasks "
        f"{taken.name}-organization.yml",
        "The first makes its state once; the second then says that there is nothing to be done.",
    )


FORMAT = Format(
    "org-formation",
    "The organization file of org-formation",
    True,
    files,
    _proof,
    "a YAML parser that knows !Ref; org-formation's own",
)
