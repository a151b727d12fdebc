"""The right callers get into the management account's roles, and none is locked out by a condition it cannot meet."""

from __future__ import annotations

import json

import pytest

from state.changes.roles import TO_ASSUME, UpdateAssumeRolePolicy, permission_to_assume, trust_with_mfa
from state.observed import Account, Identity, Observed, Role
from state.setup.access import Callers
from tests.wizard.policies.company import MANAGEMENT, MEMBER
from wizard.claims.base import Blocked, Needed, Satisfied
from wizard.claims.roles import ManagementRoleExists
from wizard.policies.conditions import Value
from wizard.policies.evaluator import Request, grants
from wizard.policies.policy_text import UnusableName
from wizard.policies.trusts import (
    MOST_CHARACTERS,
    TrustTooLong,
    management_role_trust,
    only_assuming,
    permission_for_callers,
)

PREFIX = f"arn:aws:iam::{MANAGEMENT}"
SSO = f"{PREFIX}:role/aws-reserved/sso.amazonaws.com"
SUFFIX = "0123456789abcdef"


def admitted(callers: Callers, principal_arn: str, mfa: Value = None) -> bool | None:
    document = json.loads(management_role_trust("aws", MANAGEMENT, callers))
    context: dict[str, Value] = {"aws:MultiFactorAuthPresent": mfa}
    return grants(document, Request("sts:AssumeRole", "*", principal_arn, context)).allowed


def test_with_nobody_named_everybody_with_mfa_is_admitted_as_before() -> None:
    assert management_role_trust("aws-cn", MANAGEMENT, Callers()) == trust_with_mfa("aws-cn", MANAGEMENT)
    assert admitted(Callers(), f"{PREFIX}:user/alice", "true") is True
    assert admitted(Callers(), f"{PREFIX}:user/alice") is False
    assert admitted(Callers(), f"arn:aws:iam::{MEMBER}:user/alice", "true") is False


def test_named_users_need_mfa_and_others_do_not_get_in() -> None:
    callers = Callers(users=("alice", "operations/bob"))

    assert admitted(callers, f"{PREFIX}:user/alice", "true") is True
    assert admitted(callers, f"{PREFIX}:user/operations/bob", "true") is True
    for without in (None, "false"):
        assert admitted(callers, f"{PREFIX}:user/alice", without) is False
    for other in ("user/malice", "user/bob", "user/alice2", "role/alice", "root"):
        assert admitted(callers, f"{PREFIX}:{other}", "true") is False
    assert admitted(callers, f"arn:aws:iam::{MEMBER}:user/alice", "true") is False


def test_sessions_of_a_named_role_get_in_without_mfa_which_they_never_have() -> None:
    callers = Callers(roles=("deploy",))

    assert admitted(callers, f"{PREFIX}:role/deploy") is True
    assert admitted(callers, f"{PREFIX}:role/x/deploy") is False
    assert admitted(callers, f"{PREFIX}:user/deploy", "true") is False


@pytest.mark.parametrize("path", ["", "eu-central-1/"])
def test_a_permission_set_gets_in_from_identity_center_of_any_region(path: str) -> None:
    callers = Callers(permission_sets=("Platform.Admin",))

    assert admitted(callers, f"{SSO}/{path}AWSReservedSSO_Platform.Admin_{SUFFIX}") is True
    assert admitted(callers, f"{SSO}/{path}AWSReservedSSO_Developer_{SUFFIX}") is False
    assert admitted(callers, f"{PREFIX}:role/AWSReservedSSO_Platform.Admin_{SUFFIX}") is False
    assert admitted(callers, f"arn:aws:iam::{MEMBER}:{SSO.partition('::')[2]}") is False


def test_a_group_admits_users_with_mfa_and_nobody_else() -> None:
    callers = Callers(users=("alice",), groups=("Admins", "Ops"))

    assert admitted(callers, f"{PREFIX}:user/any/path/carol", "true") is True
    assert admitted(callers, f"{PREFIX}:user/carol") is False
    assert admitted(callers, f"{PREFIX}:role/carol", "true") is False


def test_kinds_of_callers_go_together_and_mfa_is_asked_only_of_users() -> None:
    callers = Callers(users=("alice",), roles=("deploy",), permission_sets=("Admin",))
    document = json.loads(management_role_trust("aws", MANAGEMENT, callers))

    assert admitted(callers, f"{PREFIX}:user/alice", "true") is True
    assert admitted(callers, f"{PREFIX}:role/deploy") is True
    assert admitted(callers, f"{SSO}/AWSReservedSSO_Admin_{SUFFIX}") is True
    assert [each["Sid"] for each in document["Statement"] if "Bool" in each["Condition"]] == ["NamedUsersWithMFA"]
    assert all(each["Principal"] == {"AWS": f"{PREFIX}:root"} for each in document["Statement"])


def test_more_callers_than_iam_has_room_for_are_refused_with_a_way_out() -> None:
    names = tuple(f"somebody-{number}" for number in range(26))
    assert len(management_role_trust("aws", MANAGEMENT, Callers(users=names))) <= MOST_CHARACTERS

    with pytest.raises(TrustTooLong) as refused:
        management_role_trust("aws", MANAGEMENT, Callers(users=(*names, *(f"{name}-too" for name in names))))

    assert "2048" in refused.value.message
    assert "group" in refused.value.remedy


@pytest.mark.parametrize("name", ["*", "a*", "a?", "${aws:username}", "", "/a", "a//b", "a/"])
def test_a_name_that_would_let_others_in_is_refused(name: str) -> None:
    for callers in (Callers(users=(name,)), Callers(roles=(name,)), Callers(permission_sets=(name,))):
        with pytest.raises(UnusableName):
            management_role_trust("aws", MANAGEMENT, callers)


def test_callers_are_permitted_exactly_the_roles_that_are_named() -> None:
    document = json.loads(permission_for_callers("aws", MANAGEMENT, ["b-access", "a-access"]))

    assert document["Statement"][0]["Resource"] == [f"{PREFIX}:role/a-access", f"{PREFIX}:role/b-access"]
    assert document["Statement"][0]["Action"] == list(TO_ASSUME)


@pytest.mark.parametrize("callers", [Callers(), Callers(users=("alice",)), Callers(groups=("Admins",))])
@pytest.mark.parametrize("action", ["sts:SetSourceIdentity", "sts:TagSession"])
def test_who_comes_by_federation_keeps_the_source_identity_and_the_tags(callers: Callers, action: str) -> None:
    document = json.loads(management_role_trust("aws", MANAGEMENT, callers))
    request = Request(action, "*", f"{PREFIX}:user/alice", {"aws:MultiFactorAuthPresent": "true"})

    assert grants(document, request).allowed is True
    for onwards in (
        permission_for_callers("aws", MANAGEMENT, ["a-access"]),
        permission_to_assume("aws", MEMBER, "Admin"),
    ):
        assert action in json.loads(onwards)["Statement"][0]["Action"]


def a_role(trust: str, permission: str) -> Observed:
    role = Role("shop-access", trust, (("assume-organization-access-role", permission),))
    return Observed(
        identity=Identity(MANAGEMENT, f"{PREFIX}:user/anna"),
        accounts=(Account(MEMBER, "shop", "shop@example.com", "ACTIVE"),),
        roles=(role,),
    )


def test_a_role_that_was_made_without_them_is_given_them_and_one_that_was_narrowed_is_left() -> None:
    claim = ManagementRoleExists("shop", "shop@example.com", "Admin")
    trust, permission = trust_with_mfa("aws", MANAGEMENT), permission_to_assume("aws", MEMBER, "Admin")
    before, narrower = (json.dumps(only_assuming(each)) for each in (trust, permission))
    somebody_elses = trust.replace(":root", ":user/anna")

    assert isinstance(claim.assess(a_role(trust, permission)), Satisfied)
    assert claim.assess(a_role(before, permission)) == Needed(UpdateAssumeRolePolicy("shop-access", trust))
    assert isinstance(claim.assess(a_role(trust, narrower)), Needed)
    assert isinstance(claim.assess(a_role(somebody_elses, permission)), Blocked)
