"""EC2's defaults in each Region, as the simulated AWS answers for them."""

from __future__ import annotations

from wizard.simulated.declarations import declared_attribute
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.settings import RegionSettings

OPT_IN_REGIONS = (
    "af-south-1",
    "ap-east-1",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
)
"""ACC manage-acct-regions."""
_HOPS = range(1, 65)


@answers("ec2", "DescribeRegions")
def describe_regions(call: Call) -> Answer:
    """API: ec2.DescribeRegions: those that the account may use, unless it asks for all."""
    _settings(call)
    names, every = call.parameters.get("RegionNames"), call.parameters.get("AllRegions", False)
    known = sorted({*call.world.climate.regions, *OPT_IN_REGIONS})
    for name in names or ():
        if name not in known:
            raise Refusal("InvalidParameterValue", f"Invalid region provided: {name}")
    regions = [_region(call, name) for name in known if not names or name in names]
    return {"Regions": [region for region in regions if every or region["OptInStatus"] != "not-opted-in"]}


def _region(call: Call, name: str) -> Answer:
    status = "opted-in" if name in call.account.opted_in else "not-opted-in"
    return {
        "RegionName": name,
        "Endpoint": f"ec2.{name}.amazonaws.com",
        "OptInStatus": "opt-in-not-required" if name in call.world.climate.regions else status,
    }


@answers("ec2", "DescribeInstances")
def describe_instances(call: Call) -> Answer:
    """API: ec2.DescribeInstances, of one Region; each in a reservation of its own."""
    ids = [f"i-{number:017x}" for number in range(_settings(call).instances)]
    return {"Reservations": [{"Instances": [{"InstanceId": each}]} for each in ids]}


@answers("ec2", "GetEbsEncryptionByDefault")
def get_ebs_encryption_by_default(call: Call) -> Answer:
    """API: ec2.GetEbsEncryptionByDefault, of one Region."""
    return {"EbsEncryptionByDefault": _settings(call).ebs_encryption}


@answers("ec2", "EnableEbsEncryptionByDefault", writes=True)
def enable_ebs_encryption_by_default(call: Call) -> Answer:
    """API: ec2.EnableEbsEncryptionByDefault. Repeating it changes nothing."""
    _own_settings(call).ebs_encryption = True
    return {"EbsEncryptionByDefault": True}


@answers("ec2", "DisableEbsEncryptionByDefault", writes=True)
def disable_ebs_encryption_by_default(call: Call) -> Answer:
    """API: ec2.DisableEbsEncryptionByDefault."""
    _own_settings(call).ebs_encryption = False
    return {"EbsEncryptionByDefault": False}


@answers("ec2", "GetInstanceMetadataDefaults")
def get_instance_metadata_defaults(call: Call) -> Answer:
    """API: ec2.GetInstanceMetadataDefaults: what has no preference is not in the answer."""
    defaults, declared = _settings(call).metadata_defaults, declared_attribute(call, "instance_metadata_defaults")
    if declared:
        told = {_TOLD[name]: value for name, value in declared.items() if value != "no_preference"}
        hops = {_HOP_LIMIT: int(told[_HOP_LIMIT])} if _HOP_LIMIT in told else {}
        return {"AccountLevel": {**told, **hops, "ManagedBy": "declarative-policy"}}
    return {"AccountLevel": {**defaults, "ManagedBy": "account"} if defaults else {}}


@answers("ec2", "ModifyInstanceMetadataDefaults", writes=True)
def modify_instance_metadata_defaults(call: Call) -> Answer:
    """API: ec2.ModifyInstanceMetadataDefaults. What is not mentioned stays; `no-preference` and -1 take it away."""
    if declared_attribute(call, "instance_metadata_defaults"):
        raise Refusal("DeclarativePolicyViolation", "This functionality has been disabled by a declarative policy.")
    defaults = _own_settings(call).metadata_defaults
    hops = call.parameters.get("HttpPutResponseHopLimit", -1)
    if hops != -1 and hops not in _HOPS:
        raise Refusal("InvalidParameterValue", f"The hop limit {hops} is not between 1 and 64.")
    for key, value in call.parameters.items():
        if value in ("no-preference", -1):
            defaults.pop(key, None)
        elif key != "DryRun":
            defaults[key] = value
    return {"Return": True}


@answers("ec2", "GetSnapshotBlockPublicAccessState")
def get_snapshot_block_public_access_state(call: Call) -> Answer:
    """API: ec2.GetSnapshotBlockPublicAccessState: off, unless a declarative policy says otherwise."""
    return _state(call, "snapshot_block_public_access", "State", "unblocked")


@answers("ec2", "GetImageBlockPublicAccessState")
def get_image_block_public_access_state(call: Call) -> Answer:
    """API: ec2.GetImageBlockPublicAccessState: on in accounts that never shared an image, which these are."""
    return _state(call, "image_block_public_access", "ImageBlockPublicAccessState", "block-new-sharing")


def _state(call: Call, attribute: str, key: str, of_the_account: str) -> Answer:
    _settings(call)
    declared = declared_attribute(call, attribute)
    state = str(declared["state"]).replace("_", "-") if declared else of_the_account
    return {key: state, "ManagedBy": "declarative-policy" if declared else "account"}


_HOP_LIMIT = "HttpPutResponseHopLimit"
_TOLD = {
    "http_tokens": "HttpTokens",
    "http_put_response_hop_limit": _HOP_LIMIT,
    "http_endpoint": "HttpEndpoint",
    "instance_metadata_tags": "InstanceMetadataTags",
}
"""What the attributes of a policy are called in the API."""


def _settings(call: Call) -> RegionSettings:
    """Those of the Region that was asked. One that is not enabled knows no credentials (ACC: manage-acct-regions)."""
    if call.region not in (*call.world.climate.regions, *call.account.opted_in):
        raise Refusal("AuthFailure", "AWS was not able to validate the provided access credentials")
    if call.parameters.get("DryRun"):
        raise Refusal("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
    return call.account.regions.get(call.region, RegionSettings())


def _own_settings(call: Call) -> RegionSettings:
    """The same to be changed."""
    settings = _settings(call)
    return call.account.regions.setdefault(call.region, settings)
