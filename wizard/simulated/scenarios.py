"""Scenarios: what the world is like when a rehearsal begins, and its weather. One YAML file, one story."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from state.errors import WrongInput
from state.setup import parent_path, unit_name
from wizard.simulated.clock import START
from wizard.simulated.initial_world import add_policies, populate
from wizard.simulated.organizations import new_organization
from wizard.simulated.organizations_units import new_unit
from wizard.simulated.passing_time import ADMINISTRATOR_ACCESS, FULL_ACCESS, add_role, join, trust_in
from wizard.simulated.signing_in import Identity, LongTermKey, Portal
from wizard.simulated.weather import Climate, Effect, Hesitation, Rule
from wizard.simulated.world import Account, Organization, Role, World

DEFAULT = "default"
_YEARS_BEFORE = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as people choose it."""

    scenario_name: str
    title: str
    story: str


def scenario_names() -> tuple[str, ...]:
    """Every scenario's name, the default first."""
    files = resources.files("wizard.simulated") / "scenarios"
    names = sorted(file.name.removesuffix(".yaml") for file in files.iterdir() if file.name.endswith(".yaml"))
    return (DEFAULT, *(name for name in names if name != DEFAULT))


def scenarios() -> tuple[Scenario, ...]:
    """Every scenario with its title and story, the default first."""
    return tuple(Scenario(name, _read(name)["title"], _read(name)["story"]) for name in scenario_names())


def insist_on_a_scenario(scenario_name: str) -> None:
    """Raises WrongInput where there is none of this name."""
    if scenario_name not in scenario_names():
        raise WrongInput(
            f"There is no rehearsal scenario called {scenario_name}.",
            f"Choose one of: {', '.join(scenario_names())}.",
        )


def new_world(scenario_name: str = DEFAULT, start: datetime = START) -> World:
    """The world as the scenario begins. What it does not mention is as in the default one."""
    insist_on_a_scenario(scenario_name)
    content = _read(DEFAULT) | _read(scenario_name)
    world = World(scenario_name, start)
    world.climate = _climate(_read(DEFAULT).get("climate", {}) | content.get("climate", {}))
    world.begun_at = start
    world.rules = [_rule(each) for each in content.get("rules", ())]
    world.identities = [Identity(**each) for each in content["identities"]]
    world.used_emails = [email.lower() for email in content.get("used_emails", ())]
    world.used_bucket_names = list(content.get("used_bucket_names", ()))
    for each in content["accounts"]:
        world.accounts[each["account_id"]] = Account(**each, created_at=start - _YEARS_BEFORE)
    for identity in world.identities:
        kind, _, name = identity.arn.rpartition(":")[2].partition("/")
        if kind == "user" and name not in world.accounts[identity.arn.split(":")[4]].users:
            world.accounts[identity.arn.split(":")[4]].users.append(name)
        if identity.role_name:
            _add_role_with_mfa(world.accounts[identity.arn.split(":")[4]], identity.role_name, start - _YEARS_BEFORE)
    world.access_keys = {each.pop("access_key_id"): LongTermKey(**each) for each in map(dict, content["access_keys"])}
    world.portal = Portal(roles={key: list(names) for key, names in content["portal_roles"].items()})
    if "organization" in content:
        _establish(world, content["organization"], start - _YEARS_BEFORE / 2)
    for account_id, settings in deepcopy(content.get("settings", {})).items():
        populate(world, world.accounts[account_id], settings, start - _YEARS_BEFORE / 4)
    return world


def _add_role_with_mfa(account: Account, role_name: str, moment: datetime) -> None:
    """A role that everybody in the account may assume who gives the code of an MFA device."""
    trust = json.loads(trust_in(account.account_id))
    trust["Statement"][0]["Condition"] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    role = Role(role_name, "AROASIMULATEDWITHMFA0", json.dumps(trust), moment)
    role.attached_policies["AdministratorAccess"] = ADMINISTRATOR_ACCESS
    account.roles[role_name.lower()] = role


def _climate(content: dict[str, Any]) -> Climate:
    hesitations = [Hesitation(**each) for each in content.get("hesitations", ())]
    climate = Climate(**(content | {"hesitations": hesitations}))
    climate.creation_seconds = (climate.creation_seconds[0], climate.creation_seconds[1])
    return climate


def _rule(content: dict[str, Any]) -> Rule:
    return Rule(**(content | {"effect": Effect(content["effect"]).value}))


def _establish(world: World, content: dict[str, Any], moment: datetime) -> None:
    """The organization that is there already."""
    owner = world.accounts[content["management_account"]]
    organization = new_organization(world, owner, content.get("feature_set", "ALL"), moment)
    organization.services = dict.fromkeys(content.get("services", ()), moment)
    organization.root_features = list(content.get("root_features", ()))
    paths = {"Root": organization.root_id}
    for path in (*content.get("units", ()), *_generated_units(content.get("generated_units", 0))):
        paths[path] = new_unit(world, organization, unit_name(path), paths[parent_path(path)]).unit_id
    for each in (*content.get("accounts", ()), *_generated_accounts(content.get("generated_accounts", 0), paths)):
        _join(world, organization, dict(each), paths, moment)
    for name in content.get("management_roles", ()):
        add_role(world, owner, name, trust_in(owner.account_id), moment)
    for account_id, services in content.get("delegated_administrators", {}).items():
        organization.delegations[account_id] = dict.fromkeys(services, moment)
    for policy_type in content.get("policy_types", ()):
        organization.policy_types[policy_type] = moment
        members = (account.account_id for account in world.members(organization.organization_id))
        targets = (organization.root_id, *organization.units, *members)
        if policy_type in FULL_ACCESS:
            organization.attachments.extend((FULL_ACCESS[policy_type], target) for target in targets)
    add_policies(world, organization, content, paths)


def _join(
    world: World, organization: Organization, content: dict[str, Any], paths: dict[str, str], moment: datetime
) -> None:
    unit, method = content.pop("unit", "Root"), content.pop("joined_method", "CREATED")
    access_role = content.pop("access_role", "OrganizationAccountAccessRole")
    if method == "CREATED":
        content = {"root_password": False, "root_mfa": False} | content
    known = world.accounts.get(content["account_id"])
    account = known or Account(**content, created_at=moment)
    world.accounts[account.account_id] = account
    join(world, account, organization.organization_id, method, moment)
    account.parent_id = paths[unit]
    if method == "CREATED":
        trust = trust_in(organization.management_account_id)
        add_role(world, account, access_role, trust, moment)


def _generated_units(count: int) -> list[str]:
    """`count` paths: divisions of eleven teams each."""
    paths: list[str] = []
    while len(paths) < count:
        index = len(paths)
        division = f"Division-{index // 12 + 1:02d}"
        paths.append(division if index % 12 == 0 else f"{division}/Team-{index % 12:02d}")
    return paths


def _generated_accounts(count: int, paths: dict[str, str]) -> list[dict[str, Any]]:
    """`count` accounts, spread over the units."""
    units = list(paths)
    return [
        {
            "account_id": f"{100000000000 + 7919 * index}",
            "account_name": f"workload-{index:04d}",
            "email": f"aws+workload-{index:04d}@acme.example",
            "unit": units[index % len(units)],
        }
        for index in range(1, count + 1)
    ]


@cache
def _read(scenario_name: str) -> dict[str, Any]:
    import yaml

    file = resources.files("wizard.simulated") / "scenarios" / f"{scenario_name}.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TypeError(f"{scenario_name}.yaml is not a mapping")
    return content
