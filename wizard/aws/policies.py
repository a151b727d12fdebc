"""Reading the policies that are in force where the setup wants some.

An organization may have thousands, and DescribePolicy is answered twice a second only (user guide,
orgs_reference_limits), so only what is attached there, or bears one of the program's names, is read in full.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

from state.observed import ENABLED, SERVICE_CONTROL_POLICY, Observed, Policy, Scope, canonical
from state.observed.policy_limits import PolicyLimits, documented
from wizard.aws.calls import Calls, Glances
from wizard.aws.failures import explained
from wizard.aws.surroundings import US_EAST_1
from wizard.errors import AwsError, CredentialsExpired, NoCredentials
from wizard.guardrails.policies_taken_back import OURS

ORGANIZATIONS = "organizations"
Summary = tuple[str, str, bool]
"""Id, name, and whether it is AWS's own."""
_NAMES = {
    "AISERVICES_OPT_OUT_POLICY": "ai services opt-out polic",
    "DECLARATIVE_POLICY_EC2": "declarative polic",
    "S3_POLICY": "s3 polic",
    SERVICE_CONTROL_POLICY: "service control polic",
}
_OF_A_PLACE = ("attached", "per account", "per root", "per target")
"""Parts of the names of quotas, in small letters."""
Target = tuple[str, str]
"""The path of the root or a unit, empty for an account; and its id."""


def policies(calls: Calls, pool: Executor, scope: Scope, seen: Observed) -> tuple[Policy, ...]:
    """The policies of every type that the setup is about and that is enabled. Raises AwsError."""
    found: list[Policy] = []
    for policy_type, paths in scope.policies:
        if seen.root is not None and seen.root.policy_type_status(policy_type) == ENABLED:
            accounts = scope.policy_accounts if policy_type == SERVICE_CONTROL_POLICY else ()
            found += _of_type(calls, pool, policy_type, _targets(seen, paths, accounts))
    return tuple(sorted(found, key=lambda policy: (policy.policy_type, policy.policy_name)))


def policy_limits(calls: Calls, scope: Scope) -> tuple[tuple[str, PolicyLimits], ...]:
    """What Service Quotas tells of the types that the setup is about, by the quotas' names: sources know no codes of
    them. Where it tells nothing, or nobody may ask, what AWS documents holds, and its refusal is the truth."""
    types = [policy_type for policy_type, _ in scope.policies]
    if not types:
        return ()
    try:
        quotas = Glances(calls.clients, US_EAST_1).ask_all(
            "service-quotas", "ListServiceQuotas", "Quotas", _quota, ServiceCode=ORGANIZATIONS
        )
    except (CredentialsExpired, NoCredentials):
        raise
    except AwsError:
        quotas = []
    return tuple((each, _limits(each, quotas)) for each in types)


def _quota(answer: Mapping[str, Any]) -> tuple[str, int]:
    return str(answer["QuotaName"]).lower(), int(answer["Value"])


def _limits(policy_type: str, quotas: Iterable[tuple[str, int]]) -> PolicyLimits:
    limits = documented(policy_type)
    for name, value in quotas:
        if value > 0 and _NAMES.get(policy_type, policy_type) in name:
            attached = any(word in name for word in _OF_A_PLACE)
            limits = replace(limits, attached=value) if attached else limits
            limits = replace(limits, characters=value) if "size" in name or "characters" in name else limits
    return limits


def _targets(seen: Observed, paths: Iterable[str], accounts: Iterable[str]) -> list[Target]:
    """What of these places there is."""
    units = [(path, target) for path in sorted(paths) if (target := seen.parent_id(path)) is not None]
    found = (seen.account_called(reference) for reference in accounts)
    return [*units, *(("", account.account_id) for account in found if account is not None)]


def _of_type(calls: Calls, pool: Executor, policy_type: str, targets: list[Target]) -> list[Policy]:
    listed = pool.submit(calls.ask_all, ORGANIZATIONS, "ListPolicies", "Policies", _summary, Filter=policy_type)
    attached = list(pool.map(lambda pair: _attached(calls, policy_type, pair[1]), targets))
    paths: dict[str, list[str]] = {}
    accounts: dict[str, list[str]] = {}
    known: dict[str, Summary] = {one[0]: one for one in listed.result() if one[1].startswith(OURS)}
    for (path, target_id), summaries in zip(targets, attached, strict=True):
        for one in summaries:
            known[one[0]] = one
            (paths if path else accounts).setdefault(one[0], []).append(path or target_id)
    contents = pool.map(lambda one: "" if one[2] else _content(calls, one[0]), known.values())
    return [
        Policy(each, name, policy_type, content, tuple(paths.get(each, ())), tuple(accounts.get(each, ())))
        for (each, name, _), content in zip(known.values(), contents, strict=True)
    ]


def _attached(calls: Calls, policy_type: str, target_id: str) -> list[Summary]:
    return calls.ask_all(
        ORGANIZATIONS, "ListPoliciesForTarget", "Policies", _summary, TargetId=target_id, Filter=policy_type
    )


def _summary(answer: Mapping[str, Any]) -> Summary:
    return str(answer["Id"]), str(answer["Name"]), bool(answer.get("AwsManaged"))


def _content(calls: Calls, policy_id: str) -> str:
    """As canonical JSON."""

    def understand(answer: Mapping[str, Any]) -> str:
        return str(answer["Policy"]["Content"])

    text = calls.ask(ORGANIZATIONS, "DescribePolicy", understand, PolicyId=policy_id)
    with explained("organizations:DescribePolicy"):
        return canonical(json.loads(text))
