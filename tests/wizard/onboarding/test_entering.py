"""How one gets into an account stands in a text that the command line interface reads."""

from __future__ import annotations

import configparser
import json
from dataclasses import replace
from pathlib import Path

import pytest

from state.observed import Account, Identity, Observed
from state.setup.access import Access, Callers
from tests.peopled import with_people
from tests.rehearsing import apply_all, signed_in, small
from wizard.onboarding.entering import WayToEnter, permission_to_enter, ways_to_enter


def test_profiles_lead_through_the_role_of_the_management_account_to_the_access_role(tmp_path: Path) -> None:
    setup = small()
    with signed_in(tmp_path, setup) as onboarding:
        before = ways_to_enter(setup, onboarding.look(), setup.accounts[0])
        apply_all(onboarding)
        observed = onboarding.look()
        (way,) = ways_to_enter(setup, observed, setup.accounts[0])
    shop = observed.account_with_email("aws+shop@acme.example")
    profiles = configparser.ConfigParser()
    profiles.read_string(way.text)

    assert before == ()
    assert shop is not None
    first, second = profiles["profile acme-shop-access"], profiles["profile acme-shop"]
    assert first["role_arn"] == "arn:aws:iam::999988887777:role/shop-access"
    assert second["role_arn"] == f"arn:aws:iam::{shop.account_id}:role/OrganizationAccountAccessRole"
    assert second["source_profile"] == "acme-shop-access"
    assert way.command.endswith("--profile acme-shop")


def test_whoever_has_a_permission_set_gets_in_by_the_portal_and_by_profiles(tmp_path: Path) -> None:
    setup = with_people()
    with signed_in(tmp_path, setup) as onboarding:
        apply_all(onboarding)
    with signed_in(tmp_path, setup) as onboarding:
        apply_all(onboarding)
        observed = onboarding.look()
        browser, terminal, roles = ways_to_enter(setup, observed, setup.accounts[0])
    shop = observed.account_with_email("aws+shop@acme.example")
    profiles = configparser.ConfigParser()
    profiles.read_string(terminal.text)

    assert shop is not None
    deployers, read_only = browser.text.splitlines()
    assert deployers.endswith(f"/start/#/console?account_id={shop.account_id}&role_name=Deployers")
    assert read_only.endswith("&role_name=ReadOnly")
    assert profiles["sso-session acme"]["sso_region"] == "eu-west-1"
    assert profiles["profile acme-shop-readonly"]["sso_account_id"] == shop.account_id
    assert "role_arn" in roles.text


def test_whoever_is_named_sees_the_statement_that_it_takes_and_a_group_is_given_it() -> None:
    setup, identity = small(), Identity("999988887777", "arn:aws-cn:iam::999988887777:user/anna")

    def told(callers: Callers) -> WayToEnter | None:
        return permission_to_enter(replace(setup, access=Access(callers=callers)), identity, setup.accounts[0])

    for callers in (Callers(), Callers(users=("anna",)), Callers(roles=("deploy",)), Callers(permission_sets=("Ops",))):
        needed = told(callers)
        assert needed is not None
        assert json.loads(needed.text)["Resource"] == "arn:aws-cn:iam::999988887777:role/shop-access"
    assert told(Callers(groups=("Admins",))) is None
    both = told(Callers(groups=("Admins",), users=("anna",)))
    assert both is not None
    assert "Admins has it." in both.sentences[0]


@pytest.mark.parametrize(
    ("callers", "asked"),
    [(Callers(), True), (Callers(groups=("Admins",)), True), (Callers(roles=("deploy",)), False)],
)
def test_an_mfa_device_is_asked_only_of_those_who_can_show_one(callers: Callers, asked: bool) -> None:
    setup = replace(small(), access=Access(callers=callers))
    identity = Identity("999988887777", "arn:aws:iam::999988887777:user/anna")
    account = Account("111111111111", "shop", setup.email_of(setup.accounts[0]), "ACTIVE")
    (way,) = ways_to_enter(setup, Observed(identity=identity, accounts=(account,)), setup.accounts[0])

    assert ("mfa_serial" in way.text) is asked
    assert ("MFA device" in way.sentences[1]) is asked
