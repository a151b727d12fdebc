"""Who may use the roles of the management account that lead into the member accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    def with_mfa(self) -> bool:
        """Whether anybody of them signs in with a code: sessions of roles and of Identity Center never carry one."""
        return self.nobody_named or bool(self.users or self.groups)

    @property
    def nobody_named(self) -> bool:
        """Whether the default holds."""
        return not (self.users or self.groups or self.roles or self.permission_sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who gets from the management account into the others, and for how long."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "use_attribute_docstrings": True}

    callers: Callers = field(default_factory=Callers)
    """Who may use the roles that lead into the accounts."""
    data_bunker: Callers = field(default_factory=Callers)
    """Who may use the role that leads into the data bunker; left out, the same as for the others."""
    break_glass: tuple[str, ...] = ()
    """Two IAM users of the management account, made by a person in the console, who can enter the other accounts when
    Identity Center does not work."""
    session_hours: int = 1
    """How long a session of such a role may last, 1 to 12 hours. Beyond it, in the account itself, AWS allows one."""

    def of_the_data_bunker(self) -> Callers:
        """Who may use the data bunker's role."""
        return self.callers if self.data_bunker.nobody_named else self.data_bunker
