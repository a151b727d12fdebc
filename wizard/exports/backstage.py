"""The accounts as resources of a Backstage catalogue. Facts: Backstage's documentation, descriptor format."""

from __future__ import annotations

import re
from typing import Any

from state.inventory import AccountEntry, Inventory
from wizard.exports.console import sign_in_address, switch_role_address
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import as_yaml
from wizard.exports.ways import profile_names

OWNER = "unknown"
"""Backstage insists on an owner, and AWS knows none."""


def files(taken: Taken) -> Files:
    """One file with a document for each."""
    inventory = taken.inventory
    names = {key: name[:63].rstrip("-") for key, name in profile_names(inventory).items()}
    system = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "System",
        "metadata": {"name": f"aws-{inventory.name}", "description": f"AWS organization {inventory.name}"},
        "spec": {"owner": OWNER},
    }
    documents = [system, *(_resource(inventory, each, names[each.id]) for each in inventory.accounts)]
    told = comment(first_lines(taken, "the accounts for Backstage"))
    return {f"{taken.name}-catalog-info.yaml": told + "---\n".join(map(as_yaml, documents))}


def _resource(inventory: Inventory, account: AccountEntry, name: str) -> dict[str, Any]:
    tags = account.tags if isinstance(account.tags, dict) else {}
    role = account.access_role
    address = (
        sign_in_address(inventory.partition, inventory.management_account_id)
        if account.id == inventory.management_account_id
        else switch_role_address(inventory.partition, account.id, account.name, role)
        if isinstance(role, str)
        else ""
    )
    links = [{"url": address, "title": "Console"}] if address else []
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Resource",
        "metadata": {
            "name": name,
            "title": account.name,
            "annotations": {"amazonaws.com/account-id": account.id, "amazonaws.com/arn": account.arn},
            "tags": sorted({tag for key, value in tags.items() if (tag := _tag(f"{key}-{value}"))}),
            **({"links": links} if links else {}),
        },
        "spec": {"type": "aws-account", "owner": OWNER, "lifecycle": account.state, "system": f"aws-{inventory.name}"},
    }


def _tag(text: str) -> str:
    """Lower-case letters, digits and single hyphens; 63 at most."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:63].strip("-")


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"npx @roadiehq/backstage-entity-validator {taken.name}-catalog-info.yaml",
        f"Every document passes: {len(taken.inventory.accounts)} resources and a system.",
    )


FORMAT = Format(
    "backstage",
    "The accounts for a Backstage catalogue",
    True,
    files,
    _proof,
    "a YAML parser; Backstage's own validator",
)
