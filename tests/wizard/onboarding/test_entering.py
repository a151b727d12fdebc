"""How one gets into an account stands in a text that the command line interface reads."""

from __future__ import annotations

import configparser
from pathlib import Path

from tests.rehearsing import apply_all, signed_in, small
from wizard.onboarding.entering import ways_to_enter


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
