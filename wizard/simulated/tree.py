"""Where things are in an organization: ARNs, paths and parents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wizard.simulated.operation import Call
from wizard.simulated.refusals import Refusal, invalid_input
from wizard.simulated.world import PARTITION, Account, Organization


def organization_arn(organization: Organization, kind: str = "organization", resource_id: str = "") -> str:
    """The ARN of the organization, or of something in it (API: patterns of organizations.*Arn)."""
    tail = f"/{resource_id}" if resource_id else ""
    owner = organization.management_account_id
    return f"arn:{PARTITION}:organizations::{owner}:{kind}/{organization.organization_id}{tail}"


def path_to(organization: Organization, parent_id: str, account_id: str = "") -> str:
    """`o-…/r-…/ou-…/`, with the account's id at the end where there is one (API: organizations.Account.Paths)."""
    parts = (organization.organization_id, *organization.ancestors(parent_id), account_id)
    return "/".join(part for part in parts if part) + "/"


def member_called(call: Call, organization: Organization, account_id: str) -> Account:
    """The organization's account with this id, or AccountNotFoundException."""
    account = call.world.accounts.get(account_id)
    if account is None or account.organization_id != organization.organization_id:
        raise Refusal(
            "AccountNotFoundException",
            "We can't find an AWS account with the AccountId that you specified, or the account whose credentials "
            "you used to make this request isn't a member of an organization.",
        )
    return account


def tagged(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """AWS's list of tags by key. The same key twice, also in other case, is refused (API: DUPLICATE_TAG_KEY)."""
    by_key: dict[str, str] = {}
    for tag in tags:
        if tag["Key"].lower() in (key.lower() for key in by_key):
            raise invalid_input("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags attached to a resource.")
        if tag["Key"].lower().startswith("aws:"):
            raise invalid_input("INVALID_SYSTEM_TAGS_PARAMETER", "Tag keys must not begin with aws:.")
        by_key[tag["Key"]] = tag["Value"]
    return by_key
