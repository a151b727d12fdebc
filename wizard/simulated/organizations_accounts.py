"""Accounts and their creation, as the simulated AWS answers for them."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal, constraint, invalid_input
from wizard.simulated.tree import member_called, organization_arn, path_to, tagged
from wizard.simulated.world import DIGITS, LOWER, Account, Creation, Organization

DEFAULT_ROLE = "OrganizationAccountAccessRole"
DAYS_BEFORE_LEAVING = 4
"""How old a created account must be to leave (API: organizations.LeaveOrganization)."""
CLOSURES_IN_PROGRESS = 3
"""UG: orgs_reference_limits."""
CLOSURES_FOR, LEAST_CLOSURES, SHARE_OF_CLOSURES, MOST_CLOSURES = timedelta(days=30), 250, 0.2, 1000
"""In so long so many accounts may be closed, or this share of all, whichever is more, up to the last
(API: organizations.CloseAccount)."""
_EMAIL = re.compile(r"(?!\.)[^\s\"'()<>\[\]:;,\\|%&@]+@(?![-.])[A-Za-z0-9.-]+\.[A-Za-z0-9.-]*[A-Za-z0-9]", re.ASCII)
"""API: organizations.CreateAccount, member Email."""


@answers("organizations", "CreateAccount", writes=True)
def create_account(call: Call) -> Answer:
    """API: organizations.CreateAccount: accepted at once, done minutes later, and without any idempotency token."""
    organization = call.finalized()
    name, role_name = call.parameters["AccountName"], call.parameters.get("RoleName", DEFAULT_ROLE)
    if role_name.startswith("AWSServiceRoleFor"):
        raise invalid_input("INVALID_ROLE_NAME", "You provided a role name that isn't valid.")
    in_flight = sum(not creation.settled for creation in _creations(call, organization))
    if in_flight >= call.world.climate.creations_in_flight:
        raise constraint("ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", "You are creating too many accounts at once.")
    failure = call.failure_reason or _failure(call, organization)
    seconds = call.world.climate.failure_seconds if failure else _creation_seconds(call, name)
    creation = Creation(
        "car-" + call.world.new_id(LOWER, 32),
        organization.organization_id,
        name,
        call.parameters["Email"],
        role_name,
        call.now,
        call.now + timedelta(seconds=seconds),
        call.world.new_id(DIGITS, 12),
        failure,
        tagged(call.parameters.get("Tags", ())),
    )
    call.world.creations[creation.create_account_request_id] = creation
    if failure == "EMAIL_ALREADY_EXISTS" and call.failure_reason:
        call.world.used_emails.append(creation.email.lower())
    return {"CreateAccountStatus": _status(creation)}


def _creation_seconds(call: Call, account_name: str) -> int:
    least, most = call.world.climate.creation_seconds
    return least + hashlib.sha256(account_name.encode()).digest()[0] % (most - least + 1)


def _failure(call: Call, organization: Organization) -> str:
    """Why the creation will fail (API: CreateAccountStatus.FailureReason); '' when it will not."""
    email = call.parameters["Email"]
    if not email.isascii() or not _EMAIL.fullmatch(email):
        return "INVALID_EMAIL"
    if any(not each.settled and each.email.lower() == email.lower() for each in call.world.creations.values()):
        return "CONCURRENT_ACCOUNT_MODIFICATION"
    if call.world.account_with_email(email) or email.lower() in call.world.used_emails:
        return "EMAIL_ALREADY_EXISTS"
    return "ACCOUNT_LIMIT_EXCEEDED" if accounts_counted(call, organization) >= call.world.climate.account_quota else ""


def accounts_counted(call: Call, organization: Organization) -> int:
    """What counts against the quota: accounts, closed ones too, creations and open invitations
    (UG: orgs_reference_limits)."""
    members = sum(1 for _ in call.world.members(organization.organization_id))
    coming = sum(not each.settled and not each.failure_reason for each in _creations(call, organization))
    return members + coming + sum(1 for _ in call.world.open_handshakes(organization.organization_id))


def _creations(call: Call, organization: Organization) -> list[Creation]:
    return [each for each in call.world.creations.values() if each.organization_id == organization.organization_id]


@answers("organizations", "DescribeCreateAccountStatus")
def describe_create_account_status(call: Call) -> Answer:
    """API: organizations.DescribeCreateAccountStatus."""
    organization = call.managed()
    creation = call.world.creations.get(call.parameters["CreateAccountRequestId"])
    if creation is None or creation.organization_id != organization.organization_id:
        raise Refusal("CreateAccountStatusNotFoundException", "We can't find a create account request with that ID.")
    return {"CreateAccountStatus": _status(creation)}


@answers("organizations", "ListCreateAccountStatus")
def list_create_account_status(call: Call) -> Answer:
    """API: organizations.ListCreateAccountStatus, of all states or some."""
    states = call.parameters.get("States")
    creations = _creations(call, call.managed())
    statuses = [_status(creation) for creation in creations if call.shows(creation.requested_at)]
    wanted = [status for status in statuses if not states or status["State"] in states]
    return call.page("CreateAccountStatuses", wanted, lambda status: status)


def _status(creation: Creation) -> Answer:
    """API: organizations.CreateAccountStatus. It carries no email."""
    status: Answer = {
        "Id": creation.create_account_request_id,
        "AccountName": creation.account_name,
        "State": "IN_PROGRESS",
        "RequestedTimestamp": creation.requested_at,
    }
    if not creation.settled:
        return status
    status["CompletedTimestamp"] = creation.ready_at
    if creation.failure_reason:
        return status | {"State": "FAILED", "FailureReason": creation.failure_reason}
    return status | {"State": "SUCCEEDED", "AccountId": creation.account_id}


@answers("organizations", "ListAccounts")
def list_accounts(call: Call) -> Answer:
    """API: organizations.ListAccounts, management account and closed accounts included."""
    organization = call.managed()
    members = call.world.members(organization.organization_id)
    accounts = [account for account in members if call.shows(account.joined_at)]
    return call.page("Accounts", accounts, lambda account: account_answer(organization, account))


@answers("organizations", "ListAccountsForParent")
def list_accounts_for_parent(call: Call) -> Answer:
    """API: organizations.ListAccountsForParent: one level."""
    organization, parent_id = call.managed(), call.parameters["ParentId"]
    if not organization.has_parent(parent_id):
        raise Refusal("ParentNotFoundException", "We can't find a root or OU with the ParentId that you specified.")
    members = call.world.members(organization.organization_id)
    accounts = [account for account in members if account.parent_id == parent_id]
    return call.page("Accounts", accounts, lambda account: account_answer(organization, account))


@answers("organizations", "DescribeAccount")
def describe_account(call: Call) -> Answer:
    """API: organizations.DescribeAccount."""
    organization = call.managed()
    return {"Account": account_answer(organization, member_called(call, organization, call.parameters["AccountId"]))}


def account_answer(organization: Organization, account: Account) -> Answer:
    """API: organizations.Account. `Status` says what it said before AWS retired it: a closed account is SUSPENDED."""
    retired = {"PENDING_ACTIVATION": "ACTIVE", "CLOSED": "SUSPENDED"}.get(account.state, account.state)
    return {
        "Id": account.account_id,
        "Arn": organization_arn(organization, "account", account.account_id),
        "Email": account.email,
        "Name": account.account_name,
        "Status": retired,
        "State": account.state,
        "JoinedMethod": account.joined_method,
        "JoinedTimestamp": account.joined_at,
        "Paths": [path_to(organization, account.parent_id, account.account_id)],
    }


@answers("organizations", "MoveAccount", writes=True)
def move_account(call: Call) -> Answer:
    """API: organizations.MoveAccount. The source must be where the account is."""
    organization = call.managed()
    account = member_called(call, organization, call.parameters["AccountId"])
    destination = call.parameters["DestinationParentId"]
    if not organization.has_parent(destination):
        raise Refusal("DestinationParentNotFoundException", "We can't find the destination container.")
    if account.parent_id == destination:
        raise Refusal("DuplicateAccountException", "That account is already present in the specified destination.")
    if account.parent_id != call.parameters["SourceParentId"]:
        raise Refusal("SourceParentNotFoundException", "We can't find a source root or OU with that ID.")
    account.parent_id = destination
    return {}


@answers("organizations", "CloseAccount", writes=True)
def close_account(call: Call) -> Answer:
    """API: organizations.CloseAccount: PENDING_CLOSURE first, CLOSED minutes later."""
    organization = call.with_all_features()
    account = member_called(call, organization, call.parameters["AccountId"])
    if account.account_id == organization.management_account_id:
        raise constraint("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account.")
    if account.state == "CLOSED":
        raise Refusal("AccountAlreadyClosedException", "You attempted to close an account that is already closed.")
    if account.state == "PENDING_CLOSURE":
        raise Refusal("ConflictException", "The account is being closed already.")
    closing = [each for each in call.world.members(organization.organization_id) if each.state == "PENDING_CLOSURE"]
    if len(closing) >= CLOSURES_IN_PROGRESS:
        raise constraint("CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED", "You have too many closures in progress.")
    members = list(call.world.members(organization.organization_id))
    lately = sum(each.closed_at is not None and each.closed_at > call.now - CLOSURES_FOR for each in members)
    if lately >= min(MOST_CLOSURES, max(LEAST_CLOSURES, int(SHARE_OF_CLOSURES * len(members)))):
        raise constraint("CLOSE_ACCOUNT_QUOTA_EXCEEDED", "You have closed as many accounts as you may in 30 days.")
    account.state = "PENDING_CLOSURE"
    account.closed_at = call.now + timedelta(seconds=call.world.climate.closing_seconds)
    return {}


@answers("organizations", "RemoveAccountFromOrganization", writes=True)
def remove_account_from_organization(call: Call) -> Answer:
    """API: organizations.RemoveAccountFromOrganization. A created account must be four days old and able to pay."""
    organization = call.managed()
    account = member_called(call, organization, call.parameters["AccountId"])
    if account.account_id == organization.management_account_id:
        raise Refusal("MasterCannotLeaveOrganizationException", "You can't remove the management account.")
    if account.joined_method == "CREATED":
        _require_standalone(account, call.now)
    organization.attachments = [each for each in organization.attachments if each[1] != account.account_id]
    account.organization_id = account.parent_id = account.joined_method = ""
    account.tags.clear()
    return {}


def _require_standalone(account: Account, now: datetime) -> None:
    if now - account.created_at < timedelta(days=DAYS_BEFORE_LEAVING):
        raise constraint("WAIT_PERIOD_ACTIVE", "The account must be four days old to leave the organization.")
    raise constraint(
        "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED", "The account has no valid payment method of its own."
    )
