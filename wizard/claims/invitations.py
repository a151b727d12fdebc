"""Each existing account is invited and has answered, or is no longer invited."""

from __future__ import annotations

from dataclasses import dataclass

from state.changes.handshakes import CancelHandshake, InviteAccountToOrganization
from state.observed import Account, AccountState, Observed
from state.observed.draft import Draft
from state.observed.handshake import Handshake, HandshakeState
from state.page_key import PageKey
from state.setup import DEFAULT_ORGANIZATION_ACCESS_ROLE, ROOT, Invitation, is_account_id
from wizard.claims.accounts import account_key
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.claims.organization import ORGANIZATION
from wizard.claims.readiness import access_role_message

ANSWERS: dict[str, str] = {
    HandshakeState.DECLINED: "The owner of account {target} has declined the invitation",
    HandshakeState.CANCELED: "The invitation of account {target} was withdrawn, so nobody can accept it",
}
"""What has become of an invitation that nobody can accept any more."""


@dataclass(frozen=True)
class InvitationAccepted(Claim):
    """The invited account is a member of the organization."""

    invitation: Invitation
    organization_access_role: str = DEFAULT_ORGANIZATION_ACCESS_ROLE
    """Asked for in the message to the owner."""

    page = PageKey.INVITATIONS

    @property
    def key(self) -> str:
        return account_key(self.invitation.account)

    @property
    def title(self) -> str:
        return f"Account {self.invitation.account} has joined"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ORGANIZATION,)

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_called(self.invitation.account)
        if account is not None and account.state == AccountState.ACTIVE:
            return Satisfied(f"It is {account.account_id}, {account.joined_method.lower()}.")
        if account is not None:
            return Blocked(
                f"Account {account.account_id} is {account.state}.",
                "Ask AWS Support to reopen it, or remove the invitation from the setup.",
            )
        handshake = observed.latest_invitation(self.invitation.account)
        if handshake is None or handshake.handshake_id == self.invitation.send_again_after:
            return Needed(InviteAccountToOrganization(self.invitation.account))
        return self._assess_answer(handshake, observed)

    def _assess_answer(self, handshake: Handshake, observed: Observed) -> Verdict:
        target = self.invitation.account
        if handshake.pending:
            return Waiting(
                f"Account {target} has to accept the invitation {handshake.handshake_id}.",
                on_whom=f"the owner of {target}",
                until=handshake.expires_at,
                message=acceptance_message(handshake, observed, self.organization_access_role),
            )
        match handshake.state:
            case HandshakeState.EXPIRED:
                return Needed(InviteAccountToOrganization(target))
            case HandshakeState.ACCEPTED:
                return Waiting(f"Account {target} has accepted and does not show yet.", look_again_after=5)
            case state:
                answer = ANSWERS.get(state, f"The invitation of account {target} came to nothing")
                return Blocked(
                    f"{answer.replace('{target}', target)}: {handshake.handshake_id} is {state}.",
                    "Talk to the account's owner, then choose Send again "
                    f"(send_again_after: {handshake.handshake_id} in the setup file), or remove the invitation.",
                )

    def once_answered(self, draft: Draft) -> None:
        target = self.invitation.account
        account_id, email = (target, "") if is_account_id(target) else (f"<id of {target}>", target)
        draft.put_account(Account(account_id, target, email, AccountState.ACTIVE, "INVITED", ROOT))


@dataclass(frozen=True)
class InvitationWithdrawn(Claim):
    """Nobody can accept an invitation of the account any more."""

    account: str

    page = PageKey.INVITATIONS

    @property
    def key(self) -> str:
        return f"withdrawn:{self.account.lower()}"

    @property
    def title(self) -> str:
        return f"The invitation of account {self.account} is withdrawn"

    @property
    def requires(self) -> tuple[str, ...]:
        return (ORGANIZATION,)

    def assess(self, observed: Observed) -> Verdict:
        account = observed.account_called(self.account)
        if account is not None:
            return Blocked(
                f"Account {account.account_id} has accepted already and is a member of the organization.",
                "Keep it (in the setup file: leave `withdrawn` out), or remove it from the organization in the console "
                "of AWS Organizations and then the invitation from the setup.",
            )
        if observed.pending_invitation(self.account) is not None:
            return Needed(CancelHandshake(self.account))
        latest = observed.latest_invitation(self.account)
        if latest is None:
            return Satisfied("There is no invitation.")
        return Satisfied(f"The invitation {latest.handshake_id} is {latest.state}.")


def acceptance_message(
    handshake: Handshake, observed: Observed, role_name: str = DEFAULT_ORGANIZATION_ACCESS_ROLE
) -> str:
    """What to send to the invited account's owner: why, until when, two ways to accept, and how to make the access
    role that AWS makes in created accounts only (user guide, orgs_manage_accounts_create-cross-account-role)."""
    owner = observed.organization.management_account_id if observed.organization else "(unknown)"
    return (
        f"Please accept the invitation of your AWS account {handshake.target} to our organization, which account "
        f"{owner} owns, by {handshake.expires_at:%Y-%m-%d %H:%M} UTC.\n"
        "From then on our organization pays the account's bill and its policies apply. A Free plan becomes a Paid "
        "plan, and a CloudTrail trail of the account's own costs where the organization records it, too.\n"
        "\n"
        "First, because our policies may not let you afterwards:\n"
        f"{access_role_message(handshake.target, role_name, observed)}\n"
        "\n"
        "Then accept. In the console: sign in to that account, open AWS Organizations, choose Invitations, Accept.\n"
        "Or with its credentials:\n"
        f"  aws organizations accept-handshake --handshake-id {handshake.handshake_id}"
    )
