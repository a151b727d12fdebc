"""`orgwizard undo`: what was made for a setup, taken back as far as that goes."""

from __future__ import annotations

from collections.abc import Iterator

from state.errors import UnknownSetup
from wizard import narration
from wizard.commands.online import approved, drain, insist_on_a_named_account, tell
from wizard.commands.opening import answers, keep_answers, resumed_for, sign_in
from wizard.commands.terminal import Options, out_json
from wizard.engine.events import Ending, RunEnded
from wizard.exit_status import DONE, REFUSED
from wizard.machine.streams import narrate, out
from wizard.onboarding.onboarding import Onboarding
from wizard.plan.undo_words import AFTERWARDS, undo_lines, undo_record


def undo_setup(options: Options) -> int:
    """`undo`: tell what can be taken back, ask, do."""
    onboarding = _saved(options)
    try:
        insist_on_a_named_account(options, onboarding)
        sign_in(onboarding)
        onboarding.check_account()
        taking_back = onboarding.take_back()
        undo = taking_back.look()
        assert onboarding.identity is not None  # noqa: S101 - signed in above
        narrate(narration.identity_line(onboarding.identity))
        if options.json:
            out_json(undo_record(onboarding.name, undo))
        else:
            for line in undo_lines(undo):
                out(line)
        if not undo.plan.approved():
            return DONE
        if not approved(options, onboarding, undo.plan):
            return REFUSED
        keep_answers(onboarding)
        ended = drain(options, onboarding, taking_back.run(undo.plan.approved()))
        if ended is not None:
            onboarding.look()
    finally:
        onboarding.close()
    return tell(options, ended, _lines)


def _lines(ended: RunEnded) -> Iterator[str]:
    yield from narration.trouble_lines(ended)
    if ended.ending is Ending.DONE:
        yield f"Taken back. {AFTERWARDS}"
    else:
        yield "Not all of it is taken back. Do what the lines above say, then run the same command again."


def _saved(options: Options) -> Onboarding:
    """The saved setup that SETUP means: only where it was applied is known what was made. Raises UnknownSetup."""
    setup = answers(options)
    if not options.onboardings.exists(setup.name):
        raise UnknownSetup(
            f"Nothing was made for {setup.name} on this machine, so nothing is known that could be taken back.",
            "Undo it where it was applied: what was made is recorded there. `orgwizard list` shows the saved setups.",
        )
    return resumed_for(options, setup)
