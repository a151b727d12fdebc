"""`orgwizard apply`: the command that changes AWS, and how a run is told."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from types import FrameType

from state.errors import WrongInput
from wizard import narration
from wizard.commands.opening import keep_answers, opened, sign_in
from wizard.commands.planning import insist_on_the_same, reviewed_plan
from wizard.commands.terminal import Options, out_json, typed_the_name
from wizard.engine.events import Event, RunEnded
from wizard.exit_status import INTERRUPTED, REFUSED, STATUS_OF
from wizard.machine.streams import narrate, out
from wizard.onboarding.onboarding import Onboarding
from wizard.plan import Plan


def apply_setup(options: Options) -> int:
    """`apply`: plan, ask, do. Of a plan that was kept, exactly that one."""
    reviewed = reviewed_plan(options)
    with opened(options) as onboarding:
        insist_on_a_named_account(options, onboarding)
        sign_in(onboarding)
        onboarding.check_account()
        if options.ask_again:
            onboarding.ask_again()
        plan = onboarding.plan()
        assert onboarding.identity is not None  # noqa: S101 - signed in above
        narrate(narration.identity_line(onboarding.identity))
        for line in narration.plan_lines(plan):
            narrate(line)
        onboarding.check_identity()
        if reviewed is not None:
            insist_on_the_same(reviewed, plan)
        if not approved(options, onboarding, plan):
            return REFUSED
        keep_answers(onboarding)
        onboarding.confirm_identity()
        # Confirming may have taught the setup its management account; the plan stays what was approved.
        ended = drain(options, onboarding, onboarding.apply(plan.approved()))
    again = " --rehearse" if onboarding.rehearsal else ""
    afterwards = f"What exists now: orgwizard export {onboarding.name}{again} --format inventory"
    return tell_ending(options, ended, afterwards)


def tell_ending(options: Options, ended: RunEnded | None, afterwards: str) -> int:
    """How a run ended, and what comes `afterwards`; a run without an end was stopped. Returns the exit status."""
    status = tell(options, ended, lambda run: (*narration.ending_lines(run), *narration.lacking_lines(run)))
    if afterwards and ended is not None and not options.json:
        narrate(afterwards)
    return status


def tell(options: Options, ended: RunEnded | None, lines: Callable[[RunEnded], Iterable[str]]) -> int:
    """The `lines` about a run that ended; a run without an end was stopped. Returns the exit status."""
    if ended is None:
        narrate("Stopped. What was done is recorded; the same command goes on from there.")
        return INTERRUPTED
    if not options.json:
        for line in lines(ended):
            out(line)
    return STATUS_OF[ended.ending]


def insist_on_a_named_account(options: Options, onboarding: Onboarding) -> None:
    """Nobody looks at an unattended run, so it has to say itself in whose account it may write. Raises WrongInput."""
    if options.yes and not onboarding.rehearsal and not onboarding.setup.management_account_id:
        raise WrongInput(
            "With --yes nobody sees which account is written to, and this setup does not name its management account.",
            "Write management_account_id into the setup, or give --account ID; `orgwizard whoami` shows the id of the "
            "account that you are signed in to.",
        )


def approved(options: Options, onboarding: Onboarding, plan: Plan) -> bool:
    """Whether the person wants all of the plan. A plan without changes needs nobody's leave."""
    if options.yes or not plan.approved():
        return True
    if typed_the_name(onboarding.name, f"Type {onboarding.name} to approve all of this: "):
        return True
    narrate("Nothing was done. Approve the plan by typing the setup's name, or with --yes.")
    return False


def drain(options: Options, onboarding: Onboarding, events: Iterator[Event]) -> RunEnded | None:
    """Run to the end, telling each event. None when a signal stopped it: the second Ctrl+C stops at once."""
    stopped = False
    told = ""

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        onboarding.stop()
        signal.signal(number, signal.SIG_DFL)
        narrate("Stopping after what is under way; once more stops at once.")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for event in events:
            if stopped:
                return None
            if options.json:
                record = narration.event_record(event)
                if record is not None:
                    out_json(record)
            elif (line := narration.event_line(event)) not in ("", told):
                narrate(line)
                told = line
            if isinstance(event, RunEnded):
                return event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return None
