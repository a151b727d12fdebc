"""A Region is one that there is, and an organization is at home where every account is from its birth."""

from __future__ import annotations

from dataclasses import replace

import botocore.session
import pytest

from state.setup.guardrails import Guardrails
from state.setup.partitions import REGIONS, REGIONS_FOR_EVERYBODY, partition_of
from state.setup.region_rules import home_region_problem, region_problem
from state.setup.validation import problems_of
from tests.rehearsing import suggested


def test_the_list_is_botocores_and_each_region_belongs_to_its_partition() -> None:
    resolver = botocore.session.Session().get_component("endpoint_resolver")
    listed = {
        each["partition"]: {name for name in each["regions"] if not name.endswith("-global")}
        for each in resolver._endpoint_data["partitions"]
    }

    for partition, regions in REGIONS.items():
        assert listed[partition] <= regions, "botocore knows a Region that is not in the list"
        assert {partition_of(region) for region in regions} == {partition}
    assert REGIONS["aws"] > REGIONS_FOR_EVERYBODY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("eu-wset-1", "eu-west-1"), ("EU-WEST-1", "eu-west-1"), ("us_east_1", "us-east-1"), ("eu-west-9", "eu-west-")],
)
def test_a_mistyped_region_is_refused_with_the_nearest_one(typed: str, meant: str) -> None:
    fault = home_region_problem(typed)

    assert fault is not None
    assert f"Did you mean {meant}" in fault.remedy


@pytest.mark.parametrize("typed", ["xx-nowhere-9", "", "us-iso-east-1", "earth"])
def test_what_is_no_region_is_refused(typed: str) -> None:
    assert home_region_problem(typed) is not None
    assert region_problem(typed) is not None


def test_a_region_that_accounts_have_to_enable_is_no_home_and_may_be_allowed() -> None:
    fault = home_region_problem("eu-south-1")

    assert fault is not None
    assert "enabled in each account" in fault.what
    assert region_problem("eu-south-1") is None
    assert home_region_problem("eu-west-1") is None


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1", "eusc-de-east-1"])
def test_a_partition_apart_is_told_and_does_not_stop_anybody(region: str) -> None:
    (problem,) = [each for each in problems_of(replace(suggested(), home_region=region)) if "apart" in each.what]

    assert not problem.serious
    assert "credentials of that partition" in problem.remedy


def test_regions_of_two_partitions_are_not_of_one_organization() -> None:
    setup = replace(suggested(), guardrails=Guardrails(allowed_regions=("cn-north-1",)))
    (problem,) = [each for each in problems_of(setup) if "partition" in each.what]

    assert problem.serious
