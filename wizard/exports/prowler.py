"""The accounts for Prowler's bulk provisioning, and its settings for the organization.

Facts: Prowler's documentation, bulk provider provisioning and configuration file.
"""

from __future__ import annotations

from typing import Any

from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import as_yaml
from wizard.exports.ways import profile_names, ways_of


def files(taken: Taken) -> Files:
    """The providers, and what the scanner should take for wanted."""
    inventory = taken.inventory
    names = profile_names(inventory)
    providers: list[dict[str, Any]] = [
        {
            "provider": "aws",
            "uid": way.account.id,
            "alias": names[way.account.id],
            "auth_method": "role",
            "credentials": {"role_arn": way.access_role_arn},
        }
        for way in ways_of(inventory)
    ]
    delegated = inventory.delegated_administrators
    trusted = [each.account for each in delegated] if isinstance(delegated, list) else []
    settings = {
        "aws": {
            "organizations_enabled_regions": [inventory.home_region],
            "organizations_trusted_delegated_administrators": trusted,
        }
    }
    told = comment(first_lines(taken, "accounts for Prowler"))
    return {
        f"{taken.name}-prowler-providers.yaml": told + as_yaml(providers),
        f"{taken.name}-prowler-config.yaml": told + as_yaml(settings),
    }


def _proof(taken: Taken) -> Proof:
    ways = ways_of(taken.inventory)
    profile = ways[0].profile if ways else f"{taken.name}-ACCOUNT"
    return Proof(
        f"prowler aws --profile {profile} --config-file {taken.name}-prowler-config.yaml --list-services",
        f"It lists the services and refuses nothing; {len(ways)} accounts can be provisioned.",
    )


FORMAT = Format("prowler", "The accounts for Prowler's bulk provisioning", True, files, _proof, "a YAML parser")
