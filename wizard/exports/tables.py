"""Tables for spreadsheets: accounts, units, roles and policies as CSV (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from state.inventory import AccountEntry, Inventory, Unseen
from state.text.printable import printable
from wizard.exports.format import REHEARSED, Files, Format, Proof, Taken
from wizard.exports.trusts import trust_words
from wizard.exports.ways import center_ways_of, ways_of

FORMULAS = ("=", "+", "-", "@")
"""A spreadsheet computes what begins with one of these, so an apostrophe goes before it."""


def files(taken: Taken) -> Files:
    """Four tables."""
    inventory = taken.inventory
    note = REHEARSED if inventory.rehearsal else ""
    tables = {
        "accounts": _accounts(inventory),
        "units": [
            ["id", "name", "path", "parent_id", "tags"],
            *([unit.id, unit.name, unit.path, unit.parent_id, _tags(unit.tags)] for unit in inventory.units),
        ],
        "roles": [
            ["account", "name", "arn", "kind", "leads_to", "trusts"],
            *(
                [role.account, role.name, role.arn, role.kind, "; ".join(role.leads_to), _trusts(role.trusts)]
                for role in inventory.roles
            ),
        ],
        "policies": _policies(inventory),
    }
    return {f"{taken.name}-{name}.csv": _csv(rows, note) for name, rows in tables.items()}


def _accounts(inventory: Inventory) -> list[list[Any]]:
    profiles: dict[str, list[str]] = {}
    for center_way in center_ways_of(inventory):
        profiles.setdefault(center_way.account.id, []).append(center_way.profile)
    for way in ways_of(inventory):
        profiles.setdefault(way.account.id, []).append(way.profile)
    head = ["id", "name", "email", "unit_path", "state", "origin", "joined_method", "joined_at"]
    return [
        [*head, "purpose", "access_role", "management_role", "profiles", "tags"],
        *([*_account(each), "; ".join(profiles.get(each.id, ())), _tags(each.tags)] for each in inventory.accounts),
    ]


def _account(account: AccountEntry) -> list[Any]:
    return [
        account.id,
        account.name,
        account.email,
        account.unit_path,
        account.state,
        account.origin,
        account.joined_method,
        account.joined_at,
        account.purpose,
        account.access_role,
        account.management_role,
    ]


def _policies(inventory: Inventory) -> list[list[Any]]:
    head = ["id", "name", "type", "aws_managed", "targets", "sha256", "description"]
    if isinstance(inventory.policies, Unseen):
        return [head, [inventory.policies, "", "", "", "", "", ""]]
    return [
        head,
        *(
            [
                policy.id,
                policy.name,
                policy.type,
                policy.aws_managed,
                policy.targets if isinstance(policy.targets, Unseen) else "; ".join(policy.targets),
                policy.sha256,
                policy.description,
            ]
            for policy in inventory.policies or ()
        ),
    ]


def _tags(tags: dict[str, str] | Unseen | None) -> Any:
    return tags if isinstance(tags, Unseen) else "; ".join(f"{key}={value}" for key, value in (tags or {}).items())


def _trusts(trusts: Any) -> Any:
    return trusts if isinstance(trusts, Unseen) else ". ".join(map(trust_words, trusts))


def _csv(rows: Iterable[Sequence[Any]], note: str) -> str:
    """With a last column that is empty, or says that all of it is made up."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for number, row in enumerate(rows):
        writer.writerow([*map(_cell, row), note if number else "note"])
    return written.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, Unseen):
        return printable(f"unknown: {value.unknown}")
    text = printable("" if value is None else str(value).lower() if isinstance(value, bool) else str(value))
    return f"'{text}" if text.startswith(FORMULAS) else text


def _proof(taken: Taken) -> Proof:
    return Proof(
        f"orgwizard export {taken.name} --format csv --output again && diff {taken.name}-accounts.csv again/",
        "It says nothing while nothing has changed.",
    )


FORMAT = Format(
    "csv", "Accounts, units, roles and policies as tables for a spreadsheet", True, files, _proof, "Python's csv"
)
