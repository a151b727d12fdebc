"""Invitations and the switch to all features, as the simulated AWS answers for them."""

from __future__ import annotations

from datetime import timedelta

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.organizations_accounts import accounts_counted
from wizard.simulated.refusals import Refusal, invalid_input
from wizard.simulated.settling import accept, invited_account
from wizard.simulated.tree import organization_arn, tagged
from wizard.simulated.world import LOWER, Account, Handshake, Organization

INVITATION_DAYS = 15
ALL_FEATURES_DAYS = 90
DAYS_FINISHED_ARE_SHOWN = 30
"""All three: API organizations.Handshake."""


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
    return {"Handshake": _handshake(call, handshake)}


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
    if account.organization_id == organization.organization_id:
        raise _handshake_constraint("ALREADY_IN_AN_ORGANIZATION", "The account is already in an organization.")
    for handshake in call.world.open_handshakes(organization.organization_id):
        if invited_account(call.world, handshake) is account:
            raise Refusal("DuplicateHandshakeException", "A handshake with the same action and target already exists.")
    if accounts_counted(call, organization) >= call.world.climate.account_quota:
        raise _handshake_constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have reached the limit of accounts.")


def _handshake_constraint(reason: str, message: str) -> Refusal:
    return Refusal("HandshakeConstraintViolationException", message, reason)


@answers("organizations", "CancelHandshake", writes=True)
def cancel_handshake(call: Call) -> Answer:
    """API: organizations.CancelHandshake, by the organization that sent it."""
    return _finish(call, _own(call), "CANCELED")


@answers("organizations", "DeclineHandshake", writes=True)
def decline_handshake(call: Call) -> Answer:
    """API: organizations.DeclineHandshake, by the account that was asked."""
    return _finish(call, _received(call), "DECLINED")


@answers("organizations", "AcceptHandshake", writes=True)
def accept_handshake(call: Call) -> Answer:
    """API: organizations.AcceptHandshake. An invited account lands in the root at once."""
    handshake = _received(call)
    if handshake.action == "INVITE" and call.account.organization_id:
        raise _handshake_constraint("ALREADY_IN_AN_ORGANIZATION", "The account is already in an organization.")
    answer = _finish(call, handshake, "ACCEPTED")
    accept(call.world, handshake, call.now)
    return answer


def _finish(call: Call, handshake: Handshake, state: str) -> Answer:
    if handshake.state == state:
        raise Refusal("HandshakeAlreadyInStateException", "The specified handshake is already in the requested state.")
    if handshake.state not in ("REQUESTED", "OPEN"):
        raise Refusal("InvalidHandshakeTransitionException", f"You can't go from {handshake.state} to {state}.")
    handshake.state, handshake.finished_at = state, call.now
    return {"Handshake": _handshake(call, handshake)}


@answers("organizations", "DescribeHandshake")
def describe_handshake(call: Call) -> Answer:
    """API: organizations.DescribeHandshake, by either side."""
    handshake = _visible(call)
    return {"Handshake": _handshake(call, handshake)}


@answers("organizations", "ListHandshakesForOrganization")
def list_handshakes_for_organization(call: Call) -> Answer:
    """API: organizations.ListHandshakesForOrganization; finished ones for 30 days."""
    organization = call.managed()
    handshakes = [each for each in _shown(call) if each.organization_id == organization.organization_id]
    return call.page("Handshakes", handshakes, lambda handshake: _handshake(call, handshake))


@answers("organizations", "ListHandshakesForAccount")
def list_handshakes_for_account(call: Call) -> Answer:
    """API: organizations.ListHandshakesForAccount, which an account outside of any organization may call."""
    handshakes = [each for each in _shown(call) if _is_for(call, each)]
    return call.page("Handshakes", handshakes, lambda handshake: _handshake(call, handshake))


@answers("organizations", "EnableAllFeatures", writes=True)
def enable_all_features(call: Call) -> Answer:
    """API: organizations.EnableAllFeatures. Accepting the answered handshake is what makes the switch."""
    organization = call.managed()
    if organization.feature_set == "ALL":
        raise _handshake_constraint("ORGANIZATION_ALREADY_HAS_ALL_FEATURES", "All features are enabled already.")
    for each in call.world.handshakes.values():
        if each.action != "INVITE" and each.organization_id == organization.organization_id and each.state == "OPEN":
            raise _handshake_constraint(
                "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION", "The process has been started already."
            )
    handshake = Handshake(
        "h-" + call.world.new_id(LOWER, 32),
        "ENABLE_ALL_FEATURES",
        organization.organization_id,
        "ORGANIZATION",
        organization.organization_id,
        call.now,
        call.now + timedelta(days=ALL_FEATURES_DAYS),
    )
    call.world.handshakes[handshake.handshake_id] = handshake
    return {"Handshake": _handshake(call, handshake)}


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
    if handshake.action == "INVITE" and not _is_for(call, handshake):
        raise Refusal("AccessDeniedException", "Only the account that was asked can answer this handshake.")
    if handshake.action != "INVITE":
        return _own(call)
    return handshake


def _is_for(call: Call, handshake: Handshake) -> bool:
    return handshake.action == "INVITE" and invited_account(call.world, handshake) is call.account


def _shown(call: Call) -> list[Handshake]:
    earliest = call.now - timedelta(days=DAYS_FINISHED_ARE_SHOWN)
    action = call.parameters.get("Filter", {}).get("ActionType")
    return [
        each
        for each in call.world.handshakes.values()
        if (each.finished_at is None or each.finished_at > earliest) and action in (None, each.action)
    ]


def _handshake(call: Call, handshake: Handshake) -> Answer:
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
