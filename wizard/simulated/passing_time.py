"""Lets the time that has passed take its effect: creations end, invitations are answered, closures complete."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from wizard.simulated.center_requests import carry_out_requests
from wizard.simulated.world import PARTITION, UPPER, Account, Creation, Handshake, Role, World

ADMINISTRATOR_ACCESS = f"arn:{PARTITION}:iam::aws:policy/AdministratorAccess"
KEPT_CLOSED = timedelta(days=90)
"""How long a closed account is kept (UG: orgs_manage_accounts_close)."""
SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
FULL_ACCESS = {SERVICE_CONTROL_POLICY: "p-FullAWSAccess", "RESOURCE_CONTROL_POLICY": "p-RCPFullAWSAccess"}
"""The policy AWS attaches everywhere while the type is enabled (UG: orgs_manage_policies_scps)."""


def catch_up(world: World, now: datetime) -> bool:
    """Do everything due by `now`, in order of time. Says whether anything happened."""
    due = sorted(_due(world, now), key=lambda event: event[0])
    for moment, subject in due:
        match subject:
            case Creation():
                _end_creation(world, subject)
            case Handshake():
                _end_handshake(world, subject, moment)
            case Account() if subject.state == "PENDING_CLOSURE":
                subject.state = "CLOSED"
            case Account():
                _clean(world, subject)
    return carry_out_requests(world, now) or bool(due)


def _due(world: World, now: datetime) -> Iterator[tuple[datetime, Creation | Handshake | Account]]:
    for creation in world.creations.values():
        if not creation.settled and creation.ready_at <= now:
            yield creation.ready_at, creation
    for handshake in world.handshakes.values():
        if handshake.state in ("REQUESTED", "OPEN"):
            moment = min(filter(None, (handshake.answer_at, handshake.expires_at)))
            if moment <= now:
                yield moment, handshake
    for account in world.accounts.values():
        if account.state == "PENDING_CLOSURE" and account.closed_at and account.closed_at <= now:
            yield account.closed_at, account
        elif account.state == "CLOSED" and account.organization_id and _kept_until(account, now) <= now:
            yield _kept_until(account, now), account


def _kept_until(account: Account, now: datetime) -> datetime:
    """One that a scenario begins with was closed just now."""
    return (account.closed_at or now) + KEPT_CLOSED


def _clean(world: World, account: Account) -> None:
    """What was in it is deleted, and the organization no longer lists it; its address stays used
    (API: organizations.CloseAccount)."""
    organization = world.organizations[account.organization_id]
    organization.attachments = [each for each in organization.attachments if each[1] != account.account_id]
    account.organization_id = account.parent_id = ""
    world.used_emails.append(account.email.lower())


def _end_creation(world: World, creation: Creation) -> None:
    """The account comes into being in the root, with its access role (UG: orgs_manage_accounts_access)."""
    creation.settled = True
    organization = world.organizations.get(creation.organization_id)
    if creation.failure_reason or organization is None:
        creation.failure_reason = creation.failure_reason or "INTERNAL_FAILURE"
        return
    account = Account(
        creation.account_id, creation.account_name, creation.email, creation.ready_at, tags=dict(creation.tags)
    )
    account.usable_at = creation.ready_at + timedelta(seconds=world.climate.usable_after_seconds)
    account.plan_type = "PAID"
    account.root_password = account.root_mfa = False
    world.accounts[account.account_id] = account
    add_role(world, account, creation.role_name, trust_in(organization.management_account_id), creation.ready_at)
    join(world, account, creation.organization_id, "CREATED", creation.ready_at)


def _end_handshake(world: World, handshake: Handshake, moment: datetime) -> None:
    """The other side answers, or the time runs out."""
    answered = handshake.answer_at is not None and handshake.answer_at <= handshake.expires_at
    handshake.finished_at = moment
    handshake.state = handshake.answer if answered else "EXPIRED"
    if handshake.state == "ACCEPTED":
        _make_access_role(world, handshake, moment)
        accept(world, handshake, moment)


def _make_access_role(world: World, handshake: Handshake, moment: datetime) -> None:
    """An owner who does what the message asks for makes the access role before accepting."""
    account, organization = invited_account(world, handshake), world.organizations.get(handshake.organization_id)
    if world.climate.owner_makes_role and handshake.action == "INVITE" and account and organization:
        trust = trust_in(organization.management_account_id)
        add_role(world, account, "OrganizationAccountAccessRole", trust, moment)


def accept(world: World, handshake: Handshake, moment: datetime) -> None:
    """What follows from an acceptance: the account joins in the root, or the organization gets all features."""
    handshake.state, handshake.finished_at = "ACCEPTED", moment
    if handshake.action != "INVITE":
        _accept_all_features(world, handshake)
        return
    account = invited_account(world, handshake)
    if account and not account.organization_id and handshake.organization_id in world.organizations:
        account.tags.update(handshake.tags)
        join(world, account, handshake.organization_id, "INVITED", moment)


def _accept_all_features(world: World, handshake: Handshake) -> None:
    """One account's approval, or, with everybody's, the switch itself (API: organizations.EnableAllFeatures)."""
    parent = world.handshakes.get(handshake.parent_handshake_id)
    organization = world.organizations.get(handshake.organization_id)
    if parent is not None:
        if all(each.state == "ACCEPTED" for each in world.children(parent.handshake_id)):
            parent.state = "OPEN"
    elif organization is not None:
        organization.feature_set = "ALL"


def invited_account(world: World, handshake: Handshake) -> Account | None:
    """The account an invitation is for."""
    if handshake.target_type == "EMAIL":
        return world.account_with_email(handshake.target)
    return world.accounts.get(handshake.target)


def join(world: World, account: Account, organization_id: str, method: str, moment: datetime) -> None:
    """The account becomes a member in the root; a Free plan ends (BIL: free-tier-plans)."""
    organization = world.organizations[organization_id]
    account.organization_id, account.parent_id = organization_id, organization.root_id
    account.joined_method, account.joined_at = method, moment
    service_linked_role(world, account, "organizations.amazonaws.com", moment)
    if account.plan_type:
        account.plan_type = "PAID"
    for policy_type in organization.policy_types:
        if policy_type in FULL_ACCESS:
            organization.attachments.append((FULL_ACCESS[policy_type], account.account_id))


def add_role(world: World, account: Account, role_name: str, trust_policy: str, moment: datetime) -> Role:
    """A role with AdministratorAccess, as AWS makes it in a new account."""
    role = Role(role_name, "AROA" + world.new_id(UPPER, 17), trust_policy, moment)
    role.attached_policies["AdministratorAccess"] = ADMINISTRATOR_ACCESS
    account.roles[role_name.lower()] = role
    return role


def service_linked_role(world: World, account: Account, service: str, moment: datetime) -> Role:
    """The service's role in the account, made unless it is there (API: iam.CreateServiceLinkedRole)."""
    name = "AWSServiceRoleFor" + "".join(part.capitalize() for part in service.split(".")[0].split("-"))
    if name.lower() not in account.roles:
        statement = {"Effect": "Allow", "Principal": {"Service": [service]}, "Action": ["sts:AssumeRole"]}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        role = Role(name, "AROA" + world.new_id(UPPER, 17), trust, moment, path=f"/aws-service-role/{service}/")
        account.roles[name.lower()] = role
    return account.roles[name.lower()]


def trust_in(account_id: str) -> str:
    """The trust policy of an organization access role (UG: orgs_manage_accounts_access-cross-account-role)."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{PARTITION}:iam::{account_id}:root"},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
