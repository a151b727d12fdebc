"""What was made for a setup, and for each of it whether it can be taken back, until when, how, and what stays.

Taking back is a plan like any other: claims that what was made is there no more, assessed against AWS as it is. Only
what the program itself made is ever taken back, only where nobody else has changed it since, and never an account:
that is closed by a person, by its name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from state.changes.accounts import CreateAccount, MoveAccount
from state.changes.assignments import CreateAccountAssignment, DeleteAccountAssignment
from state.changes.base import Change
from state.changes.buckets import BucketChange, CreateBucket
from state.changes.groups import PutGroupPolicy
from state.changes.handshakes import InviteAccountToOrganization
from state.changes.identity_center import CenterChange
from state.changes.organization import CreateOrganization, EnableAWSServiceAccess, EnablePolicyType
from state.changes.policies import AttachPolicy, CreatePolicy, UpdatePolicy
from state.changes.roles import CreateRole, RoleChange
from state.changes.settings import SettingChange
from state.changes.units import CreateOrganizationalUnit
from state.observed import Identity, Observed, Scope
from state.observed.draft import Draft
from state.observed.settings import MANAGEMENT_ACCOUNT
from state.saved.journal import Attempt
from state.setup import ROOT, Setup
from state.setup.guardrails import CANNOT_TAKE_BACK, Choice, Item
from wizard.claims.assignments import AccessTakenAway
from wizard.claims.base import Blocked, Claim, Needed, Satisfied, Verdict
from wizard.claims.gone import (
    AccountIsBack,
    AsItIs,
    GroupMayNoLongerEnter,
    RoleIsGone,
    UnitIsGone,
    back_key,
    role_gone_key,
    unit_gone_key,
)
from wizard.claims.invitations import InvitationWithdrawn
from wizard.claims.regions import InEveryRegion
from wizard.claims.settings import SettingClaim
from wizard.guardrails import guardrail_claims, with_guardrails
from wizard.guardrails.policies_taken_back import PolicyTakenBack
from wizard.plan import Plan, make_plan
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of, scope_of
from wizard.plan.leftovers import with_leftovers


class Fate(StrEnum):
    """What can become of something that was made."""

    HERE = "taken-back-here"
    """The program takes it back, once somebody approves."""
    BY_HAND = "by-hand"
    """It can be taken back, and the program leaves that to a person."""
    FOR_GOOD = "for-good"
    """Nothing takes it back."""
    NOT_THERE = "not-there"
    """It is there no more, or somebody has made something else of it."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """One change that was made for the setup."""

    change: Change
    made_at: datetime
    by: str
    """The ARN that asked for it; empty where nobody wrote it down."""
    fate: Fate
    how: str
    """How it is taken back, why it is not, or what is there instead; whole sentences."""
    until: datetime | None = None
    """After this it cannot be taken back; None where time does not matter."""
    stays: str = ""
    """What goes on to cost, as a sentence; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class Undo:
    """All that can be said before anything is taken back."""

    undoings: tuple[Undoing, ...]
    """In the order in which it was made."""
    claims: tuple[Claim, ...]
    """What holds once it is done; nothing else is looked after."""
    plan: Plan
    """What would be done to that end; it waits for nobody."""


def undo_of(setup: Setup, made: Collection[Attempt], observed: Observed) -> Undo:
    """What of `made`, every change ever made for the setup, can be taken back as things are in `observed`."""
    claims = undo_claims(setup, made, observed.identity)
    plan = make_plan(claims, observed)
    draft = Draft(observed)
    for change, _ in plan.changes:
        change.predict(draft)
    now, in_the_end = assess_all(claims, observed), assess_all(claims, draft.observed())
    verdicts = {claim.key: (before, after) for (claim, before), (_, after) in zip(now, in_the_end, strict=True)}
    latest = {attempt.change: attempt for attempt in made}
    undoings = tuple(
        _undoing(attempt, _verdicts_on(attempt.change, claims, verdicts), observed) for attempt in latest.values()
    )
    reached = [claim for claim, verdict in in_the_end if isinstance(verdict, Satisfied)]
    wanted = tuple(_with_what_they_stand_on(reached, reached))
    return Undo(undoings, wanted, replace(make_plan(wanted, observed), later=()))


def undo_scope(setup: Setup, made: Collection[Attempt]) -> Scope:
    """What has to be read to tell."""
    changes = [attempt.change for attempt in made]
    claims = undo_claims(setup, made, None)
    return with_leftovers(with_guardrails(scope_of(_taking_back(setup)), claims), changes)


def undo_claims(setup: Setup, made: Iterable[Attempt], identity: Identity | None) -> tuple[Claim, ...]:
    """That nothing of what was made is there any more, in the order in which it goes: first policies, which may forbid
    the rest; last the access of people."""
    changes = list(dict.fromkeys(attempt.change for attempt in made))
    gone: list[Claim] = [
        *_policies(changes),
        *_settings(setup, changes),
        *_invitations(changes),
        *_roles(changes),
        *_places(changes),
        *_access(changes, identity),
    ]
    return tuple(_with_what_they_stand_on(gone, claims_of(setup)))


def _with_what_they_stand_on(gone: Iterable[Claim], others: Iterable[Claim]) -> Iterator[Claim]:
    """Claims with those that they require, which come first. What requires something that is unknown is left out."""
    known = {claim.key: claim for claim in others}
    given: set[str] = set()

    def those_before(claim: Claim) -> list[Claim] | None:
        found: list[Claim] = []
        for key in claim.requires:
            if key not in known:
                return None
            below = those_before(known[key])
            if below is None:
                return None
            one = known[key]
            found += [*below, one if isinstance(one, AsItIs) else AsItIs(one)]
        return found

    for claim in gone:
        before = those_before(claim)
        for each in (*before, claim) if before is not None else ():
            if each.key not in given:
                given.add(each.key)
                yield each


# What is claimed of each kind


def _policies(changes: Collection[Change]) -> Iterator[Claim]:
    made = {(each.policy_type, each.policy_name): each.content for each in changes if isinstance(each, CreatePolicy)}
    for each in changes:
        if isinstance(each, UpdatePolicy) and (each.policy_type, each.policy_name) in made:
            made[each.policy_type, each.policy_name] = each.content
    for (policy_type, name), content in made.items():
        attached = (each for each in changes if isinstance(each, AttachPolicy) and each.policy_name == name)
        first, *others = dict.fromkeys(each.path for each in attached) or {ROOT: None}
        yield PolicyTakenBack(policy_type, name, first, content, tuple(others))


def _taking_back(setup: Setup) -> Setup:
    """The setup of somebody who wants no protection any more."""
    choices = {item: Choice.LEAVE if item in CANNOT_TAKE_BACK else Choice.TAKE_BACK for item in Item}
    return replace(setup, guardrails=replace(setup.guardrails, choices=choices))


def _settings(setup: Setup, changes: Collection[Change]) -> Iterator[Claim]:
    made = {_setting(each) for each in changes if isinstance(each, SettingChange)}
    for claim in _one_by_one(guardrail_claims(_taking_back(setup)), made):
        if (claim.place.account.lower(), claim.setting) in made:
            yield claim
    given = {each.group: each for each in changes if isinstance(each, PutGroupPolicy)}
    yield from (GroupMayNoLongerEnter(each.place, each) for each in given.values())


def _one_by_one(claims: Iterable[Claim], made: Collection[tuple[str, str]]) -> Iterator[SettingClaim[Any]]:
    """Claims about settings, those of every Region for each Region in which something was made."""
    for claim in claims:
        if isinstance(claim, InEveryRegion):
            names = sorted(name for account, name in made if account == claim.place.account.lower())
            yield from (each for name in names if (each := claim.inside(name.partition(":")[2])).setting == name)
        elif isinstance(claim, SettingClaim):
            yield claim


def _setting(change: SettingChange) -> tuple[str, str]:
    return change.place.account.lower(), change.setting


def _invitations(changes: Collection[Change]) -> Iterator[Claim]:
    invited = (each.account for each in changes if isinstance(each, InviteAccountToOrganization))
    yield from (InvitationWithdrawn(account) for account in dict.fromkeys(invited))


def _roles(changes: Collection[Change]) -> Iterator[Claim]:
    made = (each.role_name for each in changes if isinstance(each, CreateRole))
    yield from (RoleIsGone(name) for name in dict.fromkeys(made))


def _places(changes: Collection[Change]) -> Iterator[Claim]:
    """Accounts go back where they were, and then the units go, the innermost first."""
    units = frozenset(each.path for each in changes if isinstance(each, CreateOrganizationalUnit))
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for each in changes:
        if isinstance(each, MoveAccount):
            first.setdefault(each.account, each.path_before)
            last[each.account] = each.path
    back = {account: before if before not in units else ROOT for account, before in first.items()}
    yield from (AccountIsBack(account, last[account], before) for account, before in back.items())
    for path in sorted(units, key=lambda path: (-path.count("/"), path)):
        yield UnitIsGone(path, frozenset(back), units)


def _access(changes: Collection[Change], identity: Identity | None) -> Iterator[Claim]:
    """Not the access with which somebody is signed in right now: the rest could not be done."""
    for each in changes:
        if not isinstance(each, CreateAccountAssignment):
            continue
        own = identity is not None and f"AWSReservedSSO_{each.permission_set}_" in identity.arn
        if not (own and each.account == MANAGEMENT_ACCOUNT):
            taken = DeleteAccountAssignment(
                each.permission_set, each.account, each.account_title, each.principal, each.is_group, each.email
            )
            yield AccessTakenAway(taken)


# What is said of each change

_LEFT = (
    (CreateBucket, "AWS deletes no bucket that holds anything, and this program empties none."),
    (BucketChange, "It protects what the bucket holds, and goes with it."),
    (EnablePolicyType, "Policies of others may stand on it by now."),
    (EnableAWSServiceAccess, "Others may use that service in the organization by now."),
    (CreateAccountAssignment, "You are signed in with it: let somebody else take it away."),
    (CenterChange, "People may sign in with it by now, so that is left to the console of Identity Center."),
    (SettingChange, "What stood there before is not known, so that is left to you."),
)
"""Why something that can be taken back is left to a person, by kind; the first that fits."""
_STAYS = (
    (CreateAccount, "The account costs nothing by itself; what runs in it goes on to cost."),
    (CreateBucket, "What is stored goes on to cost; audit logs of a small team cost cents a month."),
)


def _undoing(attempt: Attempt, verdicts: tuple[Verdict, Verdict] | None, observed: Observed) -> Undoing:
    change = attempt.change
    made = Undoing(change, attempt.intended_at, attempt.by, Fate.BY_HAND, change.undo)
    stays = next((sentence for kind, sentence in _STAYS if isinstance(change, kind)), "")
    if change.irreversible:
        return replace(made, fate=Fate.FOR_GOOD, how=_for_good(change), stays=stays)
    if verdicts is None:
        why = next((f" {sentence}" for kind, sentence in _LEFT if isinstance(change, kind)), "")
        return replace(made, how=f"{change.undo}{why}", stays=stays)
    match verdicts:
        case Satisfied(evidence), _:
            return replace(made, fate=Fate.NOT_THERE, how=evidence)
        case _, Satisfied():
            return replace(made, fate=Fate.HERE, until=_until(change, observed))
        case _, Blocked(what, remedy):
            return replace(made, how=f"{what} {remedy}")
        case _, verdict:
            reason = verdict.change.full_title if isinstance(verdict, Needed) else verdict.reason
            return replace(made, how=f"{change.undo} Not yet: {reason}")


def _for_good(change: Change) -> str:
    match change:
        case CreateAccount():
            return (
                "It can be closed, never deleted, and nothing closes it in passing. To close it: `orgwizard account "
                f"close SETUP {change.account_name}`. Its address is gone for ever then."
            )
        case CreateOrganization():
            return (
                "It can be deleted in the console of AWS Organizations once no member account is left; one that is "
                "closed counts for 90 days more. What the Free plan gave does not come back."
            )
        case _:
            return f"Nothing takes it back. {change.consequence}".rstrip()


def _until(change: Change, observed: Observed) -> datetime | None:
    """An invitation can be withdrawn until somebody accepts it, or it runs out by itself."""
    pending = observed.pending_invitation(change.account) if isinstance(change, InviteAccountToOrganization) else None
    return pending.expires_at if pending else None


def _verdicts_on(
    change: Change, claims: Iterable[Claim], verdicts: dict[str, tuple[Verdict, Verdict]]
) -> tuple[Verdict, Verdict] | None:
    """What is made of the claim that the change is taken back; None where there is none."""
    match change:
        case CreatePolicy() | UpdatePolicy() | AttachPolicy():
            return verdicts.get(f"taken-back:{change.policy_name}")
        case CreateOrganizationalUnit():
            return verdicts.get(unit_gone_key(change.path))
        case MoveAccount():
            return verdicts.get(back_key(change.account))
        case InviteAccountToOrganization():
            return verdicts.get(InvitationWithdrawn(change.account).key)
        case CreateAccountAssignment():
            keys = (
                each.key for each in claims if isinstance(each, AccessTakenAway) and each.change.access == change.access
            )
            return verdicts.get(next(keys, ""))
        case _ if isinstance(change, RoleChange):
            return verdicts.get(role_gone_key(change.role_name))
        case _ if isinstance(change, SettingChange) and not change.takes_away:
            about = (
                each.key
                for each in claims
                if isinstance(each, SettingClaim) and (each.place.account.lower(), each.setting) == _setting(change)
            )
            return verdicts.get(next(about, ""))
    return None
