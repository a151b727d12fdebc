"""The same words wherever lines are printed: plans, events and endings as plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from state.changes import to_record
from state.changes.base import Change
from state.errors import OrgwizardError
from state.observed import Identity, Observed
from wizard.audit.permissions import lacking_policy
from wizard.claims.base import ANOTHER_CLAIM, Blocked, Claim, Needed, Satisfied, Verdict, Waiting
from wizard.engine.events import (
    Assessed,
    ChangeFailed,
    ChangeHeldUp,
    ChangePerformed,
    ChangeRequested,
    ChangeStarted,
    Ending,
    Event,
    Looked,
    RetryPlanned,
    RunEnded,
    WaitStarted,
)
from wizard.errors import AWS, YOU, AwsRefused, LacksPermission, whose_move
from wizard.plan import Plan
from wizard.plan.series import in_series, in_words
from wizard.progress_words import as_wanted


def identity_line(identity: Identity) -> str:
    """Who is signed in, in one line."""
    alias = f" ({identity.account_alias})" if identity.account_alias else ""
    return f"Account {identity.account_id}{alias} as {identity.principal}, {identity.kind}"


def plan_lines(plan: Plan) -> Iterator[str]:
    """A plan for reading: what would be done, what follows, what waits, what is in the way, what is kept."""
    if plan.findings:
        yield "Before you begin:"
    for finding in plan.findings:
        yield f"  {'!' if finding.serious else '-'} {finding.what}"
        yield f"    {finding.remedy}"
    if plan.changes:
        yield f"{_count(len(plan.changes), 'change')} would be made:"
        yield from _change_lines(change for change, _ in plan.changes)
    else:
        yield "Nothing would be changed."
    if plan.later:
        yield "And then, once everybody has answered:"
        yield from _change_lines(change for change, _ in plan.later)
    people = [(claim, verdict) for claim, verdict in plan.waiting if verdict.on_a_person]
    if people:
        yield "Waiting for a person:"
    for claim, waiting in people:
        yield f"  ~ Not yet: {claim.title}. {waiting_words(waiting)}"
    if plan.blocked:
        yield "In the way:"
    for claim, blocked in plan.blocked:
        yield f"  ! Not so: {claim.title}. {blocked.what}"
        yield f"    {move(YOU)}: {blocked.remedy}"
    if plan.kept:
        yield f"{_count(len(plan.kept), 'thing')} kept as {'it is' if len(plan.kept) == 1 else 'they are'}."


def _change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """A line for each; what is the same in several Regions of an account is told once."""
    for series in in_series(changes):
        detail = f"  {series.first.detail}" if series.first.detail else ""
        marks = "".join(f"  ({mark})" for mark in marks_of(series.first))
        yield f"  + {series.title}{detail}{marks}"
        if series.regions:
            yield f"      {', '.join(series.regions)}"


def marks_of(change: Change) -> Iterator[str]:
    """What somebody who approves a change should not read over, each in a few words."""
    if change.irreversible:
        yield "cannot be undone"
    if change.loosens:
        yield "protects less"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def move(who: str) -> str:
    """Whose move it is: `Your move`, `AWS's move`, `Their move (the owner of 444455556666)`."""
    return {YOU: "Your move", AWS: "AWS's move"}.get(who, f"Their move ({who})")


def waiting_words(waiting: Waiting) -> str:
    """What is waited for, whose move that is, and until when."""
    return f"{waiting.reason} {move(waiting.on_whom)}.{until_words(waiting)}"


def until_words(waiting: Waiting) -> str:
    """` Until 2026-11-17 09:00 UTC.`, or nothing where the wait has no end."""
    return f" Until {waiting.until:%Y-%m-%d %H:%M} UTC." if waiting.until else ""


def event_line(event: Event) -> str:
    """One line for an event, or '' for one that need not be told."""
    match event:
        case ChangeStarted(change):
            return f"… {change.full_title}"
        case ChangeRequested(change, receipt):
            return f"… {change.full_title}: AWS works on it ({receipt})"
        case ChangePerformed(change, note):
            return f"✓ {change.full_title}{'. ' + note if note else ''}"
        case ChangeFailed(change, error):
            return f"✗ {change.full_title}: {error.message} {move(whose_move(error))}: {error.remedy}"
        case ChangeHeldUp(change, error):
            return f"~ {change.full_title}: {error.message} {move(whose_move(error))}: {error.remedy}"
        case RetryPlanned(change, error, again_at):
            what = change.full_title if change else "Reading"
            return f"  {what}: {error.message} Again at {again_at:%H:%M:%S}."
        case WaitStarted(reason, seconds):
            return f"  {move(AWS)}: {reason}{_again(seconds)}"
        case _:
            return ""


def _again(seconds: float) -> str:
    if seconds < 1:
        return ""
    return f" Looking again {'every' if seconds < 60 else 'in'} {seconds:.0f} s."


def ending_lines(ended: RunEnded) -> Iterator[str]:
    """How a run ended and what to do next."""
    done = sum(isinstance(verdict, Satisfied) for _, verdict in ended.verdicts)
    yield as_wanted(done, len(ended.verdicts))
    yield from trouble_lines(ended)
    yield f"{the_rest(ended)}{ENDINGS[ended.ending]}"


def trouble_lines(ended: RunEnded) -> Iterator[str]:
    """What a run left undone: what waits and on whom, what is in the way, what was refused."""
    for claim, verdict in ended.verdicts:
        match verdict:
            case Waiting() if verdict.on_whom != ANOTHER_CLAIM:
                yield f"~ Not yet: {claim.title}. {waiting_words(verdict)}"
                yield from (f"    {line}" for line in verdict.message.splitlines())
            case Blocked(reason, remedy):
                yield f"! Not so: {claim.title}. {reason}"
                yield f"    {move(YOU)}: {remedy}"
            case Needed() if ended.ending is Ending.UNAPPROVED:
                yield from (f"? Not approved, so not done: {change.full_title}" for change in verdict.changes)
            case _:
                pass
    for failure in ended.failures:
        yield f"! {failure.change.full_title}: {failure.error.message}"
        yield f"    {move(whose_move(failure.error))}: {failure.error.remedy}"


ENDINGS = {
    Ending.DONE: "Everything is as the setup wants it.",
    Ending.WAITING: " Come back and run the same command again; it goes on from here.",
    Ending.FAILED: " Do what the lines above say, then run the same command again.",
    Ending.UNAPPROVED: (
        "What else is needed was not in the plan that was approved, because it showed only now. Look at the plan "
        "again, then approve the rest."
    ),
}


def lacking_lines(ended: RunEnded) -> Iterator[str]:
    """After a denial: everything that the caller lacks for the rest of the plan, to paste; else nothing."""
    denied = {each.change: each.error.operation for each in ended.failures if isinstance(each.error, LacksPermission)}
    identity = ended.identity
    if identity is None or not denied:
        return
    policy = lacking_policy(denied, ended.performed, ended.left, identity.partition, identity.account_id)
    if policy is not None:
        yield "What your identity lacks for the rest of this plan, as one policy to paste:"
        yield from json.dumps(policy, indent=2).splitlines()


def the_rest(ended: RunEnded) -> str:
    """What is to be said of everything else when a run ends in waiting or failure; '' for another ending."""
    if ended.ending not in (Ending.WAITING, Ending.FAILED):
        return ""
    failed = {failure.change for failure in ended.failures}
    left = sum(
        verdict.on_whom == ANOTHER_CLAIM
        if isinstance(verdict, Waiting)
        else isinstance(verdict, Needed) and not failed.issuperset(verdict.changes)
        for _, verdict in ended.verdicts
    )
    return f"{left} more wait{'s' if left == 1 else ''} for that." if left else "Everything else is done."


def way_back(name: str, rehearsal: bool, *, plain: bool = False) -> tuple[str, str]:
    """What is said to whoever leaves, and the command that goes on."""
    command = f"orgwizard {name}{' --rehearse' if rehearsal else ''}{' --plain' if plain else ''}"
    return "Everything you answered is saved. Go on at any time with:", command


# The same as data, for --json

PLAN_VERSION = 1
"""Of a plan as data."""
EVENTS_VERSION = 1
"""Of an event as data."""
ERROR_VERSION = 1
"""Of an error as data."""


def change_record(change: Change, observed: Observed) -> dict[str, Any]:
    """A change as JSON-ready data, with the same as a line for a shell. Ids that AWS has yet to give stand in it as
    `<id of …>`."""
    return {
        **to_record(change),
        "title": change.title,
        "irreversible": change.irreversible,
        "loosens": change.loosens,
        "consequence": change.consequence,
        "aws_command": change.request(observed).aws_command,
    }


def verdict_record(claim: Claim, verdict: Verdict) -> dict[str, Any]:
    """A claim and its verdict as JSON-ready data."""
    record: dict[str, Any] = {"step": claim.key, "title": claim.title, "verdict": type(verdict).__name__.lower()}
    match verdict:
        case Satisfied(evidence):
            record["evidence"] = evidence
        case Needed():
            record["change"] = in_words(verdict.changes, in_full=False)
        case Blocked(what, remedy):
            record |= {"reason": what, "remedy": remedy}
        case _:
            record |= {
                "reason": verdict.reason,
                "on_whom": verdict.on_whom,
                "until": verdict.until.isoformat() if verdict.until else None,
            }
    return record


def error_record(error: OrgwizardError) -> dict[str, Any]:
    """What went wrong as JSON-ready data; of a refusal also AWS's own words, each "" where AWS gave none."""
    record: dict[str, Any] = {"message": error.message, "remedy": error.remedy}
    if problems := error.problems:
        record["problems"] = [str(problem) for problem in problems]
    if isinstance(error, AwsRefused):
        record |= {
            "code": error.code,
            "reason": error.reason,
            "operation": error.operation,
            "request_id": error.request_id,
            "whose_move": whose_move(error),
        }
    return record


def plan_record(plan: Plan, identity: Identity) -> dict[str, Any]:
    """A plan as JSON-ready data."""
    return {
        "version": PLAN_VERSION,
        "identity": {"account_id": identity.account_id, "alias": identity.account_alias, "arn": identity.arn},
        "findings": [asdict(finding) for finding in plan.findings],
        "changes": [change_record(*pair) for pair in plan.changes],
        "later": [change_record(*pair) for pair in plan.later],
        "steps": [verdict_record(claim, verdict) for claim, verdict in plan.verdicts],
    }


def event_record(event: Event) -> dict[str, Any] | None:
    """An event as JSON-ready data; None for a reading, which is not news."""
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in type(event).__name__)[1:]
    record: dict[str, Any] = {"version": EVENTS_VERSION, "event": name}
    match event:
        case ChangeStarted(change):
            record["change"] = to_record(change)
        case ChangeRequested(change, receipt):
            record |= {"change": to_record(change), "receipt": receipt}
        case ChangePerformed(change, note):
            record |= {"change": to_record(change), "note": note}
        case ChangeFailed(change, error) | ChangeHeldUp(change, error):
            record |= {"change": to_record(change), **error_record(error)}
        case RetryPlanned(change, error, again_at):
            record |= {
                "change": to_record(change) if change else None,
                "message": error.message,
                "again_at": again_at.isoformat(),
            }
        case WaitStarted(reason, seconds):
            record |= {"reason": reason, "seconds": seconds}
        case RunEnded(ending, verdicts, _):
            record |= {"ending": ending.value, "steps": [verdict_record(*pair) for pair in verdicts]}
        case Assessed(claim, verdict):
            record |= verdict_record(claim, verdict)
        case Looked():
            return None
    return record
