"""Whether an organization is still as its setup has it: as planned, changed by somebody, or unknown to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from state.changes.access_roles import administrator_access
from state.observed import Observed
from state.observed.cloudtrail_event import CloudTrailEvent
from state.observed.seen import Known
from state.saved.progress import ClaimStatus, Progress
from state.setup import Setup
from state.setup.partitions import partition_of
from wizard.adoption.things import unknown_to, unseen_in
from wizard.checking.traces import NOWHERE, ROLE_EVENTS, Trace, trace_of, trace_of_unknown
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, NotSeen, Satisfied, Verdict, Waiting
from wizard.claims.roles import POLICY_NAME, ManagementRoleExists
from wizard.errors import AwsError
from wizard.gateway import Gateway
from wizard.plan.assessment import assess_all
from wizard.plan.claims import claims_of
from wizard.plan.series import in_words
from wizard.policies.callers import GLOBAL_REGIONS
from wizard.policies.conditions import texts

UNKNOWN_REMEDY = (
    "Add it to the setup if it is yours. If it is to be left alone, write it under left_alone in the setup with its "
    "name."
)
CHANGED_REMEDY = "Look at it with `orgwizard plan`, and set it right with `orgwizard apply`; or change the setup."

BEFORE_EVERYTHING = datetime.min.replace(tzinfo=UTC)


class Kind(StrEnum):
    """What a difference is."""

    CHANGED = "changed"
    """It was as planned, and is no longer."""
    NOT_YET = "not-yet"
    """The setup asks for it, and it was never seen to be so."""
    UNKNOWN = "unknown"
    """It is there, and the setup says nothing of it."""
    UNSEEN = "unseen"
    """Nobody could look."""
    WAITING = "waiting"
    """Somebody has yet to act, as planned: no difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the setup has it."""

    kind: Kind
    key: str
    title: str
    found: str
    """What is so instead, as a sentence."""
    remedy: str
    trace: Trace = NOWHERE
    event: CloudTrailEvent | None = None
    """The latest call that may be behind it, where CloudTrail tells."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check."""

    as_planned: int
    """How many things are as the setup has them."""
    differences: tuple[Difference, ...]
    history: str = ""
    """Why CloudTrail did not tell who changed something; empty where it was asked or there was no need."""

    @property
    def in_step(self) -> bool:
        """Whether nothing differs. What waits for a person as planned is no difference; what could not be seen is."""
        return all(each.kind is Kind.WAITING for each in self.differences)


def check(setup: Setup, observed: Observed, progress: Progress | None, gateway: Gateway) -> Checked:
    """Compare AWS with the setup, and ask CloudTrail who changed what differs. `progress` is how it stood before.

    Raises nothing for a history that may not be read: then nobody is named, and the reason is told.
    """
    verdicts = assess_all(claims_of(setup), observed)
    differences = (
        *_claimed(observed, verdicts, progress),
        *_beside_claims(setup, observed),
        *_unknown(setup, observed),
    )
    good = sum(isinstance(verdict, Satisfied) for _, verdict in verdicts)
    try:
        since = progress.at if progress else BEFORE_EVERYTHING
        return Checked(good, tuple(_with_history(differences, setup, gateway, since)))
    except AwsError as error:
        return Checked(good, differences, f"{error.message} {error.remedy}")


def _claimed(
    observed: Observed, verdicts: Iterable[tuple[Claim, Verdict]], progress: Progress | None
) -> Iterator[Difference]:
    """What the setup asks for and is not so. What only waits for something else that is told is not told twice.

    Without `progress` whatever is missing in an organization may have been taken away; one that is not there was not.
    """
    before = {line.key for line in progress.lines if line.status is ClaimStatus.DONE} if progress else None
    for claim, verdict in verdicts:
        held = claim.key in before if before is not None else observed.organization is not None
        kind = Kind.CHANGED if held else Kind.NOT_YET
        trace = trace_of(claim, observed)
        match verdict:
            case Satisfied():
                continue
            case Needed():
                found = f"It is not so now. To set it right: {in_words(verdict.changes)}."
                yield Difference(kind, claim.key, claim.title, found, CHANGED_REMEDY, trace)
            case NotSeen(what, remedy):
                yield Difference(Kind.UNSEEN, claim.key, claim.title, what, remedy)
            case Blocked(what, remedy):
                yield Difference(kind, claim.key, claim.title, what, remedy, trace)
            case Waiting() if verdict.on_whom != ANOTHER_CLAIM:
                kind = Kind.CHANGED if before is not None and claim.key in before else Kind.WAITING
                yield Difference(
                    kind, claim.key, claim.title, verdict.reason, f"It waits for {verdict.on_whom}.", trace
                )


def _beside_claims(setup: Setup, observed: Observed) -> Iterator[Difference]:
    """What widens the ways in without making a claim untrue."""
    for claim in claims_of(setup):
        role = observed.role_named(claim.role_name) if isinstance(claim, ManagementRoleExists) else None
        if role is None:
            continue
        added = [name for name, _ in role.inline_policies if name != POLICY_NAME]
        added += [arn.rpartition("/")[2] for arn in role.attached_policies]
        if added:
            yield Difference(
                Kind.CHANGED,
                f"more:{claim.key}",
                f"Role {role.role_name} may do nothing but step into its account",
                f"It has more policies: {', '.join(sorted(added))}.",
                "Detach or delete them in IAM of the management account, if nobody needs them.",
                Trace(ROLE_EVENTS, (role.role_name,)),
            )
    yield from _access_roles(setup, observed)


def _access_roles(setup: Setup, observed: Observed) -> Iterator[Difference]:
    """The organization access roles, as their accounts have them: whom they trust, and what is attached."""
    partition = partition_of(setup.home_region)
    owner = observed.organization.management_account_id if observed.organization else setup.management_account_id
    names = {account.account_id: account.account_name for account in observed.accounts}
    for account_id, seen in observed.survey.access_roles:
        if not isinstance(seen, Known):
            continue
        role, title = seen.value, names.get(account_id, account_id)
        others = _others(role.trust_policy, owner)
        if others:
            yield Difference(
                Kind.CHANGED,
                f"trust:{account_id}",
                f"Role {role.role_name} in account {title} trusts the management account alone",
                f"It also trusts {', '.join(others)}.",
                f"Look at the trust of {role.role_name} in IAM of account {account_id}, and set it back.",
            )
        more = sorted({*role.attached_policies} - {administrator_access(partition)})
        if more:
            yield Difference(
                Kind.CHANGED,
                f"attached:{account_id}",
                f"Role {role.role_name} in account {title} has AdministratorAccess alone",
                f"It has more policies: {', '.join(arn.rpartition('/')[2] for arn in more)}.",
                f"Detach them in IAM of account {account_id}, if nobody needs them.",
            )


def _others(trust: str, owner: str) -> list[str]:
    """Whom a trust policy lets in that is not of the account `owner`."""
    statements = json.loads(trust).get("Statement", [])
    principals = [each.get("Principal", "*") for each in (statements if isinstance(statements, list) else [statements])]
    named = [name for each in principals for name in (each.values() if isinstance(each, dict) else (each,))]
    every = {one for name in named for one in texts(name)}
    return sorted(one for one in every if one != owner and not re.match(rf"arn:[^:]+:[^:]+::{owner}:", one))


def _unknown(setup: Setup, observed: Observed) -> Iterator[Difference]:
    if observed.organization is None:  # where there is none, nothing is in it
        return
    for key, name in unknown_to(setup, observed).items():
        title = f"{name[:1].upper()}{name[1:]} ({key})"
        found = "It is in the organization, and this setup says nothing of it."
        yield Difference(Kind.UNKNOWN, key, title, found, UNKNOWN_REMEDY, trace_of_unknown(key, name))
    for advice in unseen_in(observed):
        yield Difference(Kind.UNSEEN, advice.what, advice.what, advice.what, advice.remedy)


def _with_history(
    differences: Iterable[Difference], setup: Setup, gateway: Gateway, since: datetime
) -> Iterator[Difference]:
    """Each with the latest call that may be behind it; each operation is asked for once. Raises AwsError. What was done
    before `since` was there when somebody last looked, and is none of it."""
    asked: dict[tuple[str, str], tuple[CloudTrailEvent, ...]] = {}
    elsewhere = GLOBAL_REGIONS.get(partition_of(setup.home_region), setup.home_region)
    for difference in differences:
        trace, found = difference.trace, list[CloudTrailEvent]()
        region = setup.home_region if trace.at_home else elsewhere
        for event_name in trace.event_names if difference.kind in (Kind.CHANGED, Kind.UNKNOWN) else ():
            if (event_name, region) not in asked:
                asked[event_name, region] = gateway.recorded_calls(event_name, region)
            later = (each for each in asked[event_name, region] if each.at >= since)
            found += (each for each in later if any(one in each.text for one in trace.about))
        latest = max(found, key=lambda each: each.at, default=None)
        yield replace(difference, event=latest)


def said(event: CloudTrailEvent) -> str:
    """`2026-11-26 09:12 UTC: MoveAccount, by arn:aws:iam::999988887777:user/ben`."""
    return f"{_moment(event.at)}: {event.event_name}, by {event.by or 'nobody that CloudTrail names'}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
