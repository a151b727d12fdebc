"""Accounts and organization for the Landing Zone Accelerator on AWS, as far as they can be told from what exists.

Facts: its configuration reference, AccountsConfig and OrganizationConfig, whose objects refuse unknown properties. It
insists on three accounts: Management, LogArchive, Audit. The data bunker is its LogArchive; an account for auditors is
looked for by name, and where there is none the file says so.
"""

from __future__ import annotations

import re
from typing import Any

from state.inventory import AccountEntry, Inventory, PolicyEntry
from state.setup import unit_names
from state.text.printable import as_json, printable
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import as_yaml, distinct, label

ALIVE = "ACTIVE"
AUDITORS = ("audit", "security-tooling", "security")
"""What an account for auditors is usually called."""
NO_AUDIT = "add-an-audit-account@example.invalid"
KINDS = {
    "SERVICE_CONTROL_POLICY": "serviceControlPolicies",
    "RESOURCE_CONTROL_POLICY": "resourceControlPolicies",
    "TAG_POLICY": "taggingPolicies",
    "BACKUP_POLICY": "backupPolicies",
}
"""Where a policy stands, by its type."""


def files(taken: Taken) -> Files:
    """Two files, and each policy as one of its own."""
    module = _Accelerator(taken.inventory)
    told = first_lines(taken, "configuration for the Landing Zone Accelerator")
    missing = module.missing()
    written = {
        "accounts-config.yaml": comment([*told, *missing]) + as_yaml(module.accounts()),
        "organization-config.yaml": comment([*told, *missing]) + as_yaml(module.organization()),
    }
    written |= {module.file_of(each): as_json(each.document, indent=2) + "\n" for each in module.policies}
    return {f"{taken.name}-lza/{name}": text for name, text in written.items()}


class _Accelerator:
    """What the two files say of the same accounts, by the same names."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        alive = [account for account in inventory.accounts if account.state == ALIVE]
        bunker = inventory.data_bunker.account if inventory.data_bunker else None
        self.mandatory: dict[str, AccountEntry | None] = {
            "Management": inventory.account(inventory.management_account_id),
            "LogArchive": next((each for each in alive if each.id == bunker), None),
            "Audit": next((each for name in AUDITORS for each in alive if label(each.name, "", "-") == name), None),
        }
        given = {each.id: name for name, each in self.mandatory.items() if each is not None}
        others = [account for account in alive if account.id not in given]
        self.names = distinct({each.id: _spaceless(each.name) for each in others}, "-") | given
        self.others = others
        policies = inventory.policies if isinstance(inventory.policies, list) else []
        self.policies = [
            each
            for each in policies
            if not each.aws_managed and each.type in KINDS and isinstance(each.document, dict) and each.targets
        ]
        self._files = distinct({each.id: label(each.name, "policy", "-") for each in self.policies}, "-")

    def missing(self) -> list[str]:
        """What somebody has to add before it can be used."""
        return [
            f"Incomplete: there is no account for {name}. Make one, and put its address in the place of {NO_AUDIT}."
            for name, account in self.mandatory.items()
            if account is None
        ]

    def accounts(self) -> dict[str, Any]:
        """accounts-config.yaml."""
        mandatory = [
            {"name": name, "email": account.email, "organizationalUnit": self._unit(account.unit_path)}
            if account is not None
            else {"name": name, "email": NO_AUDIT, "organizationalUnit": "Security"}
            for name, account in self.mandatory.items()
        ]
        workloads = [
            {"name": self.names[each.id], "email": each.email, "organizationalUnit": self._unit(each.unit_path)}
            for each in self.others
        ]
        return {"mandatoryAccounts": mandatory, "workloadAccounts": workloads}

    def organization(self) -> dict[str, Any]:
        """organization-config.yaml."""
        found: dict[str, Any] = {
            "enable": True,
            "organizationalUnits": [{"name": self._unit(unit.path)} for unit in self.inventory.units],
            "serviceControlPolicies": [],
            "taggingPolicies": [],
            "backupPolicies": [],
        }
        for policy in self.policies:
            typed = {"type": "customerManaged"} if policy.type.endswith("CONTROL_POLICY") else {}
            entry = {
                "name": policy.name,
                "description": policy.description or policy.name,
                "policy": self.file_of(policy),
                **typed,
                "deploymentTargets": self._targets(policy),
            }
            found.setdefault(KINDS[policy.type], []).append(entry)
        return found

    def file_of(self, policy: PolicyEntry) -> str:
        """Where a policy's text is, below the configuration."""
        return f"policies/{self._files[policy.id]}.json"

    def _targets(self, policy: PolicyEntry) -> dict[str, list[str]]:
        targets = policy.targets if isinstance(policy.targets, list) else []
        units = [self._unit(unit.path) for unit in self.inventory.units if unit.id in targets]
        units = ["Root", *units] if self.inventory.root_id in targets else units
        accounts = [self.names[target] for target in targets if target in self.names]
        return {**({"organizationalUnits": units} if units else {}), **({"accounts": accounts} if accounts else {})}

    def _unit(self, path: str) -> str:
        """Names joined by slashes; one with a slash of its own cannot be told apart there, so it has a hyphen."""
        return "/".join(name.replace("/", "-") for name in unit_names(path)) or "Root"


def _spaceless(name: str) -> str:
    return re.sub(r"\s+", "-", printable(name)) or "account"


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"yarn validate-config {taken.name}-lza  # in the accelerator's source directory",
        "It says that the configuration is valid, once what is marked as incomplete is there.",
    )


FORMAT = Format(
    "lza",
    "Accounts and organization for the Landing Zone Accelerator on AWS",
    True,
    files,
    _proof,
    "a YAML parser; check-jsonschema with the accelerator's schemas",
)
