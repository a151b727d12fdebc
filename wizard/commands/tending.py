"""`orgwizard account`: another name, address or unit for an account that exists, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from state.errors import WrongInput
from wizard import narration
from wizard.commands.online import approved, drain, insist_on_a_named_account, tell
from wizard.commands.opening import answers, keep_answers, resumed_for, sign_in
from wizard.commands.terminal import Options, out_json, typed_the_name
from wizard.engine.events import Ending, RunEnded
from wizard.exit_status import FAILED, REFUSED
from wizard.machine.streams import narrate, out
from wizard.onboarding.onboarding import Onboarding
from wizard.onboarding.tending import Tending
from wizard.plan import Plan
from wizard.plan.life import Act, Wish
from wizard.plan.life_words import told_when_done

VERSION = 1
"""Of what `--json` prints."""


def tend_account(options: Options) -> int:
    """`account`: tell what follows, ask, do, and let the setup say so."""
    act = Act(options.act)
    if (act is Act.CLOSE) is bool(options.value):
        raise WrongInput(
            f"`account {act}` takes {'nothing after the account' if act is Act.CLOSE else 'the new value, too'}.",
            "`orgwizard account --help` tells what can be given.",
        )
    onboarding = _saved(options)
    try:
        insist_on_a_named_account(options, onboarding)
        sign_in(onboarding)
        onboarding.check_account()
        tending = onboarding.tend()
        tending.look()
        wish = tending.wish(act, options.account, options.value, options.code)
        plan = tending.plan(wish)
        assert onboarding.identity is not None  # noqa: S101 - signed in above
        narrate(narration.identity_line(onboarding.identity))
        _tell(options, tending, wish, plan)
        if plan.blocked:
            return FAILED
        if not _agreed(options, onboarding, wish, plan):
            return REFUSED
        keep_answers(onboarding)
        ended = drain(options, onboarding, tending.run(wish, plan.approved()))
        if ended is not None and ended.ending is Ending.DONE:
            onboarding.answer(tending.answers(wish))
            onboarding.look()
    finally:
        onboarding.close()
    return tell(options, ended, lambda run: _lines(options, run))


def _saved(options: Options) -> Onboarding:
    """The saved setup that SETUP means; a file that was never applied becomes one."""
    setup = answers(options)
    if options.onboardings.exists(setup.name):
        return resumed_for(options, setup)
    return options.onboardings.begin(setup)


def _tell(options: Options, tending: Tending, wish: Wish, plan: Plan) -> None:
    follows = tending.follows(wish)
    if options.json:
        out_json(wish_record(wish, follows, plan))
        return
    for line in (*follows, *narration.plan_lines(plan)):
        out(line)


def wish_record(wish: Wish, follows: tuple[str, ...], plan: Plan) -> dict[str, Any]:
    """A wish as JSON-ready data: the account as it is, what follows, and what would be done."""
    return {
        "version": VERSION,
        "act": wish.act.value,
        "account": {
            "account_id": wish.account.account_id,
            "account_name": wish.account.account_name,
            "email": wish.account.email,
            "unit_path": wish.account.unit_path,
            "state": wish.account.state,
        },
        "value": wish.value or None,
        "follows": list(follows),
        "changes": [narration.change_record(*pair) for pair in plan.changes],
    }


def _agreed(options: Options, onboarding: Onboarding, wish: Wish, plan: Plan) -> bool:
    """Whether the person wants it. An account's end takes the account's name, typed. Raises WrongInput."""
    if not wish.to_type or not plan.approved():
        return approved(options, onboarding, plan)
    if options.yes:
        raise WrongInput("No account is closed with --yes.", f"Leave it out, and type {wish.to_type} when asked.")
    if typed_the_name(wish.to_type, f"Type {wish.to_type} to close that account for good: "):
        return True
    narrate("Nothing was done. An account is closed by typing its name, at a terminal.")
    return False


def _lines(options: Options, ended: RunEnded) -> Iterator[str]:
    yield from narration.trouble_lines(ended)
    if ended.ending is Ending.DONE:
        yield told_when_done(Act(options.act))
    elif options.code:
        yield "If the code was wrong or has run out, have another sent: the same command without --code."
    elif options.act == Act.ADDRESS and ended.ending is Ending.WAITING:
        yield "Once the mail is there, give the same command with --code and what it says."
