"""The accounts for c7n-org, which runs Cloud Custodian in all of them. Facts: c7n-org's own schema of the file."""

from __future__ import annotations

from typing import Any

from state.inventory import AccountEntry
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import as_yaml
from wizard.exports.ways import profile_names, ways_of


def files(taken: Taken) -> Files:
    """One file."""
    inventory = taken.inventory
    names = profile_names(inventory)
    accounts: list[dict[str, Any]] = [
        {
            "account_id": way.account.id,
            "name": names[way.account.id],
            "email": way.account.email,
            "regions": [inventory.home_region],
            "role": way.access_role_arn,
            "tags": _tags(way.account),
        }
        for way in ways_of(inventory)
    ]
    told = comment(first_lines(taken, "accounts for c7n-org, to be run from the management account"))
    return {f"{taken.name}-c7n-org.yml": told + as_yaml({"accounts": accounts})}


def _tags(account: AccountEntry) -> list[str]:
    """`key:value`, by which accounts are chosen on the command line."""
    tags = account.tags if isinstance(account.tags, dict) else {}
    return [f"path:/{account.unit_path}", *(f"{key}:{value}" for key, value in tags.items())]


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"c7n-org run-script -c {taken.name}-c7n-org.yml -s out 'aws sts get-caller-identity'",
        f"It answers for {len(ways_of(taken.inventory))} accounts, and each answer names that account.",
    )


FORMAT = Format(
    "c7n-org", "The accounts for c7n-org (Cloud Custodian)", True, files, _proof, "a YAML parser; c7n-org's own schema"
)
