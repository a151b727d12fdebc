"""For each new account, a role in the management account leads into its organization access role."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes import CreateRole, PutRolePolicy, trust_with_mfa
from state.observed import Observed
from state.setup import management_role_name
from wizard.steps.accounts import account_key
from wizard.verdicts import Blocked, Needed, Satisfied, Step, Verdict

POLICY_NAME = "assume-organization-access-role"


@dataclass(frozen=True)
class ManagementRoleExists(Step):
    """A role named after the account may assume exactly that account's organization access role.

    It trusts the management account's own principals that signed in with MFA.
    """

    account_name: str
    email: str
    organization_access_role: str

    @property
    def key(self) -> str:
        return f"role:{self.role_name}"

    @property
    def role_name(self) -> str:
        """The role's name in the management account."""
        return management_role_name(self.account_name)

    @property
    def title(self) -> str:
        return f"Role {self.role_name} leads into account {self.account_name}"

    @property
    def requires(self) -> tuple[str, ...]:
        return (account_key(self.email),)

    def assess(self, observed: Observed) -> Verdict:
        identity = observed.identity
        if identity is None:
            return Blocked("Nobody is signed in.", "Sign in to the management account, then look again.")
        trust = trust_with_mfa(identity.partition, identity.account_id)
        permission = PutRolePolicy(self.role_name, POLICY_NAME, self.email, self.organization_access_role)
        role = observed.role_named(self.role_name)
        if role is None:
            return Needed(CreateRole(self.role_name, trust, f"Leads into account {self.account_name}, with MFA."))
        if role.trust_policy != trust:
            return self._differs("trusts somebody else than this account's principals with MFA")
        policy = role.inline_policy(POLICY_NAME)
        if policy is None:
            return Needed(permission)
        if policy != permission.document(observed):
            return self._differs(f"may assume something else than {self.organization_access_role} in this account")
        return Satisfied(f"It may assume {self.organization_access_role} there, with MFA.")

    def _differs(self, how: str) -> Blocked:
        return Blocked(
            f"Role {self.role_name} exists in the management account, but {how}.",
            "Nothing of yours is overwritten: rename or delete that role in IAM, or rename the account in the setup.",
        )
