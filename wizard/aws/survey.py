"""Reading the whole organization for what is taken away: what is refused is unknown, told so, and holds up nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, TypeVar

from state.observed import ENABLED, FeatureSet, Observed, Role, Scope, canonical
from state.observed.seen import Absent, Known, Seen, Unknown, value_of
from state.observed.survey import DelegatedAdministrator, OrganizationTrail, Survey, SurveyedPolicy, Tags
from state.setup import is_account_id
from wizard.aws import translate
from wizard.aws.calls import Calls
from wizard.aws.failures import explained
from wizard.aws.member_accounts import MemberAccounts
from wizard.aws.organization import ORGANIZATIONS, read_trusted_services
from wizard.errors import AwsError, CredentialsExpired, NoCredentials, NotFound

NO_ACCESS_FOR_IAM = ("ServiceAccessNotEnabled", "ServiceAccessNotEnabledException")
Result = TypeVar("Result")
Answer = Mapping[str, Any]


def survey(calls: Calls, members: MemberAccounts, pool: Executor, scope: Scope, seen: Observed) -> Survey:
    """Everything of `Survey`. Raises AwsError only when the caller's own credentials are no longer good."""
    policies = _policies(calls, pool, seen)
    ids = [seen.root.root_id] if seen.root else []
    ids += [unit.unit_id for unit in seen.units] + [account.account_id for account in seen.accounts]
    ids += [policy.policy_id for policy in value_of(policies) or () if not policy.aws_managed]
    features = seen.organization is not None and seen.organization.feature_set == FeatureSet.ALL
    enter = {
        account.account_id: role_name
        for reference, role_name in scope.enter
        if (account := seen.account_called(reference)) is not None and is_account_id(account.account_id)
    }
    return Survey(
        tags=tuple(zip(ids, pool.map(lambda each: _seen(lambda: _tags(calls, each)), ids), strict=True)),
        policies=policies,
        trusted_services=_seen(lambda: read_trusted_services(calls)) if features else Known(()),
        delegated_administrators=_delegated(calls, pool) if features else Known(()),
        trails=_seen(lambda: _trails(calls, scope.home_region)),
        root_features=_seen(lambda: _root_features(calls)) if features else Known(()),
        access_roles=tuple(
            zip(enter, pool.map(lambda pair: _access_role(members, scope, seen, *pair), enter.items()), strict=True)
        ),
    )


def _seen(question: Callable[[], Result]) -> Seen[Result]:
    try:
        return Known(question())
    except NotFound:
        return Absent()
    except (CredentialsExpired, NoCredentials):
        raise
    except AwsError as error:
        return Unknown(error.message, error.remedy)


def _tags(calls: Calls, resource_id: str) -> Tags:
    def understand(answer: Answer) -> tuple[str, str]:
        return str(answer["Key"]), str(answer["Value"])

    return tuple(
        sorted(calls.ask_all(ORGANIZATIONS, "ListTagsForResource", "Tags", understand, ResourceId=resource_id))
    )


def _policies(calls: Calls, pool: Executor, seen: Observed) -> Seen[tuple[SurveyedPolicy, ...]]:
    """Every policy of every type that is enabled. One type that may not be listed leaves all unknown: a list that
    lacks some would look whole."""
    enabled = [name for name, status in (seen.root.policy_types if seen.root else ()) if status == ENABLED]

    def listed() -> list[SurveyedPolicy]:
        return [
            policy
            for policy_type in enabled
            for policy in calls.ask_all(ORGANIZATIONS, "ListPolicies", "Policies", _summary, Filter=policy_type)
        ]

    found = _seen(listed)
    if not isinstance(found, Known):
        return found
    in_order = sorted(found.value, key=lambda each: (each.policy_type, each.policy_name, each.policy_id))
    return Known(tuple(pool.map(lambda policy: _in_full(calls, policy), in_order)))


def _summary(answer: Answer) -> SurveyedPolicy:
    return SurveyedPolicy(
        str(answer["Id"]),
        str(answer["Arn"]),
        str(answer["Name"]),
        str(answer["Type"]),
        str(answer.get("Description", "")),
        bool(answer.get("AwsManaged")),
    )


def _in_full(calls: Calls, policy: SurveyedPolicy) -> SurveyedPolicy:
    def targets() -> tuple[str, ...]:
        found = calls.ask_all(
            ORGANIZATIONS,
            "ListTargetsForPolicy",
            "Targets",
            lambda answer: str(answer["TargetId"]),
            PolicyId=policy.policy_id,
        )
        return tuple(sorted(found))

    def content() -> str:
        text = calls.ask(
            ORGANIZATIONS,
            "DescribePolicy",
            lambda answer: str(answer["Policy"]["Content"]),
            PolicyId=policy.policy_id,
        )
        with explained("organizations:DescribePolicy"):
            return canonical(json.loads(text))

    return replace(policy, content=Absent() if policy.aws_managed else _seen(content), targets=_seen(targets))


def _delegated(calls: Calls, pool: Executor) -> Seen[tuple[DelegatedAdministrator, ...]]:
    def administrators() -> list[str]:
        return calls.ask_all(
            ORGANIZATIONS, "ListDelegatedAdministrators", "DelegatedAdministrators", lambda answer: str(answer["Id"])
        )

    def services(account_id: str) -> tuple[str, ...]:
        found = calls.ask_all(
            ORGANIZATIONS,
            "ListDelegatedServicesForAccount",
            "DelegatedServices",
            lambda answer: str(answer["ServicePrincipal"]),
            AccountId=account_id,
        )
        return tuple(sorted(found))

    found = _seen(administrators)
    if not isinstance(found, Known):
        return found
    ids = sorted(found.value)
    each = pool.map(lambda account_id: _seen(lambda: services(account_id)), ids)
    return Known(tuple(DelegatedAdministrator(*pair) for pair in zip(ids, each, strict=True)))


def _trails(calls: Calls, home_region: str) -> tuple[OrganizationTrail, ...]:
    """Those of the organization that act in the home Region."""

    def understand(trails: Iterable[Answer]) -> list[OrganizationTrail]:
        return [
            OrganizationTrail(
                str(trail["Name"]),
                str(trail.get("TrailARN", "")),
                str(trail.get("S3BucketName", "")),
                str(trail.get("S3KeyPrefix", "")),
                str(trail.get("KmsKeyId", "")),
                str(trail.get("HomeRegion", home_region)),
                bool(trail.get("IsMultiRegionTrail")),
                bool(trail.get("LogFileValidationEnabled")),
            )
            for trail in trails
            if trail.get("IsOrganizationTrail")
        ]

    in_region = Calls(calls.clients, home_region)
    found = in_region.ask("cloudtrail", "DescribeTrails", lambda answer: understand(answer["trailList"]))
    return tuple(sorted(found, key=lambda trail: trail.arn))


def _root_features(calls: Calls) -> tuple[str, ...]:
    """None is on while IAM has no trusted access (API: iam.ListOrganizationsFeatures)."""
    try:
        return calls.ask(
            "iam", "ListOrganizationsFeatures", lambda answer: tuple(sorted(answer.get("EnabledFeatures", ())))
        )
    except AwsError as error:
        if getattr(error, "code", "") in NO_ACCESS_FOR_IAM:
            return ()
        raise


def _access_role(members: MemberAccounts, scope: Scope, seen: Observed, account_id: str, role_name: str) -> Seen[Role]:
    """As its own account has it, with the managed policies that are attached to it."""
    readiness = seen.readiness_of(account_id)
    if readiness is None or not readiness.ready:
        why = readiness.why if readiness else "The account is not active."
        return Unknown(why, f"Look again once {role_name} in account {account_id} can be assumed.")

    def role() -> Role:
        inside = members.enter(account_id, role_name, scope.home_region)
        found = inside.ask("iam", "GetRole", lambda answer: translate.role(answer["Role"], {}), RoleName=role_name)
        attached = inside.ask_all(
            "iam",
            "ListAttachedRolePolicies",
            "AttachedPolicies",
            lambda answer: str(answer["PolicyArn"]),
            RoleName=role_name,
        )
        return replace(found, attached_policies=tuple(sorted(attached)))

    return _seen(role)
