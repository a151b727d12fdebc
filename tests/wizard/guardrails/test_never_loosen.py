"""Whatever somebody had set more strictly than the program does stays so: each respect is compared by itself."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from state.setup.guardrails import Choice, Item
from tests.guarding import CONTACT, EVERYTHING_APPLIED, bunker_and_shop, guardrails, quick
from tests.samples import examples
from tests.stage import Stage, State, ending_of
from tests.wizard.engine.test_properties import deterministic
from wizard.engine.events import Ending
from wizard.guardrails.password_policy import STRONG, at_least_strong
from wizard.guardrails.password_policy import PasswordPolicy as Told
from wizard.simulated.settings import (
    NEVER,
    AlternateContact,
    Budget,
    Notification,
    PasswordPolicy,
    PublicAccessBlock,
    RegionSettings,
    Trail,
)
from wizard.simulated.trail_delivery import delivery_policy
from wizard.simulated.world import Account, Policy, World

OWNER, BUNKER, SHOP = "999988887777", "111111111111", "222222222222"
AS_FOUND = (Phase.explicit, Phase.generate)
"""Each example is a whole run, so that making a failing one smaller would take many minutes."""
STRICTER_WHEN_HIGHER = (
    "minimum_length",
    "require_symbols",
    "require_numbers",
    "require_uppercase",
    "require_lowercase",
    "reuse_prevention",
    "hard_expiry",
)

password_policies = st.none() | st.builds(
    PasswordPolicy,
    st.integers(6, 128),
    *(st.booleans() for _ in range(5)),
    max_age_days=st.sampled_from((0, 1, 90, 1095)),
    reuse_prevention=st.integers(0, 24),
    hard_expiry=st.booleans(),
)
blocks = st.none() | st.builds(PublicAccessBlock, *(st.booleans() for _ in range(4)))
metadata = st.fixed_dictionaries(
    {},
    optional={
        "HttpTokens": st.sampled_from(("optional", "required")),
        "HttpPutResponseHopLimit": st.integers(1, 64),
        "HttpEndpoint": st.sampled_from(("enabled", "disabled")),
    },
)
regions = st.builds(RegionSettings, st.booleans(), metadata)
contacts = st.none() | st.builds(
    AlternateContact, st.just("Anna"), st.just("Chief"), st.just("anna@acme.example"), st.just("+49 1")
)
existing = st.fixed_dictionaries(
    {
        "password_policy": password_policies,
        "public_access_block": blocks,
        "region": regions,
        "contact": contacts,
        "alias": st.sampled_from(("", "ours-already")),
    }
)
budgets = st.none() | st.integers(1, 200)
trails = st.none() | st.tuples(*(st.booleans() for _ in range(4)))


@pytest.fixture(scope="module")
def organized(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, World]:
    """An organization with its accounts, before any guardrail."""
    choices = {**EVERYTHING_APPLIED, Item.OBJECT_LOCK: Choice.LEAVE}
    stage = quick(
        Stage(bunker_and_shop(guardrails(choices={})), tmp_path_factory.mktemp("loosen"), "guarded-organization")
    )
    stage.want(bunker_and_shop(guardrails(choices=choices), home_region="eu-west-1"))
    (organization,) = stage.world.organizations.values()
    closed = {each.policy_id for each in organization.policies.values() if each.policy_name == "acme-frankfurt-only"}
    organization.attachments = [each for each in organization.attachments if each[0] not in closed]
    del organization.root_features[:]
    organization.services.clear()
    return stage, stage.leave().world


def populate(account: Account, what: dict[str, Any]) -> None:
    account.password_policy = what["password_policy"]
    account.public_access_block = what["public_access_block"]
    account.regions["eu-west-1"] = what["region"]
    account.contacts = {"SECURITY": what["contact"]} if what["contact"] else {}
    account.account_alias = f"{what['alias']}-{account.account_id}" if what["alias"] else ""


def assert_no_looser(before: Account, after: Account) -> None:
    """At least as strict as before, and as ours."""
    assert after.password_policy is not None
    was = before.password_policy or PasswordPolicy()
    for respect in STRICTER_WHEN_HIGHER:
        assert getattr(after.password_policy, respect) >= getattr(was, respect), respect
    assert after.password_policy.minimum_length >= STRONG.minimum_length
    if was.max_age_days:
        assert 0 < after.password_policy.max_age_days <= was.max_age_days
    assert after.public_access_block == PublicAccessBlock()
    here, there = before.regions["eu-west-1"], after.regions["eu-west-1"]
    assert there.ebs_encryption
    assert there.metadata_defaults == here.metadata_defaults
    assert after.contacts["SECURITY"] == before.contacts.get("SECURITY", after.contacts["SECURITY"])
    assert after.account_alias == before.account_alias or not before.account_alias


@given(of_owner=existing, of_shop=existing, budget=budgets, trail=trails)
@hypothesis_settings(deterministic, max_examples=examples(4), phases=AS_FOUND)
def test_nothing_that_somebody_had_set_more_strictly_is_loosened(
    organized: tuple[Stage, World], of_owner: dict[str, Any], of_shop: dict[str, Any], budget: int | None, trail: Any
) -> None:
    stage, world = organized
    stage.enter(State(b"", world, Counter()))
    owner, shop = stage.world.accounts[OWNER], stage.world.accounts[SHOP]
    populate(owner, deepcopy(of_owner))
    populate(shop, deepcopy(of_shop))
    owner.budgets = {"theirs": a_budget(stage.world, budget)} if budget else {}
    owner.trails = [a_trail(stage.world, *trail)] if trail else []
    added_to_our_policy(stage.world)
    before = deepcopy(stage.world)

    assert [ending_of(events) for events in stage.runs()][-1] is Ending.DONE

    for account_id in (OWNER, SHOP):
        assert_no_looser(before.accounts[account_id], stage.world.accounts[account_id])
    after = stage.world.accounts[OWNER]
    assert before.accounts[OWNER].budgets.items() <= after.budgets.items()
    assert all(each in after.trails or started(each) in after.trails for each in before.accounts[OWNER].trails)
    assert any(
        each.is_organization_trail and each.is_multi_region and each.log_file_validation and each.logging
        for each in after.trails
    )
    assert sum(float(each.content["BudgetLimit"]["Amount"]) <= 50 for each in after.budgets.values()) == 1
    (organization,) = stage.world.organizations.values()
    (renewed,) = [each for each in organization.policies.values() if each.policy_name == "orgwizard-deny-leaving"]
    assert {"chatbot:*", "organizations:LeaveOrganization"} <= {*actions_in(renewed)}
    assert stage.plan().approved() == frozenset()


def started(trail: Trail) -> Trail:
    """One that records the whole organization, and that somebody had stopped."""
    return replace(trail, logging=True)


def a_budget(world: World, amount: int) -> Budget:
    content = {
        "BudgetName": "theirs",
        "BudgetLimit": {"Amount": str(amount), "Unit": "USD"},
        "TimeUnit": "MONTHLY",
        "BudgetType": "COST",
    }
    told = [Notification("ACTUAL", "GREATER_THAN", 50.0, subscribers=[("EMAIL", CONTACT.email)])]
    return Budget("theirs", content, world.time, NEVER, world.time, told)


def a_trail(world: World, whole: bool, everywhere: bool, validated: bool, logging: bool) -> Trail:
    trail = Trail("theirs", "eu-west-1", "acme-audit-logs", world.time, logging=logging)
    trail.is_organization_trail, trail.is_multi_region, trail.log_file_validation = whole, everywhere, validated
    bucket = world.buckets["acme-audit-logs"]
    bucket.policy = bucket.policy or delivery_policy(world, trail, OWNER)
    return trail


def added_to_our_policy(world: World) -> None:
    """Somebody took a statement out of the program's own policy, and added one of theirs."""
    (organization,) = world.organizations.values()
    statement = {"Sid": "Theirs", "Effect": "Deny", "Action": "chatbot:*", "Resource": "*"}
    content = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    policy = Policy("p-orgwizard1", "orgwizard-deny-leaving", "SERVICE_CONTROL_POLICY", "", content)
    organization.policies = {
        key: each for key, each in organization.policies.items() if each.policy_name != "acme-stay"
    } | {policy.policy_id: policy}
    organization.attachments = [each for each in organization.attachments if each[0] in organization.policies]
    organization.attachments.append((policy.policy_id, organization.root_id))


def actions_in(policy: Policy) -> list[str]:
    found: list[str] = []
    for statement in json.loads(policy.content)["Statement"]:
        action = statement.get("Action", [])
        found += [action] if isinstance(action, str) else action
    return found


@given(
    st.fixed_dictionaries(
        {"ExpirePasswords": st.booleans()},
        optional={
            "MinimumPasswordLength": st.integers(6, 128),
            "PasswordReusePrevention": st.integers(1, 24),
            "MaxPasswordAge": st.integers(1, 1095),
            "HardExpiry": st.booleans(),
            "RequireSymbols": st.booleans(),
            "AllowUsersToChangePassword": st.booleans(),
        },
    )
)
def test_a_password_policy_made_stricter_is_strict_enough_for_ever(present: dict[str, Any]) -> None:
    merged = at_least_strong(Told.of(present))
    told = merged.as_settings()

    assert at_least_strong(merged) == merged == Told.of(told)
    for key in ("MinimumPasswordLength", "PasswordReusePrevention", "RequireSymbols"):
        assert told[key] >= max(present.get(key, 0), STRONG.as_settings()[key])
    for key in ("MaxPasswordAge", "HardExpiry", "AllowUsersToChangePassword"):
        assert told.get(key, False) == present.get(key, False)
