"""Setups with guardrails for tests, and what of AWS they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from state.observed import Observed
from state.setup import MemberAccount, Purpose, Setup
from state.setup.guardrails import Choice, Contact, Guardrails, Item, Level
from tests.rehearsing import comparable, suggested
from tests.stage import Stage
from wizard.claims.base import Satisfied
from wizard.simulated.world import World

CONTACT = Contact(full_name="Acme Security", title="Security", email="security@acme.example", phone="+49 30 123456")
EVERYTHING_APPLIED = dict.fromkeys(Item, Choice.APPLY)
EVERYTHING_TAKEN_BACK = dict.fromkeys(Item, Choice.TAKE_BACK)


def guardrails(level: Level = Level.STRICT, choices: Mapping[Item, Choice] | None = None) -> Guardrails:
    """A level with everything filled in that its protections need."""
    return Guardrails(
        level=level,
        choices=dict(choices or {}),
        object_lock_days=30,
        security_contact=CONTACT,
        monthly_budget_usd=50,
        budget_email="money@acme.example",
    )


def suggested_with(level: Level, home_region: str = "eu-west-1") -> Setup:
    """The suggested structure with guardrails."""
    return replace(suggested(), home_region=home_region, guardrails=guardrails(level))


def bunker_and_shop(guarded: Guardrails | None = None, home_region: str = "eu-west-1") -> Setup:
    """One data bunker and one workload: enough for every guardrail."""
    return Setup(
        name="acme",
        home_region=home_region,
        email_pattern="aws+{account}@acme.example",
        organizational_units=("Security", "Workloads"),
        accounts=(
            MemberAccount(account_name="data-bunker", organizational_unit="Security", purpose=Purpose.DATA_BUNKER),
            MemberAccount(account_name="production", organizational_unit="Workloads", purpose=Purpose.WORKLOAD),
        ),
        guardrails=guarded or guardrails(),
    )


def quick(stage: Stage) -> Stage:
    """The stage in an AWS that lets one into new accounts soon."""
    stage.world.climate.usable_after_seconds = 5
    stage.world.climate.creation_seconds = (10, 20)
    stage.world.climate.account_quota = 30
    return stage


def guarded(observed: Observed) -> object:
    """The organization and its guardrails by names, whatever ids AWS gave."""
    names = {account.account_id: account.account_name for account in observed.accounts}
    ids = {account_id: f"({name})" for account_id, name in names.items()}
    if observed.organization is not None:
        ids[observed.organization.organization_id] = "(organization)"

    def by_names(text: str) -> str:
        for known, name in ids.items():
            text = text.replace(known, name)
        return text

    return (
        comparable(observed),
        sorted(observed.trusted_services),
        [(each.policy_type, each.policy_name, by_names(each.content), each.paths) for each in observed.policies],
        sorted((names[each.account_id], each.name, by_names(str(each.seen))) for each in observed.settings),
    )


def made_once(world: World) -> bool:
    """Whether nothing that AWS would let one have twice is there twice."""
    (organization,) = world.organizations.values()
    policies = [(policy.policy_type, policy.policy_name) for policy in organization.policies.values()]
    trails = [trail.trail_name for account in world.accounts.values() for trail in account.trails]
    return all(len(each) == len(set(each)) for each in (policies, trails, organization.attachments))


def not_satisfied(stage: Stage) -> list[tuple[str, object]]:
    """The claims that do not hold, or hold without evidence."""
    verdicts = stage.plan().verdicts
    return [
        (claim.title, verdict)
        for claim, verdict in verdicts
        if not isinstance(verdict, Satisfied) or not verdict.evidence.endswith(".")
    ]
