"""Every guardrail of a level, from whatever is there to an organization that is safe on its first day."""

from __future__ import annotations

from pathlib import Path

import pytest

from state.changes.root_users import DeleteRootCredential
from state.setup.guardrails import Choice, Item, Level
from tests.guarding import bunker_and_shop, guardrails, made_once, not_satisfied, quick, suggested_with
from tests.samples import by_turns
from tests.stage import Stage, ending_of
from wizard.engine.events import Ending, RunEnded
from wizard.simulated.settings import AlternateContact, PasswordPolicy
from wizard.simulated.world import World

HOMES = {"guarded-organization": "eu-central-1"}
SCENARIOS = ("default", "existing-organization", "guarded-organization")


@pytest.mark.parametrize(("scenario", "level"), by_turns(SCENARIOS, [Level.STRICT, Level.ESSENTIAL]))
def test_a_level_is_applied_in_one_run_with_evidence_for_every_claim(
    tmp_path: Path, level: Level, scenario: str
) -> None:
    stage = quick(Stage(suggested_with(level, HOMES.get(scenario, "eu-west-1")), tmp_path, scenario))
    approved = stage.plan().approved()

    assert ending_of(stage.run(approved)) is Ending.DONE
    assert not_satisfied(stage) == []
    assert made_once(stage.world)

    sent = stage.sent()
    assert stage.plan().approved() == frozenset()
    assert ending_of(stage.run(frozenset())) is Ending.DONE
    assert stage.sent() == sent
    assert sum(sent.values()) <= len(approved)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_is_planned_is_what_is_done(tmp_path: Path, scenario: str) -> None:
    stage = quick(Stage(bunker_and_shop(home_region=HOMES.get(scenario, "eu-west-1")), tmp_path, scenario))
    planned = len(stage.plan().changes)

    assert ending_of(stage.run()) is Ending.DONE

    assert sum(stage.sent().values()) == planned


def test_credentials_of_a_root_user_are_deleted_only_after_somebody_has_seen_which(tmp_path: Path) -> None:
    setup = bunker_and_shop(home_region="eu-central-1")
    stage = quick(Stage(setup, tmp_path, "guarded-organization"))
    shop = stage.world.account_with_email("aws+production@acme.example")
    assert shop is not None
    shop.root_password = shop.root_access_keys = shop.root_mfa = shop.root_certificates = True
    del stage.world.organizations[shop.organization_id].root_features[:]

    assert ending_of(stage.run()) is Ending.UNAPPROVED, "nobody can know before central root access is on"
    assert shop.root_password
    seen = [change for change, _ in stage.plan().changes if isinstance(change, DeleteRootCredential)]
    assert [change.entry.partition(" ")[0] for change in seen] == [
        "password",
        "access-key",
        "certificate",
        "mfa-device",
    ]

    assert ending_of(stage.run()) is Ending.DONE
    assert (shop.root_password, shop.root_access_keys, shop.root_mfa, shop.root_certificates) == (False,) * 4


def test_what_the_management_account_has_already_is_not_overwritten_before_it_was_read(tmp_path: Path) -> None:
    stage = quick(Stage(bunker_and_shop(), tmp_path))
    owner = stage.world.accounts["999988887777"]
    owner.password_policy = PasswordPolicy(minimum_length=40, max_age_days=30, hard_expiry=True)
    owner.contacts["SECURITY"] = AlternateContact("Anna", "Chief", "anna@acme.example", "+49 1")

    assert ending_of(stage.run()) is Ending.DONE

    policy = owner.password_policy
    assert policy is not None
    assert (policy.minimum_length, policy.max_age_days, policy.hard_expiry, policy.reuse_prevention) == (
        40,
        30,
        True,
        24,
    )
    assert owner.contacts["SECURITY"].email == "anna@acme.example"


def test_contacts_of_members_are_read_before_they_are_written(tmp_path: Path) -> None:
    stage = quick(Stage(bunker_and_shop(home_region="eu-central-1"), tmp_path, "guarded-organization"))
    (organization,) = stage.world.organizations.values()
    del organization.services["account.amazonaws.com"]

    assert ending_of(stage.run()) is Ending.DONE

    assert contact_of(stage.world, "222222222222") == "oncall@acme.example"
    assert contact_of(stage.world, "111111111111") == guardrails().security_contact.email


def contact_of(world: World, account_id: str) -> str:
    return world.accounts[account_id].contacts["SECURITY"].email


def test_an_alias_that_somebody_else_has_is_told_and_stops_nothing_else(tmp_path: Path) -> None:
    choices = {Item.ACCOUNT_ALIAS: Choice.APPLY, Item.EBS_ENCRYPTION: Choice.APPLY}
    stage = quick(Stage(bunker_and_shop(guardrails(Level.NONE, choices)), tmp_path))
    stage.world.used_aliases.append("acme-production")

    ended = stage.run()[-1]

    assert isinstance(ended, RunEnded)
    assert ended.ending is Ending.FAILED
    (failure,) = ended.failures
    assert "acme-production" in failure.error.message
    assert "CreateAccountAlias" in failure.error.message
    shop = stage.world.account_with_email("aws+production@acme.example")
    assert shop is not None
    assert shop.regions["eu-west-1"].ebs_encryption
