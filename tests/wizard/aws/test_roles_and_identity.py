"""How roles and the caller's identity are read, checked on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from state.observed import Observed, Organization, Scope, Section
from tests.wizard.aws.wire import IDENTITY, Wire

ORGANIZATION = Organization("o-1", "arn", "ALL", IDENTITY.account_id, "root@example.com")
STANDING = Observed(identity=IDENTITY, organization=ORGANIZATION)


def read(wire: Wire, section: Section, *role_names: str, previous: Observed = STANDING) -> Observed:
    return wire.gateway().observe(frozenset({section}), Scope(frozenset(role_names)), previous)


RESULT = "<Response><{0}Result>{1}</{0}Result></Response>"


def roles_page(*names: str, marker: str = "") -> str:
    members = "".join(
        f"<member><RoleName>{name}</RoleName><Path>/</Path><RoleId>AROAEXAMPLEEXAMPLE</RoleId>"
        f"<Arn>arn:aws:iam::111111111111:role/{name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>"
        "<AssumeRolePolicyDocument>%7B%22Version%22%3A%20%222012-10-17%22%2C%20%22Statement%22%3A%20%5B%5D%7D"
        "</AssumeRolePolicyDocument></member>"
        for name in names
    )
    more = f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>" if marker else "<IsTruncated>false</IsTruncated>"
    return RESULT.format("ListRoles", f"<Roles>{members}</Roles>{more}")


def details_page(role_name: str = "", document: str = "", marker: str = "") -> str:
    """What is in one role, or in none."""
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    member = (
        f"<member><RoleName>{role_name}</RoleName><RolePolicyList><member><PolicyName>assume</PolicyName>"
        f"<PolicyDocument>{document}</PolicyDocument></member></RolePolicyList><AttachedManagedPolicies><member>"
        f"<PolicyName>ReadOnlyAccess</PolicyName><PolicyArn>{arn}</PolicyArn></member></AttachedManagedPolicies></member>"
    )
    more = f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>" if marker else "<IsTruncated>false</IsTruncated>"
    listed = f"<RoleDetailList>{member if role_name else ''}</RoleDetailList>"
    return RESULT.format("GetAccountAuthorizationDetails", listed + more)


IAM_REFUSAL = "<ErrorResponse><Error><Code>{}</Code><Message>No</Message></Error></ErrorResponse>"


def test_roles_are_read_to_the_last_page_and_only_the_named_ones_further() -> None:
    wire = Wire(
        ListRoles=[(200, roles_page("Other", marker="next")), (200, roles_page("Shop-Access"))],
        GetAccountAuthorizationDetails=[
            (200, details_page("Other", "%7B%7D", marker="more")),
            (200, details_page("Shop-Access", "%7B%22b%22%3A1%2C%20%22a%22%3A2%7D")),
        ],
    )

    observed = wire.gateway().observe(frozenset({Section.ROLES}), Scope(frozenset({"shop-access"})), STANDING)

    (role,) = observed.roles
    assert role.role_name == "Shop-Access"
    assert role.trust_policy == '{"Statement":[],"Version":"2012-10-17"}'
    assert role.inline_policies == (("assume", '{"a":2,"b":1}'),)
    assert role.attached_policies == ("arn:aws:iam::aws:policy/ReadOnlyAccess",)
    assert [(operation, parameters.get("Marker")) for operation, parameters in wire.sent] == [
        ("ListRoles", None),
        ("ListRoles", "next"),
        ("GetAccountAuthorizationDetails", None),
        ("GetAccountAuthorizationDetails", "more"),
    ]


def test_what_is_in_roles_is_not_asked_where_none_of_them_is_wanted() -> None:
    wire = Wire(ListRoles=[(200, roles_page("Other"))])

    assert read(wire, Section.ROLES, "shop-access").roles == ()


def test_roles_are_read_before_there_is_an_organization() -> None:
    wire = Wire(
        ListRoles=[(200, roles_page("shop-access"))],
        GetAccountAuthorizationDetails=[(200, details_page())],  # it was made seconds ago
    )

    observed = wire.gateway().observe(
        frozenset({Section.ROLES}), Scope(frozenset({"shop-access"})), Observed(identity=IDENTITY)
    )

    assert [(role.role_name, role.inline_policies) for role in observed.roles] == [("shop-access", ())]


def test_without_wanted_roles_iam_is_not_asked() -> None:
    wire = Wire()

    assert read(wire, Section.ROLES).roles == ()
    assert wire.sent == []


CALLER = RESULT.format("GetCallerIdentity", "<Account>111111111111</Account><Arn>arn:aws:iam::111111111111:root</Arn>")
ALIASES = RESULT.format("ListAccountAliases", "<AccountAliases><member>acme-root</member></AccountAliases>")


@pytest.mark.parametrize(
    ("aliases", "alias"), [((200, ALIASES), "acme-root"), ((403, IAM_REFUSAL.format("AccessDenied")), "")]
)
def test_an_identity_needs_no_permission_to_read_the_alias(aliases: Any, alias: str) -> None:
    wire = Wire(GetCallerIdentity=[(200, CALLER)], ListAccountAliases=[aliases])

    identity = read(wire, Section.IDENTITY).identity

    assert identity is not None
    assert (identity.account_id, identity.kind, identity.account_alias) == ("111111111111", "root user", alias)
