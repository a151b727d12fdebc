"""Roles, policies and services, as the hand-over shows them to an auditor."""

from __future__ import annotations

from collections.abc import Iterator

from state.inventory import Inventory, PolicyEntry, Unseen
from wizard.exports.documents import Block, Code, Paragraph, Table, Words, words
from wizard.exports.trusts import trust_words


def roles(inventory: Inventory) -> Iterator[Block]:
    """Each role on a way into an account, by its own documents."""
    if not inventory.roles:
        yield paragraph("No role on the way into an account was seen.")
        return
    rows: list[tuple[Words, ...]] = []
    for role in inventory.roles:
        account = inventory.account(role.account)
        trusts = role.trusts
        told = trusts.unknown if isinstance(trusts, Unseen) else ". ".join(map(trust_words, trusts))
        leads = ", ".join(role.leads_to) or "its own account"
        rows.append(
            (words(Code(role.name)), words(account.name if account else role.account), words(told), words(leads))
        )
    yield Table("What their own documents say.", ("Role", "In", "Whom it trusts", "Leads to"), tuple(rows))


def rules(inventory: Inventory) -> Iterator[Block]:
    """Policies, and the services that may act in the whole organization."""
    policies = inventory.policies
    if isinstance(policies, Unseen):
        yield paragraph(f"Policies are unknown: {policies.unknown}")
    elif policies:
        rows = tuple(_policy(inventory, each) for each in policies)
        yield Table("Policies of the organization.", ("Policy", "Kind", "Attached to", "What it says of itself"), rows)
    services = inventory.trusted_access
    if isinstance(services, Unseen):
        yield paragraph(f"Which services may act in the organization is unknown: {services.unknown}")
    else:
        yield paragraph(f"Services that may act in the whole organization: {', '.join(services or ()) or 'none'}.")
    delegated = inventory.delegated_administrators
    if isinstance(delegated, Unseen):
        yield paragraph(f"Which accounts act for services is unknown: {delegated.unknown}")
    for each in () if isinstance(delegated, Unseen) else delegated or ():
        named = each.services.unknown if isinstance(each.services, Unseen) else ", ".join(each.services or ())
        yield paragraph(f"Account {each.account} acts in the whole organization for: {named}.")


def _policy(inventory: Inventory, policy: PolicyEntry) -> tuple[Words, ...]:
    kind = policy.type.replace("_", " ").lower() + (", AWS's own" if policy.aws_managed else "")
    return words(policy.name), words(kind), words(_places(inventory, policy.targets)), words(policy.description)


def _places(inventory: Inventory, targets: list[str] | Unseen) -> str:
    if isinstance(targets, Unseen):
        return f"unknown: {targets.unknown}"
    names = {inventory.root_id: "Root"} | {unit.id: unit.path for unit in inventory.units}
    names |= {account.id: account.name for account in inventory.accounts}
    if len(targets) > 12:
        return f"{len(targets)} places"
    return ", ".join(names.get(target, target) for target in targets) or "nothing"


def paragraph(text: str) -> Paragraph:
    """Text without anything in it."""
    return Paragraph(words(text))
