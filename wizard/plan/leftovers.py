"""What this setup has made and no longer wants. Nothing of it is taken away by itself; all of it is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from state.changes.accounts import CreateAccount
from state.changes.assignments import CreateAccountAssignment
from state.changes.base import Change
from state.changes.handshakes import InviteAccountToOrganization
from state.changes.policies import AttachPolicy
from state.changes.roles import CreateRole
from state.changes.units import CreateOrganizationalUnit
from state.observed import AccountState, Observed, Scope
from state.observed.identity_center import PeopleScope
from state.observed.seen import value_of
from state.observed.settings import BACKUPS, kind_of
from wizard.claims.accounts import MemberAccountExists
from wizard.claims.assignments import AccessGiven, AccessTakenAway
from wizard.claims.base import Claim
from wizard.claims.invitations import InvitationAccepted, InvitationWithdrawn
from wizard.claims.roles import ManagementRoleExists
from wizard.claims.units import OrganizationalUnitExists
from wizard.guardrails.buckets import BucketTakesOnlyWhatItShould
from wizard.guardrails.policies import PolicyInForce
from wizard.guardrails.policies_taken_back import PolicyNoLongerHere, PolicyTakenBack
from wizard.plan.finding import Finding

Subject = tuple[str, ...]
"""A thing in AWS by its kind and what it is called there."""


def leftovers(claims: Iterable[Claim], observed: Observed, made: Iterable[Change]) -> tuple[Finding, ...]:
    """One finding for each thing that `made`, the changes ever performed for the setup, left in AWS as `observed` shows
    it, and that none of `claims` is about. Settings inside of accounts are not named: `leave` means to leave them."""
    all_claims = tuple(claims)
    wanted = {subject for claim in all_claims if (subject := _subject_of_claim(claim))}
    left = {_subject_of_change(change): change for change in made}
    shut_out = any(map(_names_writers_of_backups, all_claims))
    found = (_left(change, observed, shut_out) for subject, change in left.items() if subject and subject not in wanted)
    return tuple(finding for finding in found if finding is not None)


def with_leftovers(scope: Scope, made: Collection[Change]) -> Scope:
    """`scope` with what has to be read to tell whether anything that was made is still there."""
    roles = {change.role_name for change in made if isinstance(change, CreateRole)}
    places = {policy_type: set(paths) for policy_type, paths in scope.policies}
    for change in made:
        if isinstance(change, AttachPolicy):
            places.setdefault(change.policy_type, set()).add(change.path)
    return replace(
        scope,
        people=_with_people(scope, [change for change in made if isinstance(change, CreateAccountAssignment)]),
        role_names=scope.role_names | roles,
        invitations=scope.invitations or any(isinstance(change, InviteAccountToOrganization) for change in made),
        policies=tuple((policy_type, frozenset(paths)) for policy_type, paths in sorted(places.items())),
    )


def _with_people(scope: Scope, given: Collection[CreateAccountAssignment]) -> PeopleScope | None:
    """Everybody who was ever given something, and what: also where the setup is about nobody any more."""
    if not given:
        return scope.people
    known = scope.people or PeopleScope(scope.home_region)
    people = (*known.people, *((each.principal, each.email) for each in given if not each.is_group))
    groups = known.groups | {each.principal for each in given if each.is_group}
    return replace(known, groups=groups, people=tuple(dict.fromkeys(people)))


def _subject_of_claim(claim: Claim) -> Subject:
    match claim:
        case MemberAccountExists():
            return ("account", claim.wanted.email.lower())
        case OrganizationalUnitExists():
            return ("unit", claim.path)
        case ManagementRoleExists():
            return ("role", claim.role_name.lower())
        case InvitationAccepted():
            return ("invitation", claim.invitation.account.lower())
        case InvitationWithdrawn():
            return ("invitation", claim.account.lower())
        case PolicyInForce() | PolicyTakenBack() | PolicyNoLongerHere():
            return ("policy", claim.policy_name, claim.path)
        case AccessGiven() | AccessTakenAway():
            return ("access", *claim.change.access)
    return ()


def _subject_of_change(change: Change) -> Subject:
    match change:
        case CreateAccount():
            return ("account", change.email.lower())
        case CreateOrganizationalUnit():
            return ("unit", change.path)
        case CreateRole():
            return ("role", change.role_name.lower())
        case InviteAccountToOrganization():
            return ("invitation", change.account.lower())
        case AttachPolicy():
            return ("policy", change.policy_name, change.path)
        case CreateAccountAssignment():
            return ("access", *change.access)
    return ()


def _names_writers_of_backups(claim: Claim) -> bool:
    """Whether whoever is not in the setup is kept from writing backups by it."""
    return isinstance(claim, BucketTakesOnlyWhatItShould) and kind_of(claim.bucket) == BACKUPS


def _left(change: Change, observed: Observed, shut_out: bool) -> Finding | None:
    match change:
        case CreateAccount():
            return _account(change, observed, shut_out)
        case CreateOrganizationalUnit():
            return _unit(change, observed)
        case CreateRole():
            return _role(change, observed)
        case InviteAccountToOrganization():
            return _invitation(change, observed)
        case AttachPolicy():
            return _policy(change, observed)
        case CreateAccountAssignment():
            return _given(change, observed)
    return None


def _given(change: CreateAccountAssignment, observed: Observed) -> Finding | None:
    center = value_of(observed.identity_center)
    if center is None or change.assigned(observed) not in center.assignments:
        return None
    return Finding(
        f"{change.principal} was given {change.permission_set} in {change.account_title} by this setup, which no "
        "longer says so; it is still in force.",
        "Add it to assignments again with `withdrawn: true` to take it away, or without to keep it; the console of "
        "Identity Center does either, too.",
        serious=False,
    )


def _account(change: CreateAccount, observed: Observed, shut_out: bool) -> Finding | None:
    account = observed.account_with_email(change.email)
    if account is None or account.state in (AccountState.CLOSED, AccountState.PENDING_CLOSURE):
        return None
    follows = (
        "goes on, costs what runs in it, and may no longer write backups to the data bunker"
        if shut_out
        else "goes on, and costs what runs in it"
    )
    return Finding(
        f"Account {account.account_name} ({account.account_id}) was made by this setup and is no longer in it. It "
        f"{follows}.",
        "Add it to the setup again with the same address, or close it under AWS accounts in the console of AWS "
        "Organizations if nobody needs it.",
        serious=False,
    )


def _unit(change: CreateOrganizationalUnit, observed: Observed) -> Finding | None:
    if observed.unit_at(change.path) is None:
        return None
    inside = sum(account.unit_path == change.path for account in observed.accounts)
    holds = f"{inside} account{' is' if inside == 1 else 's are'} in it" if inside else "no account is in it"
    return Finding(
        f"Organizational unit {change.path} was made by this setup and is no longer part of it; {holds}.",
        "Delete it in the console of AWS Organizations once it is empty, or add it to the setup again.",
        serious=False,
    )


def _role(change: CreateRole, observed: Observed) -> Finding | None:
    if observed.role_named(change.role_name) is None:
        return None
    return Finding(
        f"Role {change.role_name} in the management account was made by this setup and is no longer in it: whoever "
        "could use it still can.",
        "Delete it in the IAM console of the management account if nobody needs it.",
        serious=False,
    )


def _invitation(change: InviteAccountToOrganization, observed: Observed) -> Finding | None:
    pending = observed.pending_invitation(change.account)
    if pending is None:
        return None
    return Finding(
        f"The invitation of {change.account} is open until {pending.expires_at:%Y-%m-%d} and no longer in the setup.",
        "Add it to the setup again and choose Withdraw, or cancel it under Invitations in the console of AWS "
        "Organizations.",
        serious=False,
    )


def _policy(change: AttachPolicy, observed: Observed) -> Finding | None:
    policy = observed.policy_named(change.policy_type, change.policy_name)
    if policy is None or change.path not in policy.paths:
        return None
    return Finding(
        f"Policy {change.policy_name} was attached to {change.path} by this setup, which no longer asks for it; it is "
        "still in force.",
        "Choose to take it back on Guardrails, or detach the policy in the console of AWS Organizations.",
        serious=False,
    )
