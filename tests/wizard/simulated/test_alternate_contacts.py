"""Alternate contacts are set by an account itself, or by its management account with trusted access."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wizard.simulated.conftest import Opening
from tests.wizard.simulated.signing import OTTO, Aws, refused
from tests.wizard.simulated.test_iam_and_sts import assume

MEMBER = "111111111111"
CONTACT = {"Name": "Sam", "Title": "Security", "EmailAddress": "sam@acme.example", "PhoneNumber": "+49301234567"}
SECURITY = {"AlternateContactType": "SECURITY"}


@pytest.fixture
def aws(opening: Opening) -> Aws:
    """An organization in which the management account may manage contacts."""
    aws = opening("existing-organization")
    aws.organizations.enable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    return aws


@pytest.fixture
def account(aws: Aws) -> Any:
    return aws.client("account")


def test_a_contact_comes_back_as_it_was_put_and_goes(aws: Aws, account: Any) -> None:
    with refused("ResourceNotFoundException"):
        account.get_alternate_contact(**SECURITY, AccountId=MEMBER)
    account.put_alternate_contact(**CONTACT, **SECURITY, AccountId=MEMBER)

    assert account.get_alternate_contact(**SECURITY, AccountId=MEMBER)["AlternateContact"] == CONTACT | SECURITY
    inside = assume(aws, MEMBER).client("account")
    assert inside.get_alternate_contact(**SECURITY)["AlternateContact"]["Name"] == "Sam"
    with refused("ResourceNotFoundException"):
        account.get_alternate_contact(**SECURITY)

    account.delete_alternate_contact(**SECURITY, AccountId=MEMBER)
    with pytest.raises(account.exceptions.ResourceNotFoundException):
        account.delete_alternate_contact(**SECURITY, AccountId=MEMBER)


def test_the_management_account_does_not_name_itself(account: Any) -> None:
    with refused("AccessDeniedException"):
        account.put_alternate_contact(**CONTACT, **SECURITY, AccountId="999988887777")
    account.put_alternate_contact(**CONTACT, **SECURITY)
    assert account.get_alternate_contact(**SECURITY)["AlternateContact"]["Name"] == "Sam"


def test_nobody_else_names_an_account(aws: Aws, account: Any) -> None:
    for somebody in (assume(aws, "222222222222"), aws.seen_by(OTTO)):
        with refused("AccessDeniedException"):
            somebody.client("account").get_alternate_contact(**SECURITY, AccountId=MEMBER)
    with refused("AccessDeniedException"):
        account.get_alternate_contact(**SECURITY, AccountId="444455556666")


def test_without_trusted_access_the_management_account_reaches_only_itself(aws: Aws, account: Any) -> None:
    aws.organizations.disable_aws_service_access(ServicePrincipal="account.amazonaws.com")

    with refused("AccessDeniedException"):
        account.put_alternate_contact(**CONTACT, **SECURITY, AccountId=MEMBER)
    account.put_alternate_contact(**CONTACT, **SECURITY)


def test_a_contact_has_an_address_of_the_usual_form(account: Any) -> None:
    with refused("ValidationException"):
        account.put_alternate_contact(**(CONTACT | {"EmailAddress": "sam"}), **SECURITY)
