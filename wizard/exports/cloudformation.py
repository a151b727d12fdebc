"""The organization for CloudFormation: a template in which everything is retained, and the list of what to import.

Facts: CloudFormation user guide, resource-import; template reference, AWS_Organizations. An imported resource needs a
DeletionPolicy, and deleting an account's resource would close the account.
"""

from __future__ import annotations

import re
from typing import Any

from state.inventory import Inventory, Unseen
from state.text.printable import as_json
from wizard.exports.cloudformation_buckets import Resources, bucket_resources, left_out
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.texts import Ref, as_yaml, distinct

MOST_RESOURCES = 500
"""Of one template (CloudFormation user guide, cloudformation-limits)."""
ALIVE = "ACTIVE"


def files(taken: Taken) -> Files:
    """A template for the management account and one for the data bunker, each with its resources to import."""
    inventory, name = taken.inventory, taken.name
    told = first_lines(taken, "the organization for CloudFormation")
    if isinstance(inventory.policies, Unseen):
        told.append(f"Policies are not in here. {inventory.policies.unknown}")
    written = _stack(f"{name}-cloudformation.yaml", f"{name}-to-import.json", told, _resources(inventory))
    buckets = bucket_resources(inventory)
    if buckets:
        told = [*first_lines(taken, "the data bunker's buckets for CloudFormation, in that account")]
        told += left_out(inventory)
        written |= _stack(f"{name}-data-bunker.yaml", f"{name}-data-bunker-imports.json", told, buckets)
    return written


def _stack(template_name: str, import_name: str, told: list[str], resources: Resources) -> dict[str, str]:
    if len(resources) > MOST_RESOURCES:
        told = [*told, f"It has {len(resources)} resources and a template holds {MOST_RESOURCES}: divide it."]
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": " ".join(told)[:1000],
        "Resources": {name: resource for name, (resource, _) in resources.items()},
    }
    to_import = [
        {"ResourceType": resource["Type"], "LogicalResourceId": name, "ResourceIdentifier": identifier}
        for name, (resource, identifier) in resources.items()
    ]
    return {template_name: comment(told) + as_yaml(template), import_name: as_json(to_import, indent=2) + "\n"}


def _resources(inventory: Inventory) -> Resources:
    if inventory.organization is None:
        return {"Nothing": (_resource("WaitConditionHandle", {}, service="CloudFormation"), {"Id": "none"})}
    names = _names(inventory)
    own: dict[str, Any] = {"FeatureSet": inventory.organization.feature_set}
    found: Resources = {"Organization": (_resource("Organization", own), {"Id": inventory.organization.id})}
    for unit in inventory.units:
        given = {"Name": unit.name, "ParentId": _place(unit.parent_id, names), **_tags(unit.tags)}
        found[names[unit.id]] = (_resource("OrganizationalUnit", given), {"Id": unit.id})
    for account in inventory.accounts:
        if account.state == ALIVE:
            given = {"AccountName": account.name, "Email": account.email}
            given |= {"ParentIds": [_place(account.parent_id, names)], **_tags(account.tags)}
            found[names[account.id]] = (_resource("Account", given), {"AccountId": account.id})
    for policy in inventory.policies if isinstance(inventory.policies, list) else ():
        if not policy.aws_managed and isinstance(policy.document, dict):
            given = {"Name": policy.name, "Type": policy.type, "Content": policy.document}
            given |= {"Description": policy.description} if policy.description else {}
            if isinstance(policy.targets, list) and policy.targets:
                given["TargetIds"] = [_target(target, names, inventory) for target in policy.targets]
            found[names[policy.id]] = (_resource("Policy", given), {"Id": policy.id})
    return found | _trails(inventory)


def _trails(inventory: Inventory) -> Resources:
    """Of those that are at home in this Region: a stack is of one Region."""
    trails = inventory.trails if isinstance(inventory.trails, list) else []
    here = [trail for trail in trails if trail.home_region == inventory.home_region]
    names = distinct({trail.arn: f"{_logical(trail.name)}Trail" for trail in here}, "")
    found: Resources = {}
    for trail in here:
        given: dict[str, Any] = {"TrailName": trail.name, "S3BucketName": trail.bucket, "IsLogging": True}
        given |= {"S3KeyPrefix": trail.key_prefix} if trail.key_prefix else {}
        given |= {"KMSKeyId": trail.kms_key_id} if trail.kms_key_id else {}
        given |= {"IsOrganizationTrail": True, "IsMultiRegionTrail": trail.multi_region}
        given |= {"IncludeGlobalServiceEvents": True, "EnableLogFileValidation": trail.validated}
        found[names[trail.arn]] = (_resource("Trail", given, service="CloudTrail"), {"TrailName": trail.name})
    return found


def _resource(kind: str, properties: dict[str, Any], service: str = "Organizations") -> dict[str, Any]:
    return {
        "Type": f"AWS::{service}::{kind}",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        **({"Properties": properties} if properties else {}),
    }


def _names(inventory: Inventory) -> dict[str, str]:
    """Logical names by id: letters and digits only."""
    names = {unit.id: f"{_logical(unit.path)}Unit" for unit in inventory.units}
    names |= {account.id: f"{_logical(account.name)}Account" for account in inventory.accounts}
    policies = inventory.policies if isinstance(inventory.policies, list) else []
    names |= {policy.id: f"{_logical(policy.name)}Policy" for policy in policies}
    return distinct(names, "")


def _logical(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.findall(r"[A-Za-z0-9]+", name))[:100]


def _place(place: str, names: dict[str, str]) -> Ref | str:
    return Ref(names[place]) if place in names else place


def _target(target: str, names: dict[str, str], inventory: Inventory) -> Ref | str:
    """An account that is not alive is not in the template, and stands as its id."""
    account = inventory.account(target)
    return target if account is not None and account.state != ALIVE else _place(target, names)


def _tags(tags: dict[str, str] | Unseen | None) -> dict[str, Any]:
    if isinstance(tags, Unseen) or not tags:
        return {}
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _proof(taken: Taken) -> Proof:
    name = taken.name
    return Proof(
        f"aws cloudformation create-change-set --stack-name {name}-organization --change-set-name import "
        f"--change-set-type IMPORT --template-body file://{name}-cloudformation.yaml "
        f"--resources-to-import file://{name}-to-import.json && aws cloudformation describe-change-set "
        f"--stack-name {name}-organization --change-set-name import --query 'Changes[].ResourceChange.Action'",
        'Every line of the answer says "Import". Run it in the management account, and the same in the data bunker '
        f"with {name}-data-bunker.yaml and its imports; once executed, `detect-stack-drift` says IN_SYNC.",
    )


FORMAT = Format(
    "cloudformation",
    "The organization for CloudFormation: a template that retains everything, and what to import",
    True,
    files,
    _proof,
    "cfn-lint",
)
