"""Setups with people in them, and what their Identity Center is like afterwards."""

from __future__ import annotations

from dataclasses import replace

from state.setup import MemberAccount, Purpose, Setup
from state.setup.guardrails import Choice, Guardrails, Item, Level
from state.setup.people import MANAGEMENT, Assignment, IdentityCenterWish, PermissionSet, Person
from tests.rehearsing import UNGUARDED
from tests.stage import Stage
from wizard.simulated.identity_center import Center
from wizard.simulated.world import World

ANNA_AHRENS = Person(user_name="anna.ahrens@acme.example", name="Anna Ahrens", groups=("developers",))
BERT = Person(user_name="bert@acme.example")
DEPLOYERS = PermissionSet(
    name="Deployers",
    description="Deploys the shop.",
    session_hours=4,
    policies=("AWSLambda_FullAccess", "ReadOnlyAccess"),
    inline_policy='{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}',
    opens="https://eu-west-1.console.aws.amazon.com/lambda",
)


def with_people() -> Setup:
    """Two people, a group, a set of the setup's own: each kind of write at least once."""
    return Setup(
        name="acme",
        home_region="eu-west-1",
        email_pattern="aws+{account}@acme.example",
        organizational_units=("Workloads",),
        accounts=tuple(MemberAccount(account_name=name, organizational_unit="Workloads") for name in ("shop", "bank")),
        identity_center=IdentityCenterWish(settings_done="2026-11-03", bill_shown="2026-11-03"),
        people=(ANNA_AHRENS, BERT),
        permission_sets=(DEPLOYERS,),
        assignments=(
            Assignment(permission_set="Deployers", accounts=("shop", "bank"), groups=("developers",)),
            Assignment(permission_set="ReadOnly", accounts=("shop",), people=(ANNA_AHRENS.user_name,)),
            Assignment(permission_set="OrganizationAdministrator", accounts=(MANAGEMENT,), people=(BERT.user_name,)),
        ),
        guardrails=UNGUARDED,
    )


def with_administrators(choice: Choice = Choice.APPLY) -> Setup:
    """A sandbox and a shop with an administrator each, one of the management account, and access roles narrowed."""
    accounts = (
        MemberAccount(account_name="shop", organizational_unit="Workloads", purpose=Purpose.WORKLOAD),
        MemberAccount(account_name="play", organizational_unit="Workloads", purpose=Purpose.SANDBOX),
    )
    everything = "AdministratorAccess"
    assignments = (
        Assignment(permission_set="OrganizationAdministrator", accounts=(MANAGEMENT,), people=(BERT.user_name,)),
        Assignment(permission_set=everything, accounts=("shop", "play"), people=(ANNA_AHRENS.user_name,)),
    )
    chosen = Guardrails(level=Level.NONE, choices={Item.NARROW_ACCESS_ROLES: choice})
    return replace(with_people(), accounts=accounts, assignments=assignments, guardrails=chosen)


def soon(stage: Stage, hours: float = 0) -> Stage:
    """Nothing in this AWS takes long, and so many hours later people do what is asked of them."""
    soon_enabled(stage.world, hours)
    return stage


def soon_enabled(world: World, hours: float = 0) -> None:
    """The same; what is asked is to enable Identity Center, to sign in, and to make the users for emergencies."""
    climate = world.climate
    climate.creation_seconds, climate.usable_after_seconds = (10, 20), 5
    climate.center_enabled_after_hours = climate.break_glass_after_hours = climate.first_sign_in_after_hours = hours


def center_of(world: World) -> Center:
    """The organization's Identity Center."""
    (center,) = (each for each in world.centers if each.owner_id == "999988887777")
    return center


def directory(world: World) -> object:
    """Identity Center by its names: ids depend on the order in which it was asked."""
    center = center_of(world)
    users = {each.user_id: each.user_name for each in center.users.values()}
    names = {**users, **{each.group_id: each.group_name for each in center.groups.values()}}
    accounts = {each.account_id: each.account_name for each in world.accounts.values()}
    sets = center.permission_sets
    return (
        sorted((each.user_name, each.email, each.given_name, each.family_name) for each in center.users.values()),
        sorted((each.group_name, sorted(users[one] for one in each.members)) for each in center.groups.values()),
        sorted(
            (each.name, each.description, each.session_duration, each.relay_state, sorted(each.policies))
            for each in sets.values()
        ),
        sorted(each.inline_policy for each in sets.values()),
        sorted((accounts[account], sets[arn].name, names[who]) for account, arn, _, who in center.assignments),
        sorted(
            (accounts[account], role.path, role.role_name.rpartition("_")[0], sorted(role.attached_policies))
            for account, one in world.accounts.items()
            for role in one.roles.values()
            if "AWSReservedSSO_" in role.role_name
        ),
    )


def made_once(world: World) -> bool:
    """Whether no person, group, membership, set or assignment is there twice."""
    center = center_of(world)
    names = [each.user_name for each in center.users.values()], [each.group_name for each in center.groups.values()]
    sets = [each.name for each in center.permission_sets.values()]
    return all(len(each) == len(set(each)) for each in (*names, sets, center.assignments))
