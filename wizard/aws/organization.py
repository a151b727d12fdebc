"""Reading the organization itself: which one it is, its root, and the services that may act in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from state.observed import Organization, Root
from wizard.aws import translate
from wizard.aws.calls import Calls
from wizard.errors import NotFound

ORGANIZATIONS = "organizations"


def read_organization(calls: Calls) -> Organization | None:
    """The one that the account is in. Raises AwsError."""

    def understand(answer: Mapping[str, Any]) -> Organization:
        return translate.organization(answer["Organization"])

    try:
        return calls.ask(ORGANIZATIONS, "DescribeOrganization", understand)
    except NotFound:
        return None


def read_root(calls: Calls) -> Root | None:
    """None where AWS shows none yet; there is never more than one. Raises AwsError."""
    return next(iter(calls.ask_all(ORGANIZATIONS, "ListRoots", "Roots", translate.root)), None)


def read_trusted_services(calls: Calls) -> tuple[str, ...]:
    """The services that may act in the organization. Raises AwsError."""
    found = calls.ask_all(
        ORGANIZATIONS,
        "ListAWSServiceAccessForOrganization",
        "EnabledServicePrincipals",
        lambda answer: str(answer["ServicePrincipal"]),
    )
    return tuple(sorted(found))
