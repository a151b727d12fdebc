"""The kinds of callers that a policy has to tell apart, as requests of theirs look to AWS."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.policies.conditions import Value
from wizard.policies.evaluator import Request

_HEX = "0123456789abcdef"
GLOBAL_REGIONS = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
"""The Region that requests to global services carry, by partition (general reference, rande)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody in a member account, an administrator as far as IAM is concerned."""

    who: str
    """For people to read, without an article of its own."""
    principal_arn: str
    bound: bool = True
    assumed_root: bool = False
    mfa: str | None = None
    """`aws:MultiFactorAuthPresent`: `true`, `false`, or None where a session or key never has it."""

    def wants(self, action: str, resource: str, region: str) -> Request:
        """The caller's request in `region`."""
        context: dict[str, Value] = {
            "aws:RequestedRegion": region,
            "aws:AssumedRoot": "true" if self.assumed_root else None,
            "aws:MultiFactorAuthPresent": self.mfa,
        }
        return Request(action, resource, self.principal_arn, context, self.bound)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who there is in one member account."""

    partition: str
    account_id: str
    home_region: str
    access_role: str
    """The name of the account's organization access role."""

    @property
    def _prefix(self) -> str:
        return f"arn:{self.partition}:iam::{self.account_id}"

    @property
    def administrator(self) -> Caller:
        """An administrator's role of the account's own."""
        return Caller("An administrator of the account", f"{self._prefix}:role/Administrator")

    @property
    def root_user(self) -> Caller:
        """The root user, signed in with its own credentials."""
        return Caller("The account's root user", f"{self._prefix}:root", mfa="true")

    @property
    def identity_center(self) -> Caller:
        """Somebody who came by permission set AdministratorAccess."""
        path = "role/aws-reserved/sso.amazonaws.com"
        role = f"AWSReservedSSO_AdministratorAccess_{_HEX}"
        return Caller("An administrator by Identity Center", f"{self._prefix}:{path}/{self.home_region}/{role}")

    @property
    def access(self) -> Caller:
        """The management account, by way of the organization access role."""
        return Caller("The organization access role", f"{self._prefix}:role/{self.access_role}")

    @property
    def central_root(self) -> Caller:
        """The management account, by way of AssumeRoot."""
        return Caller("A central root session", f"{self._prefix}:root", assumed_root=True)

    @property
    def service_linked(self) -> Caller:
        """A service of AWS's at work in the account."""
        path = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        return Caller("A service-linked role", f"{self._prefix}:{path}", bound=False)

    @property
    def global_region(self) -> str:
        """The Region that requests to global services carry."""
        return GLOBAL_REGIONS.get(self.partition, self.home_region)
