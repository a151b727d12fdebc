"""Only your Regions can be used, but for the access role and services without a Region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from state.setup import ROOT, Setup
from state.setup.guardrails import Item
from wizard.edits.guardrails import REGIONS
from wizard.guardrails.auditing import BASELINE, Audited, Facts, Judged, Status
from wizard.guardrails.base import FREE, Value, ValueWords, Wanted, Words
from wizard.guardrails.policies import POLICY_UNDO, PlacedPolicy, PolicyGuardrail, policy_key
from wizard.policies.policy_text import AccessRole, NothingNamed, PolicyText, document_of, listed, role_arns
from wizard.policies.regions import NOT_RESTRICTED

NAME = "orgwizard-restrict-regions"
STACK_SETS = "arn:*:iam::*:role/stacksets-exec-*"
"""Made by AWS where CloudFormation rolls stacks out over the organization (CloudFormation user guide,
stacksets-orgs-enable-trusted-access)."""


def restrict_regions(regions: Iterable[str], role_names: frozenset[AccessRole]) -> PolicyText:
    """Nothing but global services outside `regions`, except for the access roles.

    The home Regions of the organization, of Identity Center, of the trail and of the log bucket have to be in it. A
    team that serves through CloudFront and keeps its logs, or signs a zone of Route 53, needs us-east-1 too, where AWS
    wants their log groups and keys. Raises NothingNamed.
    """
    allowed = sorted(set(regions))
    if not allowed:
        raise NothingNamed("No Region is allowed, which would stop everything.", "Name at least the home Region.")
    exempt = [*role_arns(role_names), STACK_SETS] if role_names else []
    condition: dict[str, Any] = {"StringNotEquals": {"aws:RequestedRegion": allowed}}
    if exempt:
        condition["ArnNotLike"] = {"aws:PrincipalArn": exempt}
    statement = {
        "Sid": "DenyOtherRegions",
        "Effect": "Deny",
        "NotAction": listed(NOT_RESTRICTED),
        "Resource": "*",
        "Condition": condition,
    }
    return PolicyText(
        NAME,
        "Member accounts work in the allowed Regions and in global services only.",
        document_of(statement),
    )


def _placed(wanted: Wanted) -> PlacedPolicy:
    regions = {wanted.setup.home_region, *wanted.setup.guardrails.allowed_regions}
    return PlacedPolicy(restrict_regions(regions, wanted.access_roles))


def _now(setup: Setup) -> str:
    return ", ".join((f"{setup.home_region or 'no home Region yet'} (home)", *setup.guardrails.allowed_regions))


def _judge(facts: Facts) -> Judged:
    left = facts.left_out(Item.ALLOWED_REGIONS)
    if left:
        return Status.YOURS, left
    if facts.holds(policy_key(NAME, ROOT)):
        return Status.MET, "A policy denies every Region but yours; it does not bind the management account."
    return Status.YOURS, "Choose the guardrail for Regions, or disable Regions you do not use."


GUARDRAIL = PolicyGuardrail(
    item=Item.ALLOWED_REGIONS,
    words=Words(
        "Only your Regions can be used",
        "Only the access role can start anything outside of your Regions; services without a Region go on everywhere.",
        FREE,
        POLICY_UNDO,
    ),
    placed=_placed,
    audited=(Audited(BASELINE, "ACCT.17", "Only the Regions that are used", _judge),),
    needs="The home Region is always allowed.",
    value=ValueWords(
        Value.REGIONS,
        "Allowed Regions",
        "Where something may be started, once only your Regions can be used.",
        REGIONS,
        _now,
    ),
)
