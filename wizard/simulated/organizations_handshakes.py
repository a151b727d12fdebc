"""Invitations and other handshakes, as the simulated AWS answers for them."""

from __future__ import annotations

from datetime import timedelta

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.organizations_accounts import accounts_counted
from wizard.simulated.passing_time import accept, invited_account
from wizard.simulated.refusals import Refusal, handshake_constraint, invalid_input
from wizard.simulated.tree import organization_arn, tagged
from wizard.simulated.world import LOWER, Account, Handshake, Organization

INVITATION_DAYS = 15
DAYS_FINISHED_ARE_SHOWN = 30
"""Both: API organizations.Handshake."""


@answers("organizations", "InviteAccountToOrganization", writes=True)
def invite_account_to_organization(call: Call) -> Answer:
    """API: organizations.InviteAccountToOrganization. An open invitation counts against the quota of accounts."""
    organization = call.finalized()
    target_type, target = call.parameters["Target"]["Type"], call.parameters["Target"]["Id"]
    if target_type == "ORGANIZATION":
        raise invalid_input("INVALID_PARTY_TYPE_TARGET", "You specified the wrong type of entity as a target.")
    if not call.world.climate.management_email_verified:
        raise Refusal("AccountOwnerNotVerifiedException", "The management account's address is not verified.")
    account = _account_to_invite(call, target_type, target)
    _require_invitable(call, organization, account)
    handshake = Handshake(
        "h-" + call.world.new_id(LOWER, 32),
        "INVITE",
        organization.organization_id,
        target_type,
        target,
        call.now,
        call.now + timedelta(days=INVITATION_DAYS),
        notes=call.parameters.get("Notes", ""),
        tags=tagged(call.parameters.get("Tags", ())),
    )
    climate = call.world.climate
    if climate.invitation_answer:
        handshake.answer = climate.invitation_answer
        handshake.answer_at = call.now + timedelta(hours=climate.invitation_answer_hours)
    call.world.handshakes[handshake.handshake_id] = handshake
    return {"Handshake": handshake_answer(call, handshake)}


def _account_to_invite(call: Call, target_type: str, target: str) -> Account:
    """The invited account. One that nobody has heard of is taken to exist, so that any setup can be rehearsed."""
    if target_type == "ACCOUNT" and not (target.isdigit() and len(target) == 12):
        raise invalid_input("INVALID_PATTERN_TARGET_ID", "The target's account id must have 12 digits.")
    if target_type == "EMAIL" and "@" not in target:
        raise invalid_input("INVALID_EMAIL_ADDRESS_TARGET", "You specified an invalid email address.")
    if target_type == "EMAIL":
        known = call.world.account_with_email(target)
        account_id, email = known.account_id if known else call.world.new_id("123456789", 12), target
    else:
        account_id, email = target, f"owner-of-{target}@elsewhere.example"
    return call.world.accounts.setdefault(account_id, Account(account_id, f"account {account_id}", email, call.now))


def _require_invitable(call: Call, organization: Organization, account: Account) -> None:
    if call.world.all_features_request(organization.organization_id):
        raise handshake_constraint(
            "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES", "You can't invite while all features are being enabled."
        )
    if account.organization_id == organization.organization_id:
        raise handshake_constraint("ALREADY_IN_AN_ORGANIZATION", "The account is already in an organization.")
    for handshake in call.world.open_handshakes(organization.organization_id):
        if invited_account(call.world, handshake) is account:
            raise Refusal("DuplicateHandshakeException", "A handshake with the same action and target already exists.")
    if accounts_counted(call, organization) >= call.world.climate.account_quota:
        raise handshake_constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have reached the limit of accounts.")


@answers("organizations", "CancelHandshake", writes=True)
def cancel_handshake(call: Call) -> Answer:
    """API: organizations.CancelHandshake, by the organization that sent it."""
    handshake = _own(call)
    answer = _finish(call, handshake, "CANCELED")
    for each in call.world.children(handshake.handshake_id):
        if each.state in ("REQUESTED", "OPEN"):
            each.state, each.finished_at = "CANCELED", call.now
    return answer


@answers("organizations", "DeclineHandshake", writes=True)
def decline_handshake(call: Call) -> Answer:
    """API: organizations.DeclineHandshake, by the account that was asked."""
    return _finish(call, _received(call), "DECLINED")


@answers("organizations", "AcceptHandshake", writes=True)
def accept_handshake(call: Call) -> Answer:
    """API: organizations.AcceptHandshake. An invited account lands in the root at once."""
    handshake = _received(call)
    if handshake.action == "INVITE" and call.account.organization_id:
        raise handshake_constraint("ALREADY_IN_AN_ORGANIZATION", "The account is already in an organization.")
    if any(each.state != "ACCEPTED" for each in call.world.children(handshake.handshake_id)):
        raise Refusal("InvalidHandshakeTransitionException", "Not every account has approved the request.")
    answer = _finish(call, handshake, "ACCEPTED")
    accept(call.world, handshake, call.now)
    return answer


def _finish(call: Call, handshake: Handshake, state: str) -> Answer:
    if handshake.state == state:
        raise Refusal("HandshakeAlreadyInStateException", "The specified handshake is already in the requested state.")
    if handshake.state not in ("REQUESTED", "OPEN"):
        raise Refusal("InvalidHandshakeTransitionException", f"You can't go from {handshake.state} to {state}.")
    handshake.state, handshake.finished_at = state, call.now
    return {"Handshake": handshake_answer(call, handshake)}


@answers("organizations", "DescribeHandshake")
def describe_handshake(call: Call) -> Answer:
    """API: organizations.DescribeHandshake, by either side."""
    handshake = _visible(call)
    return {"Handshake": handshake_answer(call, handshake)}


@answers("organizations", "ListHandshakesForOrganization")
def list_handshakes_for_organization(call: Call) -> Answer:
    """API: organizations.ListHandshakesForOrganization; finished ones for 30 days."""
    organization = call.managed()
    handshakes = [each for each in _shown(call) if each.organization_id == organization.organization_id]
    return call.page("Handshakes", handshakes, lambda handshake: handshake_answer(call, handshake))


@answers("organizations", "ListHandshakesForAccount")
def list_handshakes_for_account(call: Call) -> Answer:
    """API: organizations.ListHandshakesForAccount, which an account outside of any organization may call."""
    handshakes = [each for each in _shown(call) if _is_for(call, each)]
    return call.page("Handshakes", handshakes, lambda handshake: handshake_answer(call, handshake))


def _visible(call: Call) -> Handshake:
    handshake = call.world.handshakes.get(call.parameters["HandshakeId"])
    if handshake is None or not (_is_for(call, handshake) or handshake.organization_id == call.account.organization_id):
        raise Refusal("HandshakeNotFoundException", "We can't find a handshake with the HandshakeId you specified.")
    return handshake


def _own(call: Call) -> Handshake:
    handshake = _visible(call)
    organization = call.world.organizations.get(handshake.organization_id)
    if organization is None or organization.management_account_id != call.caller.account_id:
        raise Refusal("AccessDeniedException", "You don't have permissions to cancel this handshake.")
    return handshake


def _received(call: Call) -> Handshake:
    handshake = _visible(call)
    if handshake.target_type == "ORGANIZATION":
        return _own(call)
    if not _is_for(call, handshake):
        raise Refusal("AccessDeniedException", "Only the account that was asked can answer this handshake.")
    return handshake


def _is_for(call: Call, handshake: Handshake) -> bool:
    return handshake.target_type != "ORGANIZATION" and invited_account(call.world, handshake) is call.account


def _shown(call: Call) -> list[Handshake]:
    earliest = call.now - timedelta(days=DAYS_FINISHED_ARE_SHOWN)
    only = call.parameters.get("Filter", {})
    action, parent = only.get("ActionType"), only.get("ParentHandshakeId")
    return [
        each
        for each in call.world.handshakes.values()
        if call.shows(each.requested_at)
        and (each.finished_at is None or each.finished_at > earliest)
        and action in (None, each.action)
        and parent in (None, each.parent_handshake_id)
    ]


def handshake_answer(call: Call, handshake: Handshake) -> Answer:
    """API: organizations.Handshake."""
    organization = call.world.organizations.get(handshake.organization_id)
    owner = call.world.accounts[organization.management_account_id] if organization else call.account
    sender = {
        "Type": "ORGANIZATION",
        "Value": handshake.organization_id,
        "Resources": [
            {"Type": "MASTER_EMAIL", "Value": owner.email},
            {"Type": "MASTER_NAME", "Value": owner.account_name},
            {"Type": "ORGANIZATION_FEATURE_SET", "Value": organization.feature_set if organization else "ALL"},
        ],
    }
    resources = [sender]
    parties = [{"Id": handshake.organization_id, "Type": "ORGANIZATION"}]
    if handshake.target_type != "ORGANIZATION":
        resources.append({"Type": handshake.target_type, "Value": handshake.target})
        parties.append({"Id": handshake.target, "Type": handshake.target_type})
    if handshake.notes:
        resources.append({"Type": "NOTES", "Value": handshake.notes})
    return {
        "Id": handshake.handshake_id,
        "Arn": _arn(organization, owner, handshake),
        "Parties": parties,
        "State": handshake.state,
        "RequestedTimestamp": handshake.requested_at,
        "ExpirationTimestamp": handshake.expires_at,
        "Action": handshake.action,
        "Resources": resources,
    }


def _arn(organization: Organization | None, owner: Account, handshake: Handshake) -> str:
    tail = f"{handshake.action.lower()}/{handshake.handshake_id}"
    if organization:
        return organization_arn(organization, "handshake", tail)
    return f"arn:aws:organizations::{owner.account_id}:handshake/{handshake.organization_id}/{tail}"
