"""AWS's partitions, worlds of their own, whose ARNs begin differently; and Regions that nobody has to enable."""

from __future__ import annotations

_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc"}

_CURRENCIES = {"aws-cn": "CNY", "aws-eusc": "EUR"}


def currency_of(region: str) -> str:
    """What AWS bills in, in the Region's partition, and so what its budgets are counted in."""
    return _CURRENCIES.get(partition_of(region), "USD")


REGIONS_FOR_EVERYBODY = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)
"""Enabled in every account of the partition `aws`; all later ones are enabled account by account (account management
reference, manage-acct-regions)."""


REGIONS = {
    "aws": REGIONS_FOR_EVERYBODY
    | {
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "me-west-1",
        "mx-central-1",
        "sa-west-1",
    },
    "aws-cn": frozenset({"cn-north-1", "cn-northwest-1"}),
    "aws-us-gov": frozenset({"us-gov-east-1", "us-gov-west-1"}),
    "aws-eusc": frozenset({"eusc-de-east-1"}),
}
"""Every Region of the partitions that the program is for, as botocore lists them; a test compares."""
PARTITION_NAMES = {
    "aws-cn": "AWS in China",
    "aws-us-gov": "AWS GovCloud (US)",
    "aws-eusc": "the AWS European Sovereign Cloud",
}


def partition_of(region: str) -> str:
    """The partition that a Region belongs to."""
    return next((partition for prefix, partition in _PARTITIONS.items() if region.startswith(prefix)), "aws")
