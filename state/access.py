"""Who may use the roles of the management account that lead into the member accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """Principals of the management account, by name. Nobody named means everybody there who signed in with MFA."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    users: tuple[str, ...] = ()
    """IAM users, with their path in front where they have one. They have to have signed in with MFA."""
    groups: tuple[str, ...] = ()
    """IAM groups. A trust policy cannot name one: every IAM user with MFA is trusted, and the groups need the
    permission to assume the roles."""
    roles: tuple[str, ...] = ()
    """IAM roles, with their path in front where they have one. Their sessions never count as signed in with MFA."""
    permission_sets: tuple[str, ...] = ()
    """Permission sets of IAM Identity Center, which asks for MFA itself when people sign in."""

    @property
    def nobody_named(self) -> bool:
        """Whether the default holds."""
        return not (self.users or self.groups or self.roles or self.permission_sets)
