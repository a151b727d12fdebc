"""What the documents of organization policies must look like, type by type, for the simulated AWS to take them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wizard.simulated.passing_time import SERVICE_CONTROL_POLICY
from wizard.simulated.policy_documents import statements_of
from wizard.simulated.refusals import Refusal, constraint

MOST_CHARACTERS = {SERVICE_CONTROL_POLICY: 10240, "RESOURCE_CONTROL_POLICY": 5120, "AISERVICES_OPT_OUT_POLICY": 2500}
MOST_CHARACTERS_OF_OTHERS = 10000
"""Both: UG orgs_reference_limits."""
_TOP_LEVEL = {"AISERVICES_OPT_OUT_POLICY": "services", "TAG_POLICY": "tags", "BACKUP_POLICY": "plans"}
"""The one element that a document of the type has."""
_ELEMENTS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_OPERATORS = {"@@assign", "@@operators_allowed_for_child_policies"}
_OPT_OUT = {"optOut", "optIn"}


def require_document(policy_type: str, content: str) -> None:
    """POLICY_CONTENT_LIMIT_EXCEEDED, white space included, or MalformedPolicyDocumentException."""
    if len(content) > MOST_CHARACTERS.get(policy_type, MOST_CHARACTERS_OF_OTHERS):
        raise constraint("POLICY_CONTENT_LIMIT_EXCEEDED", "The policy is larger than its type may be.")
    try:
        document = json.loads(content)
    except ValueError:
        document = None
    if not isinstance(document, dict) or not _grammatical(policy_type, document):
        raise Refusal("MalformedPolicyDocumentException", "The provided policy document doesn't meet the requirements.")


def _grammatical(policy_type: str, document: Mapping[str, Any]) -> bool:
    match policy_type:
        case "SERVICE_CONTROL_POLICY":
            return _statements_are(document, _control)
        case "RESOURCE_CONTROL_POLICY":
            return _statements_are(document, _resource_control)
        case "AISERVICES_OPT_OUT_POLICY":
            return set(document) == {"services"} and _opt_out(document["services"])
        case "DECLARATIVE_POLICY_EC2":
            return set(document) == {"ec2_attributes"} and _attributes(document["ec2_attributes"])
        case "S3_POLICY":
            return set(document) == {"s3_attributes"} and _s3_attributes(document["s3_attributes"])
        case _:
            return bool(document) and _TOP_LEVEL.get(policy_type, next(iter(document))) in document


def _statements_are(document: Mapping[str, Any], grammatical: Any) -> bool:
    """UG: orgs_manage_policies_scps_syntax."""
    if document.get("Version") != "2012-10-17" or not isinstance(document.get("Statement"), list | dict):
        return False
    statements = statements_of(dict(document))
    return bool(statements) and all(isinstance(each, dict) and grammatical(each) for each in statements)


def _control(statement: Mapping[str, Any]) -> bool:
    """An effect, and one each of action and resource; nobody is named."""
    one_each = all(len({name, f"Not{name}"} & set(statement)) == 1 for name in ("Action", "Resource"))
    return one_each and statement.get("Effect") in ("Allow", "Deny") and set(statement) <= _ELEMENTS


def _resource_control(statement: Mapping[str, Any]) -> bool:
    """The same, about everybody, and only to deny (UG: orgs_manage_policies_rcps_syntax)."""
    rest = {key: value for key, value in statement.items() if key != "Principal"}
    return statement.get("Principal") == "*" and statement.get("Effect") == "Deny" and _control(rest)


_ATTRIBUTES = {
    "exception_message": None,
    "serial_console_access": {"status"},
    "image_block_public_access": {"state"},
    "snapshot_block_public_access": {"state"},
    "allowed_images_settings": {"state", "image_criteria"},
    "vpc_block_public_access": {"internet_gateway_block"},
    "instance_metadata_defaults": {
        "http_tokens",
        "http_put_response_hop_limit",
        "http_endpoint",
        "instance_metadata_tags",
    },
}
"""UG: orgs_manage_policies_declarative_syntax."""


def _attributes(attributes: Any) -> bool:
    """Known attributes, with all that belongs to each."""
    if not isinstance(attributes, dict) or not attributes or not set(attributes) <= set(_ATTRIBUTES):
        return False
    return all(
        isinstance(value, dict) and ((parts := _ATTRIBUTES[name]) is None or set(value) == parts)
        for name, value in attributes.items()
    )


def _s3_attributes(attributes: Any) -> bool:
    """The four settings as one, all or none (UG: orgs_manage_policies_s3_syntax)."""
    if not isinstance(attributes, dict) or set(attributes) != {"public_access_block_configuration"}:
        return False
    block = attributes["public_access_block_configuration"]
    return isinstance(block, dict) and set(block) <= _OPERATORS and block.get("@@assign") in ("all", "none")


def _opt_out(services: Any) -> bool:
    """Every service says optOut or optIn, in exactly these letters (UG: orgs_manage_policies_ai-opt-out_syntax)."""
    if not isinstance(services, dict) or not set(services) - _OPERATORS:
        return False
    return all(_service(value) for name, value in services.items() if name not in _OPERATORS)


def _service(service: Any) -> bool:
    value = service.get("opt_out_policy") if isinstance(service, dict) else None
    if not isinstance(value, dict) or not set(service) <= {"opt_out_policy", *_OPERATORS}:
        return False
    return set(value) <= _OPERATORS and value.get("@@assign") in _OPT_OUT
