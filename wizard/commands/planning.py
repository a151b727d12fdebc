"""`orgwizard plan`: what applying would do: for reading, for a program, for a pull request, or to be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from state.changes import to_record
from state.changes.base import Change
from state.errors import WrongInput
from state.observed import Identity, Observed
from state.saved.locations import is_file, names_a_file, write_new_file
from state.setup import Setup
from state.setup.file import parse_setup, write_setup
from wizard import narration
from wizard.commands.opening import scratch
from wizard.commands.terminal import Options, out_json
from wizard.errors import WrongIdentity
from wizard.exit_status import DIFFERS, DONE, FAILED
from wizard.machine.streams import narrate, out, out_document
from wizard.onboarding.onboarding import Onboarding
from wizard.plan import Plan

SUFFIX = ".plan"
KIND = "orgwizard-plan"
VERSION = 1
"""Of a plan that is kept."""
MOST_BYTES = 16 * 1024 * 1024


class PlanDiffers(WrongIdentity):
    """AWS has moved since the plan was kept: what would be done now is something else."""

    remedy = "Make the plan anew with `orgwizard plan`, look at it, and apply that one."

    def __init__(self, message: str, problems: Iterable[str]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def show_plan(options: Options) -> int:
    """`plan`. Saves nothing but the plan itself, where --output says so."""
    with scratch(options) as onboarding:
        onboarding.check_account()
        plan = onboarding.plan()
        _show(options, onboarding, plan)
        if options.output:
            _keep(options, onboarding, plan)
    if names_a_file(options.setup):
        rehearse = " --rehearse" if options.onboardings.rehearsal else ""
        narrate(f"The file is not saved as a setup; to keep it as one: orgwizard {options.setup}{rehearse}")
    if plan.blocked:
        return FAILED
    return DIFFERS if options.detailed_exitcode and plan.approved() else DONE


def _show(options: Options, onboarding: Onboarding, plan: Plan) -> None:
    assert onboarding.identity is not None  # noqa: S101 - signed in by scratch()
    if options.json:
        out_json(narration.plan_record(plan, onboarding.identity))
    elif options.markdown:
        out_document("\n".join(plan_markdown(onboarding.name, plan, onboarding.identity)))
    else:
        out(narration.identity_line(onboarding.identity))
        for line in narration.plan_lines(plan):
            out(line)


# For a pull request


def plan_markdown(name: str, plan: Plan, identity: Identity) -> Iterator[str]:
    """The plan as Markdown: a summary first, then each change with the command that would do the same."""
    lasting = sum(change.irreversible for change, _ in plan.changes)
    yield f"## Plan of {_text(name)}"
    yield ""
    yield f"In account {identity.account_id}, as seen by {_text(identity.principal)}."
    yield ""
    yield f"**{len(plan.changes)} to change**, {lasting} of them for good; {len(plan.later)} to follow once people"
    yield f"have answered; {len(plan.blocked)} in the way; {len(plan.kept)} kept as they are."
    for finding in plan.findings:
        yield ""
        yield f"> {'**Look at this first.** ' if finding.serious else ''}{_text(finding.what)} {_text(finding.remedy)}"
    yield from _changes_in_markdown("Changes", plan.changes)
    yield from _changes_in_markdown("To follow", plan.later)
    if plan.blocked:
        yield from ("", "### In the way", "")
    for claim, blocked in plan.blocked:
        yield f"- {_text(claim.title)}: {_text(blocked.what)} {_text(blocked.remedy)}"


def _changes_in_markdown(heading: str, changes: Iterable[tuple[Change, Observed]]) -> Iterator[str]:
    pairs = list(changes)
    if pairs:
        yield from ("", f"### {heading}", "")
    for change, observed in pairs:
        marks = (" **for good**" if change.irreversible else "") + (" **protects less**" if change.loosens else "")
        yield f"- {_text(change.full_title)}{marks}"
        command = change.request(observed).aws_command
        fence = "`" * max(3, 1 + max((len(run) for run in _runs(command)), default=0))
        yield from ("", f"  {fence}sh", *(f"  {line}" for line in command.splitlines()), f"  {fence}")


def _runs(text: str) -> Iterator[str]:
    """The runs of backticks in a text: a fence has to be longer than any."""
    run = ""
    for letter in f"{text} ":
        if letter == "`":
            run += letter
        elif run:
            yield run
            run = ""


def _text(text: str) -> str:
    """Text that Markdown takes for nothing but text, on one line."""
    escaped = "".join(f"\\{each}" if each in "\\`*_{}[]<>#|~!&" else each for each in text)
    return " ".join(escaped.split())


# To be applied as it is


@dataclass(frozen=True, slots=True)
class ReviewedPlan:
    """A plan that was kept: the answers it was made of, and every change of it."""

    setup: Setup
    changes: frozenset[str]
    """Each as canonical JSON."""
    titles: dict[str, str]
    """What people call each."""


def _keep(options: Options, onboarding: Onboarding, plan: Plan) -> None:
    """Write the plan where no file is yet. Raises WrongInput."""
    if not options.output.endswith(SUFFIX):
        raise WrongInput(f"{options.output} is no name of a plan.", f"Let it end in {SUFFIX}, such as acme{SUFFIX}.")
    assert onboarding.identity is not None  # noqa: S101 - signed in by scratch()
    changes = [change for change, _ in (*plan.changes, *plan.later)]
    record = {
        "kind": KIND,
        "version": VERSION,
        "account_id": onboarding.identity.account_id,
        "rehearsal": onboarding.rehearsal,
        "setup": write_setup(onboarding.setup),
        "changes": [{"title": change.full_title, "change": to_record(change)} for change in changes],
    }
    path = write_new_file(options.output, json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    narrate(f"Kept the plan in {path}. To do exactly this: orgwizard apply {path}{options.in_rehearsal}")


def reviewed_plan(options: Options) -> ReviewedPlan | None:
    """The plan that SETUP names, and from now on SETUP means its answers; None where it names none. Raises WrongInput,
    also for a plan of a rehearsal that is to be done for real."""
    if not (options.setup.endswith(SUFFIX) and is_file(Path(options.setup))):
        return None
    record = _read(Path(options.setup))
    if record["rehearsal"] is not options.onboardings.rehearsal:
        raise WrongInput(
            f"{options.setup} is the plan of a {'rehearsal' if record['rehearsal'] else 'real run'}.",
            "Make a plan of what is meant, with or without --rehearse.",
        )
    setup = parse_setup(record["setup"], options.setup).sound(options.setup)
    titles = {_canonical(each["change"]): str(each["title"]) for each in record["changes"]}
    options.reviewed = setup
    options.management_account = options.management_account or record["account_id"]
    return ReviewedPlan(setup, frozenset(titles), titles)


def _read(path: Path) -> dict[str, Any]:
    fault = WrongInput(f"{path} is no plan that was kept by this version.", "Make it with `orgwizard plan --output`.")
    try:
        with path.open("rb") as file:
            record = json.loads(file.read(MOST_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise fault from error
    known = isinstance(record, dict) and record.get("kind") == KIND and record.get("version") == VERSION
    if not known or not all(isinstance(record.get(key), kind) for key, kind in _FIELDS.items()):
        raise fault
    if not all(isinstance(each, dict) and {"title", "change"} <= each.keys() for each in record["changes"]):
        raise fault
    return dict(record)


_FIELDS: dict[str, type] = {"account_id": str, "rehearsal": bool, "setup": str, "changes": list}


def insist_on_the_same(reviewed: ReviewedPlan, plan: Plan) -> None:
    """Raises PlanDiffers, with each change that is more or less than in the plan that was reviewed."""
    now = {_canonical(to_record(change)): change.full_title for change in plan.approved()}
    more = [f"Not in the reviewed plan: {title}." for key, title in sorted(now.items()) if key not in reviewed.changes]
    less = [f"No longer needed: {title}." for key, title in sorted(reviewed.titles.items()) if key not in now]
    if more or less:
        raise PlanDiffers("What would be done now is not what was reviewed, so nothing was done.", [*more, *less])


def _canonical(record: object) -> str:
    return json.dumps(record, sort_keys=True, default=str)
