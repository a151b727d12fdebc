"""IAM users for the day on which Identity Center does not work: there, with MFA, and good for nothing else.

A person makes them in the console, because no password of theirs may pass through a program. IAM itself may not take
changes on such a day, so all of it has to stand before (Identity Center user guide, emergency-access).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from state.changes.roles import TO_ASSUME
from state.observed import Observed, canonical
from state.observed.draft import Draft
from state.observed.settings import as_value, break_glass_setting
from state.page_key import PageKey
from wizard.claims.base import Blocked, Satisfied, Verdict, Waiting
from wizard.claims.callers import USER, caller_fault
from wizard.claims.identity_center import ADMINISTRATOR, CONSOLES
from wizard.claims.reads import Answer, Inside, Reads
from wizard.claims.settings import SettingClaim
from wizard.errors import NotFound
from wizard.policies.conditions import texts
from wizard.policies.policy_text import document_of, listed, usable
from wizard.policies.trusts import WITH_MFA

POLICY_NAME = "assume-access-roles"
TO_LOOK_AT_BREAK_GLASS = (
    "iam:GetLoginProfile",
    "iam:GetUser",
    "iam:GetUserPolicy",
    "iam:ListAccessKeys",
    "iam:ListAttachedUserPolicies",
    "iam:ListGroupsForUser",
    "iam:ListMFADevices",
    "iam:ListUserPolicies",
)
DEVICE_STEP = (
    "Security credentials, Assign MFA device: a security key is best. Keep it apart from the password, with somebody "
    "else."
)
_MFA = "aws:multifactorauthpresent"


@dataclass(frozen=True, slots=True)
class BreakGlassUser:
    """What IAM tells of such a user. No secret is among it, and no key's id."""

    called: str
    """With its path in front."""
    mfa_devices: int = 0
    access_keys: int = 0
    password: bool = False
    """Whether there is one for the console."""
    inline: Mapping[str, Any] = field(default_factory=dict)
    """Documents by name."""
    attached: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    boundary: str = ""
    """ARN of the policy that bounds it; empty for none."""


@cache
def break_glass_user(name: str) -> Reads[BreakGlassUser]:
    """The user as IAM tells it, nothing where there is no such user."""

    def read(inside: Inside) -> object:
        return asdict(_looked_at(inside, name.rpartition("/")[2]))

    return Reads(break_glass_setting(name), read, _as_told, TO_LOOK_AT_BREAK_GLASS)


def _as_told(content: Mapping[str, Any]) -> BreakGlassUser:
    lists = {key: tuple(content[key]) for key in ("attached", "groups")}
    return BreakGlassUser(**{**content, **lists})


def _looked_at(inside: Inside, name: str) -> BreakGlassUser:
    """Raises NotFound when there is no such user, and AwsError."""

    def every(operation: str, key: str, what: str = "") -> tuple[str, ...]:
        return tuple(
            inside.own.ask_all("iam", operation, key, lambda each: str(each[what] if what else each), UserName=name)
        )

    def document(answer: Answer) -> object:
        text = answer["PolicyDocument"]
        return json.loads(text) if isinstance(text, str) else text

    devices = every("ListMFADevices", "MFADevices", "SerialNumber")
    called, boundary = inside.own.ask("iam", "GetUser", _name_and_boundary, UserName=name)
    policies = every("ListUserPolicies", "PolicyNames")
    return BreakGlassUser(
        called,
        mfa_devices=len(devices),
        access_keys=len(every("ListAccessKeys", "AccessKeyMetadata", "AccessKeyId")),
        password=_has_password(inside, name),
        inline={
            each: inside.own.ask("iam", "GetUserPolicy", document, UserName=name, PolicyName=each) for each in policies
        },
        attached=every("ListAttachedUserPolicies", "AttachedPolicies", "PolicyName"),
        groups=every("ListGroupsForUser", "Groups", "GroupName"),
        boundary=boundary,
    )


def _name_and_boundary(answer: Answer) -> tuple[str, str]:
    user = answer["User"]
    boundary = user.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", "")
    return str(user["Arn"]).partition(":user/")[2], str(boundary)


def _has_password(inside: Inside, name: str) -> bool:
    try:
        return inside.own.ask("iam", "GetLoginProfile", lambda answer: "LoginProfile" in answer, UserName=name)
    except NotFound:
        return False


def break_glass_policy(partition: str, roles: Collection[str]) -> str:
    """What such a user needs, and all that it may have: to assume the access roles of the accounts, as canonical JSON.

    Accounts come and go while nobody thinks of that day, so none is named. Raises UnusableName.
    """
    statement = {
        "Sid": "AssumeAccessRoles",
        "Effect": "Allow",
        "Action": TO_ASSUME[0],
        "Resource": listed(f"arn:{partition}:iam::*:role/{usable(role)}" for role in roles),
        "Condition": WITH_MFA,
    }
    return canonical(document_of(statement))


@dataclass(frozen=True)
class BreakGlassUserIsReady(SettingClaim[BreakGlassUser]):
    """A user of the management account can enter the others when Identity Center does not work, and do nothing else."""

    name: str
    partition: str
    roles: tuple[str, ...]
    """Names of the access roles."""

    page = PageKey.ACCOUNTS

    @property
    def reads(self) -> Reads[BreakGlassUser]:
        return break_glass_user(self.name)

    @property
    def title(self) -> str:
        return f"Break-glass user {self.name} is ready"

    def judge(self, present: BreakGlassUser | None, observed: Observed) -> Verdict:
        if present is not None and present.called != self.name:
            fault = caller_fault(USER, self.name, present.called)
            return Blocked(fault.what, fault.remedy)
        if present is None:
            return self._waiting("is not there", self._to_make(), observed)
        lacking = tuple(self._lacking(present, observed))
        if lacking:
            reasons = "; ".join(what for what, _ in lacking)
            return self._waiting(reasons, (step for _, step in lacking), observed)
        devices = "1 MFA device" if present.mfa_devices == 1 else f"{present.mfa_devices} MFA devices"
        return Satisfied(
            f"It has a password, {devices} and no access keys, and may only assume {' and '.join(self.roles)}."
        )

    def once_answered(self, draft: Draft) -> None:
        policy = json.loads(break_glass_policy(self.partition, self.roles))
        user = BreakGlassUser(self.name, 1, 0, password=True, inline={POLICY_NAME: policy})
        draft.put_setting(self.place.account, self.setting, as_value(asdict(user)))

    def _to_make(self) -> Iterator[str]:
        name = self.name.rpartition("/")[2]
        yield (
            f"Users, Create user: name {name}; tick Provide user access to the AWS Management Console, and if you are "
            "asked, choose an IAM user. Let whoever will hold it type the password, and do not have it changed at the "
            "next sign-in. Choose no group and no policy. Create user."
        )
        yield self._policy_step()
        yield DEVICE_STEP
        yield "Create no access key."

    def _lacking(self, user: BreakGlassUser, observed: Observed) -> Iterator[tuple[str, str]]:
        """What is wrong, to be said of the user, and the step that mends it."""
        tab = "Security credentials"
        if not user.password:
            yield (
                "has no password",
                f"{tab}, Manage console access: enable it, and let whoever holds the user type the password.",
            )
        if not user.mfa_devices:
            yield "has no MFA device", DEVICE_STEP
        if user.access_keys:
            yield "has access keys", f"{tab}, Access keys: deactivate and delete each of them."
        if user.groups:
            named = ", ".join(user.groups)
            yield f"is in a group ({named})", f"Groups: remove it from {named}, whose policies count for it too."
        if user.attached:
            named = ", ".join(user.attached)
            yield f"has attached policies ({named})", f"Permissions: remove {named}, which somebody may change."
        if user.boundary:
            yield "has a permissions boundary", "Permissions, Permissions boundary: remove it."
        for policy, document in sorted(user.inline.items()):
            fault = beyond(document, self.partition, self.roles)
            if fault:
                yield f"has a policy {policy} that {fault}", f"Permissions: remove the policy {policy}."
        if not self._enters(user, observed):
            yield "may not assume every access role", self._policy_step()

    def _enters(self, user: BreakGlassUser, observed: Observed) -> bool:
        """Whether every account is among the resources, by its id or because none is named."""
        owner = observed.organization.management_account_id if observed.organization else ""
        accounts = {each.account_id for each in observed.accounts} - {owner}
        arns = [arn for document in user.inline.values() for one in _statements(document) for arn in _resources(one)]
        named = {(arn.split(":")[4], arn.rpartition("/")[2]) for arn in arns if arn.count(":") == 5}
        everywhere = {role for account, role in named if account == "*"}
        ids = {account for account, _ in named}
        return {role for _, role in named} >= set(self.roles) and (
            everywhere >= set(self.roles) or (bool(accounts) and ids >= accounts)
        )

    def _policy_step(self) -> str:
        policy = json.dumps(json.loads(break_glass_policy(self.partition, self.roles)), indent=2)
        return f"Permissions, Add permissions, Create inline policy, JSON; name it {POLICY_NAME}:\n{policy}"

    def _waiting(self, reasons: str, steps: Iterable[str], observed: Observed) -> Waiting:
        owner = observed.organization.management_account_id if observed.organization else "(unknown)"
        console = CONSOLES.get(self.partition, CONSOLES["aws"])
        numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        return Waiting(
            f"IAM user {self.name}, for the day on which Identity Center does not work, {reasons}.",
            on_whom=ADMINISTRATOR,
            message=(
                f"Please see to the IAM user {self.name}, with which we enter our accounts when Identity Center does "
                f"not work. Sign in to the console of account {owner} as an administrator, open\n"
                f"  https://{console}/iam/home#/users\n"
                f"and there the user, once there is one.\n{numbered}\n"
                "Tell orgwizard nothing of it: it looks by itself whether all is there."
            ),
        )


def beyond(document: Mapping[str, Any], partition: str, roles: Collection[str]) -> str:
    """What a policy does beside letting its user assume these roles, to follow `a policy that`; empty for nothing."""
    for statement in _statements(document):
        if statement.get("Effect") != "Allow":
            return "denies something, so that nobody can tell whether it works on that day"
        actions = texts(statement.get("Action", "*"))
        if not {each.lower() for each in actions} <= {each.lower() for each in TO_ASSUME}:
            return "allows more than to assume roles"
        if not all(_is_access_role(arn, partition, roles) for arn in _resources(statement)):
            return "allows other roles than the access roles"
        keys = {key.lower() for each in statement.get("Condition", {}).values() for key in each}
        if keys - {_MFA}:
            return "has conditions beside MFA"
    return ""


def _is_access_role(arn: str, partition: str, roles: Collection[str]) -> bool:
    start, _, rest = arn.partition(":iam::")
    account, _, role = rest.partition(":role/")
    return start == f"arn:{partition}" and (account == "*" or account.isdecimal()) and role in roles


def _statements(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    statements = document.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _resources(statement: Mapping[str, Any]) -> list[str]:
    """`*` where it says for what it does not hold."""
    return list(texts(statement.get("Resource", "*")))
