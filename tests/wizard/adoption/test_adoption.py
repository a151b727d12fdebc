"""An organization that exists becomes a setup that plans nothing, and what a setup made becomes that setup again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from state.observed import Observed
from state.setup import Setup
from state.setup.access import Access, Callers
from state.setup.file import from_template, parse_setup, write_setup
from state.setup.guardrails import Choice, Contact, Guardrails, Item, Level
from state.setup.ready_made import TEMPLATES
from state.setup.validation import problems_of
from tests.peopled import soon, with_people
from tests.rehearsing import EXISTING_ACCOUNT
from tests.samples import THOROUGH
from tests.stage import WRITES, Stage
from tests.wizard.simulated.signing import ANNA
from wizard.adoption import Adoption, NoOrganization, adopt
from wizard.adoption.things import unknown_to
from wizard.edits.memory import remember
from wizard.errors import WrongIdentity
from wizard.gateway import READING_FOR_EXPORT
from wizard.plan.claims import scope_of
from wizard.simulated.scenarios import new_world, scenario_names
from wizard.simulated.weather import Effect, Rule
from wizard.simulated.world import Role

NAMED = Setup(name="acme", home_region="eu-west-1")
WITH_AN_ORGANIZATION = [name for name in scenario_names() if new_world(name).organizations and name != "member-account"]


def adopted(stage: Stage) -> Adoption:
    """The organization on the stage, taken in; nothing was written for it."""
    stage.aws.calls.clear()
    adoption = adopt(NAMED, stage.gateway)
    assert not [operation for operation in stage.aws.calls if operation in WRITES]
    return adoption


def planned(stage: Stage, adoption: Adoption) -> list[str]:
    """What a plan of the adopted setup would change, with everything read anew."""
    stage.want(adoption.setup)
    plan = stage.plan()
    return [change.title for change, _ in (*plan.changes, *plan.later)]


@pytest.mark.parametrize("scenario", [name for name in WITH_AN_ORGANIZATION if THOROUGH or name != "large"])
def test_an_organization_that_is_taken_in_plans_nothing(tmp_path: Path, scenario: str) -> None:
    stage = Stage(NAMED, tmp_path, scenario)
    adoption = adopted(stage)

    assert planned(stage, adoption) == []
    assert [problem for problem in problems_of(adoption.setup) if problem.serious] == []
    assert unknown_to(adoption.setup, adoption.observed) == {}
    assert parse_setup(write_setup(adoption.setup), "acme.yaml").setup == adoption.setup


def made_by(setup: Setup, home: Path) -> tuple[Stage, Setup]:
    """AWS after `setup` was applied, and the setup with what it learned there."""
    stage = Stage(setup, home)
    owner = stage.world.accounts[ANNA.account_id]
    owner.users = ["anna", "ben"]
    owner.roles["deploy"] = Role("deploy", "AROA0123456789ABCDEF1", "{}", stage.world.time)
    list(stage.runs())
    return stage, remember(stage.setup, stage.look())


def in_order(setup: Setup) -> Setup:
    """AWS keeps no order of units and accounts."""
    return replace(
        setup,
        organizational_units=tuple(sorted(setup.organizational_units)),
        accounts=tuple(sorted(setup.accounts, key=lambda each: each.account_id)),
        left_alone={},
    )


WANTED = replace(NAMED, email_pattern="aws+{account}@acme.example")
CONTACT = Contact(full_name="Anna", title="Security", email="security@acme.example", phone="+49 30 123456")
PEOPLE = Access(callers=Callers(users=("anna", "ben"), roles=("deploy",)), session_hours=2)
MADE = {
    "nothing but accounts": replace(
        from_template("minimal", "acme", "eu-west-1", WANTED.email_pattern), guardrails=Guardrails(level=Level.NONE)
    ),
    "strict": replace(
        from_template("minimal", "acme", "eu-west-1", WANTED.email_pattern),
        guardrails=Guardrails(
            level=Level.STRICT,
            choices={Item.OBJECT_LOCK: Choice.APPLY, Item.ACCOUNT_ALIAS: Choice.APPLY, Item.QUARANTINE: Choice.LEAVE},
            allowed_regions=("eu-west-3",),
            object_lock_days=30,
            audit_bucket_suffix="x7k2",
            security_contact=CONTACT,
            monthly_budget_usd=120,
            budget_email="billing@acme.example",
        ),
        access=PEOPLE,
    ),
    "an account invited": from_template("minimal", "acme", "eu-west-1", WANTED.email_pattern, EXISTING_ACCOUNT),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_a_template_made_is_taken_in_as_that_template(tmp_path: Path, template: str) -> None:
    stage, made = made_by(from_template(template, "acme", "eu-west-1", WANTED.email_pattern), tmp_path)
    without_accounts = made if made.accounts else replace(made, email_pattern="")

    assert in_order(adopted(stage).setup) == in_order(without_accounts)


@pytest.mark.parametrize("name", MADE)
def test_what_a_setup_made_is_taken_in_as_that_setup(tmp_path: Path, name: str) -> None:
    stage, made = made_by(MADE[name], tmp_path)
    adoption = adopted(stage)

    assert in_order(adoption.setup) == in_order(made)
    assert planned(stage, adoption) == []


def test_there_has_to_be_an_organization_and_its_owner_has_to_look(tmp_path: Path) -> None:
    with pytest.raises(NoOrganization):
        adopt(NAMED, Stage(NAMED, tmp_path, "default").gateway)
    with pytest.raises(WrongIdentity, match="123456789012"):
        adopt(NAMED, Stage(NAMED, tmp_path, "member-account").gateway)


def test_an_account_is_given_its_role_and_then_its_guardrails_one_by_one(tmp_path: Path) -> None:
    stage = Stage(NAMED, tmp_path, "guarded-organization")
    setup = adopted(stage).setup
    production = next(each for each in setup.accounts if each.account_name == "production")
    others = tuple(each for each in setup.accounts if each is not production)

    stage.want(replace(setup, accounts=(*others, replace(production, management_role=True))))

    assert [change.title for change, _ in stage.plan().changes] == [
        "Create role production-access",
        "Let production-access assume OrganizationAccountAccessRole",
    ]


def test_what_nobody_asked_for_is_left_alone_by_name(tmp_path: Path) -> None:
    setup = adopted(Stage(NAMED, tmp_path, "grown-organization")).setup

    assert [(each.account_name, each.organizational_unit) for each in setup.accounts if each.account_name == "frontend"]
    assert setup.left_alone == {
        "100000000002:config.amazonaws.com": "delegated administrator of a service",
        "100000000002:guardduty.amazonaws.com": "delegated administrator of a service",
        "100000000013": "account legacy, SUSPENDED",
        "100000000014": "account legacy, SUSPENDED",
        "100000000015": "account demo, CLOSED",
        "100000000016": "account fresh, PENDING_ACTIVATION",
        "100000000017": "account leaving, PENDING_CLOSURE",
        "cloudtrail.amazonaws.com": "trusted access of a service",
        "config.amazonaws.com": "trusted access of a service",
        "guardduty.amazonaws.com": "trusted access of a service",
        **{key: name for key, name in setup.left_alone.items() if key.startswith("p-")},
        "role/backend-access": "role backend-access of the management account",
        "trail/acme-trail": "trail acme-trail",
    }
    assert sorted(name for key, name in setup.left_alone.items() if key.startswith("p-")) == [
        "policy no-leaving",
        "policy shop-only-frankfurt",
    ]


def test_what_may_not_be_looked_at_is_told_and_not_taken_for_absent(tmp_path: Path) -> None:
    stage = Stage(NAMED, tmp_path, "grown-organization")
    denied = Rule(
        "ListDelegatedAdministrators", Effect.ERROR.value, times=0, code="AccessDeniedException", message="no"
    )
    stage.world.rules.append(denied)
    adoption = adopted(stage)

    assert [each.what.partition(" could")[0] for each in adoption.unseen] == ["Delegated administrators"]
    assert planned(stage, adoption) == []


def test_what_identity_center_brings_along_is_no_stranger_to_a_setup_with_people(tmp_path: Path) -> None:
    """Enabling it in the console gives it trusted access to the organization."""
    setup = with_people()
    stage = soon(Stage(setup, tmp_path))
    list(stage.runs())

    assert unknown_to(setup, stage.gateway.observe(READING_FOR_EXPORT, scope_of(setup), Observed())) == {}
