"""The ordered table of the guardrails, and what follows from it: claims, units, policies, and what has to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from state.changes.base import Change
from state.observed import SERVICE_CONTROL_POLICY, Scope
from state.observed.settings import Place
from state.setup import ROOT, Setup
from state.setup.guardrails import Item
from wizard.claims.base import Claim
from wizard.claims.reads import Reads
from wizard.claims.settings import SettingClaim
from wizard.guardrails import (
    account_alias,
    ai_opt_out,
    allowed_regions,
    audit_trail,
    backups,
    block_public_access,
    budget,
    central_root_access,
    deny_leaving,
    deny_root_user,
    ebs_encryption,
    instance_metadata,
    management_root_user,
    narrow_access_roles,
    object_lock,
    password_policy,
    protect_access_roles,
    protect_audit_trail,
    protect_data_bunker,
    public_buckets,
    public_images,
    quarantine,
    root_credentials,
    security_contact,
)
from wizard.guardrails.base import Guardrail, Wanted
from wizard.guardrails.bucket_lifecycle import BucketExpiresAsItShould
from wizard.guardrails.in_each_account import InEachAccount
from wizard.guardrails.policies import PlacedPolicy, PolicyGuardrail, PolicyInForce
from wizard.guardrails.policies_taken_back import PolicyNoLongerHere, PolicyTakenBack

GUARDRAILS: tuple[Guardrail, ...] = (
    deny_leaving.GUARDRAIL,
    deny_root_user.GUARDRAIL,
    protect_access_roles.GUARDRAIL,
    central_root_access.GUARDRAIL,
    root_credentials.GUARDRAIL,
    management_root_user.GUARDRAIL,
    audit_trail.GUARDRAIL,
    protect_audit_trail.GUARDRAIL,
    protect_data_bunker.GUARDRAIL,
    object_lock.GUARDRAIL,
    backups.GUARDRAIL,
    block_public_access.GUARDRAIL,
    public_buckets.GUARDRAIL,
    ebs_encryption.GUARDRAIL,
    instance_metadata.GUARDRAIL,
    public_images.GUARDRAIL,
    password_policy.GUARDRAIL,
    account_alias.GUARDRAIL,
    security_contact.GUARDRAIL,
    narrow_access_roles.GUARDRAIL,
    allowed_regions.GUARDRAIL,
    quarantine.GUARDRAIL,
    ai_opt_out.GUARDRAIL,
    budget.GUARDRAIL,
)
"""In the order in which they are told."""

BY_ITEM: dict[Item, Guardrail] = {guardrail.item: guardrail for guardrail in GUARDRAILS}

READS: tuple[Reads[Any], ...] = tuple(reads for guardrail in GUARDRAILS for reads in guardrail.reads)
"""Every setting that a guardrail is about, and how it is read."""

TO_LOOK_AT_POLICIES = tuple(
    f"organizations:{operation}" for operation in ("DescribePolicy", "ListPolicies", "ListPoliciesForTarget")
)


def guardrail_claims(setup: Setup, made: Collection[Change] = ()) -> tuple[Claim, ...]:
    """The claims of every guardrail that is wanted or taken back; policies come last, so that nobody is locked out.

    `made` are the changes ever performed for the setup: what of them is wanted no longer, where a guardrail was given
    a smaller scope, goes again.
    """
    return tuple(_in_each_place(dict.fromkeys(_claims(Wanted(setup, made)))))


def _in_each_place(claims: Collection[Claim]) -> Iterator[Claim]:
    """The same; a policy knows which others are wanted in its place: AWS takes only so many."""
    policies = [claim for claim in claims if isinstance(claim, PolicyInForce)]
    going = tuple(claim.content for claim in claims if isinstance(claim, PolicyTakenBack))
    for claim in claims:
        if isinstance(claim, PolicyInForce):
            place = (claim.policy_type, claim.path)
            ours = tuple(
                (each.policy_name, each.content) for each in policies if (each.policy_type, each.path) == place
            )
            yield replace(claim, ours=ours)
        elif isinstance(claim, PolicyTakenBack):
            alike = (each.content for each in policies if each.policy_type == claim.policy_type)
            yield replace(claim, wanted=tuple(dict.fromkeys(alike)), going=going)
        else:
            yield claim


def _claims(wanted: Wanted) -> Iterator[Claim]:
    for family in _families():
        for guardrail in family:
            yield from guardrail.before if wanted.applies(guardrail.item) else ()
        for place in wanted.everywhere:
            yield from (claim for each in family for claim in each.claims_in(wanted, place))
        yield from (claim for each in family for claim in each.claims(wanted))


def _families() -> Iterator[tuple[Guardrail, ...]]:
    """What belongs together in a plan: what is set in one account, and in the end all policies."""
    settings = [each for each in GUARDRAILS if not isinstance(each, PolicyGuardrail)]
    policies = [each for each in GUARDRAILS if isinstance(each, PolicyGuardrail)]
    for _, family in groupby(settings, key=lambda each: "" if isinstance(each, InEachAccount) else each.item):
        yield tuple(family)
    yield tuple(policies)


def units_for_guardrails(setup: Setup) -> tuple[str, ...]:
    """Units that guardrails need and the setup does not name itself."""
    needed = (path for each in GUARDRAILS if setup.applies(each.item) for path in each.units)
    return tuple(path for path in dict.fromkeys(needed) if path not in setup.unit_paths())


def with_guardrails(scope: Scope, claims: tuple[Claim, ...]) -> Scope:
    """What has to be read for `claims`, beside the rest of the scope."""
    names: dict[Place, list[str]] = {}
    paths: dict[str, set[str]] = {}
    for claim in claims:
        if isinstance(claim, SettingClaim):
            wanted = names.setdefault(claim.place, [])
            wanted += [name for name in claim.settings if name not in wanted]
            if isinstance(claim, BucketExpiresAsItShould):
                paths.setdefault(SERVICE_CONTROL_POLICY, {ROOT}).update(claim.bound_at)
        elif isinstance(claim, (PolicyInForce, PolicyTakenBack, PolicyNoLongerHere)):
            others = claim.others if isinstance(claim, PolicyTakenBack) else ()
            paths.setdefault(claim.policy_type, {ROOT}).update((claim.path, *others))
    return replace(
        scope,
        settings=tuple((place, tuple(each)) for place, each in names.items()),
        policies=tuple((policy_type, frozenset(each)) for policy_type, each in sorted(paths.items())),
    )


def policies_of(setup: Setup) -> Iterator[tuple[Item, PlacedPolicy]]:
    """Each guardrail that is a policy, wanted or not: the policy, and where it belongs."""
    wanted = Wanted(setup)
    for guardrail in GUARDRAILS:
        if isinstance(guardrail, PolicyGuardrail) and (placed := guardrail.policy(wanted)) is not None:
            yield from ((guardrail.item, replace(placed, path=path)) for path in guardrail.paths(placed, setup))
