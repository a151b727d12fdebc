"""`orgwizard accept`: the one command that signs in as somebody else than the management account."""

from __future__ import annotations

from collections.abc import Iterator

from state.setup.text_rules import account_written
from wizard import narration
from wizard.commands.online import approved, drain, tell
from wizard.commands.opening import keep_answers, likely_source, opened
from wizard.commands.terminal import Options
from wizard.engine.events import Ending, RunEnded
from wizard.errors import NoCredentials
from wizard.exit_status import DONE, FAILED, REFUSED
from wizard.gateway.world import CredentialSource
from wizard.machine.streams import narrate
from wizard.onboarding.onboarding import Onboarding


def accept_invitation(options: Options) -> int:
    """`accept`: show who that is and what would be done, ask, do."""
    with opened(options) as onboarding:
        source = other_identity(onboarding)
        acceptance = onboarding.accept_invitation(source, account_written(options.account), options.with_access_role)
        plan = acceptance.plan()
        narrate(narration.identity_line(acceptance.identity))
        for line in narration.plan_lines(plan):
            narrate(line)
        if plan.blocked:
            return FAILED
        if not plan.approved():
            return DONE
        if not approved(options, onboarding, plan):
            return REFUSED
        keep_answers(onboarding)
        ended = drain(options, onboarding, acceptance.run(plan.approved()))
    return tell(options, ended, lambda run: _lines(options, run))


def _lines(options: Options, ended: RunEnded) -> Iterator[str]:
    """How it ended. What the setup wants of the account beside its joining is not known to its owner."""
    if ended.ending is not Ending.DONE:
        yield from narration.ending_lines(ended)
        return
    yield (
        "The account has joined. The management account does the rest: "
        f"orgwizard apply {options.setup}{options.in_rehearsal}"
    )


def other_identity(onboarding: Onboarding) -> CredentialSource:
    """The credentials to accept with: those of --profile, or what boto3 itself would use; whose they are is asked
    before anything is done, and nobody but the invited account is let on. In a rehearsal, the scenario's second
    person."""
    sources = onboarding.credential_sources()
    if onboarding.rehearsal:
        others = sources[1:]
        if not others:
            raise NoCredentials("Nobody else takes part in this scenario.", "Rehearse it in the scenario default.")
        return others[0]
    return likely_source(sources)
