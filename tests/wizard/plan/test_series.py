"""What is the same in several Regions of an account is told as one, and stays as many changes as it is."""

from __future__ import annotations

from state.changes.account_settings import SetEbsEncryptionByDefault
from state.changes.base import Change
from state.changes.units import CreateOrganizationalUnit
from state.observed.settings import Place
from wizard.plan.series import in_series, in_words

UNIT = CreateOrganizationalUnit("Workloads")


def encrypted(account: str, region: str) -> Change:
    return SetEbsEncryptionByDefault(Place(account, account, "", region), "true")


def test_the_same_in_several_regions_of_one_account_is_one_line_and_accounts_stay_apart() -> None:
    changes = [
        UNIT,
        *(encrypted("shop", region) for region in ("eu-west-1", "us-east-1")),
        encrypted("bank", "eu-west-1"),
    ]

    told = list(in_series(changes))

    assert [each.full_title for each in told] == [
        UNIT.full_title,
        "Encrypt new EBS volumes in 2 Regions of shop",
        "Encrypt new EBS volumes in eu-west-1 of bank",
    ]
    assert [each.regions for each in told] == [(), ("eu-west-1", "us-east-1"), ()]
    assert [change for each in told for change in each.changes] == changes
    assert in_words(changes[1:3]) == "Encrypt new EBS volumes in 2 Regions of shop"
