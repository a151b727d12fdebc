"""The smallest policy with which everything is seen and nothing is changed, such as a scheduled job has.

It is for an organization that exists, and is narrowed to what its setup has looked at. Inside accounts the access role
looks: whoever may assume that may do there what it may.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from state.changes.root_users import AS_ROOT
from state.setup import Setup, is_account_id
from state.setup.partitions import partition_of
from wizard.audit.people_permissions import TO_LOOK_AT_PEOPLE
from wizard.audit.permissions import (
    MOST_CHARACTERS,
    TO_LOOK,
    TO_LOOK_AT_GROUPS,
    TO_STEP_IN,
    allow,
    group_arns,
    looks_at_callers,
    minified,
)
from wizard.claims.break_glass import BreakGlassUserIsReady
from wizard.claims.callers import CallerExists
from wizard.claims.first_sign_ins import TemporaryAdministratorIsGone
from wizard.claims.reads import Reads
from wizard.claims.roles import GroupMayEnter
from wizard.claims.settings import SettingClaim
from wizard.guardrails import TO_LOOK_AT_POLICIES
from wizard.guardrails.root_credentials import AUDIT_ROOT_CREDENTIALS, ROOT_CREDENTIALS
from wizard.guardrails.trails import TRAILS
from wizard.plan.claims import claims_of, groups_that_enter, scope_of
from wizard.policies.policy_text import document_of, listed

NOT_FOR_A_JOB = frozenset(
    {
        "ec2:DescribeInstances",
        "organizations:DescribeCreateAccountStatus",
        "organizations:ListHandshakesForAccount",
        "s3:ListAllMyBuckets",
    }
)
"""Asked only in an account that is in no organization yet, or of an account that is being made."""
ONE_PARTITION_ONLY = frozenset({"freetier:GetAccountPlanState", "servicequotas:ListServiceQuotas"})
"""Asked in the partition `aws`: nowhere else are there such answers."""
TO_SURVEY = (
    "iam:ListOrganizationsFeatures",
    "organizations:DescribePolicy",
    "organizations:ListDelegatedAdministrators",
    "organizations:ListDelegatedServicesForAccount",
    "organizations:ListPolicies",
    "organizations:ListTagsForResource",
    "organizations:ListTargetsForPolicy",
)
"""What the whole organization takes, whatever of it the setup names (`wizard.aws.survey`)."""
TO_ASK_WHO = ("cloudtrail:LookupEvents",)
"""Who changed what is found changed (`wizard.aws.event_history`)."""
NAMED = (BreakGlassUserIsReady, CallerExists, GroupMayEnter, TemporaryAdministratorIsGone)
"""Claims about somebody of the management account, whom a statement of its own names."""
INSIDE = "LookInsideAccounts"
WHY_NOT_ONLY_READING = (
    "Nothing in this policy writes. But what is inside the accounts is read through their access role, which may do "
    "more than read, and whoever has the policy can assume it."
)


def policy_for_checking(setup: Setup) -> dict[str, Any]:
    """The smallest policy with which `plan`, `check` and `export` see all of an applied `setup`; it writes nothing. Of
    itself `status` asks AWS nothing. Needs no AWS."""
    policy = _policy(setup, narrowed=True)
    return policy if len(minified(policy)) <= MOST_CHARACTERS else _policy(setup, narrowed=False)


def _policy(setup: Setup, *, narrowed: bool) -> dict[str, Any]:
    partition = partition_of(setup.home_region)
    account = f"arn:{partition}:iam::{setup.management_account_id or '*'}"
    groups = sorted(claim.group for claim in groups_that_enter(setup))
    statements = (
        allow("Look", _looks(setup, partition), "*"),
        allow("LookAtItsGroups", TO_LOOK_AT_GROUPS if groups else (), group_arns(account, groups)),
        *looks_at_callers(setup, account),
        *_inside(setup, partition, narrowed),
    )
    return document_of(*(each for each in statements if each["Action"]))


def _looks(setup: Setup, partition: str) -> set[str]:
    """What cannot be narrowed to anything."""
    scope = scope_of(setup)
    settings = (action for reads, own in _settings(setup) if own or reads.outside for action in reads.needs)
    looks = {*TO_LOOK, *TO_SURVEY, *TO_ASK_WHO, *TRAILS.needs, *settings} - NOT_FOR_A_JOB
    looks |= {*TO_LOOK_AT_PEOPLE} if scope.people is not None else set()
    looks |= {*TO_LOOK_AT_POLICIES} if scope.policies else set()
    return looks if partition == "aws" else looks - ONE_PARTITION_ONLY


def _settings(setup: Setup) -> Iterator[tuple[Reads[Any], bool]]:
    """How each setting is read, and whether it is the management account's own. Whoever has a name there is apart."""
    for claim in claims_of(setup):
        if isinstance(claim, SettingClaim) and not isinstance(claim, NAMED):
            yield claim.reads, not claim.place.role_name


def _inside(setup: Setup, partition: str, narrowed: bool) -> Iterator[dict[str, Any]]:
    """The ways into accounts: by the access role, and as the root user to see whether that has credentials. `narrowed`
    to the accounts whose ids are known, which may be too many for one policy."""
    entered = {(name, _account_id(setup, reference) if narrowed else "*") for reference, name in scope_of(setup).enter}
    anywhere = {name for name, account_id in entered if account_id == "*"}
    arns = [f"arn:{partition}:iam::{one}:role/{name}" for name, one in entered if one == "*" or name not in anywhere]
    yield allow(INSIDE, TO_STEP_IN if arns else (), listed(arns))
    if any(reads is ROOT_CREDENTIALS for reads, _ in _settings(setup)):
        task = f"arn:{partition}:iam::aws:policy/root-task/{AUDIT_ROOT_CREDENTIALS}"
        as_root = allow("LookAtRootUsers", (AS_ROOT,), f"arn:{partition}:iam::*:root")
        yield {**as_root, "Condition": {"StringEquals": {"sts:TaskPolicyArn": task}}}


def _account_id(setup: Setup, reference: str) -> str:
    """As far as the setup knows it."""
    known = {setup.email_of(each): each.account_id for each in setup.accounts}
    account_id = known.get(reference, reference)
    return account_id if is_account_id(account_id) else "*"


TO_ANSWER = "AnswerTheInvitation"
"""The statement of whoever accepts an invitation."""
MOVING_OVER = (
    "An account that is in another organization moves straight over: that takes organizations:LeaveOrganization, too, "
    "and no policy there that denies it."
)
"""User guide, orgs_manage_accounts_accept-decline-invite."""


def what_it_opens(policy: dict[str, Any]) -> tuple[str, ...]:
    """What an administrator should know of it beyond its words, in whole sentences."""
    sids = {each["Sid"] for each in policy["Statement"]}
    told = ((INSIDE, WHY_NOT_ONLY_READING), (TO_ANSWER, MOVING_OVER))
    return tuple(sentence for sid, sentence in told if sid in sids)
