"""What a scenario's accounts and organization have already: settings, buckets, trails and policies of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wizard.simulated.passing_time import SERVICE_CONTROL_POLICY
from wizard.simulated.settings import (
    NEVER,
    AlternateContact,
    Bucket,
    Budget,
    Group,
    Notification,
    PasswordPolicy,
    PublicAccessBlock,
    RegionSettings,
    Trail,
)
from wizard.simulated.trail_delivery import delivery_policy
from wizard.simulated.world import LOWER, UPPER, Account, Organization, Policy, World

Content = Mapping[str, Any]
_AS_THEY_ARE = frozenset(
    {
        "account_alias",
        "opted_in",
        "root_access_keys",
        "root_certificates",
        "root_mfa",
        "root_password",
        "users",
    }
)


def populate(world: World, account: Account, content: Content, moment: datetime) -> None:
    """Give the account what the scenario says it has. Raises TypeError for what no account can have."""
    for key, value in content.items():
        match key:
            case "password_policy":
                account.password_policy = PasswordPolicy(**value)
            case "public_access_block":
                account.public_access_block = PublicAccessBlock(**(value if isinstance(value, dict) else {}))
            case "regions":
                account.regions = {region: RegionSettings(**each) for region, each in value.items()}
            case "contacts":
                account.contacts = {kind: AlternateContact(**each) for kind, each in value.items()}
            case "groups":
                account.groups = {name.lower(): _group(world, name, users, moment) for name, users in value.items()}
            case "budgets":
                account.budgets = {each["budget_name"]: _budget(each, moment) for each in value}
            case "buckets":
                for each in value:
                    _add_bucket(world, account, each, moment)
            case "trails":
                account.trails = [_trail(world, account, each, moment) for each in value]
            case _ if key in _AS_THEY_ARE:
                setattr(account, key, value)
            case _:
                raise TypeError(f"an account has no {key}")


def add_policies(world: World, organization: Organization, content: Content, paths: Mapping[str, str]) -> None:
    """The organization's own policies, attached where the scenario says: to paths, `Root`, or accounts' ids."""
    for each in content.get("policies", ()):
        policy = Policy(
            "p-" + world.new_id(LOWER, 10),
            each["policy_name"],
            each.get("policy_type", SERVICE_CONTROL_POLICY),
            each.get("description", ""),
            json.dumps(each["document"], separators=(",", ":")),
        )
        organization.policies[policy.policy_id] = policy
        targets = (paths.get(target, target) for target in each.get("attached_to", ()))
        organization.attachments.extend((policy.policy_id, target) for target in targets)


def _group(world: World, name: str, users: list[str], moment: datetime) -> Group:
    return Group(name, "AGPA" + world.new_id(UPPER, 17), moment, users=list(users))


def _budget(content: Content, moment: datetime) -> Budget:
    """A monthly budget of costs, in dollars, that tells addresses at a percentage."""
    limit = {"Amount": str(content["amount"]), "Unit": "USD"}
    name = content["budget_name"]
    budget = {"BudgetName": name, "BudgetLimit": limit, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    subscribers = [("EMAIL", email) for email in content.get("emails", ())]
    told = [Notification("ACTUAL", "GREATER_THAN", float(content.get("percent", 80)), subscribers=subscribers)]
    return Budget(name, budget, moment, NEVER, moment, told if subscribers else [])


def _add_bucket(world: World, account: Account, content: Content, moment: datetime) -> Bucket:
    bucket = Bucket(**content, account_id=account.account_id, created_at=moment)
    bucket.versioning = "Enabled" if bucket.object_lock else bucket.versioning
    world.buckets[bucket.bucket_name] = bucket
    return bucket


def _trail(world: World, account: Account, content: Content, moment: datetime) -> Trail:
    """A trail at work, with a bucket that lets it deliver: its own unless another account has it."""
    trail = Trail(**content, created_at=moment)
    trail.started_at = moment if trail.logging else None
    bucket = world.buckets.get(trail.bucket_name) or _add_bucket(
        world, account, {"bucket_name": trail.bucket_name, "region": trail.home_region}, moment
    )
    bucket.policy = bucket.policy or delivery_policy(world, trail, account.account_id)
    bucket.has_objects = bucket.has_objects or trail.logging
    return trail
