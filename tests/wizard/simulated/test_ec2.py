"""EC2's defaults are set account by account and Region by Region."""

from __future__ import annotations

from tests.wizard.simulated.signing import Aws, refused
from tests.wizard.simulated.test_iam_and_sts import assume


def test_encryption_by_default_is_on_in_the_region_it_was_enabled_in(organization: Aws) -> None:
    inside = assume(organization, organization.account("shop"))
    ireland, frankfurt = inside.client("ec2"), inside.client("ec2", region_name="eu-central-1")
    assert not ireland.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]

    for _ in range(2):
        assert ireland.enable_ebs_encryption_by_default()["EbsEncryptionByDefault"]

    assert ireland.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert not frankfurt.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert not organization.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert not ireland.disable_ebs_encryption_by_default()["EbsEncryptionByDefault"]


def test_metadata_defaults_keep_what_is_not_mentioned_and_lose_what_has_no_preference(aws: Aws) -> None:
    ec2 = aws.client("ec2")
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {}
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    ec2.modify_instance_metadata_defaults(HttpPutResponseHopLimit=-1, HttpEndpoint="enabled")

    level = ec2.get_instance_metadata_defaults()["AccountLevel"]
    assert level == {"HttpTokens": "required", "HttpEndpoint": "enabled", "ManagedBy": "account"}
    ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpEndpoint="no-preference")
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {}
    with refused("InvalidParameterValue"):
        ec2.modify_instance_metadata_defaults(HttpPutResponseHopLimit=65)
    with refused("InvalidParameterValue"):
        ec2.modify_instance_metadata_defaults(HttpTokens="sometimes")


def test_a_region_that_is_not_enabled_knows_nobody(aws: Aws) -> None:
    zurich = aws.client("ec2", region_name="eu-central-2")
    with refused("AuthFailure"):
        zurich.get_ebs_encryption_by_default()

    aws.simulated.world.accounts["999988887777"].opted_in.append("eu-central-2")

    assert not zurich.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]


def test_regions_are_listed_as_far_as_the_account_may_use_them(aws: Aws) -> None:
    ec2 = aws.client("ec2")
    usual = [region["RegionName"] for region in ec2.describe_regions()["Regions"]]
    every = {region["RegionName"]: region["OptInStatus"] for region in ec2.describe_regions(AllRegions=True)["Regions"]}

    assert "eu-west-1" in usual
    assert "eu-central-2" not in usual
    assert (every["eu-west-1"], every["eu-central-2"]) == ("opt-in-not-required", "not-opted-in")
    assert len(ec2.describe_regions(RegionNames=["us-east-1"])["Regions"]) == 1
    with refused("InvalidParameterValue"):
        ec2.describe_regions(RegionNames=["moon-1"])
    with refused("DryRunOperation"):
        ec2.describe_regions(DryRun=True)
