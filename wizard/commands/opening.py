"""Which setup is meant, and who is asking."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from state.errors import SetupInUse, StateNotWritable, UnreadableState, WrongInput
from state.saved.locations import names_a_file
from state.setup import Setup
from state.setup.file import MOST_BYTES, as_it_is, parse_bytes, read_setup
from state.setup.text_rules import account_id_problem, account_written
from wizard.commands.terminal import Options
from wizard.edits.memory import insist_on_the_same_owner, with_memory_of
from wizard.edits.stand_ins import with_stand_ins
from wizard.errors import NoCredentials
from wizard.exports.taking_stock import Past
from wizard.gateway.world import CredentialSource, taken_unasked
from wizard.machine.streams import at_a_terminal, narrate
from wizard.onboarding import Onboardings
from wizard.onboarding.onboarding import Onboarding


def answers(options: Options) -> Setup:
    """The answers that SETUP means: a file's, or those saved under a name; with the management account that --account
    names. Saves nothing."""
    return _with_named_account(options, _answers(options))


def _answers(options: Options) -> Setup:
    reviewed: Setup | None = options.reviewed
    if reviewed is not None:
        return reviewed
    complete = with_stand_ins if options.onboardings.rehearsal else as_it_is
    if options.setup == "-":
        return parse_bytes(_standard_input(), "standard input", complete).sound("Standard input")
    if names_a_file(options.setup):
        return read_setup(Path(options.setup), complete)
    return complete(options.onboardings.answers(options.setup))


def _with_named_account(options: Options, setup: Setup) -> Setup:
    named = account_written(options.management_account)
    fault = account_id_problem(named) if named else None
    if fault is not None:
        raise WrongInput(fault.what, fault.remedy)
    if named and setup.management_account_id not in ("", named):
        raise WrongInput(
            f"--account names {named}, and this setup's management account is {setup.management_account_id}.",
            "Leave --account out, or correct management_account_id in the setup.",
        )
    return replace(setup, management_account_id=named or setup.management_account_id)


def _standard_input() -> bytes:
    """As much of it as a setup can have, and a byte more. Raises UnreadableState."""
    try:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    except (OSError, ValueError, AttributeError) as error:  # Python has None for one that is closed
        why = getattr(error, "strerror", None) or "It is closed"
        raise UnreadableState(
            f"Standard input cannot be read: {why}.", "Send the setup file to it, or name the file instead of `-`."
        ) from error


def _temporary_directory() -> tempfile.TemporaryDirectory[str]:
    """Raises StateNotWritable."""
    try:
        return tempfile.TemporaryDirectory(prefix="orgwizard-", ignore_cleanup_errors=True)
    except OSError as error:
        raise StateNotWritable(
            f"No temporary directory can be made: {error.strerror}.",
            "Free some space, or point TMPDIR at a directory that you can write, then try again.",
        ) from error


@contextmanager
def scratch(options: Options, sign_in_too: bool = True) -> Iterator[Onboarding]:
    """A signed-in onboarding that leaves nothing behind. It knows what the saved setup has learned and made; a
    rehearsal sees the world of the saved one."""
    setup, saved = answers(options), options.onboardings
    before = Past(None)
    if saved.exists(setup.name):
        earlier = saved.answers(setup.name)
        insist_on_the_same_owner(setup, earlier)
        setup, before = with_memory_of(setup, earlier), saved.past(setup.name)
    saved_world = options.onboardings.world_file(setup.name)
    world_file = saved_world if saved_world.exists() else None
    with _temporary_directory() as directory:
        elsewhere = Onboardings(
            Path(directory),
            options.onboardings.rehearsal,
            lambda rehearsal, _: options.world_for(rehearsal, world_file),
        )
        onboarding = elsewhere.begin(setup)
        tell_of_lists(onboarding)
        onboarding.before = before
        try:
            if sign_in_too:
                sign_in(onboarding)
            yield onboarding
        finally:
            onboarding.close()


@contextmanager
def opened(options: Options) -> Iterator[Onboarding]:
    """The saved setup that SETUP means, open. A file's answers are proposed: saved once the person has approved."""
    setup = answers(options)
    onboardings = options.onboardings
    onboarding = resumed(options, setup.name) if onboardings.exists(setup.name) else onboardings.begin(setup)
    tell_of_lists(onboarding)
    try:
        onboarding.answers.propose(setup)
        yield onboarding
    finally:
        onboarding.close()


def resumed_for(options: Options, setup: Setup) -> Onboarding:
    """The saved setup of that name, open as it was saved, in the organization that is meant. Raises SetupInUse, and
    WrongInput where it is about another one."""
    onboarding = resumed(options, setup.name)
    saved, meant = onboarding.setup, setup.management_account_id
    try:
        insist_on_the_same_owner(setup, saved)
        if meant not in ("", saved.management_account_id):
            onboarding.answers.propose(replace(saved, management_account_id=meant))
    except WrongInput:
        onboarding.close()
        raise
    return onboarding


def tell_of_lists(onboarding: Onboarding) -> None:
    """Say how far long lists are read, to whoever waits at a terminal."""
    if at_a_terminal(sys.stderr):
        onboarding.world.sign_in.listen(narrate)


def resumed(options: Options, name: str) -> Onboarding:
    """The saved setup, open. When somebody has it, says too how one can look on. Raises SetupInUse."""
    try:
        return options.onboardings.resume(name, take_over=options.take_over)
    except SetupInUse as error:
        how = " To take over, give the same command with --take-over." if error.can_be_taken_over else ""
        look = f" To see how far it is: orgwizard status {name}{options.in_rehearsal}."
        raise SetupInUse(
            error.message, f"{error.remedy}{how}{look}", can_be_taken_over=error.can_be_taken_over
        ) from error


def keep_answers(onboarding: Onboarding) -> None:
    """Save what a file says, now that it was approved, and say where the answers are that it replaces."""
    kept = onboarding.answers.keep_proposal()
    if kept is not None:
        narrate(f"The answers saved before are kept in {kept}.")


def sign_in(onboarding: Onboarding) -> None:
    """With what boto3 itself would use."""
    onboarding.sign_in(likely_source(onboarding.credential_sources()))


def likely_source(sources: Sequence[CredentialSource]) -> CredentialSource:
    """What boto3 itself would use. Never a guess: of several profiles, one has to be named. Raises NoCredentials."""
    if not sources:
        raise NoCredentials(
            "No AWS credentials were found on this machine.",
            "Set some up with `aws login`, `aws sso login` or `aws configure`, or name a profile with --profile, then "
            "run the same command again.",
        )
    source = taken_unasked(sources)
    if source is None:
        profiles = [source.title.removeprefix("Profile ") for source in sources if source.title.startswith("Profile ")]
        raise NoCredentials(
            f"There are {len(sources)} ways to sign in on this machine, and none is the default.",
            f"Name a profile with --profile: {', '.join(profiles) or 'none is configured'}.",
        )
    return source
