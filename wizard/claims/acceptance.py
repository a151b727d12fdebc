"""What an invited account claims of itself: it has joined, and the management account can enter it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from state.changes.access_roles import (
    AttachAdministratorAccess,
    CreateOrganizationAccessRole,
    administrator_access,
    trust_in_account,
)
from state.changes.handshakes import AcceptHandshake
from state.observed import Observed
from state.observed.handshake import Handshake, HandshakeState
from state.page_key import PageKey
from state.setup import is_account_id
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.policies.equality import amounts_to_the_same
from wizard.policies.trusts import only_assuming

JOINED = "joined"


@dataclass(frozen=True)
class InvitationAnswered(Claim):
    """The signed-in account is a member of the organization that invited it."""

    account_id: str
    management_account_id: str
    invited_as: str
    """The id or address that the setup invites."""
    after: tuple[str, ...] = ()
    """Keys of the claims that have to hold before."""

    page = PageKey.INVITATIONS

    @property
    def requires(self) -> tuple[str, ...]:
        return self.after

    @property
    def key(self) -> str:
        return JOINED

    @property
    def title(self) -> str:
        return f"Account {self.account_id} has joined the organization of account {self.management_account_id}"

    def assess(self, observed: Observed) -> Verdict:
        organization = observed.organization
        if organization is not None and organization.management_account_id == self.management_account_id:
            return Satisfied(f"It is a member of organization {organization.organization_id}.")
        if observed.in_management_account:
            return Blocked(
                f"Account {self.account_id} owns an organization itself and cannot join another one.",
                "Delete that organization first, if nothing in it is needed any more.",
            )
        received = self._received(observed)
        if received is not None and received.pending:
            return Needed(AcceptHandshake(self.account_id, self.management_account_id))
        if received is not None and received.state == HandshakeState.ACCEPTED:
            return Waiting(
                "The invitation is accepted, and AWS does not show the account in it yet.", look_again_after=5
            )
        return Blocked(
            f"Account {self.account_id} has no open invitation from account {self.management_account_id}"
            + (f": the last one is {received.state}." if received is not None else "."),
            "Apply the setup with the management account first: that sends the invitation, or a new one.",
        )

    def _received(self, observed: Observed) -> Handshake | None:
        """The invitation meant, unless it is for another address: then these are somebody else's credentials."""
        received = observed.invitation_from(self.management_account_id)
        if received is None or is_account_id(self.invited_as) or is_account_id(received.target):
            return received
        return received if received.target.lower() == self.invited_as.lower() else None


@dataclass(frozen=True)
class OrganizationAccessRoleExists(Claim):
    """A role in the invited account lets administrators of the management account in, as in created accounts."""

    account_id: str
    management_account_id: str
    role_name: str

    page = PageKey.INVITATIONS

    @property
    def key(self) -> str:
        return f"access-role:{self.role_name}"

    @property
    def title(self) -> str:
        return f"Role {self.role_name} lets account {self.management_account_id} into account {self.account_id}"

    @property
    def requires(self) -> tuple[str, ...]:
        """Nothing: it is made before the account joins, whose policies may not let anybody make it afterwards."""
        return ()

    def assess(self, observed: Observed) -> Verdict:
        partition = observed.identity.partition if observed.identity else "aws"
        trust = trust_in_account(partition, self.management_account_id)
        policy_arn = administrator_access(partition)
        role = observed.role_named(self.role_name)
        if role is None:
            return Needed(CreateOrganizationAccessRole(self.account_id, self.role_name, trust))
        present, wanted = only_assuming(role.trust_policy), only_assuming(trust)
        if amounts_to_the_same(_without_conditions(present), wanted) and not amounts_to_the_same(present, wanted):
            return Blocked(
                f"Role {self.role_name} exists in account {self.account_id} and trusts account "
                f"{self.management_account_id}, but on a condition.",
                "Nothing there is overwritten. A condition such as MFA keeps out everybody who comes through another "
                "role, and so this program: take it out of the role's trust relationship in IAM, or rename the role.",
            )
        if not amounts_to_the_same(present, wanted):
            return Blocked(
                f"Role {self.role_name} exists in account {self.account_id}, but trusts somebody else than account "
                f"{self.management_account_id} alone.",
                "Nothing there is overwritten: look at the role's trust relationship in IAM, and change or rename it "
                "by hand.",
            )
        if policy_arn not in role.attached_policies:
            return Needed(AttachAdministratorAccess(self.account_id, self.role_name, policy_arn))
        return Satisfied("It has AdministratorAccess there.")


def _without_conditions(trust: dict[str, Any]) -> dict[str, Any]:
    statements = trust.get("Statement", [])
    several = statements if isinstance(statements, list) else [statements]
    return {**trust, "Statement": [{name: each[name] for name in each if name != "Condition"} for each in several]}
